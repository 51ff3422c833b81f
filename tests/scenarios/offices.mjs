// An office goes from one who leaves to one who comes, in one act of the security administrator, over HTTP, on SQLite and on PostgreSQL: who may do
// it, what she is told before, what passes and what can't, that separation holds afterwards, and what each of the three can open.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site, idNumber, password, uuid } from './support/site.mjs';

const day = (back) => new Date(Date.now() + 8 * 3600_000 - back * 86_400_000).toISOString().slice(0, 10);
const more = `code,name,level,kind,parent
999002000000,柳溪县,county,,
PS1,花溪公安,partner,police,999001000000
`;

function scenario(name, database) {
  describe(name, () => {
    let site, postgres, school, village, county;
    const payouts = { hers: uuid(), deputys: uuid(), draft: uuid(), later: uuid() }, secret = uuid(), girls = [uuid(), uuid()];
    const good = async (login, body) => {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    };
    const refused = async (login, body) => {
      const answer = await site.command(login, { type: 'account', move: 'hand_over', login: 'chair', to: 'deputy', ...body });
      assert.ok([403, 422].includes(answer.status), answer.text);
      assert.ok(answer.json.problems.every((problem) => problem.message && !problem.message.includes('{')), answer.text);
      return answer.json.problems.map((problem) => `${problem.path}: ${problem.code}`);
    };
    const over = (login, to, rest = {}) => ({ id: uuid(), type: 'account', move: 'hand_over', login, to, ...rest });
    const handovers = async (login) => (await site.get(login, '/api/v1/session/handovers')).json.handovers;
    const list = (login, id) => site.get(login, `/api/v1/session/handovers/${id}`);
    // The calendar makes tasks of its own, by and by; approvals are this test's.
    const approvals = (office) => office.counts.filter((each) => each.kind === 'approval');
    const signed = [{ kind: 'approval', why: null, n: 2 }, { kind: 'approval', why: 'office_someone_else', n: 1 }];
    const ofRecords = (items, records) => items.filter((item) => records.includes(item.record));
    const count = (statement) => Number(site.sql(statement)[0][0]);
    const grantOf = (login, role) => site.sql(`select g.id from role_grant g join account a on a.id = g.account where a.login = '${login}' and g.role = '${role}' and g.until_day > 20000 order by g.until_day desc`)[0][0];
    const choose = async (login, role) => {
      const { json } = await site.get(login, '/api/v1/session');
      const answer = await site.request(login, 'PUT', '/api/v1/session', { grant: json.roles.find((each) => each.role === role).grant });
      assert.equal(answer.status, 200, answer.text);
    };
    const payout = async (login, record, submit) => good(login, { steps: [
      { type: 'spring_bud.payout', move: 'enter', record, values: { day: day(0), school, lines: [{ girl: girls[0], purpose: 'living', amount: '20' }] } },
      ...(submit ? [{ type: 'spring_bud.payout', move: 'submit', record }] : []) ] });

    before(async () => {
      postgres = database === 'postgresql' ? await Postgres.start() : null;
      site = new Site(postgres?.url).init();
      site.addOrgs(more);
      site.openAccounts([['deputy', '999001000000', 'officer'], ['far', '999002000000', 'officer'], ['keeper', '999001000000', 'domestic_violence.keeper'], ['secadmin2', '999001000000', 'secadmin'], ['closed', '999001000000', 'officer']]);
      await site.serve();
      school = await site.orgId('county', '东山小学');
      village = await site.orgId('county', '口头庄村');
      county = await site.orgId('county', '花溪市');
      await good('secadmin', { type: 'account', move: 'disable', login: 'closed' });
      await good('secadmin', { type: 'account', move: 'open', login: 'fresh', name: '新来', password: 'Xin-lai-de-ren-71' });
      const first = await site.raw('POST', '/api/v1/session', { 'Content-Type': 'application/json' }, JSON.stringify({ login: 'fresh', password: 'Xin-lai-de-ren-71' }));
      assert.equal((await site.raw('PUT', '/api/v1/session/password', { 'Content-Type': 'application/json', Authorization: `Bearer ${first.json.token}` }, JSON.stringify({ old: 'Xin-lai-de-ren-71', new: password }))).status, 200);
      for (const [n, record] of girls.entries()) {
        const child = uuid();
        await good('village', { steps: [
          { type: 'core.person', move: 'enter', record: child, values: { name: '李小' + '雨雪'[n], sex: 'female', birth: '2014-03-11', id_number: idNumber('2014-03-11', 2 * n) } },
          { type: 'spring_bud.girl', move: 'enter', record, values: { child, school, grade: 5, area: 'mountain', hardship: ['orphan'] } } ] });
        await good('township', { type: 'spring_bud.girl', move: 'review', record });
      }
      await good('chair', { type: 'spring_bud.girl', move: 'approve', record: girls[0] });
      const donor = uuid(), gift = uuid();
      await good('county', { steps: [{ type: 'core.donor', move: 'enter', record: donor, values: { name: '张女士', kind: 'person' } }, { type: 'spring_bud.gift', move: 'enter', record: gift, values: { donor, given: day(0), channel: 'bank', aim: 'girls', amount: '500' } }] });
      await good('cashier', { type: 'spring_bud.gift', move: 'receive', record: gift });
      await payout('county', payouts.hers, true);
      await payout('deputy', payouts.deputys, true);
      await payout('county', payouts.draft, false);
      await good('keeper', { type: 'domestic_violence.case', move: 'enter', record: secret, org: village, values: { victim: '甲', relation: 'husband', police: await site.orgId('county', '花溪公安'), means: ['body'], facts: '乙', wishes: '丙', child: false } });
    });
    after(async () => { await site?.end(); postgres?.stop(); });

    test('only who keeps the accounts there may, and never for herself', async () => {
      for (const login of ['county', 'chair', 'sysadmin', 'cashier', 'far']) assert.deepEqual(await refused(login, {}), ['move: not_yours'], login);
      assert.deepEqual(await refused('secadmin', { login: 'secadmin' }), ['login: not_yourself']);
      assert.deepEqual(await refused('secadmin', { to: 'secadmin' }), ['to: not_yourself']);
      assert.deepEqual(await refused('secadmin', { login: 'secadmin2', to: 'sysadmin' }), ['to: administrators_apart']);
      assert.deepEqual(await refused('secadmin', { to: 'far' }), ['to: not_yours']);
      assert.deepEqual(await refused('secadmin', { login: 'far' }), ['login: not_yours']);
    });

    test('each part that is wrong is named', async () => {
      assert.deepEqual(await refused('secadmin', { to: undefined }), ['to: required']);
      assert.deepEqual(await refused('secadmin', { to: 'nobody' }), ['to: no_such_account']);
      assert.deepEqual(await refused('secadmin', { login: 'nobody' }), ['login: no_such_account']);
      assert.deepEqual(await refused('secadmin', { to: 'chair' }), ['to: office_same']);
      assert.deepEqual(await refused('secadmin', { to: 'closed' }), ['to: office_disabled']);
      assert.deepEqual(await refused('secadmin', { login: 'fresh' }), ['login: office_none']);
      assert.deepEqual(await refused('secadmin', { grants: [uuid()] }), ['grants[0]: no_such_grant']);
      assert.deepEqual(await refused('secadmin', { grants: [grantOf('chair', 'chair'), grantOf('cashier', 'cashier')] }), ['grants[1]: no_such_grant']);
      for (const grants of [7, [], [7], 'x']) assert.deepEqual(await refused('secadmin', { grants }), ['grants: not_a_list']);
      assert.deepEqual(await refused('secadmin', { dry_run: 'yes' }), ['dry_run: not_a_flag']);
      assert.deepEqual(await refused('secadmin', { move: 'unlock', to: undefined, dry_run: true }), ['dry_run: unknown_key']);
      assert.deepEqual(await refused('secadmin', { move: 'unlock' }), ['to: unknown_key']);
      const listed = await site.post('secadmin', '/api/v1/commands', { commands: [over('chair', 'deputy')] });
      assert.deepEqual(listed.json.answers.map((answer) => answer.problems[0].code), ['sent_alone']);
    });

    test('two accounts of one person are no handover', async () => {
      const person = uuid();
      await good('village', { type: 'core.person', move: 'enter', record: person, values: { name: '王主席', sex: 'female', birth: '1980-01-01' } });
      for (const login of ['chair', 'deputy']) await good('secadmin', { type: 'account', move: 'person', login, person });
      assert.deepEqual(await refused('secadmin', {}), ['to: office_same_person']);
      for (const login of ['chair', 'deputy']) await good('secadmin', { type: 'account', move: 'person', login, person: '' });
    });

    test('what would pass is told before, and nothing is changed by asking', async () => {
      const earlier = site.counts();
      const tried = await good('secadmin', over('chair', 'deputy', { dry_run: true }));
      assert.deepEqual(tried.offices.map((office) => [office.org, office.role, office.had, approvals(office), office.items]), [[county, 'chair', false, signed, []]]);
      assert.deepEqual(tried.offices[0].counts.filter((each) => each.kind === 'followed'), [{ kind: 'followed', why: null, n: 1 }]);   // the girl that she approved
      assert.deepEqual(site.counts(), earlier);
      const desk = (await site.get('chair', '/api/v1/office')).json;
      assert.deepEqual(desk.items.filter((item) => item.kind === 'approval').map((item) => [item.kind, item.record, item.why]).sort(), [girls[1], payouts.hers, payouts.deputys].map((record) => ['approval', record, null]).sort());
      assert.ok(desk.items.some((item) => item.label === '李小雪'));
      // Of what is secret the administrator learns nothing, not even that it is there; the holder does.
      assert.deepEqual((await good('secadmin', over('keeper', 'fresh', { dry_run: true }))).offices.map((office) => office.counts), [[]]);
      assert.ok((await site.get('keeper', '/api/v1/office')).json.items.some((item) => item.record === secret && item.label !== ''));
      assert.equal((await site.get('secadmin', '/api/v1/office')).json.items.length, 0);
    });

    const chairs = over('chair', 'deputy');
    test('it is done once, however often it is sent, and all of it', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => site.post('secadmin', '/api/v1/commands', chairs)));
      for (const answer of answers) assert.deepEqual([answer.status, answer.json], [200, { id: chairs.id, ok: true }], answer.text);
      assert.equal((await site.post('secadmin', '/api/v1/commands', { ...chairs, to: 'fresh' })).status, 409);
      assert.deepEqual(site.sql(`select county, kind from journal where command = '${chairs.id}' or (kind = 'office.hand_over' and answer = '${chairs.id}') order by county`).map(([at, kind]) => [Number(at) > 0, kind]), [[false, 'account.hand_over'], [true, 'office.hand_over']]);
      assert.equal(count(`select count(*) from office_item where handover = '${chairs.id}' and kind = 'approval'`), 3);
      assert.equal(count(`select count(*) from office_handover where id = '${chairs.id}'`), 1);
      assert.deepEqual(await refused('secadmin', { to: 'fresh' }), ['login: office_none']);   // it is gone already
    });

    test('she who left is signed out and has no role; her list names no record that she may not read any more', async () => {
      assert.equal((await site.get('chair', '/api/v1/today')).status, 401);
      delete site.tokens.chair;
      assert.deepEqual((await site.get('chair', '/api/v1/session')).json.roles, []);
      assert.equal((await site.get('chair', '/api/v1/today')).status, 403);
      assert.deepEqual((await handovers('chair')).map((each) => [each.id, each.part, each.to.login, each.offices.length]), [[chairs.id, 'from', 'deputy', 1]]);
      const { json } = await list('chair', chairs.id);
      assert.ok(json.offices[0].items.length >= 4);
      assert.ok(json.offices[0].items.every((item) => item.record === null && item.label === '' && item.title !== ''));
    });

    test('who came has the office, what lies there, and the list; separation holds', async () => {
      await choose('deputy', 'chair');
      const today = (await site.get('deputy', '/api/v1/today')).json;
      assert.deepEqual(today.taken_over.map((each) => [each.id, each.from_name]), [[chairs.id, 'chair']]);
      const tasks = Object.fromEntries(ofRecords(today.tasks, [girls[1], ...Object.values(payouts)]).map((task) => [task.record, [task.move, task.ok, task.why]]));
      assert.deepEqual(tasks, { [girls[1]]: ['approve', true, undefined], [payouts.hers]: ['approve', true, undefined], [payouts.deputys]: ['approve', false, 'someone_else'] });
      const { json } = await list('deputy', chairs.id);
      assert.deepEqual(Object.fromEntries(json.offices[0].items.filter((item) => item.kind === 'approval').map((item) => [item.record, item.why])), { [girls[1]]: null, [payouts.hers]: null, [payouts.deputys]: 'office_someone_else' });
      const mine = await site.command('deputy', { type: 'spring_bud.payout', move: 'approve', record: payouts.deputys });
      assert.deepEqual([mine.status, mine.json.problems[0].code], [422, 'someone_else'], mine.text);
      await good('deputy', { type: 'spring_bud.payout', move: 'approve', record: payouts.hers });
    });

    test('the administrator gets numbers, others nothing', async () => {
      const { json } = await list('secadmin', chairs.id);
      assert.deepEqual([json.part, json.offices[0].items, approvals(json.offices[0])], ['by', [], signed]);
      for (const login of ['county', 'sysadmin', 'secadmin2', 'far']) {
        assert.equal((await list(login, chairs.id)).status, 404, login);
        assert.deepEqual(await handovers(login), [], login);
      }
      assert.equal((await list('deputy', uuid())).status, 404);
    });

    test('drafts pass, and what was sent on is followed by who came', async () => {
      await payout('county', payouts.later, true);
      const officers = over('county', 'fresh');
      await good('secadmin', officers);
      const { json } = await list('fresh', officers.id);
      const kinds = Object.fromEntries(json.offices[0].items.map((item) => [item.record, item.kind]));
      assert.equal(kinds[payouts.draft], 'draft');
      assert.equal(kinds[payouts.later], 'followed');
      assert.ok((await site.get('fresh', '/api/v1/today')).json.waiting.some((item) => item.record === payouts.later), 'it waits with the chair');
      await good('fresh', { type: 'spring_bud.payout', move: 'submit', record: payouts.draft });
      // Deputy has the same office already: she gets it once; what the first holder followed goes on with it.
      const next = over('fresh', 'deputy');
      await good('secadmin', next);
      assert.equal(count("select count(*) from role_grant g join account a on a.id = g.account where a.login = 'deputy' and g.role = 'officer'"), 1);
      await choose('deputy', 'officer');
      const third = (await list('deputy', next.id)).json.offices[0];
      assert.equal(third.had, true);
      assert.deepEqual(third.items.filter((item) => item.kind === 'followed').map((item) => item.record).filter((record) => record === payouts.later || record === payouts.draft).sort(), [payouts.later, payouts.draft].sort());
      assert.ok((await site.get('deputy', '/api/v1/today')).json.waiting.some((item) => item.record === payouts.later));
    });

    test('a secret goes with the office to whoever may open it there; the one who left and the administrator learn nothing of it afterwards', async () => {
      delete site.tokens.fresh;
      const keepers = over('keeper', 'fresh');
      await good('secadmin', keepers);
      const hers = (await list('fresh', keepers.id)).json.offices[0];
      assert.ok(ofRecords(hers.items, [secret]).some((item) => item.kind === 'task' && item.why === null && item.label !== ''));
      assert.equal((await site.get('fresh', `/api/v1/records/domestic_violence.case/${secret}`)).status, 200);
      delete site.tokens.keeper;
      for (const login of ['keeper', 'secadmin']) {
        const { json, text } = await list(login, keepers.id);
        assert.deepEqual([json.offices[0].items, json.offices[0].counts], [[], []], login);
        assert.ok(!text.includes('domestic_violence.case') && !text.includes(secret), login);
      }
    });

    test('killed while it is done, it is done or not, and sent again it is done', async () => {
      const back = over('deputy', 'chair', { grants: [grantOf('deputy', 'chair')] });
      const sent = site.post('secadmin', '/api/v1/commands', back).catch(() => null);
      await site.stop('SIGKILL');
      await sent;
      const { tokens } = site;
      await site.serve();
      site.tokens = tokens;
      const whole = () => [count(`select count(*) from office_handover where id = '${back.id}'`), count(`select count(*) from journal where command = '${back.id}'`),
        count("select count(*) from role_grant g join account a on a.id = g.account where a.login = 'chair' and g.role = 'chair' and g.until_day > 100000"), count(`select sign(count(*)) from office_item where handover = '${back.id}'`)];
      const found = whole();
      assert.ok(found.every((n) => n === found[0]), `all of it or nothing: ${found}`);
      assert.equal((await site.post('secadmin', '/api/v1/commands', back)).status, 200);
      assert.deepEqual(whole(), [1, 1, 1, 1]);
      delete site.tokens.chair;
      assert.deepEqual((await site.get('chair', '/api/v1/session')).json.roles.map((role) => role.role), ['chair']);
      delete site.tokens.deputy;
      assert.deepEqual((await site.get('deputy', '/api/v1/session')).json.roles.map((role) => role.role), ['officer']);
      assert.deepEqual((await handovers('chair')).map((each) => each.part), ['to', 'from']);
    });

    test('the journal holds all of it; what is changed behind it is found', async () => {
      await site.stop();
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      assert.match(site.run('recount', '--data', site.data), /^(?!.*instead of)/s);
      site.sql(`update office_item set why = '' where handover = '${chairs.id}' and why <> ''`);
      assert.match(site.outcome('verify', '--data', site.data).stdout, /office_item/);
      site.sql(`update office_item set why = 'office_someone_else' where handover = '${chairs.id}' and record = '${payouts.deputys}'`);
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      site.sql(`delete from office_handover where id = '${chairs.id}'`);
      assert.match(site.outcome('verify', '--data', site.data).stdout, /office_handover/);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
