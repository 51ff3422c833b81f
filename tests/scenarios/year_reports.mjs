// An office's year over HTTP: reports that compile themselves, also for days on which the server stood still; what the offices below wrote;
// a correction beside the old version; drift; and one report as page, Word, PDF and Excel, read back and held against each other.
// On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';
import { unzipped } from './support/xlsx.mjs';

const api = '/api/v1/reports';
const china = (ms) => new Date(ms + 8 * 3600e3);
const now = china(Date.now()), year = now.getUTCFullYear(), month = now.getUTCMonth();
const text = (date) => date.toISOString().slice(0, 10);
const today = text(now);
const day = (of, m, d) => text(new Date(Date.UTC(of, m, d)));
const days = (iso) => Math.round(Date.parse(iso) / 864e5);

// Every number that a reader finds, as it is set.
const numbers = (of) => (of.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).sort();

const plain = (xml) => xml.replace(/<\/w:(p|tc)>/g, ' ').replace(/<[^>]+>/g, '').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');

// What a page shows of a report, with who signs it below as on paper.
function onPage(report) {
  const said = report.pieces.map((piece) => {
    if (piece.kind === 'figure') return piece.shown;
    if (piece.kind === 'table') return [piece.header, ...piece.rows.map((row) => row.map((cell) => cell.text))].flat().join(' ') + ' ';
    if (piece.kind !== 'write') return piece.text;
    const below = report.gathered[piece.key];
    return [report.paragraphs[piece.key] || below?.merged || '', below?.silent ?? ''].join(' ');
  }).join('');
  const signed = china(Date.parse(report.compiled_at));
  const version = report.replaces ? ` 本报告为第${report.version}版，更正说明：${report.reason}。` : '';
  return `${said}${version} ${signed.getUTCFullYear()}年${signed.getUTCMonth() + 1}月${signed.getUTCDate()}日`;
}

// The sheets of a workbook: rows of cells, numbers set as their format sets them.
function inExcel(bytes) {
  const parts = unzipped(bytes), part = (name) => parts[name].content.toString('utf8');
  const strings = [...part('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) => plain(si));
  const styles = part('xl/styles.xml');
  const codes = Object.fromEntries([...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code]) => [id, code]));
  const formats = [...styles.match(/<cellXfs.*?<\/cellXfs>/s)[0].matchAll(/<xf numFmtId="(\d+)"/g)].map(([, id]) => codes[id] ?? (id === '3' ? '#,##0' : id === '4' ? '#,##0.00' : ''));
  return [1, 2].map((n) => [...part(`xl/worksheets/sheet${n}.xml`).matchAll(/<row [^>]*?>(.*?)<\/row>/gs)].map(([, row]) =>
    [...row.matchAll(/<c r="[A-Z]+\d+"(?: s="(\d+)")?(?: t="(\w+)")?(?:\/>|>(?:<v>(.*?)<\/v>)?<\/c>)/g)].map(([, style, type, value]) => {
      if (value === undefined) return { shown: '' };
      if (type === 's') return { shown: strings[Number(value)] };
      const places = /\.(0+)/.exec(formats[Number(style ?? 0)])?.[1].length ?? 0;
      return { shown: Number(value).toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places }), number: Number(value) };
    })));
}

// Without the numbers of its pages.
const pdfText = (path) => execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replace(/^\s*—\s*\d+\s*—\s*$/gm, '');

async function file(site, login, path) {
  const answer = await fetch(site.address + path, { headers: { Authorization: 'Bearer ' + (await site.token(login)) } });
  assert.equal(answer.status, 200, path);
  return Buffer.from(await answer.arrayBuffer());
}

// One report in all its forms has the same figures.
async function sameInAllForms(site, login, id, query = '') {
  const report = (await site.get(login, `${api}/${id}${query}`)).json;
  const expected = numbers(onPage(report));
  assert.ok(expected.length > 3, 'there is something to hold against each other');
  assert.deepEqual(numbers(plain(unzipped(await file(site, login, `${api}/${id}/word${query}`))['word/document.xml'].content.toString('utf8'))), expected, 'Word');
  const [words, figures] = inExcel(await file(site, login, `${api}/${id}/excel${query}`));
  assert.deepEqual(numbers(words.map((row) => row.map((cell) => cell.shown).join(' ')).join('\n')), expected, 'Excel');
  assert.deepEqual(figures.slice(1).map((row) => [row[0].shown, row[5].shown]), report.figures.map((figure) => [figure.id, figure.shown]), 'the sheet of figures');
  for (const [n, row] of figures.slice(1).entries()) assert.equal(row[6]?.number ?? null, report.figures[n].value === null ? null : Number(report.figures[n].value), `${report.figures[n].expression} as a number`);
  if (site.database) return report;   // a PDF is made of the Word file, whatever the database, and LibreOffice takes seconds for each
  const pdf = await fetch(site.address + `${api}/${id}/pdf${query}`, { headers: { Authorization: 'Bearer ' + (await site.token(login)) } });
  assert.equal(pdf.status, 200, 'LibreOffice is there');
  const path = join(site.folder, 'report.pdf');
  writeFileSync(path, Buffer.from(await pdf.arrayBuffer()));
  assert.deepEqual(numbers(pdfText(path)), expected, 'PDF');
  return report;
}

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, county, city, east;
    const good = async (answer) => { const told = await answer; assert.ok(told.status < 300, told.text); return told.json; };
    const list = async (login, query = '') => (await good(site.get(login, api + query))).reports;
    const talk = async (login, on, heard) => {
      const record = uuid();
      await good(site.command(login, { type: 'office.talk', move: 'enter', record, values: { day: on, heard } }));
      await good(site.command('county', { type: 'office.talk', move: 'hold', record }));
    };
    const back = (on) => site.sql(`update setting set value = '${days(on)}' where name like '%report office.%'`);
    // What the clock makes is there when it is; it runs as soon as the server does.
    const until = async (done) => { for (;;) { const value = await done(); if (value) return value; } };

    before(async () => {
      site = newSite();
      const packs = join(site.folder, 'programmes');
      mkdirSync(packs, { recursive: true });
      cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
      cpSync(join(root, 'tests/report/packs/office'), join(packs, 'office'), { recursive: true });
      site.init(packs);
      site.openAccounts([['city', '999000000000', 'officer']]);
      site.addOrgs('code,name,level,kind,parent\n999002000000,桃溪市,county,,\n999002100000,南山镇,township,town,\n');
      site.openAccount('neighbour', '999002000000', 'officer');
      await site.serve();
      county = (await site.get('county', '/api/v1/meta')).json.org;
      city = (await site.get('city', '/api/v1/meta')).json.org;
      east = await site.orgId('county', '东山镇');
      await until(() => site.sql("select name from setting where name like '%report office.%'").length === 4);
    });

    test('what will come is told: the day, and the period it is about', async () => {
      const { coming, org_name } = await good(site.get('county', api));
      assert.equal(org_name, '花溪市');
      assert.deepEqual(coming.map((each) => each.report).sort(), ['office.half', 'office.region', 'office.year']);
      const next = coming.find((each) => each.report === 'office.region'), at = now.getUTCDate() < 5 ? month : month + 1;
      assert.deepEqual([next.day, next.from, next.until], [day(year, at, 5), day(year, at - 1, 1), day(year, at, 0)]);
      const yearly = coming.find((each) => each.report === 'office.year');
      assert.match(yearly.day, /-01-10$/);
      assert.equal(yearly.until, day(Number(yearly.day.slice(0, 4)) - 1, 11, 31));
    });

    test('days on which the server stood still are caught up with, one report for each office and period', async () => {
      await talk('village', day(year, month - 1, 10), 34);
      await site.stop();
      back(day(year, month - 2, 20));
      await site.serve();
      const due = [month - 1, month].filter((m) => day(year, m, 5) <= today);   // the fifths since then
      await until(async () => (await list('city', `?org=${city}`)).length === due.length);
      for (const [login, org, kind] of [['city', city, 'office.region'], ['county', county, 'office.region'], ['township', east, 'office.town']]) {
        const made = (await list(login, `?org=${org}`)).filter((each) => each.report === kind);
        assert.deepEqual(made.map((each) => [each.from, each.until, each.state, each.itself, each.version]), due.map((m) => [day(year, m - 1, 1), day(year, m, 0), 'draft', true, 1]).reverse());
      }
      const journaled = () => site.sql("select count(*) from journal where kind = 'report.compile'")[0][0];
      const count = journaled();
      await site.stop();
      back(day(year, month - 2, 20));   // as after a crash before it was noted
      await site.serve();
      await until(() => site.sql(`select count(*) from setting where name like '%report office.%' and value = '${days(today)}'`)[0][0] === '4');
      assert.equal(journaled(), count, 'none is made twice');
    });

    test('a township sees its own, a county those below, a city both by naming the office; nobody a neighbour’s', async () => {
      const [mine] = await list('township');
      assert.equal(mine.org, east);
      const below = await list('county', '?below=1');
      assert.ok(below.length > 0 && below.every((each) => each.report === 'office.town'));
      assert.deepEqual([...new Set(below.map((each) => each.org_name))].sort(), ['东山镇', '西河镇'].sort());
      assert.equal((await site.get('city', `${api}/${mine.id}?org=${mine.org}`)).json.title, '镇月报');
      assert.equal((await site.get('county', `${api}/${mine.id}`)).status, 200);
      for (const login of ['village', 'neighbour', 'sysadmin']) {
        assert.ok([403, 404].includes((await site.get(login, `${api}/${mine.id}?org=${mine.org}`)).status), login);
        assert.equal((await site.get(login, `${api}?org=${county}`)).status, 403, login);
        for (const rest of ['drift', 'excel', 'word']) assert.ok([403, 404].includes((await site.get(login, `${api}/${mine.id}/${rest}?org=${mine.org}`)).status), `${login} ${rest}`);
        assert.ok([403, 404].includes((await site.post(login, `${api}/${mine.id}/again?org=${mine.org}`, { reason: '看看' })).status), login);
      }
      assert.equal((await site.raw('GET', api)).status, 401);
    });

    test('what villages wrote stands in the township’s, then in the county’s; who was silent is named', async () => {
      const [town] = await list('township');
      const page = site.sql(`select id, org, starts from office_page order by starts, org`).map(([id, org, starts]) => ({ id, org: Number(org), starts: Number(starts) }));
      const village = await site.orgId('county', '口头庄村');
      let mine = page.find((each) => each.org === village && each.starts === days(town.from));
      if (!mine) {
        mine = { id: uuid() };
        await good(site.command('village', { type: 'office.page', move: 'enter', record: mine.id, values: { starts: town.from } }));
      }
      await good(site.command('village', { type: 'office.page', move: 'send', record: mine.id, values: { words: '缺一间活动室。' } }));
      const read = async (login, id, query = '') => (await good(site.get(login, `${api}/${id}${query}`))).gathered.problems;
      assert.deepEqual((await read('township', town.id)).offices.map((each) => [each.org_name, each.state, each.text]), [['口头庄村', 'written', '缺一间活动室。'], ['西偏坨村', 'late', '']]);
      const [own] = (await list('county')).filter((each) => each.until === town.until);
      assert.deepEqual([(await read('county', own.id)).merged, (await read('county', own.id)).silent], ['东山镇：口头庄村：缺一间活动室。', '（还没有写：西河镇。）']);
      await good(site.request('township', 'PUT', `${api}/${town.id}/paragraphs/problems`, { text: '全镇缺活动室。' }));
      assert.equal((await read('county', own.id)).merged, '东山镇：全镇缺活动室。');
      await sameInAllForms(site, 'county', own.id);
    });

    test('a correction is a new version beside the old one, which is as it was; drift tells what changed', async () => {
      const [old] = (await list('county')).filter((each) => each.report === 'office.region');
      await good(site.post('county', `${api}/${old.id}/finalise`, {}));
      const as = await good(site.get('county', `${api}/${old.id}`));
      assert.deepEqual((await good(site.get('county', `${api}/${old.id}/drift`))).drift, []);
      await talk('village', day(year, month - 1, 11), 9);
      const drift = (await good(site.get('county', `${api}/${old.id}/drift`))).drift;
      const first = as.figures.find((figure) => figure.id === 'r.1');
      assert.deepEqual(drift.find((each) => each.n === first.n), { n: first.n, now: String(Number(first.value) + 1), away: '1' });
      const without = await site.post('county', `${api}/${old.id}/again`, { reason: '' });
      assert.deepEqual([without.status, without.json.problems.map((problem) => `${problem.path} ${problem.code}`)], [422, ['reason required']]);
      const long = await site.post('county', `${api}/${old.id}/again`, { reason: '长'.repeat(501) });
      assert.deepEqual(long.json.problems.map((problem) => `${problem.path} ${problem.code}`), ['reason too_long']);
      const sent = uuid();
      const { id } = await good(site.post('county', `${api}/${old.id}/again`, { id: sent, reason: '补录一场讲座' }));
      assert.equal((await good(site.post('county', `${api}/${old.id}/again`, { id: sent, reason: '补录一场讲座' }))).id, id, 'sent twice, made once');
      const fresh = await sameInAllForms(site, 'county', id);
      assert.deepEqual([fresh.version, fresh.replaces, fresh.reason, fresh.state, fresh.versions.map((each) => each.id)], [2, old.id, '补录一场讲座', 'draft', [old.id, id]]);
      assert.equal(fresh.figures.find((figure) => figure.id === 'r.1').value, String(Number(first.value) + 1));
      const still = await sameInAllForms(site, 'county', old.id);
      assert.deepEqual([still.state, still.replaced_by, still.figures], ['final', id, as.figures]);
      const twice = await site.post('county', `${api}/${old.id}/again`, { reason: '再来' });
      assert.deepEqual([twice.status, twice.json.problems.map((problem) => problem.code)], [422, ['newer_version']]);
      assert.match(twice.json.problems[0].message, /第1版/);
      const figure = await good(site.get('county', `${api}/${old.id}/figures/${first.n}`));
      assert.deepEqual([figure.value, figure.now, figure.drift, figure.records.count], [first.value, String(Number(first.value) + 1), '1', Number(first.value)]);
    });

    test('one that is sent twice under its id is made once; another under the same id is refused', async () => {
      const body = { id: uuid(), report: 'office.region', until: day(year, month - 3, 0), params: {} }, count = (await list('county')).length;
      const first = await good(site.post('county', api, body));
      assert.equal((await good(site.post('county', api, body))).id, first.id);
      assert.equal((await list('county')).length, count + 1);
      for (const [login, other] of [['county', { ...body, until: day(year, month - 4, 0) }], ['chair', body]]) {
        const refused = await site.post(login, api, other);
        assert.deepEqual([refused.status, refused.json.problems.map((problem) => `${problem.path} ${problem.code}`)], [409, ['id command_used']], login);
      }
      const odd = await site.post('county', api, { ...body, id: 'x' });
      assert.deepEqual(odd.json.problems.map((problem) => `${problem.path} ${problem.code}`), ['id not_an_id']);
    });

    test('the year before and the plan, as page, Word, PDF and Excel', async () => {
      const of = Number(day(year, month - 1, 10).slice(0, 4));   // in which the two talks were
      await talk('village', day(of - 1, 2, 10), 20);
      assert.equal((await site.request('county', 'PUT', '/api/v1/targets', { id: uuid(), indicator: 'office.talks', org: county, year: of, dims: [], value: '8' })).status, 200);
      const { id } = await good(site.post('county', api, { report: 'office.year', until: day(of, 11, 31) }));
      const report = await sameInAllForms(site, 'county', id);
      const [table] = report.pieces.filter((piece) => piece.kind === 'table');
      assert.deepEqual(table.header, ['指标', '本期', '上年同期', '增减', '全年计划', '完成%']);
      assert.deepEqual(table.rows[0].slice(1).map((cell) => cell.text), ['2', '1', '1', '8', '25.0']);
      assert.ok(table.rows[0].slice(1).every((cell) => report.figures[cell.n].shown === cell.text), 'each cell opens');
    });

    test('from the shell: Excel, Word, PDF, Markdown; no other', async () => {
      await site.stop();
      const path = join(site.folder, 'shell');
      for (const form of ['xlsx', 'docx', 'md', ...(site.database ? [] : ['pdf'])]) site.run('report', 'office.year', '--org', '999001000000', '--period', String(year), '-o', `${path}.${form}`, '--data', site.data);
      const said = site.outcome('report', 'office.year', '--org', '999001000000', '--period', String(year), '-o', `${path}.txt`, '--data', site.data);
      assert.equal(said.code, 2);
      assert.match(said.stderr, /\.docx, \.xlsx, \.pdf or \.md/);
      const markdown = readFileSync(`${path}.md`, 'utf8');
      assert.match(markdown, /^\| .* \|\n\| --- \|/m, 'tables in Markdown');
      const expected = numbers(`${markdown} ${now.getUTCFullYear()}年${now.getUTCMonth() + 1}月${now.getUTCDate()}日`);
      assert.ok(expected.length > 10);
      assert.deepEqual(numbers(plain(unzipped(readFileSync(`${path}.docx`))['word/document.xml'].content.toString('utf8'))), expected);
      assert.deepEqual(numbers(inExcel(readFileSync(`${path}.xlsx`))[0].map((row) => row.map((cell) => cell.shown).join(' ')).join('\n')), expected);
      if (!site.database) assert.deepEqual(numbers(pdfText(`${path}.pdf`)), expected);
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
    });
  });
}

scenario('An office’s year on SQLite', 'sqlite');
scenario('An office’s year on PostgreSQL', 'postgresql');

// The reports that the federation's own pack has, over all programmes.
describe('All programmes', () => {
  const newSite = sitesOn('sqlite');
  let site;
  before(async () => { site = await newSite().init().serve(); });

  for (const [login, name, until] of [['county', 'federation.year', day(year, 11, 31)], ['county', 'federation.month', day(year, month + 1, 0)], ['township', 'federation.half', day(year, 5, 30)], ['village', 'federation.village_month', day(year, month, 0)]])
    test(`${name} has the same figures in all forms`, async () => {
      const made = await site.post(login, api, { report: name, until });
      assert.equal(made.status, 201, made.text);
      await sameInAllForms(site, login, made.json.id);
    });
});
