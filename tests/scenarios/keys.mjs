// Private fields outlive whatever happens to the command that first needed a key: a try that was dry, one that was refused, a restart.
// A data folder opens only with the keys that it was made with. On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { binary, idNumber, Site, sitesOn, uuid } from './support/site.mjs';

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site;
    before(async () => {
      site = await newSite().init().serve();
    });

    const number = idNumber('2014-05-11', 21);
    const person = (record, values = {}) => ({ type: 'core.person', move: 'enter', record, values: { name: '李小雨', sex: 'female', birth: '2014-05-11', id_number: number, ...values } });
    const shown = async (record) => (await site.post('village', `/api/v1/records/core.person/${record}/reveal`, { field: 'id_number', reason: '核对' })).json?.value;

    async function restart() {
      await site.stop();
      await site.serve();
    }

    test('a dry run leaves no key behind that the real command would use', async () => {
      const record = uuid();
      assert.equal((await site.command('village', { ...person(record), dry_run: true })).status, 200);
      const entered = await site.command('village', person(record));
      assert.equal(entered.status, 200, entered.text);
      assert.equal(await shown(record), number);
      await restart();
      assert.equal(await shown(record), number);
    });

    test('nor does a command that is refused', async () => {
      const record = uuid();
      const refused = await site.command('village', { steps: [person(record, { id_number: idNumber('2014-05-11', 23) }), { type: 'core.person', move: 'enter', record: uuid(), values: { sex: 'female' } }] });
      assert.equal(refused.status, 422, refused.text);
      assert.equal((await site.command('village', person(record, { id_number: idNumber('2014-05-11', 23) }))).status, 200);
      await restart();
      assert.equal(await shown(record), idNumber('2014-05-11', 23));
      assert.equal((await site.get('village', '/api/v1/search?q=lxy')).json.hits.filter((hit) => hit.label === '李小雨').length, 2);
    });

    test('what is about another person by now is still there, under her key: entered in any order, changed, and changed back', async () => {
      const [one, other, household] = [uuid(), uuid(), uuid()];
      for (const [record, name] of [[one, '王一'], [other, '王二']]) assert.equal((await site.command('village', { type: 'core.person', move: 'enter', record, values: { name, sex: 'female' } })).status, 200);
      const door = async () => (await site.post('village', `/api/v1/records/core.household/${household}/reveal`, { field: 'door', reason: '核对' })).json?.value;
      const good = async (body) => { const answer = await site.command('village', { type: 'core.household', record: household, ...body }); assert.equal(answer.status, 200, answer.text); };
      await good({ move: 'enter', values: { door: '12 号', head: one, people: 3 } });   // the door stands before whose it is
      assert.equal(await door(), '12 号');
      await good({ move: 'edit', values: { head: other } });
      assert.equal(await door(), '12 号');
      await good({ move: 'edit', values: { door: '13 号', head: one } });
      await restart();
      assert.equal(await door(), '13 号');
    });

    describe('with the keys of another data folder', () => {
      let other;
      const keys = () => join(site.data, 'keys');
      const kept = () => site.sql("select value from setting where name = 'master_key'").flat();
      before(async () => {
        other = new Site();
        other.run('init', '--data', other.data, '--packs', 'programmes');
        await site.stop();
        renameSync(keys(), keys() + '.own');
      });
      after(() => {
        rmSync(keys() + '.own', { recursive: true, force: true });
        return other?.end();
      });
      const lay = (folder) => {
        rmSync(keys(), { recursive: true, force: true });
        cpSync(folder, keys(), { recursive: true });
      };

      // Every way in is shut at its start, before it has done anything.
      function assertRefused() {
        for (const [command, ...args] of [['serve', '--port', '0'], ['verify'], ['recount'], ['user', 'open', 'mole', '--name', 'mole', '--password', 'Mole-in-the-hole-9']]) {
          const ended = spawnSync(binary, [command, ...args.slice(0, command === 'user' ? 2 : 0), '--data', site.data, ...args.slice(command === 'user' ? 2 : 0)], { encoding: 'utf8', timeout: 20_000 });
          assert.equal(ended.status, 2, `${command}: ${ended.stdout}${ended.stderr}`);
          assert.match(ended.stderr, /keys\/master\.key: not the key that this data was written with/, command);
        }
        assert.deepEqual(site.sql("select 1 from account where login = 'mole'"), []);
      }

      test('nothing starts, and it says why', () => {
        lay(join(other.data, 'keys'));
        const before = kept();
        assert.equal(before.length, 1);
        assertRefused();
        assert.deepEqual(kept(), before);
      });

      test('nor on a folder from before its key was noted: its own key is noted then, another is refused', async () => {
        site.sql("delete from setting where name = 'master_key'");
        assertRefused();
        assert.deepEqual(kept(), []);
        lay(keys() + '.own');
        assert.match(site.run('verify', '--data', site.data), /nothing changed/);
        assert.equal(kept().length, 1);
        lay(join(other.data, 'keys'));
        assertRefused();
      });

      test('with its own again, all is there', async () => {
        lay(keys() + '.own');
        await site.serve();
        const [hit] = (await site.get('village', '/api/v1/search?q=lxy')).json.hits;
        assert.equal(hit.label, '李小雨');
        assert.equal(await shown(hit.record) !== undefined, true);
      });
    });
  });
}

scenario('SQLite', '');
scenario('PostgreSQL', 'postgresql');
