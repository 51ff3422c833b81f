// The administrators of the engine: what they do is done once, however often it is sent; what was recorded is none of their business.
// On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site, uuid } from './support/site.mjs';
import { xlsx } from './support/xlsx.mjs';
import { workOf } from './support/work.mjs';

const admins = ['sysadmin', 'secadmin', 'auditadmin'];
const words = ['李大', '李小', '张女士', '今年的工作', '999001201403'];   // of what workOf records: names, a paragraph, an ID number

function scenario(name, database) {
  describe(name, () => {
    let site, postgres;
    before(async () => {
      postgres = database === 'postgresql' ? await Postgres.start() : null;
      site = new Site(postgres?.url).init();
      site.openAccount('auditadmin', '999001000000', 'auditadmin');
      await site.serve();
    });
    after(async () => {
      await site?.end();
      postgres?.stop();
    });
    const act = (login, body) => site.post(login, '/api/v1/commands', body);
    const count = (statement) => Number(site.sql(statement)[0][0]);
    const entries = (id) => count(`select count(*) from journal where command = '${id}'`);

    describe('an act', () => {
      // Sent twice at the same time, and again: the same answer each time, and done once.
      async function once(login, body, done) {
        const answers = await Promise.all([act(login, body), act(login, body)]);
        answers.push(await act(login, body));
        for (const answer of answers) assert.deepEqual([answer.status, answer.json], [200, { id: body.id, ok: true }], answer.text);
        assert.equal(entries(body.id), 1);
        done?.();
      }

      test('opens one account', () => once('secadmin', { id: uuid(), type: 'account', move: 'open', login: 'new1', name: '新一', password: 'Xin-de-yi-2026' }, () => assert.equal(count("select count(*) from account where login = 'new1'"), 1)));

      test('gives one role, and ends it', async () => {
        const org = await site.orgId('county', '东山镇');
        await once('secadmin', { id: uuid(), type: 'account', move: 'grant', login: 'new1', org, role: 'officer' });
        const grants = site.sql("select g.id from role_grant g join account a on a.id = g.account where a.login = 'new1'").flat();
        assert.equal(grants.length, 1);
        await once('secadmin', { id: uuid(), type: 'account', move: 'revoke', login: 'new1', grant: grants[0] });
      });

      test('sets a password, closes an account and opens it again, unlocks it, takes the second factor away', async () => {
        for (const [move, more] of [['password', { password: 'Mi-ma-de-2026' }], ['disable'], ['enable'], ['unlock'], ['no_totp']])
          await once('secadmin', { id: uuid(), type: 'account', move, login: 'new1', ...more });
      });

      test('opens one org, renames, recodes and closes it', async () => {
        const town = await site.orgId('sysadmin', '东山镇');
        await once('sysadmin', { id: uuid(), type: 'org', move: 'open', org: town, name: '新开村', code: '999001100299', level: 'village', kind: 'village' });
        const [[org], ...more] = site.sql("select id from org where name = '新开村'");
        assert.deepEqual(more, []);
        for (const [move, with_] of [['rename', { name: '改名村' }], ['recode', { code: '999001100298' }], ['close', {}]]) await once('sysadmin', { id: uuid(), type: 'org', move, org: Number(org), ...with_ });
      });

      test('an id that was used for something else, or by somebody else, is refused', async () => {
        const id = uuid(), body = { id, type: 'account', move: 'unlock', login: 'new1' };
        assert.equal((await act('secadmin', body)).status, 200);
        const other = await act('secadmin', { ...body, move: 'disable' });
        assert.deepEqual([other.status, other.json.code], [409, 'command_used']);
        const stranger = await act('sysadmin', { id, type: 'org', move: 'rename', org: await site.orgId('sysadmin', '西河镇'), name: '别名' });
        assert.deepEqual([stranger.status, stranger.json.code], [409, 'command_used']);
        assert.equal(count("select count(*) from account where login = 'new1' and disabled = 1"), 0);
      });

      test('one that was refused may be sent again under its id', async () => {
        const body = { id: uuid(), type: 'account', move: 'unlock', login: 'new2' };
        assert.equal((await act('secadmin', body)).status, 422);
        assert.equal((await act('secadmin', { id: uuid(), type: 'account', move: 'open', login: 'new2', name: '新二', password: 'Xin-de-er-2026' })).status, 200);
        assert.equal((await act('secadmin', body)).status, 200);
      });

      test('is sent by itself: in a list and among steps the answer says so, and nothing is done', async () => {
        const body = { id: uuid(), type: 'account', move: 'disable', login: 'new1' };
        const listed = await act('secadmin', { commands: [body, { ...body, id: uuid(), type: 'org' }] });
        assert.deepEqual([listed.status, listed.json.answers.map((answer) => [answer.ok, answer.problems[0].code])], [200, [[false, 'sent_alone'], [false, 'sent_alone']]]);
        assert.match(listed.json.answers[0].problems[0].message, /一件一件/);
        const steps = await act('secadmin', { id: uuid(), steps: [{ type: 'account', move: 'disable', login: 'new1' }] });
        assert.deepEqual([steps.status, steps.json.problems[0].code, steps.json.problems[0].path], [422, 'sent_alone', 'steps[0].type']);
        assert.equal(count("select count(*) from account where login = 'new1' and disabled = 1"), 0);
      });

      test('what takes long holds up nobody else', async () => {
        await site.token('village');
        await site.token('secadmin');
        let done = 0;
        const acts = Array.from({ length: 12 }, (_, n) => act('secadmin', { id: uuid(), type: 'account', move: 'password', login: 'new1', password: `Mi-ma-di-${n}-2026` }).then((answer) => { done += 1; return answer.status; }));
        await Promise.race(acts);
        assert.equal((await site.get('village', '/api/v1/session')).status, 200);
        assert.ok(done < 6, `${done} passwords were hashed before a session was shown`);
        assert.deepEqual(new Set(await Promise.all(acts)), new Set([200]));
      });

      test('the journal holds', () => assert.match(site.run('verify', '--data', site.data), /nothing changed/));
    });

    test('many accounts from a list: what is wrong is said by its line, the others are opened', async () => {
      await site.stop();
      const file = join(site.folder, 'more.csv');
      writeFileSync(file, ['login,name,password,org,role', 'more1,甲,Duo-ge-ren-71,999001100200,officer', 'more1,,,999001000000,cashier', 'more2,乙,Duo-ge-ren-71,999009999999,officer', 'more3,丙', 'more4,丁,123,999001000000,officer', ''].join('\n'));
      const said = site.outcome('user', 'load', '--data', site.data, '--file', file);
      assert.equal(said.code, 1);
      for (const [line, wanted] of [[4, /line 4: halfsky: \S+/], [5, /line 5: .*login,name,password,org,role/], [6, /line 6: halfsky: \S+/]]) assert.match(said.stderr, wanted, `line ${line}`);
      assert.doesNotMatch(said.stderr, /line [23]:/);
      assert.deepEqual(site.sql("select count(*) from role_grant g join account a on a.id = g.account where a.login = 'more1'"), [['2']]);
      assert.equal(count("select count(*) from account where login in ('more3', 'more4')"), 0);
      assert.equal(site.outcome('user', 'load', '--data', site.data, '--file', file + '.none').code, 2);
      assert.equal(site.outcome('user', 'open', '--data', site.data, '--name', '无').code, 2);
      await site.serve();
    });

    describe('reads', () => {
      let work, document, records, posting, file;
      const tried = new Set();
      before(async () => {
        work = await workOf(site);
        document = (await site.get(null, '/api/v1/openapi.json')).json;
        const types = (await site.get('chair', '/api/v1/meta')).json.programmes.flatMap((programme) => programme.records).filter((type) => type.may_read && !type.part_of && type.name !== 'core.org');
        records = [];
        for (const type of types)
          for (const login of ['village', 'county', 'chair', 'cashier']) {
            const list = await site.get(login, `/api/v1/records/${type.name}?limit=3`);
            if (list.status === 200) records.push(...list.json.rows.map((row) => [type.name, row.record, Object.entries(row.values).find(([, value]) => value?.masked)?.[0]]));
          }
        posting = (await site.get('chair', '/api/v1/ledger/spring_bud.spring_bud')).json.postings[0].id;
        file = (await site.request('village', 'POST', '/api/v1/files?name=a.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), { 'Content-Type': 'image/png' })).json.id;
        assert.ok(new Set(records.map(([type]) => type)).size >= 6, 'there is something to read');
        assert.ok(records.some(([, , field]) => field), 'and something protected');
      });

      async function ask(login, method, path, body, headers) {
        const of = path.split('?')[0];
        const fits = Object.entries(document.paths).filter(([pattern, methods]) => methods[method.toLowerCase()] && new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(of));
        const [, methods] = fits.sort(([a], [b]) => a.split('{').length - b.split('{').length)[0] ?? assert.fail(`${method} ${path} is no route`);
        tried.add(methods[method.toLowerCase()].operationId);
        const answer = await site.request(login, method, path, body, headers);
        for (const word of words) assert.ok(!answer.text.includes(word), `${login} ${method} ${path} says ${word}`);
        for (const id of [work.girl, work.payout, work.report]) if (!path.includes(id)) assert.ok(!answer.text.includes(id), `${login} ${method} ${path} names a record`);
        return answer;
      }
      async function refused(login, method, path, body, headers) {
        const answer = await ask(login, method, path, body, headers);
        assert.ok([403, 404].includes(answer.status), `${login} ${method} ${path} -> ${answer.status} ${answer.text.slice(0, 200)}`);
      }

      for (const login of admins)
        test(`${login}: no record, list, search, sheet, figure, book or report`, async () => {
          const api = '/api/v1';
          for (const type of new Set(records.map(([each]) => each))) {
            for (const query of ['', '?count=1&facets=stage', '?q=lx', `?org=${work.village}`]) await refused(login, 'GET', `${api}/records/${type}${query}`);
            await refused(login, 'GET', `${api}/sheets/${type}`);
          }
          for (const [type, id, field] of records) {
            for (const query of ['', '?version=1', '?place=5', `?org=${work.village}`]) await refused(login, 'GET', `${api}/records/${type}/${id}${query}`);
            if (field) await refused(login, 'POST', `${api}/records/${type}/${id}/reveal`, { field, reason: '看看' });
          }
          const names = (await site.get('chair', `${api}/meta`)).json.programmes.flatMap((programme) => programme.indicators).map((each) => each.name);
          await refused(login, 'GET', `${api}/targets`);
          await refused(login, 'PUT', `${api}/targets`, { id: uuid(), indicator: 'spring_bud.raised', org: work.village, year: 2026, dims: [], value: '1' });
          for (const query of [`names=${names.join(',')}&period=ever`, `names=${names[0]}&org=${work.village}`]) await refused(login, 'GET', `${api}/figures?${query}`);
          await refused(login, 'GET', `${api}/figures/spring_bud.girls/records?period=ever`);
          await refused(login, 'GET', `${api}/agreement/safe_family.spot`);
          await refused(login, 'GET', `${api}/agreement/safe_family.spot/${uuid()}`);
          await refused(login, 'GET', `${api}/ledger/spring_bud.spring_bud`);
          await refused(login, 'GET', `${api}/ledger/spring_bud.spring_bud/follow/${posting}`);
          for (const only of ['one_signature', 'no_receipt', 'pledged']) await refused(login, 'GET', `${api}/ledger/spring_bud.spring_bud?only=${only}`);
          await refused(login, 'GET', `${api}/ledger/spring_bud.spring_bud/balances`);
          for (const part of ['hours', 'looks', 'journal']) await refused(login, 'GET', `${api}/audit/${part}`);
          await refused(login, 'POST', `${api}/audit/journal`, {});
          await refused(login, 'GET', `${api}/figures?names=${names[0]}&by=org`);
          await refused(login, 'GET', `${api}/overdue?org=${work.village}`);
          await refused(login, 'GET', `${api}/reports/${work.report}`);
          await refused(login, 'GET', `${api}/reports/${work.report}/figures/1`);
          await refused(login, 'GET', `${api}/reports/${work.report}/word`);
          await refused(login, 'GET', `${api}/reports/${work.report}/excel`);
          await refused(login, 'GET', `${api}/reports/${work.report}/drift`);
          await refused(login, 'GET', `${api}/reports/${work.report}/pdf`);
          for (const path of ['', '/word', '/pdf']) await refused(login, 'GET', `${api}/prints/spring_bud.usage_sheet/${work.payout}${path}`);
          await refused(login, 'GET', `${api}/coverage/lectures.villages`);
          await refused(login, 'GET', `${api}/burden`);
          await refused(login, 'GET', `${api}/matches/spring_bud.propose`);
          await refused(login, 'GET', `${api}/records/training.course/${uuid()}/desk/training.place`);
          await refused(login, 'POST', `${api}/records/training.course/${uuid()}/desk/training.place/tail`, { tail: '0012' });
          await refused(login, 'GET', `${api}/records/spring_bud.girl/${work.girl}/looks`);
          await refused(login, 'POST', `${api}/glass`, { type: 'core.person', record: uuid(), code: '', reason: '看看里面有什么，看看里面有什么' });
          await refused(login, 'POST', `${api}/imports/core.person`, xlsx([['姓名'], ['王二']]), { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
          for (const path of ['plan', 'fill']) await refused(login, 'POST', `${api}/forms/${path}`, { form: xlsx([['村', '家庭户'], ['东山', '']]).toString('base64'), org: work.village, period: '2026', reason: '看看' });
          for (const path of ['', '/bad', '/doubles', '/bad-rows']) await refused(login, 'GET', `${api}/jobs/${uuid()}${path}`);
          for (const act of ['go', 'cancel']) await refused(login, 'POST', `${api}/jobs/${uuid()}/${act}`, {});
          await refused(login, 'PUT', `${api}/reports/${work.report}/paragraphs/opening`, { text: '改' });
          await refused(login, 'POST', `${api}/reports/${work.report}/finalise`, {});
          await refused(login, 'POST', `${api}/reports/${work.report}/again`, { reason: '看看' });
          await refused(login, 'POST', `${api}/reports`, { report: 'spring_bud.six_years', until: '2026-01-01', params: {} });
          await refused(login, 'GET', `${api}/files/${file}`);
          await refused(login, 'GET', `${api}/marked-sheets/${uuid()}`);
          const today = (await ask(login, 'GET', `${api}/today`)).json;
          assert.deepEqual([today.tasks, today.waiting, today.inbox, today.counts], [[], [], [], { tasks: 0, late: 0, waiting: 0 }]);
          for (const q of ['lx', '李', '张', 'dsxx']) assert.deepEqual((await ask(login, 'GET', `${api}/search?q=${encodeURIComponent(q)}`)).json.hits.filter((hit) => hit.type !== 'core.org'), []);
          assert.deepEqual((await ask(login, 'GET', `${api}/changes?after=0`)).json.changes, []);
          assert.deepEqual((await ask(login, 'GET', `${api}/funds`)).json.funds, []);
          assert.deepEqual((await ask(login, 'GET', `${api}/reports`)).json.reports, []);
          assert.deepEqual((await ask(login, 'GET', `${api}/jobs`)).json.jobs, []);
          const overdue = (await ask(login, 'GET', `${api}/overdue`)).json;
          assert.deepEqual([overdue.count, overdue.offices, overdue.rows], [0, [], []]);
          assert.deepEqual((await ask(login, 'GET', `${api}/sent`)).json.sent, []);
          assert.deepEqual((await ask(login, 'GET', `${api}/moved?since=2020-01-01`)).json.rows, []);
          for (const office of (await ask(login, 'GET', `${api}/contacts`)).json.offices) assert.ok(['province', 'city', 'county', 'partner'].includes(office.level), office.level);
          const desk = (await ask(login, 'GET', `${api}/office`)).json;
          assert.deepEqual([desk.counts, desk.items], [[], []]);
          assert.deepEqual((await ask(login, 'GET', `${api}/session/handovers`)).json.handovers, []);
          await refused(login, 'GET', `${api}/session/handovers/${uuid()}`);
          for (const path of ['/session', '/meta', '/meta/spring_bud', '/orgs', '/accounts', '/openapi.json', '/public/needs', '/public/notices', '/public/requests', '/calendar/2026', '/forms/meanings']) await ask(login, 'GET', api + path);
          for (const move of ['edit', 'strike', 'approve']) assert.notEqual((await ask(login, 'POST', `${api}/commands`, { id: uuid(), type: 'spring_bud.girl', move, record: work.girl, values: {}, dry_run: true })).status, 200);
          assert.equal((await ask(login, 'POST', `${api}/inbox/read`, {})).status, 200);
        });

      test('and no route was forgotten', () => {
        const others = {
          sessionOpen: 'signing in', sessionChoose: 'her own', sessionClose: 'her own', passwordChange: 'her own', totpBegin: 'her own', totpConfirm: 'her own', totpDrop: 'her own', languageChoose: 'her own',
          events: 'a county, a place and names of types', fileSend: 'sends', sheetSend: 'sends', offerSend: 'a stranger\'s', requestSend: 'a stranger\'s', replyRead: 'a stranger\'s',
        };
        const all = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((operation) => operation.operationId));
        assert.deepEqual(all.filter((operation) => !tried.has(operation) && !others[operation]), []);
      });
    });
  });
}

scenario('SQLite', '');
scenario('PostgreSQL', 'postgresql');
