// What packs tell is carried to a file (`serve --tell-file`): in order, each line at least once, also when the server is killed in the
// middle and when the file cannot be written for a while; nothing of a secret type. On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';

const kClients = 6, kRounds = 3;
const day = '2026-03-08';

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, file, minder;

    const serve = async () => {
      const { tokens } = site;
      await site.serve('--tell-file', file);
      if (tokens) site.tokens = tokens;
    };
    // The file's lines; one that a crash broke off is no JSON.
    const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').flatMap((line) => { try { return [JSON.parse(line)]; } catch { return []; } }) : []);
    const until = async (holds) => { while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20)); };
    // Ids of what is to come, in the order of the journal; whom it is for is in the inbox.
    const told = (from = 0) => site.sql(`select i.id, i.text from change_ c join inbox i on i.county = c.county and i.id = c.id where c.county = ${countyOf()} and c.type = 'rows.inbox' and i.type <> 'bells.alarm' and c.seq > ${from} order by c.seq, c.n`).map(([id]) => id);
    const orgOf = (code) => Number(site.sql(`select id from org where code = '${code}'`)[0][0]);
    const countyOf = () => Math.floor(orgOf('999001000000') / 1e6);
    const head = () => Number(site.sql(`select seq from chain where county = ${countyOf()}`)[0][0]);
    const distinct = (ids) => [...new Set(ids)];
    const enter = async (login, type, values) => {
      const record = uuid(), answer = await site.command(login, { type, move: 'enter', record, values: { day, ...values } });
      assert.equal(answer.status, 200, answer.text);
      return record;
    };
    let begun;   // the place of the journal at which the file was asked for first

    before(async () => {
      site = newSite();
      const packs = join(site.folder, 'programmes');
      mkdirSync(packs);
      cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
      cpSync(join(root, 'tests/scenarios/packs/bells'), join(packs, 'bells'), { recursive: true });
      file = join(site.folder, 'told.jsonl');
      site.init(packs).openAccounts([['keeper', '999001100200', 'bells.keeper'], ['keeper.county', '999001000000', 'bells.keeper']]);
      await site.serve();
      minder = uuid();
      assert.equal((await site.command('village', { type: 'core.person', move: 'enter', record: minder, values: { name: '王小铃', sex: 'female', birth: '1980-01-01' } })).status, 200);
      await enter('village', 'bells.bell', { name: '从前的' });
      await site.stop();
      site.run('user', 'person', 'village2', '--data', site.data, '--person', minder);
      begun = head();
      await serve();
    });

    test('lines come in order, with what an office may be told and no more', async () => {
      const bell = await enter('village', 'bells.bell', { name: '口头庄的铃', minder });
      assert.equal((await site.command('village', { type: 'bells.bell', move: 'ring', record: bell })).status, 200);
      const worry = await enter('village', 'bells.worry', { words: '孩子夜里哭' });
      await until(() => lines().length === 5);
      const village = orgOf('999001100200'), county = orgOf('999001000000');
      assert.deepEqual(lines().map(({ org, role, login, text }) => [org, role, login, text]), [
        [village, 'officer', null, '有新铃'], [county, 'officer', null, '村里有新铃'],
        [village, 'officer', null, '铃响了'], [null, null, 'village2', '铃响了'],
        [county, 'officer', null, '有心事要听'],
      ]);
      for (const line of lines()) {
        assert.deepEqual(Object.keys(line), ['id', 'at', 'org', 'role', 'login', 'text']);
        assert.ok(Math.abs(Date.now() - Date.parse(line.at)) < 600_000, line.at);
      }
      assert.deepEqual(lines().map(({ id }) => id), told(begun));
      const bytes = readFileSync(file, 'utf8');
      for (const kept of [bell, worry, minder, '口头庄', '孩子', '王小铃', 'worry']) assert.ok(!bytes.includes(kept), kept);
      assert.equal(statSync(file).mode & 0o777, 0o600);
    });

    test('of a secret type none comes, though its office is told', async () => {
      const count = lines().length;
      await enter('keeper', 'bells.alarm', { words: '有人敲门' });
      await enter('village', 'bells.bell', { name: '后来的' });   // what comes after it has come: it was passed over, and is not late
      await until(() => lines().length >= count + 2);
      assert.deepEqual(lines().slice(count).map(({ text }) => text), ['有新铃', '村里有新铃']);
      const [[secret]] = site.sql("select id from inbox where type = 'bells.alarm'");
      assert.ok(!readFileSync(file, 'utf8').includes(secret));
      assert.deepEqual((await site.get('keeper.county', '/api/v1/today')).json.inbox.map(({ id }) => id), [secret]);
    });

    test('a secret record that is named after another has a name only for who may open that one', async () => {
      const alarm = await enter('keeper', 'bells.alarm', { words: '楼上有哭声' }), record = await enter('keeper.county', 'bells.amends', { alarm });
      for (const [login, name] of [['keeper.county', '楼上有哭声'], ['county', '']]) {
        const page = await site.get(login, `/api/v1/records/bells.amends/${record}`), list = await site.get(login, '/api/v1/records/bells.amends');
        assert.equal(page.status, 200, page.text);
        assert.deepEqual([page.json.label, list.json.rows[0].label, page.json.labels.alarm], [name, name, name], login);
        assert.equal(page.text.includes('楼上有哭声') || list.text.includes('楼上有哭声'), name !== '', login);
      }
    });

    test(`killed ${kRounds} times while lines are carried: each comes, and the first time in its order`, async () => {
      for (let round = 0; round < kRounds; ++round) {
        const until_ = { over: false }, already = lines().length;
        const client = async () => {
          while (!until_.over) {
            try {
              const answer = await site.command('village', { type: 'bells.bell', move: 'enter', values: { name: '铃', day } });
              assert.equal(answer.status, 200, answer.text);
            } catch (broken) {
              assert.ok(broken instanceof TypeError, broken);   // the connection is gone
              return;
            }
          }
        };
        await site.token('village');
        const clients = Array.from({ length: kClients }, client);
        await until(() => lines().length > already + 20 * Math.random());
        await site.stop('SIGKILL');
        until_.over = true;
        await Promise.all(clients);
        await serve();
      }
      await until(() => lines().length >= told(begun).length && distinct(lines().map(({ id }) => id)).length === told(begun).length);
      assert.deepEqual(distinct(lines().map(({ id }) => id)), told(begun));
      console.log(`${name}: ${told(begun).length} lines told, ${lines().length} carried`);
    });

    test('a crash after a line was carried and before that was written down: it comes again, under its id', async () => {
      await site.stop();
      const whole = lines().map(({ id }) => id), places = site.sql(`select seq, n from courier_place where county = ${countyOf()} and courier = 'file'`);
      assert.equal(places.length, 1);
      const [[seq]] = site.sql(`select max(seq) from change_ where county = ${countyOf()} and type = 'rows.inbox'`);
      site.sql(`update courier_place set seq = ${seq}, n = 0 where county = ${countyOf()} and courier = 'file'`);
      appendFileSync(file, '{"id":"0199');   // and the machine went in the middle of a line
      await serve();
      await until(() => lines().length === whole.length + 2);
      assert.deepEqual(lines().slice(-2).map(({ id }) => id), whole.slice(-2));
    });

    test('a file that cannot be written holds nothing up, and what was told comes when it can be', async () => {
      rmSync(file);
      mkdirSync(file);   // root may write any file, but nobody writes a folder
      const from = head();
      for (let n = 0; n < 5; ++n) await enter('village', 'bells.bell', { name: `等着的 ${n}` });
      await site.stop();   // that it waits is kept over a restart too
      await serve();
      await enter('village', 'bells.bell', { name: '又一个' });
      rmdirSync(file);
      await until(() => lines().length >= 12);
      assert.deepEqual(lines().map(({ id }) => id), told(from));
    });

    test('a person who is told reads it in her own inbox, whatever her office, and nobody else does', async () => {
      const bell = await enter('village', 'bells.bell', { name: '她保管的', minder });
      assert.equal((await site.command('village', { type: 'bells.bell', move: 'ring', record: bell })).status, 200);
      const of = async (login) => (await site.get(login, '/api/v1/today')).json.inbox.filter((line) => line.record === bell);
      assert.deepEqual((await of('village2')).map((line) => [line.text, line.read]), [['铃响了', false]]);
      assert.deepEqual((await of('village')).map((line) => line.text).sort(), ['有新铃', '铃响了'].sort());
      assert.deepEqual((await of('township')), []);
      assert.equal((await site.post('village2', '/api/v1/inbox/read', {})).status, 200);
      assert.deepEqual((await of('village2')).map((line) => line.read), [true]);
      assert.ok((await of('village')).every((line) => !line.read));
    });

    test('nothing of it touches the chain', async () => {
      await site.stop();
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
