// A record goes over from one county to another, over HTTP, on SQLite and on PostgreSQL: proposed, then accepted, refused or withdrawn; what each
// side may know and do at each time, what goes along and what stays, whose figures it is in, and that both journals hold it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site, idNumber, uuid } from './support/site.mjs';

const day = (back) => new Date(Date.now() + 8 * 3600_000 - back * 86_400_000).toISOString().slice(0, 10);
const REASON = '全家搬去柳溪县北山村了';
const more = `code,name,level,kind,parent
999002000000,柳溪县,county,,
999002100000,北山镇,township,town,
999002100200,北山村,village,village,
999002100201,并走村,village,village,
SCH2,北山小学,partner,school,999002100000
999003000000,石桥县,county,,
999003100000,石桥镇,township,town,
999003100200,石桥村,village,village,
999004000000,空县,county,,
PS1,花溪公安,partner,police,999001000000
PS2,柳溪公安,partner,police,999002000000
`;
const people = [['far', '999002000000', 'officer'], ['far.chair', '999002000000', 'chair'], ['far.cashier', '999002000000', 'cashier'], ['far.town', '999002100000', 'officer'], ['far.village', '999002100200', 'officer'],
  ['third', '999003000000', 'officer'], ['keeper', '999001000000', 'domestic_violence.keeper'], ['far.keeper', '999002000000', 'domestic_violence.keeper'], ['third.keeper', '999003000000', 'domestic_violence.keeper'],
  ['city', '999000000000', 'officer'], ['far.sysadmin', '999002000000', 'sysadmin']];

function scenario(name, database) {
  describe(name, () => {
    let site, postgres, org, school, girls, paper;
    const png = Buffer.from('\x89PNG\r\n\x1a\n在学证明', 'latin1');
    const secret = uuid();
    const good = async (login, body) => {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    };
    const refused = async (login, body) => {
      const answer = await site.command(login, body);
      assert.ok([403, 404, 422].includes(answer.status), answer.text);
      assert.ok(answer.json.problems.every((problem) => problem.message && !problem.message.includes('{') && problem.message !== problem.code), answer.text);
      return answer.json.problems.map((problem) => `${problem.path}: ${problem.code}`);
    };
    const propose = (record, body) => ({ type: 'spring_bud.girl', move: 'handover', record, org: org.north, reason: REASON, ...body });
    const answer = (handover, move, body) => ({ type: 'handover', move, handover, ...body });
    const page = (login, record, type = 'spring_bud.girl', at = '') => site.get(login, `/api/v1/records/${type}/${record}${at}`);
    const waiting = async (login) => (await site.get(login, '/api/v1/today')).json.handovers;
    const listed = async (login, type = 'spring_bud.girl') => (await site.get(login, `/api/v1/records/${type}?limit=50`)).json.rows.map((row) => row.record);
    const figure = async (login, names, at, to = day(0)) => (await site.get(login, `/api/v1/figures?names=${names}&org=${at}&from=${day(300)}&to=${to}`)).json.figures[0].value;
    const enterGirl = async (n) => {
      const girl = { person: uuid(), household: uuid(), record: uuid(), name: ['李小雨', '王小雪', '赵小雷', '孙小风', '周小虹', '吴小霜', '郑小雾'][n], id_number: idNumber('2014-03-11', 10 + n) };
      await good('village', { steps: [
        { type: 'core.household', move: 'enter', record: girl.household, day: day(40), values: { people: 3, door: `${n}号` } },
        { type: 'core.person', move: 'enter', record: girl.person, day: day(40), values: { name: girl.name, sex: 'female', birth: '2014-03-11', id_number: girl.id_number, household: girl.household } },
        { type: 'spring_bud.girl', move: 'enter', record: girl.record, day: day(40), values: { child: girl.person, school, grade: 5, area: 'mountain', hardship: ['orphan'], story: `家里的事${n}`, evidence: [paper] } } ] });
      await good('village', { type: 'core.household', move: 'edit', record: girl.household, values: { head: girl.person } });   // they point at each other
      await good('township', { type: 'spring_bud.girl', move: 'review', record: girl.record, day: day(39) });
      await good('chair', { type: 'spring_bud.girl', move: 'approve', record: girl.record, day: day(38) });
      return girl;
    };
    const whole = () => {   // the server is down
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      assert.match(site.run('recount', '--data', site.data), /^(?!.*instead of)/s);
    };

    before(async () => {
      postgres = database === 'postgresql' ? await Postgres.start() : null;
      site = new Site(postgres?.url).init();
      site.addOrgs(more);
      site.openAccounts(people);
      await site.serve();
      const far = (which) => site.orgId('far', which);
      school = await site.orgId('county', '东山小学');
      org = { east: await site.orgId('county', '口头庄村'), west: await site.orgId('county', '西偏坨村'), county: await site.orgId('county', '花溪市'), far: await far('柳溪县'), north: await far('北山村'), closed: await far('并走村'), town: await far('北山镇'),
        third: await site.orgId('third', '石桥村') };
      org.empty = org.far + 2_000_000;
      assert.equal((await site.command('far.sysadmin', { type: 'org', move: 'close', org: org.closed, day: day(1) })).status, 200);
      paper = (await site.request('village', 'POST', '/api/v1/files?name=a.png', png, { 'Content-Type': 'image/png' })).json.id;
      girls = [];
      for (let n = 0; n < 7; ++n) girls.push(await enterGirl(n));
      await good('village', { type: 'core.circumstance', move: 'enter', record: uuid(), day: day(30), values: { person: girls[0].person, kind: 'hardship', since: day(30), note: '父亲生病' } });
    });
    after(async () => { await site?.end(); postgres?.stop(); });

    test('each part that is wrong is named, before anybody there is asked', async () => {
      const { record } = girls[0];
      assert.deepEqual(await refused('township', propose(record)), ['org: handover_other_county']);
      assert.deepEqual(await refused('village', propose(record)), ['org: handover_other_county']);
      assert.deepEqual(await refused('cashier', propose(record)), ['move: handover_not_by_you']);
      for (const login of ['far', 'third', 'far.village', 'city', 'keeper']) assert.deepEqual(await refused(login, propose(record)), ['record: no_such_record'], login);
      assert.deepEqual(await refused('county', propose(record, { org: 12345 })), ['org: no_such_org']);
      assert.deepEqual(await refused('county', propose(record, { org: org.east })), ['org: handover_same_org']);
      assert.deepEqual(await refused('county', propose(record, { org: org.closed })), ['org: handover_org_closed']);
      assert.deepEqual(await refused('county', propose(record, { org: org.town })), ['org: handover_other_level']);
      assert.deepEqual(await refused('county', propose(record, { org: org.empty })), ['org: handover_no_such_level']);
      assert.deepEqual(await refused('county', propose(record, { org: org.far - org.far % 1_000_000_000 })), ['org: handover_other_level']);
      assert.deepEqual(await refused('county', propose(record, { day: day(-1) })), ['day: in_future']);
      assert.deepEqual(await refused('county', propose(record, { day: day(39), reason: ' ' })), ['reason: handover_reason', 'day: before_last_move']);
      assert.deepEqual(await refused('county', propose(record, { reason: '长'.repeat(401) })), ['reason: too_long']);
      assert.deepEqual(await refused('county', { steps: [propose(record), propose(girls[1].record, { org: org.third })] }), ['steps[1].org: handover_two_counties']);
      assert.deepEqual(await refused('county', { steps: [propose(record), propose(record)] }), ['steps[1].record: handover_twice']);
      assert.deepEqual(await refused('far', answer(uuid(), 'accept')), ['handover: no_such_handover']);
      assert.deepEqual(await refused('far', answer('x', 'acept')), ['move: unknown_move']);
      assert.deepEqual(await refused('far', { type: 'handover', move: 'accept', record }), ['record: unknown_key', 'handover: required']);
      assert.equal(site.counts(['county_handover']).county_handover, 0);
    });

    let first;
    test('it is proposed; a dry run and a second sending do nothing more; it stays where it is', async () => {
      const { record } = girls[0];
      const tried = await good('county', { ...propose(record, { org: org.far }), dry_run: true });
      assert.deepEqual([tried.changed, tried.handovers.map((each) => each.state)], [0, ['waits']]);
      const command = { id: uuid(), ...propose(record, { org: org.far }) };
      const done = await good('county', command);
      first = done.handovers[0].id;
      assert.deepEqual(done.handovers, [{ id: first, record, state: 'waits', to: org.far }]);
      assert.equal((await good('county', command)).place, done.place);
      assert.equal((await site.command('county', { ...command, reason: '别的' })).status, 409);
      assert.deepEqual(await refused('county', propose(record)), ['record: handover_waits']);
      assert.equal(site.counts(['county_handover']).county_handover, 2);
      const row = (await page('village', record)).json;
      assert.deepEqual([row.org, row.stage, row.hand_over, row.handover_waits.to_county, row.handover_waits.may_withdraw], [org.east, 'approved', null, '柳溪县', false]);
      assert.equal((await page('county', record)).json.handover_waits.may_withdraw, true);
      await good('village', { type: 'spring_bud.girl', move: 'recheck', record, day: day(20), values: { grade: 6, school } });   // worked on meanwhile
    });

    test('the taking county sees that it waits, its label and why, and nothing of the record; nobody else does', async () => {
      const { record, person } = girls[0];
      for (const login of ['far', 'far.chair']) {
        const [seen] = await waiting(login);
        assert.deepEqual([seen.id, seen.side, seen.state, seen.label, seen.reason, seen.from_county, seen.from_name, seen.choose, seen.level, seen.record], [first, 'in', 'waits', '李小雨', REASON, '花溪市', '口头庄村', true, 'village', null]);
      }
      for (const login of ['far.cashier', 'far.town', 'far.village', 'third', 'far.keeper', 'village', 'township', 'city']) assert.deepEqual(await waiting(login), [], login);
      assert.deepEqual((await waiting('county')).map((each) => [each.id, each.side, each.record]), [[first, 'out', record]]);
      for (const login of ['far', 'far.chair', 'third']) {
        for (const at of ['', `?org=${org.east}`]) {
          assert.equal((await page(login, record, undefined, at)).status, 404);
          assert.equal((await page(login, person, 'core.person', at)).status, 404);
        }
        assert.deepEqual(await listed(login), []);
        assert.equal((await site.post(login, `/api/v1/records/spring_bud.girl/${record}/reveal`, { field: 'story', reason: '看' })).status, 404);
      }
    });

    test('a third county can do nothing with it, a giver cannot accept, a taker not withdraw', async () => {
      for (const login of ['third', 'far.village', 'far.town', 'far.cashier', 'village', 'township', 'third.keeper', 'far.keeper'])
        for (const move of ['accept', 'refuse', 'withdraw']) assert.deepEqual(await refused(login, answer(first, move, move === 'refuse' ? { reason: '不' } : {})), ['handover: no_such_handover'], login);
      assert.deepEqual(await refused('county', answer(first, 'accept', { org: org.north })), ['move: handover_other_side']);
      assert.deepEqual(await refused('far', answer(first, 'withdraw')), ['move: handover_other_side']);
      const tried = await good('far', { ...answer(first, 'accept', { org: org.north }), dry_run: true });   // it would do, and says nothing of her
      assert.deepEqual([tried.records, (await page('village', girls[0].record)).json.org], [[], org.east]);
      assert.deepEqual(tried.handovers.map((each) => each.record), [null]);
      assert.deepEqual(await refused('far', answer(first, 'refuse')), ['reason: handover_refuse_reason']);
      assert.deepEqual(await refused('far', answer(first, 'accept')), ['org: handover_other_level']);
      assert.deepEqual(await refused('far', answer(first, 'accept', { org: org.east })), ['org: handover_not_yours']);
      assert.deepEqual(await refused('far', answer(first, 'accept', { org: org.third })), ['org: handover_not_yours']);
      assert.deepEqual(await refused('far', answer(first, 'accept', { org: org.closed })), ['org: handover_org_closed']);
      assert.deepEqual(await refused('far', answer(first, 'accept', { org: org.north, day: day(21) })), ['day: before_last_move']);
    });

    test('refused, the giver reads why and may propose it again; withdrawn, it waits no more', async () => {
      const { record } = girls[0];
      assert.deepEqual(await refused('far', { steps: [answer(first, 'refuse', { reason: '不' }), answer(first, 'accept', { org: org.north })] }), ['steps[1].handover: handover_answered']);
      await good('far.chair', answer(first, 'refuse', { reason: '先补上在学证明' }));
      assert.deepEqual(await waiting('far'), []);
      assert.deepEqual((await waiting('county')).map((each) => [each.state, each.record, each.answer]), [['refused', record, '先补上在学证明']]);
      assert.deepEqual(await refused('far', answer(first, 'accept', { org: org.north })), ['handover: handover_answered']);
      assert.equal((await page('county', record)).json.handover_waits, null);
      const again = (await good('county', propose(record))).handovers[0].id;
      await good('county', answer(again, 'withdraw'));
      assert.deepEqual(await waiting('far'), []);
      assert.deepEqual(await refused('far', answer(again, 'accept')), ['handover: handover_answered']);
      assert.equal((await page('village', record)).json.org, org.east);
    });

    const counted = async () => [await figure('county', 'spring_bud.approved', org.county), await figure('county', 'core.people', org.county), await figure('county', 'core.households', org.county),
      await figure('far', 'spring_bud.approved', org.far), await figure('far', 'core.people', org.far), await figure('far', 'core.households', org.far)];
    test('accepted, she is the other county’s with all that is hers: one act, done once', async () => {
      const { record, person, household, id_number } = girls[0];
      assert.deepEqual(await counted(), ['7', '7', '7', '0', '0', '0']);
      const id = (await good('county', propose(record, { day: day(15) }))).handovers[0].id;
      const command = { id: uuid(), ...answer(id, 'accept', { day: day(15) }) };
      const done = await good('far', command);
      assert.deepEqual(done.handovers, [{ id, record, state: 'accepted', to: org.north }]);
      assert.equal((await good('far', command)).place, done.place);
      assert.equal((await site.command('far.chair', command)).status, 409);
      const row = (await page('far.village', record)).json;
      assert.deepEqual([row.org, row.stage, row.label, row.values.child, row.values.grade, row.entered, row.moved], [org.north, 'approved', '李小雨', person, 6, day(40), day(15)]);
      assert.deepEqual(row.timeline.map((entry) => entry.move), ['enter', 'review', 'approve', 'recheck', 'handover']);
      const told = row.timeline.at(-1);
      assert.deepEqual([told.day, told.org_name, told.handover.from_name, told.handover.to_name, told.handover.reason], [day(15), '柳溪县', '口头庄村', '北山村', REASON]);
      // Her lines and papers.
      const [line] = (await page('far.village', person, 'core.person')).json.lines.circumstances;
      assert.deepEqual([line.org, line.values.kind], [org.north, 'hardship']);
      assert.equal((await site.post('far.village', `/api/v1/records/core.circumstance/${line.record}/reveal`, { field: 'note', reason: '核对' })).json.value, '父亲生病');
      const opened = async (login) => fetch(`${site.address}/api/v1/files/${paper}`, { headers: { Authorization: `Bearer ${await site.token(login)}` } });
      assert.deepEqual(Buffer.from(await (await opened('far.village')).arrayBuffer()), png);
      assert.equal((await opened('third')).status, 404);
      // What it was before is still to be read, where it was.
      const old = row.timeline[0];
      assert.equal((await page('far.village', record, undefined, `?place=${old.place}&org=${old.county * 1_000_000}`)).json.stage, 'surveyed');
      assert.deepEqual([(await page('far.village', person, 'core.person')).json.label, (await page('far.village', household, 'core.household')).json.label], ['李小雨', '李小雨']);
      assert.deepEqual((await site.post('far.village', `/api/v1/records/core.person/${person}/reveal`, { field: 'id_number', reason: '核对' })).json.value, id_number);
      assert.equal((await site.post('far', `/api/v1/records/spring_bud.girl/${record}/reveal`, { field: 'story', reason: '核对' })).json.value, '家里的事0');
      assert.deepEqual((await site.get('far', `/api/v1/search?q=${encodeURIComponent('李小')}`)).json.hits.map((hit) => hit.record), [person]);
      assert.deepEqual(await listed('far'), [record]);
    });

    test('the giver reads it no more, in no way, and can do nothing with it', async () => {
      const { record, person } = girls[0];
      for (const login of ['village', 'township', 'county', 'chair']) {
        for (const at of ['', '?version=1', `?org=${org.far}`]) assert.equal((await page(login, record, undefined, at)).status, 404, login);
        assert.equal((await page(login, person, 'core.person')).status, 404);
        assert.ok(!(await listed(login)).includes(record));
        assert.ok(!(await listed(login, 'core.person')).includes(person));
        assert.deepEqual(await refused(login, { type: 'spring_bud.girl', move: 'recheck', record, values: { grade: 4, school } }), ['record: no_such_record']);
      }
      assert.deepEqual((await site.get('county', `/api/v1/search?q=${encodeURIComponent('李小')}`)).json.hits, []);
      assert.deepEqual(await refused('county', propose(record)), ['record: no_such_record']);
      assert.deepEqual((await waiting('county')).filter((each) => each.state === 'accepted').map((each) => [each.record, each.label]), [[null, '']]);
      assert.equal((await site.get('county', '/api/v1/today')).json.tasks.some((task) => task.record === record), false);
      assert.ok((await site.get('far', '/api/v1/today')).json.tasks.some((task) => task.record === record && task.move === 'sponsor'));
    });

    test('what stood is counted here until the day and there from it on, once', async () => {
      assert.deepEqual(await counted(), ['6', '6', '6', '1', '1', '1']);
      const at = async (to) => [await figure('county', 'spring_bud.approved', org.county, to), await figure('far', 'spring_bud.approved', org.far, to)];
      assert.deepEqual([await at(day(16)), await at(day(15))], [['7', '0'], ['6', '1']]);
      // A receipt still has a line for what it counted; whoever reads a record no more is not told which it is.
      const behind = async (login, where) => (await site.get(login, `/api/v1/figures/spring_bud.approved/records?org=${where}&from=${day(300)}&to=${day(16)}`)).json.rows.map((row) => [row.record, row.open, row.label]);
      assert.deepEqual((await behind('county', org.county)).sort(), girls.map((girl, n) => (n > 0 ? [girl.record, true, girl.name] : ['', false, ''])).sort());
      assert.deepEqual(await behind('far', org.far), []);
      assert.equal(await figure('city', 'spring_bud.approved', org.far - org.far % 1_000_000_000), '7');
    });

    test('what was done there before and here since is one timeline', async () => {
      await good('far.town', { type: 'spring_bud.girl', move: 'recheck', record: girls[0].record, values: { grade: 6, school } });
      assert.deepEqual((await page('far', girls[0].record)).json.timeline.map((entry) => entry.move).slice(-2), ['handover', 'recheck']);
    });

    test('she comes back, and is who she was', async () => {
      const { record, person } = girls[0];
      const id = (await good('far', propose(record, { org: org.west }))).handovers[0].id;
      await good('county', answer(id, 'accept'));
      const row = (await page('county', record)).json;
      assert.deepEqual([row.org, row.label, row.timeline.map((entry) => entry.move)], [org.west, '李小雨', ['enter', 'review', 'approve', 'recheck', 'handover', 'recheck', 'handover']]);
      assert.equal((await page('far', record)).status, 404);
      assert.equal((await page('county', person, 'core.person')).status, 200);
      assert.deepEqual(await counted(), ['7', '7', '7', '0', '0', '0']);
    });

    test('whom others here still need stays in the register, and is there, too; she who is there already is not entered twice', async () => {
      const care = uuid(), { record, person, household } = girls[1];
      await good('village', { type: 'left_behind.child', move: 'enter', record: care, values: { person, kinds: ['left_behind'] } });
      await good('far', answer((await good('county', propose(record))).handovers[0].id, 'accept'));
      assert.equal((await page('village', person, 'core.person')).status, 200);
      assert.deepEqual([(await page('far', record)).json.label, (await page('far', person, 'core.person')).json.values.household], ['王小雪', null]);
      await good('far', answer((await good('county', propose(care, { type: 'left_behind.child' }))).handovers[0].id, 'accept'));
      assert.equal((await page('village', person, 'core.person')).status, 404);
      assert.equal((await page('far', care, 'left_behind.child')).json.values.person, person);
      assert.equal((await page('village', household, 'core.household')).status, 404);   // nobody here needs it any more
      // Known there by her number.
      const known = uuid();
      await good('far', { type: 'core.person', move: 'enter', record: known, org: org.north, values: { name: girls[2].name, sex: 'female', birth: '2014-03-11', id_number: girls[2].id_number } });
      await good('far', answer((await good('county', propose(girls[2].record))).handovers[0].id, 'accept'));
      assert.equal((await page('far', girls[2].record)).json.values.child, known);
    });

    test('open money keeps a record here, for as long as it is open', async () => {
      const donor = uuid(), pairing = uuid(), pledge = uuid(), gift = uuid(), { record } = girls[3];
      await good('county', { steps: [{ type: 'core.donor', move: 'enter', record: donor, values: { name: '好心人', kind: 'person' } }, { type: 'spring_bud.pairing', move: 'enter', record: pairing, values: { girl: record, donor, amount: '1000' } }] });
      await good('county', { type: 'spring_bud.pairing', move: 'accept', record: pairing });
      await good('county', { type: 'spring_bud.pledge', move: 'enter', record: pledge, values: { pairing, term: day(0) } });
      assert.deepEqual(await refused('county', propose(record)), ['record: handover_money_held']);
      await good('county', { type: 'spring_bud.pledge', move: 'release', record: pledge, values: { reason: '结对人搬走' } });
      const waits = (await good('county', propose(record))).handovers[0].id;
      await good('county', { type: 'spring_bud.gift', move: 'enter', record: gift, values: { donor, given: day(0), channel: 'bank', amount: '100', aim: 'girl', girl: record } });
      await good('cashier', { type: 'spring_bud.gift', move: 'receive', record: gift });
      assert.deepEqual(await refused('far', answer(waits, 'accept')), ['handover: handover_money_left']);
      await good('county', answer(waits, 'withdraw'));
      assert.deepEqual(await refused('county', propose(record)), ['record: handover_money_left']);
    });

    test('a record that follows another goes where that one went, and not before it; what is finished stays', async () => {
      const pairing = uuid(), donor = uuid(), { record, name } = girls[4];
      await good('county', { steps: [{ type: 'core.donor', move: 'enter', record: donor, values: { name: '热心人', kind: 'person' } }, { type: 'spring_bud.pairing', move: 'enter', record: pairing, values: { girl: record, donor, amount: '1000' } }] });
      const pair = (body) => propose(pairing, { type: 'spring_bud.pairing', ...body });
      assert.deepEqual(await refused('county', pair()), ['org: handover_follows']);
      await good('far', answer((await good('county', propose(record))).handovers[0].id, 'accept'));
      await good('far', answer((await good('county', pair())).handovers[0].id, 'accept'));
      assert.deepEqual([(await page('far.chair', pairing, 'spring_bud.pairing')).json.label, (await page('far.chair', record)).json.backs.map((back) => back.type)], [name, ['spring_bud.pairing']]);
      await good('township', { type: 'spring_bud.girl', move: 'move_out', record: girls[6].record, values: { reason: '随父母去了外省' } });
      assert.deepEqual(await refused('county', propose(girls[6].record)), ['record: handover_final']);
    });

    test('who stands above both does it at once; one command carries many', async () => {
      const two = [uuid(), uuid()], type = 'core.volunteer';
      for (const [n, record] of two.entries()) {
        const person = uuid();
        await good('village', { steps: [{ type: 'core.person', move: 'enter', record: person, values: { name: `志愿${n}`, sex: 'female', birth: '1990-01-01' } }, { type, move: 'enter', record, values: { person, kinds: ['lecturer'] } }] });
      }
      const county = Math.floor(org.east / 1_000_000);
      const all = { type, move: 'handover', org: org.north, reason: REASON, records: two.map((record) => ({ record })), county };
      const command = { id: uuid(), ...all };
      const done = await good('city', command);
      assert.equal(done.handovers, undefined);
      assert.equal((await good('city', command)).place, done.place);
      for (const record of two) assert.deepEqual([(await page('far.village', record, type)).status, (await page('village', record, type)).status], [200, 404]);
      assert.equal((await page('city', two[0], type, `?org=${org.far}`)).json.org_name, '北山村');
      assert.deepEqual((await page('far', two[0], type)).json.timeline.at(-1).org_name, '省直辖');
    });

    test('what changed meanwhile is not taken unseen', async () => {
      const { record } = girls[5];
      const id = (await good('county', propose(record))).handovers[0].id;
      await good('county', propose(record, { org: org.west }));   // within the county
      assert.deepEqual(await refused('far', answer(id, 'accept')), ['handover: handover_changed']);
      await good('county', answer(id, 'withdraw'));
    });

    test('of a secret one only that it waits is told, and only to who would read it', async () => {
      const type = 'domestic_violence.case';
      const police = await site.orgId('county', '花溪公安');
      await good('keeper', { type, move: 'enter', record: secret, org: org.east, values: { victim: '甲某', relation: 'husband', police, means: ['body'], facts: '乙事', wishes: '丙愿', child: false } });
      for (const login of ['county', 'chair', 'township', 'far', 'third.keeper'])
        for (const record of [secret, uuid()]) assert.deepEqual(await refused(login, propose(record, { type })), ['record: no_such_record'], login);
      const before = await Promise.all(['far', 'far.chair', 'third', 'third.keeper', 'county', 'chair', 'city', 'far.village'].map(waiting));
      const id = (await good('keeper', propose(secret, { type, reason: '她搬到北山村，要换地方保护' }))).handovers[0].id;
      assert.deepEqual(await Promise.all(['far', 'far.chair', 'third', 'third.keeper', 'county', 'chair', 'city', 'far.village'].map(waiting)), before);
      for (const login of ['far', 'far.chair', 'third.keeper', 'county'])
        for (const handover of [id, uuid()]) assert.deepEqual(await refused(login, answer(handover, 'accept')), ['handover: no_such_handover'], login);
      const [seen] = await waiting('far.keeper');
      assert.deepEqual([seen.id, seen.type, seen.label, seen.reason, seen.record, seen.secret], [id, type, '', '', null, true]);
      assert.equal((await page('far.keeper', secret, type, `?org=${org.east}`)).status, 404);
      await good('far.keeper', answer(id, 'accept'));
      assert.deepEqual((await page('far.keeper', secret, type)).json.org_name, '北山村');
      for (const login of ['keeper', 'far', 'far.chair', 'county']) assert.equal((await page(login, secret, type)).status, 404, login);
      assert.deepEqual((await waiting('keeper')), []);
      assert.equal((await site.post('far.keeper', `/api/v1/records/${type}/${secret}/reveal`, { field: 'facts', reason: '接手' })).json.value, '乙事');
    });

    test('no plain word of it lies in the tables of handovers', () => {
      const rows = site.sql('select * from county_handover').flat().join(' ') + site.sql('select * from handover').flat().join(' ');
      for (const word of ['北山村', '换地方', '在学证明']) assert.ok(!rows.includes(word) && !rows.includes(Buffer.from(word).toString('hex')), word);
    });

    test('killed while it is accepted, it is there or here, never both or neither', async () => {
      const { record } = girls[5];
      const id = (await good('county', propose(record))).handovers[0].id;
      const command = { id: uuid(), ...answer(id, 'accept') };
      const sent = site.post('far', '/api/v1/commands', command).catch(() => null);
      await new Promise((done) => setImmediate(done));
      await site.stop('SIGKILL');
      await sent;
      const { tokens } = site;
      const lies = () => site.sql(`select county, struck_ from spring_bud_girl where id = '${record}' order by county`).map(([, struck]) => Number(struck));
      assert.ok(['[0]', '[2,0]'].includes(JSON.stringify(lies())), JSON.stringify(lies()));
      await site.serve();
      site.tokens = tokens;
      await good('far', command);
      assert.deepEqual(lies(), [2, 0]);
    });

    test('both journals are whole and the cells are what the records say; what is changed behind them is found', async () => {
      await site.stop();
      whole();
      site.sql(`update county_handover set state = 'accepted' where id = '${first}' and takes = 1`);
      assert.match(site.outcome('verify', '--data', site.data).stdout, /county_handover/);
      site.sql(`update county_handover set state = 'refused' where id = '${first}' and takes = 1`);
      site.sql(`update spring_bud_girl set struck_ = 1 where id = '${girls[1].record}' and struck_ = 2`);
      assert.match(site.outcome('verify', '--data', site.data).stdout, /spring_bud\.girl/);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
