// A request from the safe page: sent without an account, read by the county's keeper alone, answered; six digits open the answer and
// nothing else; guesses are counted. On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sitesOn, uuid } from './support/site.mjs';

const WORDS = '孩子睡了我在厨房', REPLY = '明天上午来二楼，说来问生活服务';

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, code, record, county;
    before(async () => {
      site = newSite().init();
      await site.serve();
    });
    const send = (values, more = {}) => site.post(null, '/api/v1/public/requests', { id: uuid(), type: 'domestic_violence.plea', values, ...more });
    const read = (digits) => site.post(null, '/api/v1/public/replies', { code: digits });
    const again = async () => { const { tokens } = site; await site.stop(); await site.serve(); site.tokens = tokens; };   // limits are in memory

    test('no form where nobody would read it', async () => {
      assert.deepEqual((await site.get(null, '/api/v1/public/requests')).json, { forms: [] });
      assert.equal((await send({})).status, 422);
      await site.stop();
      site.openAccount('keeper', '999001000000', 'domestic_violence.keeper');
      await site.serve();
    });

    test('the form: what she may say, nothing of it needed; whose office reads it', async () => {
      const answer = await site.get(null, '/api/v1/public/requests');
      const [form] = answer.json.forms;
      assert.deepEqual(form.fields.map((field) => field.id), ['safe', 'wants', 'reach', 'phone', 'words']);
      assert.deepEqual(form.counties.map((each) => each.name), ['花溪市']);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      county = form.counties[0].id;
    });

    test('what is no field of hers, another org, another type: refused, and nothing is kept', async () => {
      for (const [values, more] of [[{ answer: 'x' }, {}], [{ asked: '2026-01-01' }, {}], [{ no: 1 }, {}], [{ safe: 'x' }, {}], [{ reach: 'never', phone: '1380000' }, {}], [{}, { org: 1 }], [{}, { type: 'domestic_violence.alert' }]]) {
        const answer = await send(values, more);
        assert.ok(answer.status >= 400 && answer.status < 500 && answer.status !== 429, answer.text);
        if (Object.keys(values).length) await again();
      }
      assert.deepEqual(site.sql('select count(*) from domestic_violence_plea'), [['0']]);
      await again();
    });

    test('sent twice it is one; the code is six digits, and without an answer opens nothing', async () => {
      const id = uuid();
      const one = await send({ safe: 'danger', wants: ['talk'], words: WORDS }, { id });
      assert.equal(one.status, 201, one.text);
      const two = await send({ safe: 'danger', wants: ['talk'], words: WORDS }, { id });
      assert.deepEqual(two.json, one.json);
      code = one.json.code;
      assert.match(code, /^\d{6}$/);
      assert.deepEqual(site.sql('select count(*) from domestic_violence_plea'), [['1']]);
      assert.deepEqual((await read(code)).json, { reply: null });
    });

    test('the county keeper reads and answers it; nobody else learns of it', async () => {
      const mine = (await site.get('keeper', '/api/v1/records/domestic_violence.plea')).json.rows;
      assert.equal(mine.length, 1);
      record = mine[0].record;
      assert.ok((await site.get('keeper', '/api/v1/today')).json.tasks.some((task) => task.record === record && task.move === 'answer'));
      for (const login of ['county', 'chair', 'township', 'village', 'cashier', null]) {
        const page = await site.get(login, `/api/v1/records/domestic_violence.plea/${record}`);
        assert.ok([401, 404].includes(page.status), `${login} ${page.text}`);
        const list = await site.get(login, '/api/v1/records/domestic_violence.plea?count=1');
        assert.ok(!list.text.includes(record) && !list.text.includes(WORDS), String(login));
      }
      const answered = await site.command('keeper', { type: 'domestic_violence.plea', move: 'answer', record, values: { answer: REPLY } });
      assert.equal(answered.status, 200, answered.text);
    });

    test('the code opens the answer and nothing else, after a restart too', async () => {
      await again();
      const answer = await read(code);
      assert.deepEqual(answer.json, { reply: REPLY });
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      for (const path of ['needs', 'notices', 'requests']) {
        const page = await site.get(null, '/api/v1/public/' + path);
        assert.ok(!page.text.includes(REPLY) && !page.text.includes(record), path);
      }
      const kept = site.tables().map((table) => site.sql(`select * from "${table}"`).flat().join('\n')).join('\n');
      for (const secret of [WORDS, REPLY, code]) assert.ok(!kept.includes(secret), secret);
    });

    test('a wrong code says what one without an answer says; five tries an hour', async () => {
      await again();
      const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
      for (const each of [wrong, '', 'x', { a: 1 }, wrong]) assert.deepEqual((await read(each)).json, { reply: null });
      assert.equal((await read(code)).status, 429);
    });

    test('requests are counted by address too', async () => {
      await again();
      const said = [];
      for (let n = 0; n < 6; ++n) said.push((await send({}, { org: county })).status);
      assert.deepEqual(said, [201, 201, 201, 201, 201, 429]);
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
