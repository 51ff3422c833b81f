// A record goes over from one village to another, over HTTP, on SQLite and on PostgreSQL: who may do it and what is said to who may not,
// what goes with it and what stays, whose task, whose figure and whose page it is before and afterwards.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site, idNumber, uuid } from './support/site.mjs';

const day = (back) => new Date(Date.now() + 8 * 3600_000 - back * 86_400_000).toISOString().slice(0, 10);
const REASON = '西偏坨村接她家的户口，口头庄村不再管';
const more = `code,name,level,kind,parent
999001100202,已并村,village,village,
999002000000,柳溪县,county,,
999002100000,北山镇,township,town,
999002100200,北山村,village,village,
PS1,花溪公安,partner,police,999001000000
`;

function scenario(name, database) {
  describe(name, () => {
    let site, postgres, school, org;
    const person = uuid(), girl = uuid(), second = uuid(), third = uuid(), pairing = uuid(), household = uuid(), sheet = uuid();
    const good = async (login, body) => {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    };
    const over = (body) => ({ type: 'spring_bud.girl', move: 'handover', record: girl, org: org.west, reason: REASON, ...body });
    // The codes of a refusal by their place in the command.
    const refused = async (login, body) => {
      const answer = await site.command(login, body);
      assert.ok([403, 404, 422].includes(answer.status), answer.text);
      assert.ok(answer.json.problems.every((problem) => problem.message && !problem.message.includes('{')), answer.text);
      return answer.json.problems.map((problem) => `${problem.path}: ${problem.code}`);
    };
    const page = async (login, record, type = 'spring_bud.girl', at = '') => (await site.get(login, `/api/v1/records/${type}/${record}${at}`));
    const figure = async (login, names, at, to) => (await site.get(login, `/api/v1/figures?names=${names}&org=${at}&from=${day(300)}&to=${to}`)).json.figures[0].value;
    const enterGirl = (record, child, n) => ({ day: day(40), steps: [
      { type: 'core.person', move: 'enter', record: child, day: day(40), values: { name: '李小雨', sex: 'female', birth: '2014-03-11', id_number: idNumber('2014-03-11', n) } },
      { type: 'spring_bud.girl', move: 'enter', record, day: day(40), values: { child, school, grade: 5, area: 'mountain', hardship: ['orphan'] } } ] });

    before(async () => {
      postgres = database === 'postgresql' ? await Postgres.start() : null;
      site = new Site(postgres?.url).init();
      site.addOrgs(more);
      site.openAccounts([['west', '999001100201', 'officer'], ['keeper', '999001000000', 'domestic_violence.keeper'], ['keeper.town', '999001100000', 'domestic_violence.keeper'], ['auditor', '999001000000', 'auditor']]);
      await site.serve();
      const id = (which) => site.orgId('county', which);
      school = await id('东山小学');
      org = { east: await id('口头庄村'), west: await id('西偏坨村'), gone: await id('已并村'), river: await id('河口村'), town: await id('东山镇') };
      org.far = org.east - (org.east % 1_000_000) + 1_000_000 + 1_001;   // 北山村 of the next county
      assert.equal((await site.command('sysadmin', { type: 'org', move: 'close', org: org.gone, day: day(1) })).status, 200);
      const enter = enterGirl(girl, person, 1);
      delete enter.day;
      await good('village', enter);
      await good('township', { type: 'spring_bud.girl', move: 'review', record: girl, day: day(39) });
      await good('chair', { type: 'spring_bud.girl', move: 'approve', record: girl, day: day(38) });
      for (const [n, record] of [second, third].entries()) {
        const other = enterGirl(record, uuid(), 2 + n);
        delete other.day;
        await good('village', other);
      }
    });
    after(async () => { await site?.end(); postgres?.stop(); });

    test('who may not is told what would be right; a record that she cannot read is not there', async () => {
      assert.deepEqual(await refused('village', over({})), ['move: handover_not_by_you']);
      assert.deepEqual(await refused('village2', over({})), ['record: no_such_record']);
      assert.deepEqual(await refused('village2', over({ record: uuid() })), ['record: no_such_record']);
      assert.deepEqual(await refused('cashier', over({})), ['move: handover_not_by_you']);
      assert.deepEqual(await refused('township', over({ org: org.river })), ['org: handover_not_yours']);
      const english = await site.request('township', 'POST', '/api/v1/commands', { id: uuid(), ...over({ org: org.river }) }, { 'Accept-Language': 'en' });
      assert.match(english.json.problems[0].message, /is not below 东山镇/);
    });

    test('each part that is wrong is named', async () => {
      assert.deepEqual(await refused('township', over({ org: org.east })), ['org: handover_same_org']);
      assert.deepEqual(await refused('township', over({ org: org.gone })), ['org: handover_org_closed']);
      assert.deepEqual(await refused('township', over({ org: org.town })), ['org: handover_other_level']);
      assert.deepEqual(await refused('township', over({ org: org.far })), ['org: handover_other_county']);
      assert.deepEqual(await refused('township', over({ org: 12345 })), ['org: no_such_org']);
      assert.deepEqual(await refused('township', over({ org: undefined })), ['org: required']);
      assert.deepEqual(await refused('township', over({ day: day(-1) })), ['day: in_future']);
      assert.deepEqual(await refused('township', over({ day: day(39) })), ['day: before_last_move']);
      assert.deepEqual(await refused('township', over({ reason: '  ' })), ['reason: handover_reason']);
      assert.deepEqual(await refused('township', over({ reason: undefined })), ['reason: handover_reason']);
      assert.deepEqual(await refused('township', over({ reason: 7 })), ['reason: not_text']);
      assert.deepEqual(await refused('township', over({ reason: '长'.repeat(401) })), ['reason: too_long']);
      assert.deepEqual(await refused('township', over({ values: { grade: 6 } })), ['values: unknown_key']);
      assert.deepEqual(await refused('township', { type: 'spring_bud.girl', move: 'recheck', record: girl, reason: REASON, values: {} }), ['reason: unknown_key']);
      assert.deepEqual(await refused('township', { steps: [over({}), over({ org: org.east })] }), ['steps[1].record: handover_twice']);
    });

    test('a dry run says who would have it and changes nothing', async () => {
      const tried = await good('township', { ...over({ day: day(10) }), dry_run: true });
      assert.deepEqual(tried.records.map((row) => [row.record, row.from_org, row.org, row.stage]), [[girl, org.east, org.west, 'approved']]);
      const row = (await page('township', girl)).json;
      assert.deepEqual([row.org, row.version], [org.east, 3]);
      assert.deepEqual([row.hand_over.level, row.hand_over.within, row.hand_over.only], ['village', org.town, null]);
      assert.equal((await page('village', girl)).json.hand_over, null);
    });

    test('she and her file go over in one command; the same again is answered, not done', async () => {
      const command = { id: uuid(), steps: [over({ type: 'core.person', record: person, day: day(10) }), over({ day: day(10), base: 3 })] };
      const done = await good('township', command);
      assert.equal((await good('township', command)).place, done.place);
      assert.equal((await site.command('township', { ...command, steps: [over({ day: day(10) })] })).status, 409);
      const row = (await page('west', girl)).json;
      assert.deepEqual([row.org, row.org_name, row.label, row.moved], [org.west, '西偏坨村', '李小雨', day(10)]);
      const told = row.timeline.at(-1);
      assert.deepEqual([told.move, told.day, told.org_name, told.handover], ['handover', day(10), '东山镇', { from: org.east, from_name: '口头庄村', to: org.west, to_name: '西偏坨村', reason: REASON }]);
      // Of a version that the others had in mind: somebody handed it over since.
      assert.deepEqual(await refused('county', over({ org: org.east, base: 3 })), ['record: handover_meanwhile']);
    });

    test('whose it was reads it no more, not even as it was; whose it is reads all of it', async () => {
      const first = (await page('west', girl)).json.timeline[0].place;
      for (const at of ['', '?version=1', `?place=${first}`]) assert.equal((await page('village', girl, undefined, at)).status, 404, at);
      assert.equal((await page('village', person, 'core.person')).status, 404);
      const old = (await page('west', girl, undefined, '?version=1')).json;
      assert.deepEqual([old.version, old.stage, old.org_name, old.hand_over], [1, 'surveyed', '口头庄村', null]);
      assert.equal((await page('west', girl, undefined, `?place=${first}`)).json.stage, 'surveyed');
      const listed = async (login) => (await site.get(login, '/api/v1/records/spring_bud.girl?limit=50')).json.rows.map((row) => row.record);
      assert.ok(!(await listed('village')).includes(girl));
      assert.deepEqual(await listed('west'), [girl]);
      await good('west', { type: 'spring_bud.girl', move: 'recheck', record: girl, values: { grade: 6, school } });
      assert.deepEqual(await refused('village', { type: 'spring_bud.girl', move: 'recheck', record: girl, values: { grade: 4, school } }), ['record: no_such_record']);
    });

    test('what stands counts for the old one until the day and for the new one from it on; the town has it all the time', async () => {
      const at = async (where, to) => figure('county', 'spring_bud.approved', where, to);
      assert.deepEqual([await at(org.east, day(11)), await at(org.west, day(11)), await at(org.town, day(11))], ['1', '0', '1']);
      assert.deepEqual([await at(org.east, day(10)), await at(org.west, day(10)), await at(org.town, day(10))], ['0', '1', '1']);
      assert.deepEqual([await at(org.east, day(0)), await at(org.west, day(0)), await at(org.town, day(0))], ['0', '1', '1']);
    });

    test('a record that follows another is handed over to where that one is, by itself, and its task with it', async () => {
      const year = `${day(0).slice(0, 4)}-01-01`;
      await good('village', { steps: [{ type: 'core.household', move: 'enter', record: household, values: { people: 3 } }, { type: 'safe_family.sheet', move: 'enter', record: sheet, values: { household, year } }] });
      const open = async (login) => (await site.get(login, '/api/v1/today')).json.tasks.filter((task) => task.record === sheet).map((task) => [task.move, task.since]);
      assert.deepEqual(await open('village'), [['score', day(0)]]);
      assert.equal((await page('township', sheet, 'safe_family.sheet')).json.hand_over, null);   // it is where it belongs
      assert.deepEqual(await refused('township', over({ type: 'safe_family.sheet', record: sheet })), ['org: handover_follows']);
      await good('township', over({ type: 'core.household', record: household }));
      assert.deepEqual(await open('village'), [['score', day(0)]]);   // what took its org from the household stays
      assert.deepEqual([(await page('township', sheet, 'safe_family.sheet')).json.hand_over].map((may) => [may.only, may.only_name]), [[org.west, '西偏坨村']]);
      await good('township', over({ type: 'safe_family.sheet', record: sheet }));
      assert.deepEqual([await open('village'), await open('west')], [[], [['score', day(0)]]]);
      assert.deepEqual((await page('west', sheet, 'safe_family.sheet')).json.tasks.filter((task) => task.closed === null && task.org_name !== '西偏坨村'), []);
    });

    test('many go in one command, all or none; a finished one stays', async () => {
      await good('township', { type: 'spring_bud.girl', move: 'move_out', record: third, values: { reason: '随父母去了外省' } });
      const both = { ...over({ record: undefined, org: org.river }), records: [{ record: second }, { record: third }] };
      assert.deepEqual(await refused('county', both), ['records[1].record: handover_final']);
      assert.equal((await page('county', second)).json.org, org.east);
      await good('county', { ...both, records: [{ record: second }, { record: girl, org: org.east }] });
      assert.deepEqual([(await page('county', second)).json.org, (await page('county', girl)).json.org], [org.river, org.east]);
      assert.equal((await page('village2', second)).status, 200);
      assert.equal((await page('township', second)).status, 404);
    });

    test('a secret one goes over among those who may read it; to others it is not there', async () => {
      const record = uuid(), type = 'domestic_violence.case';
      await good('keeper.town', { type, move: 'enter', record, org: org.east, values: { victim: '甲', relation: 'husband', police: await site.orgId('county', '花溪公安'), means: ['body'], facts: '乙', wishes: '丙', child: false } });
      for (const login of ['township', 'county', 'chair', 'village', 'auditor'])
        for (const id of [record, uuid()]) assert.deepEqual(await refused(login, over({ type, record: id })), ['record: no_such_record'], login);
      await good('keeper.town', over({ type, record }));
      const row = (await page('keeper', record, type)).json;
      assert.deepEqual([row.org_name, row.timeline.at(-1).handover.reason], ['西偏坨村', REASON]);
      for (const login of ['west', 'village', 'county']) assert.equal((await page(login, record, type)).status, 404);
    });

    test('why it was done is in no plain byte of the database', () => {
      assert.equal(site.counts(['handover']).handover, 7);
      const rows = site.sql('select * from handover').flat().join(' ');
      assert.ok(!rows.includes('西偏坨') && !rows.includes(Buffer.from('西偏坨').toString('hex')));
    });

    test('the journal is whole and the cells are what the records say; a handover changed behind it is found', async () => {
      await site.stop();
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      assert.match(site.run('recount', '--data', site.data), /^(?!.*instead of)/s);
      site.sql(`update handover set since = since - 1 where record = '${girl}'`);
      assert.match(site.outcome('verify', '--data', site.data).stdout, /handover/);
      site.sql(`update handover set since = since + 1 where record = '${girl}'`);
      site.sql(`update spring_bud_girl set handed_ = null where id = '${second}'`);
      assert.match(site.outcome('verify', '--data', site.data).stdout, /spring_bud\.girl/);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
