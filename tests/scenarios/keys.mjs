// Private fields outlive whatever happens to the command that first needed a key: a try that was dry, one that was refused, a restart.
// On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site, idNumber, uuid } from './support/site.mjs';

function scenario(name, database) {
  describe(name, () => {
    let site, postgres;
    before(async () => {
      postgres = database === 'postgresql' ? await Postgres.start() : null;
      site = await new Site(postgres?.url).init().serve();
    });
    after(async () => {
      await site?.end();
      postgres?.stop();
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
  });
}

scenario('SQLite', '');
scenario('PostgreSQL', 'postgresql');
