// The calendar of days off as data: who enters it, that deadlines of open work follow at once and after a restart, that `verify` holds with it.
// On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';

const pack = `programme: desk
title: 窗口
edition: 1
records:
  matter:
    title: 来访
    label: name
    fields:
      name: { text: 姓名, required: true }
    stages: { open: 待办, done: 办结 }
    moves:
      enter: { by: county.officer }
      close: { title: 办结, from: open, to: done, by: county.officer, due: 5 working days, late: [ { tell: county.chair, text: 逾期 } ] }
`;
const year = new Date().getFullYear();
const text = (day) => day.toISOString().slice(0, 10);
// The first five working days after today, where the weekends alone are off and nothing of the shipped file is in the way.
const days = Array.from({ length: 40 }, (_, n) => new Date(Date.now() + 8 * 3600_000 + (n + 1) * 86_400_000));

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site;
    const record = uuid();
    const due = async () => (await site.get('county', '/api/v1/records/desk.matter/' + record)).json.holder.due;
    const set = (login, of, list, id = uuid()) => site.post(login, '/api/v1/commands', { id, type: 'calendar', move: 'set', year: of, days: list });
    const codes = (answer) => answer.json.problems.map((problem) => `${problem.path} ${problem.code}`);
    // Everything of both years that the test may reach: working as weekdays are, and then `off`.
    const plain = (of, off = []) => off.filter((day) => day.startsWith(String(of))).map((day) => ({ day, works: false, source: '县里自定' }));

    before(async () => {
      site = newSite();
      const packs = join(site.folder, 'programmes');
      mkdirSync(join(packs, 'desk'), { recursive: true });
      cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
      writeFileSync(join(packs, 'desk/programme.yaml'), pack);
      await site.init(packs).serve();
      for (const of of [year, year + 1]) assert.equal((await set('sysadmin', of, [])).status, 200);
      assert.equal((await site.command('county', { type: 'desk.matter', move: 'enter', record, values: { name: '张女士' } })).status, 200);
    });

    test('a day off moves what is due by working days', async () => {
      const working = days.filter((day) => ![0, 6].includes(day.getUTCDay())).map(text);
      assert.equal(await due(), working[4]);
      for (const of of [year, year + 1]) assert.equal((await set('sysadmin', of, plain(of, [working[1], working[2]]))).status, 200);
      assert.equal(await due(), working[6]);
      assert.deepEqual(site.sql(`select count(*) from timer where kind = 'late' and record = '${record}'`), [['1']]);
    });

    test('verify agrees, before and after a restart', async () => {
      const before = await due();
      await site.stop();
      assert.deepEqual([site.outcome('verify', '--data', site.data).code, site.outcome('recount', '--data', site.data).code], [0, 0]);
      await site.serve();
      assert.equal(await due(), before);   // the file of days that comes with the packs leaves these years alone
    });

    test('what was late and is no more once days off are entered is told again on its day', async () => {
      site.sql(`update timer set at = -1 where kind = 'late' and record = '${record}'`);   // as if it had run
      const working = days.filter((day) => ![0, 6].includes(day.getUTCDay())).map(text);
      for (const of of [year, year + 1]) assert.equal((await set('sysadmin', of, plain(of, [working[1], working[2], working[3]]))).status, 200);
      assert.equal(await due(), working[7]);
      assert.notEqual(site.sql(`select at from timer where kind = 'late' and record = '${record}'`)[0][0], '-1');
      assert.equal(site.outcome('verify', '--data', site.data).code, 0);
      for (const of of [year, year + 1]) assert.equal((await set('sysadmin', of, plain(of, [working[1], working[2]]))).status, 200);
    });

    test('everybody may read it, the highest sysadmin alone may set it', async () => {
      for (const login of ['county', 'secadmin', 'chair']) assert.equal((await set(login, year, [])).status, 403, login);
      assert.equal((await site.get('county', `/api/v1/calendar/${year}`)).json.may_set, false);
      assert.equal((await site.get('sysadmin', `/api/v1/calendar/${year}`)).json.may_set, true);
      assert.equal((await site.raw('GET', `/api/v1/calendar/${year}`)).status, 401);
    });

    test('what is wrong is said for each day, and nothing is changed', async () => {
      const before = (await site.get('sysadmin', `/api/v1/calendar/${year}`)).text;
      const answer = await set('sysadmin', year, [{ day: `${year}-02-30`, works: false, source: '' }, { day: `${year}-05-01`, works: 'no', source: '' }, 7]);
      assert.equal(answer.status, 422);
      assert.deepEqual(codes(answer), ['days[0].day not_a_date', 'days[1].works not_a_flag', 'days[2].day not_a_date', 'days[2].works not_a_flag']);
      assert.deepEqual(codes(await set('sysadmin', year, [{ day: `${year + 1}-05-01`, works: false }, { day: `${year}-05-01`, works: false }, { day: `${year}-05-01`, works: true }])), ['days[0].day not_in_year', 'days[2].day duplicate']);
      assert.deepEqual(codes(await set('sysadmin', 1890, [])), ['year bad_year']);
      assert.equal((await site.get('sysadmin', `/api/v1/calendar/${year}`)).text, before);
      assert.equal((await site.get('sysadmin', '/api/v1/calendar/20x6')).status, 422);
    });

    test('sent twice it is done once', async () => {
      const id = uuid(), list = [{ day: `${year}-01-01`, works: false, source: '元旦' }];
      for (let n = 0; n < 2; n++) assert.equal((await set('sysadmin', year, list, id)).status, 200);
      assert.deepEqual(site.sql(`select count(*) from journal where command = '${id}'`), [['1']]);
      assert.equal((await set('sysadmin', year, [], id)).status, 409);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
