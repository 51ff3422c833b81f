// What a careless user types and an attacker sends, over the whole API, on both back ends: refused with a sentence and a path, never a
// 500, nothing written. Types, fields and routes are read from the server's own descriptors where a loop can do it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site, idNumber, uuid } from './support/site.mjs';
import { xlsx } from './support/xlsx.mjs';

const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const hasHan = /\p{Script=Han}/u;

// RFC 9457, and a sentence for each problem: a code alone helps nobody.
function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json', answer.text);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.ok(!answer.text.includes('\uFFFD'), 'not UTF-8: ' + answer.text);
  const { type, title, status: said, code: of, problems = [] } = answer.json;
  assert.deepEqual([type, said], ['about:blank', status]);
  assert.ok(title && title !== of, answer.text);
  for (const problem of problems) assert.ok(problem.message && problem.message !== problem.code, `no sentence for ${problem.code}`);
  if (code) assert.ok(of === code || problems.some((problem) => problem.code === code), `${code} was expected: ${answer.text}`);
  return problems;
}

// Every answer to nonsense: it may be an empty list, it may be a refusal, never our own failure.
function assertNoFailure(answer, what) {
  assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 300)}`);
  assert.ok(!answer.text.includes('\uFFFD'), `${what}: not UTF-8`);
  if (answer.status >= 400) assertProblem(answer, answer.status);
}

const codeByPath = (problems) => Object.fromEntries(problems.map((problem) => [problem.path, problem.code]));

function scenario(name, database) {
  describe(name, () => {
    let site, postgres, school, village, county, girl, person, donor, untouched;

    before(async () => {
      postgres = database === 'postgresql' ? await Postgres.start() : null;
      site = new Site(postgres?.url).init();
      // A neighbour county with an account and a child of its own.
      site.addOrgs('code,name,level,kind,parent\n999002000000,邻县,county,,999000000000\n999002100000,邻镇,township,town,999002000000\n999002100200,邻村,village,village,999002100000\n');
      site.openAccount('neighbour', '999002100200', 'officer');
      await site.serve();
      school = await site.orgId('county', '东山小学');
      village = (await site.get('village', '/api/v1/meta')).json.org;
      county = (await site.get('county', '/api/v1/meta')).json.org;
      person = uuid();
      girl = uuid();
      donor = uuid();
      const made = await site.command('village', { steps: [
        { type: 'core.person', move: 'enter', record: person, values: { name: '李小雨', sex: 'female', birth: '2014-03-11', id_number: idNumber('2014-03-11', 2) } },
        { type: 'spring_bud.girl', move: 'enter', record: girl, values: { child: person, school, grade: 5, area: 'mountain', hardship: ['orphan'] } },
      ] });
      assert.equal(made.status, 200, made.text);
      assert.equal((await site.command('county', { type: 'core.donor', move: 'enter', record: donor, values: { name: '张女士', kind: 'person' } })).status, 200);
      untouched = snapshot();
    });
    after(async () => {
      await site?.end();
      postgres?.stop();
    });

    // All that a refused request could have half-written: every table that holds what people entered or that follows from it.
    let tables;
    function snapshot() {
      tables ??= site.tables().filter((table) => !['session', 'account'].includes(table));   // signing in writes these
      return site.counts(tables);
    }
    function assertNothingWritten() {
      assert.deepEqual(snapshot(), untouched);
    }

    const enterPerson = (values, headers) => site.request('village', 'POST', '/api/v1/commands', { id: uuid(), type: 'core.person', move: 'enter', values }, headers);
    const enterGirl = (values, headers) => site.request('village', 'POST', '/api/v1/commands', { id: uuid(), type: 'spring_bud.girl', move: 'enter', values }, headers);
    const enterPairing = (values) => site.command('county', { type: 'spring_bud.pairing', move: 'enter', values: { girl, donor, ...values } });
    const enterGift = (values) => site.command('county', { type: 'spring_bud.gift', move: 'enter', values: { donor, given: today, channel: 'bank', aim: 'girls', ...values } });

    test('an ID number: what is wrong with it, in words of its own', async () => {
      const good = idNumber('1990-02-28', 12), other = good[17] === '3' ? '4' : '3';
      for (const [sent, code] of [
        [good.slice(0, 17) + other, 'id_number_checksum'],
        [idNumber('1990-02-30', 12), 'id_number_checksum'],      // a day that does not exist
        ['130503670401001', 'id_number_15'],
        ['１３０５０３６７０４０１００１', 'id_number_15'],
        [good.slice(0, 17), 'id_number_length'],
        [good + '1', 'id_number_length'],
        ['9.99001E+17', 'id_number_spoilt'],                    // what a spreadsheet makes of it
      ])
        assert.deepEqual(codeByPath(assertProblem(await enterPerson({ name: '甲', sex: 'male', id_number: sent }), 422, code)), { 'values.id_number': code }, sent);
      assertNothingWritten();
      // What is only written another way is taken: full-width digits, a small x, spaces.
      const ends = [...Array(300).keys()].map((n) => idNumber('1990-02-28', n)).find((number) => number.endsWith('X'));
      for (const sent of [ends.toLowerCase(), [...ends].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join(''), ends.slice(0, 6) + ' ' + ends.slice(6)]) {
        const dry = await site.command('village', { type: 'core.person', move: 'enter', dry_run: true, values: { name: '甲', sex: 'male', id_number: sent } });
        assert.equal(dry.status, 200, sent + dry.text);
      }
      assertNothingWritten();
    });

    test('dates: none that does not exist, none outside what the field allows', async () => {
      for (const [sent, code] of [['2026-02-30', 'no_such_date'], ['2025-02-29', 'no_such_date'], ['2026年13月1日', 'no_such_date'], ['去年', 'not_a_date'], ['08/03/2026', 'not_a_date'], ['99999-01-01', 'not_a_date'],
        [20260308, 'not_a_date'], [true, 'not_a_date'], [['2026-03-08'], 'not_a_date'], [{ day: 1 }, 'not_a_date'], ['1899-12-31', 'too_small'], ['9999-12-31', 'check']])
        assert.deepEqual(codeByPath(assertProblem(await enterPerson({ name: '甲', sex: 'male', birth: sent }), 422, code)), { 'values.birth': code }, JSON.stringify(sent));
      for (const day of ['2999-01-01', '2026-02-30', 'gestern', 5, {}]) assertProblem(await site.command('village', { type: 'core.person', move: 'enter', day, values: { name: '甲', sex: 'male' } }), 422);
      assertNothingWritten();
    });

    test('money and counts: digits, within bounds, and what was meant', async () => {
      for (const [sent, code, meant] of [['5万', 'not_a_number', '50000'], ['约500元', 'not_a_number', '500'], ['1,000', 'not_a_number'], ['3.005', 'two_places'], [-300, 'too_small'], ['-0.01', 'too_small'], [0, 'too_small'], ['20000.01', 'too_big'],
        ['99999999999999999999', 'number_too_big'], [1e300, 'number_too_big'], ['NaN', 'not_a_number'], ['Infinity', 'not_a_number'], ['1e3', 'not_a_number'], ['0x10', 'not_a_number'], [true, 'not_a_number'], [[300], 'not_a_number'], [{ value: 300 }, 'not_a_number']]) {
        const [problem] = assertProblem(await enterPairing({ amount: sent }), 422, code);
        assert.equal(problem.path, 'values.amount');
        if (meant) assert.equal(problem.args.meant, meant);
      }
      for (const [sent, code] of [[-1, 'too_small'], [0, 'too_small'], [13, 'too_big'], [5.5, 'whole_number'], ['五', 'not_a_number'], [9007199254740993, 'too_big'], [18446744073709551615, 'number_too_big']])
        assertProblem(await enterGirl({ child: person, school, area: 'mountain', hardship: ['orphan'], grade: sent }), 422, code);
      for (const [sent, code] of [[-5, 'too_small'], [{ value: -5 }, 'too_small'], [{ sureness: 'about' }, 'required'], [{ value: 5, sureness: 'roughly' }, 'unknown_code'], ['约500', 'not_a_number'], [{}, 'required'], [[5], 'not_a_number']])
        assertProblem(await site.command('county', { type: 'core.census', move: 'enter', values: { as_at: today, item: 'women', source: '年报', value: sent } }), 422, code);
      assertNothingWritten();
    });

    test('choices, lists, flags, refs, files and consents hold nothing else', async () => {
      const girlWith = (values) => enterGirl({ child: person, school, grade: 5, area: 'mountain', hardship: ['orphan'], ...values });
      for (const [values, code] of [
        [{ area: 'moon' }, 'unknown_code'], [{ area: 5 }, 'unknown_code'], [{ area: ['mountain'] }, 'unknown_code'], [{ hardship: ['orphan', 'rich'] }, 'unknown_code'], [{ hardship: { orphan: true } }, 'not_a_list'], [{ hardship: [1] }, 'not_text'],
        [{ hardship: Array(5000).fill('orphan') }, 'too_many'], [{ child: 'Li' }, 'not_an_id'], [{ child: 7 }, 'not_an_id'], [{ child: uuid() }, 'no_such_record'], [{ school: 5 }, 'no_such_org'], [{ school: '../../etc' }, 'no_such_org'], [{ school: 9.5 }, 'no_such_org'],
        [{ school: village }, 'check'], [{ evidence: ['photo.jpg'] }, 'not_an_id'], [{ publicity: true }, 'consent_form'], [{ publicity: { given: 'yes' } }, 'consent_form'], [{ publicity: { given: true } }, 'required'],
        [{ publicity: { given: true, on: '2026-02-30' } }, 'no_such_date'], [{ publicity: { given: true, on: today, by: uuid() } }, 'no_such_record'], [{ story: '\u0007' }, 'control_character'], [{ story: '甲\u202e乙' }, 'control_character'], [{ reason: '\u2067甲' }, 'control_character'], [{ reason: 'a\nb' }, 'control_character'],
        [{ reason: '长'.repeat(100_000) }, 'too_long'], [{ story: '长'.repeat(1_000_000) }, 'too_long'], [{ reason: {} }, 'not_text'], [{ received: '500' }, 'computed_field'], [{ band: 'primary' }, 'computed_field'], [{ stage: 'approved' }, 'unknown_field'], [{ 'x" = 1; --': 1 }, 'unknown_field'],
      ])
        assertProblem(await girlWith(values), values.child && code === 'no_such_record' ? 404 : 422, code);
      assertProblem(await enterGift({ amount: '100', aim: 'girl' }), 422, 'required');   // asked by another field's value
      assertProblem(await site.command('county', { type: 'core.donor', move: 'enter', values: { name: '乙', kind: 'person', hidden: 'perhaps' } }), 422, 'not_a_flag');
      assertNothingWritten();
    });

    test('all that is wrong is said at once, by field, in Chinese and in English', async () => {
      const wrong = { name: '', sex: 'neither', birth: '2026-02-30', id_number: '123', phone: '\u0001', household: 'x', colour: 'red' };
      const expected = { 'values.name': 'required', 'values.sex': 'unknown_code', 'values.birth': 'no_such_date', 'values.id_number': 'id_number_length', 'values.phone': 'control_character', 'values.household': 'not_an_id', 'values.colour': 'unknown_field' };
      const zh = await enterPerson(wrong, { 'Accept-Language': 'zh-CN' }), en = await enterPerson(wrong, { 'Accept-Language': 'en-GB,zh' });
      assert.deepEqual(codeByPath(assertProblem(zh, 422)), expected);
      assert.deepEqual(codeByPath(assertProblem(en, 422)), expected);
      for (const problem of zh.json.problems) assert.match(problem.message, hasHan);
      for (const problem of en.json.problems) if (problem.code !== 'unknown_code') assert.doesNotMatch(problem.message, hasHan);   // the choices have names of the pack's own
      assert.match(zh.json.title, /7/);
      // Steps and lines say where they stand.
      const steps = await site.command('village', { steps: [
        { type: 'core.person', move: 'enter', values: { name: '甲', sex: 'x' } },
        { type: 'spring_bud.girl', move: 'enter', values: { child: person, school, grade: 50, area: 'mountain', hardship: ['orphan'] } },
      ] });
      assert.deepEqual(codeByPath(assertProblem(steps, 422)), { 'steps[0].values.sex': 'unknown_code', 'steps[1].values.grade': 'too_big' });
      const lines = await site.command('cashier', { type: 'spring_bud.payout', move: 'enter', values: { day: today, school, lines: [{ girl, purpose: 'living', amount: '5万' }, { girl: 'x', purpose: 'fun', amount: '1' }, 7] } });
      assert.deepEqual(codeByPath(assertProblem(lines, 422)), { 'values.lines[0].values.amount': 'not_a_number', 'values.lines[1].values.girl': 'not_an_id', 'values.lines[1].values.purpose': 'unknown_code', 'values.lines[2]': 'not_an_object' });
      assertNothingWritten();
    });

    test('what a command is made of: ids, keys, types, moves, steps', async () => {
      const body = (more) => ({ id: uuid(), type: 'core.person', move: 'enter', values: { name: '甲', sex: 'male' }, ...more });
      for (const [sent, code] of [
        [{ ...body(), id: undefined }, 'required'], [body({ id: 'x' }), 'not_an_id'], [body({ id: 7 }), 'required'], [body({ id: "'; drop table journal; --" }), 'not_an_id'], [body({ type: undefined }), 'required'], [body({ type: 'core.persn' }), 'unknown_type'], [body({ type: 'core.org' }), 'unknown_type'],
        [body({ type: ['core.person'] }), 'required'], [body({ move: 'destroy' }), 'unknown_move'], [body({ move: null }), 'required'], [body({ vlaues: {} }), 'unknown_key'], [body({ values: [] }), 'not_an_object'], [body({ values: 'name' }), 'not_an_object'], [body({ record: 'x' }), 'not_an_id'],
        [body({ record: girl, move: 'edit', base: 'latest' }), 'whole_number'], [body({ dry_run: 'yes' }), 'not_a_flag'], [body({ steps: {} }), 'not_a_list'], [body({ steps: [] }), 'not_a_list'], [body({ steps: [7] }), 'not_an_object'], [body({ steps: Array(5000).fill({}) }), 'too_many'],
        [body({ records: [] }), 'not_a_list'], [body({ records: Array(50_000).fill(uuid()) }), 'too_many'], [body({ records: [null] }), 'not_an_object'], [body({ org: 5 }), 'no_such_org'], [body({ org: '长官' }), 'no_such_org'], [body({ county: 123456 }), 'no_such_org'], [body({ county: 'abc' }), 'no_such_org'], [{ commands: [] }, 'not_a_list'], [{ commands: {} }, 'not_a_list'], [{ commands: Array(5000).fill({}) }, 'too_many'],
      ])
        assertProblem(await site.post('village', '/api/v1/commands', sent), 422, code);
      // Several commands at once are answered each for itself; the bad ones leave nothing, not even beside a good one.
      const many = await site.post('village', '/api/v1/commands', { commands: [7, { id: 'x' }, body({ county: 777777 }), body({ values: { sex: 'male' } })] });
      assert.equal(many.status, 200, many.text);
      for (const one of many.json.answers) for (const problem of one.problems) assert.notEqual(problem.message, problem.code);
      assert.deepEqual(many.json.answers.map((one) => one.ok), [false, false, false, false]);
      assertNothingWritten();
    });

    test('JSON that is not: broken, deep, doubled, not finite, not UTF-8, not JSON at all', async () => {
      const raw = (text, type = 'application/json') => site.request('village', 'POST', '/api/v1/commands', text, { 'Content-Type': type });
      const id = uuid();
      const around = (value) => `{"id":"${id}","type":"spring_bud.pairing","move":"enter","values":{"amount":${value}}}`;
      for (const text of ['', '{', '[]]', '{"id":', 'null x', "{'id': 1}", '{"id": 1,}', '// hello', around('NaN'), around('Infinity'), around('-Infinity'), around('01'), around('+1'), around('.5'), around('0x10'), around('"\\ud800"'), '\uFEFF{}'])
        assertProblem(await raw(text), 400, 'json');
      assertProblem(await raw(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])), 400, 'not_utf8');
      assertProblem(await raw(Buffer.from([0x00, 0x00, 0x00])), 400, 'json');
      for (const text of ['[]', '7', '"x"', 'null']) assertProblem(await raw(text), 422, 'not_an_object');
      for (const value of ['1e999', '-1e999', '1e-999', '123456789012345678901234567890']) assertNoFailure(await raw(around(value)), value);
      for (const text of ['{"id":1,"id":2}', '{"values":{"a":{"b":1,"b":2}}}', '{"values":{"a":1,"\\u0061":2}}']) assertProblem(await raw(text), 400, 'json_key_twice');
      for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), '['.repeat(5_000_000) + ']'.repeat(5_000_000), `{"values":${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}}`]) assertProblem(await raw(text), 400, 'json');
      // 10 MB that is well formed, wide instead of deep.
      const wide = JSON.stringify({ id, type: 'core.person', move: 'enter', values: { name: Array(30).fill(Array(60_000).fill({ a: 1 })) } });
      assert.ok(wide.length > 10_000_000);
      assertProblem(await raw(wide), 422, 'not_text');
      assertProblem(await raw('['.repeat(20 << 20)), 413);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data; boundary=x']) assertProblem(await raw(around('1'), type), 415, 'content_type');
      // A null byte has no place in any text: not in a key, not in a value, of any route.
      for (const sent of [{ id, type: 'core.person', move: 'enter', values: { name: '甲\0乙', sex: 'male' } }, { id, type: 'core.person\0', move: 'enter' }, { id, 'x\0': 1, type: 'core.person', move: 'enter' }]) assertProblem(await site.post('village', '/api/v1/commands', sent), 422, 'control_character');
      for (const [login, method, path, body] of [[null, 'POST', 'session', { login: 'vil\0lage', password: 'x' }], ['village', 'PUT', 'session', { grant: '\0' }], ['village', 'POST', `records/core.person/${person}/reveal`, { field: 'phone', reason: '\0' }],
        ['county', 'POST', 'reports', { report: 'spring_bud.six_years', until: today, params: { star: '\0' } }], ['county', 'PUT', `reports/${uuid()}/paragraphs/intro`, { text: '\0' }]])
        assertProblem(await site.request(login, method, '/api/v1/' + path, body), 422, 'control_character');
      assertNothingWritten();
    });

    test('the parts of answers cut from what was sent stay whole characters', async () => {
      for (let shift = 0; shift < 4; ++shift) {
        const long = 'x'.repeat(shift) + '妇'.repeat(200) + '👩'.repeat(50);
        for (const values of [{ name: '甲', sex: long }, { name: '甲', sex: 'male', birth: long }, { name: '甲', sex: 'male', household: long }, { name: '甲', sex: 'male', [long]: 1 }])
          assertProblem(await enterPerson(values), 422);
        for (const more of [{ id: long }, { type: long }, { move: long }, { record: long }, { org: long }, { day: long }]) assertProblem(await site.command('village', { type: 'core.person', move: 'enter', values: {}, ...more }), 422);
        for (const path of ['records/' + encodeURIComponent(long), 'records/core.person?ref=' + encodeURIComponent(long), 'records/core.person?where=' + encodeURIComponent(long), 'figures?from=' + encodeURIComponent(long), 'figures?names=' + encodeURIComponent(long)])
          assertNoFailure(await site.get('village', '/api/v1/' + path), path);
        assertNoFailure(await site.request('village', 'POST', '/api/v1/files?name=' + encodeURIComponent(long), 'x', { 'Content-Type': 'image/' + 'x'.repeat(shift + 100) }), 'file');
      }
      assertNothingWritten();
    });

    test('ids in the body: another village, another county, another type, another stage', async () => {
      // A record that she may not read is not there for her, whatever door she tries.
      const far = uuid();
      assert.equal((await site.command('neighbour', { type: 'core.person', move: 'enter', record: far, values: { name: '远', sex: 'female', birth: '2014-03-11' } })).status, 200);
      untouched = snapshot();
      const girlOf = (child, more = {}) => ({ type: 'spring_bud.girl', move: 'enter', values: { child, school, grade: 5, area: 'mountain', hardship: ['orphan'] }, ...more });
      for (const [login, body] of [['village', girlOf(far)], ['county', { type: 'spring_bud.pairing', move: 'enter', values: { girl, donor: far, amount: '300' } }], ['village2', girlOf(person)],
        ['county', { type: 'spring_bud.pairing', move: 'enter', values: { girl: person, donor, amount: '300' } }]])
        assert.match(assertProblem(await site.command(login, body), 404, 'no_such_record')[0].path, /^values\./);
      for (const [login, record] of [['village2', person], ['village', far], ['neighbour', person], ['village', uuid()]])
        for (const move of ['edit', 'strike']) assertProblem(await site.command(login, { type: 'core.person', move, record, values: move === 'edit' ? { sex: 'male' } : undefined }), 404, 'no_such_record');
      assertProblem(await site.command('village', { type: 'core.person', move: 'edit', record: girl, values: { sex: 'male' } }), 404, 'no_such_record');   // a record, but of another type
      assertProblem(await site.command('township', { type: 'spring_bud.girl', move: 'review', record: person }), 404, 'no_such_record');
      for (const [login, org] of [['village', county], ['village', 'VILLAGE2'], ['village', '999002100200'], ['neighbour', village]]) {
        const where = org === 'VILLAGE2' ? (await site.get('village2', '/api/v1/meta')).json.org : org;
        const answer = await site.command(login, { type: 'core.person', move: 'enter', org: where, values: { name: '甲', sex: 'male' } });
        assert.ok([403, 422].includes(answer.status), `${login} at ${where}: ${answer.text}`);
        assertProblem(answer, answer.status);
      }
      // The county of the body is not a door either.
      const neighbourCounty = Math.floor((await site.get('neighbour', '/api/v1/meta')).json.org / 1e6);
      for (const body of [{ type: 'core.person', move: 'edit', record: far, values: { sex: 'male' } }, { type: 'core.person', move: 'enter', values: { name: '甲', sex: 'male' } }]) {
        const answer = await site.command('village', { ...body, county: neighbourCounty });
        assert.ok([403, 404, 422].includes(answer.status), answer.text);
        assertProblem(answer, answer.status);
      }
      for (const path of [`records/core.person/${far}`, `records/core.person/${far}?org=${neighbourCounty * 1e6}`, `records/spring_bud.girl/${person}`, `records/core.person/${uuid()}`, `files/${uuid()}`, `reports/${uuid()}`, `reports/${uuid()}/word`, `marked-sheets/${uuid()}`])
        assertProblem(await site.get('village', '/api/v1/' + path), 404);
      assertProblem(await site.post('village', `/api/v1/records/core.person/${far}/reveal`, { field: 'id_number' }), 404);
      assert.deepEqual((await site.get('village', `/api/v1/records/core.person?org=${neighbourCounty * 1e6}`)).json.rows ?? [], []);
      assertNothingWritten();
    });

    test('an account outside its range, a role it has not, a version that is past', async () => {
      assertProblem(await site.command('village', { type: 'spring_bud.girl', move: 'review', record: girl }), 403, 'not_yours');
      assertProblem(await site.command('chair', { type: 'spring_bud.girl', move: 'review', record: girl }), 403, 'not_yours');
      assertProblem(await site.command('chair', { type: 'spring_bud.girl', move: 'approve', record: girl }), 422, 'wrong_stage');
      assertProblem(await site.command('sysadmin', { type: 'core.person', move: 'enter', values: { name: '甲', sex: 'male' } }), 403, 'not_yours');
      assertProblem(await site.request('village', 'PUT', '/api/v1/session', { grant: uuid() }), 422, 'no_such_grant');
      assertProblem(await site.get('village', `/api/v1/figures?names=spring_bud.girls&org=${county}`), 403, 'not_yours');
      assertProblem(await site.post('village', '/api/v1/reports', { report: 'spring_bud.six_years', org: county, until: today }), 403, 'not_yours');
      for (const login of ['village', 'county', 'sysadmin'])
        for (const body of [{ type: 'account', move: 'open', login: 'mole', name: '鼹鼠', password: 'Qingshan-lvshui-72' }, { type: 'account', move: 'grant', login, org: county, role: 'chair' }, { type: 'account', move: 'password', login: 'chair', password: 'Qingshan-lvshui-72' }])
          assertProblem(await site.command(login, body), 403, 'not_yours');
      assertProblem(await site.command('secadmin', { type: 'account', move: 'grant', login: 'secadmin', org: county, role: 'chair' }), 422, 'not_yourself');
      assertProblem(await site.command('secadmin', { type: 'account', move: 'grant', login: 'village', org: '999002000000', role: 'chair' }), 403, 'not_yours');
      assertProblem(await site.command('secadmin', { type: 'account', move: 'password', login: 'neighbour', password: 'Qingshan-lvshui-72' }), 403, 'not_yours');
      assertProblem(await site.command('secadmin', { type: 'org', move: 'rename', org: village, name: '新村' }), 403, 'not_yours');
      for (const body of [{ org: '999002100200', name: '新村', move: 'rename' }, { org: 7, name: '新村', move: 'rename' }, { org: village, name: ' ', move: 'rename' }, { org: village, name: '村'.repeat(5000), move: 'rename' }, { org: village, name: '村\0', move: 'rename' }, { org: village, code: '12', move: 'recode' },
        { org: county, move: 'open', name: '镇'.repeat(5000), level: 'township' }, { org: county, move: 'explode' }, { org: village, into: village, move: 'merge' }, { org: village, move: 'split', parts: 7 }, { org: village, move: 'split', parts: [{ name: '' }, {}] }, { org: county, into: village, move: 'move' }, { org: village, name: '新村', move: 'rename', day: 'yesterday' }, { org: village, name: '新村', move: 'rename', dry_run: true }, { org: county, name: '新村', move: 'open', level: 'planet' }, { id: 'x', org: village, name: '新村', move: 'rename' }]) {
        const answer = await site.command('sysadmin', { type: 'org', ...body });
        assert.ok([400, 403, 422].includes(answer.status), JSON.stringify(body).slice(0, 100) + answer.text);
        assertProblem(answer, answer.status);
      }
      for (const body of [{ move: 'open', login: 'x', name: '甲', password: 'Qingshan-lvshui-72' }, { move: 'open', login: 'village', name: '甲', password: 'Qingshan-lvshui-72' }, { move: 'open', login: 'mole', name: '甲'.repeat(5000), password: 'Qingshan-lvshui-72' }, { move: 'open', login: 'mole', name: '甲', password: '1' },
        { move: 'grant', login: 'nobody', org: county, role: 'chair' }, { move: 'grant', login: 'village', org: county, role: 'empress' }, { move: 'grant', login: 'village', org: village, role: 'officer', from: 'never' }, { move: 'revoke', login: 'village', grant: uuid() }, { move: 'vanish', login: 'village' }, { move: 'disable' }, {}]) {
        const answer = await site.command('secadmin', { type: 'account', ...body });
        assert.ok([400, 403, 422].includes(answer.status), JSON.stringify(body).slice(0, 100) + answer.text);
        assertProblem(answer, answer.status);
      }
      assertNothingWritten();
      // Another changed the same field in between: both values come back, hers is not overwritten.
      assert.equal((await site.command('village', { type: 'spring_bud.girl', move: 'edit', record: girl, base: 1, values: { grade: 6 }, saw: { grade: 5 } })).status, 200);
      untouched = snapshot();
      const late = await site.command('township', { type: 'spring_bud.girl', move: 'edit', record: girl, base: 1, values: { grade: 7 }, saw: { grade: 5 } });
      const problems = late.status === 403 ? [] : assertProblem(late, 422, 'conflict');
      if (problems.length) assert.deepEqual([problems[0].args.base, problems[0].args.mine, problems[0].args.hers].map(String), ['5', '7', '6']);
      const stale = await site.command('village', { type: 'spring_bud.girl', move: 'edit', record: girl, base: 1, values: { grade: 8 }, saw: { grade: 5 } });
      assert.deepEqual(codeByPath(assertProblem(stale, 422, 'conflict')), { 'values.grade': 'conflict' });
      for (const base of [-1, 99, 9007199254740991]) assertNoFailure(await site.command('village', { type: 'spring_bud.girl', move: 'edit', record: girl, base, dry_run: true, values: { grade: 8 } }), `base ${base}`);
      assertNothingWritten();
    });

    test('no session, a forged one, a cookie without our header', async () => {
      const routes = Object.entries((await site.get(null, '/api/v1/openapi.json')).json.paths);
      assert.ok(routes.length > 25);
      const forged = ['0'.repeat(64), 'f'.repeat(63), 'a'.repeat(10_000), "' or 1=1 --", '../../keys', 'ä'];
      let closed = 0;
      for (const [pattern, methods] of routes)
        for (const [method, operation] of Object.entries(methods)) {
          if (operation.security.length === 0) continue;
          const path = pattern.replace(/\{[^}]+\}/g, 'x');
          for (const token of [null, forged[closed % forged.length]])
            assertProblem(await site.raw(method.toUpperCase(), path, token === null ? {} : { Cookie: 'halfsky_session=' + encodeURIComponent(token), 'X-Halfsky': '1' }), 401, 'not_signed_in');
          ++closed;
        }
      assert.ok(closed > 20);
      for (const token of forged) assertProblem(await site.raw('GET', '/api/v1/today', { Authorization: 'Bearer ' + encodeURIComponent(token) }), 401);
      const cookie = 'halfsky_session=' + await site.token('village');
      const body = JSON.stringify({ id: uuid(), type: 'core.person', move: 'enter', values: { name: '甲', sex: 'male' } });
      assertProblem(await site.raw('POST', '/api/v1/commands', { Cookie: cookie, 'Content-Type': 'application/json' }, body), 403, 'header_missing');
      assertProblem(await site.raw('DELETE', '/api/v1/session', { Cookie: cookie }), 403, 'header_missing');
      assert.equal((await site.raw('GET', '/api/v1/session', { Cookie: cookie })).status, 200);
      assertNothingWritten();
    });

    test('script in values comes back as data, never as a page', async () => {
      const script = '<script>alert(1)</script>', image = '"><img src=x onerror=alert(1)>';
      for (const path of ['/' + encodeURIComponent(script), '/r/' + encodeURIComponent(script), '/api/v1/' + encodeURIComponent(script), '/api/v1/records/' + encodeURIComponent(script), '/api/v1/search?q=' + encodeURIComponent(script), '/api/v1/records/core.person?where=' + encodeURIComponent(script), '/api/v1/records/core.person?sort=' + encodeURIComponent(image)]) {
        const answer = await site.get('village', path);
        assertNoFailure(answer, path);
        if (!answer.headers.get('content-type').includes('json')) assert.ok(!answer.text.includes(script) && !answer.text.includes(image), path);
      }
      // Accepted as a name, it stays data: JSON that no browser takes for a page.
      const giver = uuid();
      const made = await site.command('county', { type: 'core.donor', move: 'enter', record: giver, values: { name: script + image, kind: 'person' } });
      assert.equal(made.status, 200, made.text);
      untouched = snapshot();
      const record = await site.get('county', `/api/v1/records/core.donor/${giver}`);
      assert.equal(record.json.label, script + image);
      assert.match(record.headers.get('content-type'), /^application\/json/);
      assert.match(record.headers.get('content-security-policy'), /default-src 'self'/);
      assertNothingWritten();
    });

    test('paths: out of the assets, unknown, doubled, with the wrong method', async () => {
      for (const path of ['/assets/../../../../etc/passwd', '/assets/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/../config.json', '/assets/....//....//etc/passwd', '/assets/%5c..%5c..', '/keys/master.key', '/halfsky.db', '/config.json', '//etc/passwd', '/assets//etc/passwd', '/assets/%00', '/%', '/%zz', '/%c3%28', '/api/v1/../../etc/passwd']) {
        const answer = await site.rawLine(`GET ${path} HTTP/1.1`);
        assert.ok(!answer.includes('root:') && !answer.includes('BEGIN') && !answer.includes('"database"'), path);
        assert.match(answer, /^HTTP\/1\.1 (200|400|404) /, path);
        if (answer.startsWith('HTTP/1.1 200')) assert.match(answer, /<div id="app">/, path + ' is the client\'s page or nothing');
      }
      for (const path of ['/api', '/api/', '/api/v1', '/api/v1/', '/api/v2/today', '/api/v1/nothing', '/api/v1/records', '/api/v1/records//' + girl, '/api/v1/today/', '/API/V1/TODAY', '/api/v1/records/core.person/' + person + '/x']) assertNoFailure(await site.get('village', path), path);
      for (const [method, path] of [['POST', '/api/v1/today'], ['PUT', '/api/v1/commands'], ['DELETE', '/api/v1/records/core.person'], ['PATCH', '/api/v1/session'], ['GET', '/api/v1/commands'], ['POST', '/'], ['DELETE', '/index.html']]) {
        const answer = await site.request('village', method, path);
        assertProblem(answer, path.startsWith('/api') ? 405 : 404);
      }
      for (const line of ['TRACE / HTTP/1.1', 'FOO /api/v1/today HTTP/1.1', 'OPTIONS * HTTP/1.1', 'GET http://elsewhere/ HTTP/1.1', 'GET / HTTP/9.9', 'GET', '\u0000\u0001', 'GET /' + 'a'.repeat(40_000) + ' HTTP/1.1', 'GET / HTTP/1.1\r\nX: ' + 'a'.repeat(40_000), 'POST /api/v1/commands HTTP/1.1\r\nContent-Length: -1', 'POST /api/v1/commands HTTP/1.1\r\nContent-Length: 99999999999999999999'])
        assert.match(await site.rawLine(line), /^(HTTP\/1\.1 4\d\d |$)/, line.slice(0, 60));
      assertNothingWritten();
    });

    // Every type and every field; every kind of field (as the descriptor says it, without names and words) in every way by itself, at three fields.
    test('lists: every kind of field of every type, asked for in every way', async () => {
      const { programmes } = (await site.get('county', '/api/v1/meta')).json;
      const perKindMax = 3;
      const seen = new Map();
      const kindOf = ({ id, title, help, words, group, ...rest }) => JSON.stringify(Object.entries(rest).map(([key, value]) => [key, ['string', 'boolean'].includes(typeof value) && key !== 'target' && key !== 'codes' ? value : typeof value]));
      let asked = 0;
      for (const programme of programmes)
        for (const type of programme.records) {
          const at = `/api/v1/records/${type.name}?limit=1`;
          for (const parameter of ['stage=x', 'stage=,', 'facets=stage', 'facets=org', 'facets=,', 'sort=stage', 'sort=-', 'sort=', 'sort=due', 'count=1&q=%25_%5C', 'where=stage+%3D%3D+null', `q=${'a'.repeat(5000)}`]) assertNoFailure(await site.get('county', `${at}&${parameter}`), `${type.name} ${parameter}`);
          for (const field of type.fields) {
            const { id } = field, kind = kindOf(field);
            seen.set(kind, (seen.get(kind) ?? 0) + 1);
            assertNoFailure(await site.get('county', `${at}&sort=${id}&facets=${id}&where=${encodeURIComponent(`${id} == null`)}`), `${type.name} ${id}`);
            if (seen.get(kind) > perKindMax) continue;
            for (const parameter of [`sort=${id}`, `sort=-${id}`, `facets=${id}`, `where=${encodeURIComponent(`${id} == null`)}`, `where=${encodeURIComponent(`${id} == 'x'`)}`, `where=${encodeURIComponent(`${id} > 5`)}`, `ref=${id}:x`, `ref=${id}:5`, `ref=${id}`]) {
              assertNoFailure(await site.get('county', `${at}&${parameter}`), `${type.name} ${parameter}`);
              ++asked;
            }
          }
        }
      assert.ok(asked > 500, `${asked} ways`);
      assert.ok(seen.size > 30, `${seen.size} kinds`);
    });

    test('lists: conditions that are hostile or huge, forged cursors, numbers out of range', async () => {
      for (const where of ["' or 1=1 --", "stage == 'a' or '1'='1'", "1; drop table journal", 'stage == "x"', 'pg_sleep(10)', 'grade / 0 > 1', 'grade % 0 == 1', '9223372036854775807 + grade > 0', 'grade * 9223372036854775807 > 0', '99999999999999999999 > 0', '1e999 > 0',
        "visited + days(999999999999) > today", "visited + months(999999999999) > today", "days(9223372036854775807) > 0", "date('0000-00-00') == visited", 'child.child.child.child', 'child.name == \'x\'', 'hardship == null', "'orphan' in hardship", 'pairings.exists(p, pairings.exists(p, true))', 'pairings.all(p, p.girl.pairings.all(q, q.girl.pairings.exists(r, true)))',
        '('.repeat(3000) + 'true' + ')'.repeat(3000), '!'.repeat(5000) + 'true', '-'.repeat(5000) + '1 > 0', Array(1500).fill('true').join('&&'), Array(600).fill("stage=='a'").join('||'), `stage in [${Array(1200).fill("'a'").join(',')}]`, '['.repeat(4000), "'" + 'x'.repeat(5000) + "' == stage", 'true ? '.repeat(800) + 'true' + ' : false'.repeat(800), '妇联', '\u202e', "stage == '\\u0000'", 'x.'.repeat(2000) + 'y', '', ' ', '#', '"', "'", '\\'])
        assertNoFailure(await site.get('county', '/api/v1/records/spring_bud.girl?where=' + encodeURIComponent(where)), where.slice(0, 80));
      const id = uuid();
      for (const cursor of ['x', '|', 'i5|' + id, 't5|' + id, 'tabc|' + id, 'i|' + id, 'iabc|' + id, 'i5abc|' + id, 'i99999999999999999999|' + id, 'i-9223372036854775808|' + id, "t' or 1=1|" + id, 'i5|' + "'".repeat(36), 'z5|' + id, 'i5|' + id + '|' + id, '9'.repeat(5000)])
        for (const sort of ['', '&sort=area', '&sort=-grade', '&sort=due'])
          assertNoFailure(await site.get('county', `/api/v1/records/spring_bud.girl?cursor=${encodeURIComponent(cursor)}${sort}`), cursor.slice(0, 60) + sort);
      for (const number of ['-1', '0', '1.5', 'abc', '999999999999999999', '9'.repeat(30), '٣'])
        for (const path of [`records/spring_bud.girl?limit=${number}`, `records/spring_bud.girl?org=${number}`, `records/spring_bud.girl/${girl}?version=${number}`, `records/spring_bud.girl/${girl}?place=${number}`, `records/spring_bud.girl/${girl}?org=${number}`, `changes?after=${number}`, `changes?limit=${number}`, `changes?org=${number}`, `orgs?parent=${number}`, `orgs?level=${number}`,
          `figures?names=spring_bud.girls&org=${number}`, `figures/spring_bud.girls/records?cursor=${number}`, `figures/spring_bud.girls/records?org=${number}`, `reports?org=${number}`, `funds?org=${number}`, `ledger/spring_bud.spring_bud?cursor=${number}`, `ledger/spring_bud.spring_bud?limit=${number}`, `ledger/spring_bud.spring_bud/follow/${number}`])
          assertNoFailure(await site.get('county', '/api/v1/' + encodeURI(path)), path);
      for (const path of ['figures?names=' + 'a,'.repeat(200), 'figures?names=nothing', 'figures?names=spring_bud.girls%5Bx%3D', 'figures?names=' + encodeURIComponent('1/0'), 'figures?names=' + encodeURIComponent('spring_bud.girls / 0'), 'figures?names=' + encodeURIComponent('spring_bud.girls * 9223372036854775807 * 9'), 'figures?names=' + encodeURIComponent('('.repeat(3000)), 'figures?names=spring_bud.girls&from=2026-02-30', 'figures?names=spring_bud.girls&from=9999-12-31&to=0001-01-01', 'figures?names=spring_bud.girls&period=never',
        'figures/nothing/records', 'figures/%20/records', 'search', 'search?q=', 'search?q=' + '%25'.repeat(3000), 'search?q=%27', 'search?q=%F0%9F%91%A9', 'orgs?q=%25', 'meta/nothing', 'records/core.person/' + person + '/print/nothing', 'ledger/nothing', `sheets/nothing`, 'sheets/core.person?where=x+y', 'reports/kinds?x=1', 'indicators?x=1', 'today?x=1', 'today?' + 'x&'.repeat(5000)])
        assertNoFailure(await site.get('county', '/api/v1/' + path), path.slice(0, 80));
      assertNothingWritten();
    });

    test('sheets, files, live events and the public page take no nonsense', async () => {
      for (const body of ['', 'PK', 'name,sex\n甲,male', Buffer.alloc(100_000), Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(1000, 0xff)])]) assertProblem(await site.request('village', 'POST', '/api/v1/sheets/core.person', body, { 'Content-Type': 'application/octet-stream' }), 422);
      const wide = Array(16_384).fill('');   // XFD is the last column that there is
      const [names, values] = [[...wide], [...wide]];
      [names[0], names[1], names[16_383]] = ['姓名', '性别', '出生日期'];
      [values[0], values[1], values[16_383]] = ['王小燕', '女', '昨天'];
      const taken = await site.request('village', 'POST', '/api/v1/sheets/core.person?dry_run=1', xlsx([names, values]), { 'Content-Type': 'application/octet-stream' });
      assert.equal(taken.status, 200, taken.text);
      assert.equal(taken.json.bad, 1);
      assertProblem(await site.request('village', 'POST', '/api/v1/files', 'hello', { 'Content-Type': 'text/html' }), 415, 'content_type');
      assertProblem(await site.request('village', 'POST', '/api/v1/files', '<svg onload=alert(1)>', { 'Content-Type': 'image/png' }), 422, 'file_is_other');
      assertProblem(await site.request('village', 'POST', '/api/v1/files', Buffer.alloc((10 << 20) + 1), { 'Content-Type': 'image/png' }), 413);
      for (const last of ['x', '-1', '99999999999999999999999', '18446744073709551615', "'"]) {
        const said = await site.firstEvent('village', { 'Last-Event-ID': last });
        assert.match(said, /event: reset/, last);   // told to start again, not given what she missed
      }
      for (const body of [{}, { id: uuid(), type: 'spring_bud.pairing', code: 'x' }, { id: 'x', type: 'spring_bud.pairing', code: "'" }, { id: uuid(), type: 'core.person', code: girl }, { id: uuid(), type: 'spring_bud.pairing', code: girl, me: [], values: 7 }]) {
        const answer = await site.post(null, '/api/v1/public/commands', body);
        assert.ok([404, 422].includes(answer.status), answer.text);
        assertProblem(answer, answer.status);
      }
      assertNothingWritten();
    });

    test('after all of it the journal and the cells are as they should be', () => {
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      site.run('recount', '--data', site.data);
    });

    test('signs without a shape are left out, so that two names that look alike are alike', async () => {
      const [plain, pasted] = [uuid(), uuid()];
      for (const [record, name] of [[plain, '甲乙'], [pasted, '\u200b甲\ufeff乙\u200f']]) assert.equal((await site.command('village', { type: 'core.person', move: 'enter', record, values: { name, sex: 'female' } })).status, 200);
      const named = async (record) => (await site.get('village', `/api/v1/records/core.person/${record}`)).json.label;
      assert.equal(await named(pasted), await named(plain));
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
