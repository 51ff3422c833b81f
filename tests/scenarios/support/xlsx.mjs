// A plain .xlsx of one sheet: rows of text, stored without packing, as small programs write it.
import { crc32, inflateRawSync } from 'node:zlib';

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export function zipped(parts) {
  const files = [], directory = [];
  let at = 0;
  for (const [name, content] of parts) {
    const data = Buffer.from(content), label = Buffer.from(name), head = Buffer.alloc(30), entry = Buffer.alloc(46);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(data), 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(data.length, 22);
    head.writeUInt16LE(label.length, 26);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    head.copy(entry, 8, 6, 30);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt32LE(at, 42);
    files.push(head, label, data);
    directory.push(entry, label);
    at += 30 + label.length + data.length;
  }
  const list = Buffer.concat(directory), end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, list, end]);
}

export function xlsx(rows) {
  const sheet = rows.map((row) => `<row>${row.map((text) => (text === '' ? '<c/>' : `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`)).join('')}</row>`).join('');
  return zipped([
    ['_rels/.rels', `<Relationships><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns:r="${office}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ['xl/worksheets/sheet1.xml', `<worksheet><sheetData>${sheet}</sheetData></worksheet>`],
  ]);
}

// A form as offices make them: several sheets, styles, merges, hidden and locked cells, choices, comments and whatever `extra` parts.
//   workbook({ rows: [['姓名', ''], [null, { s: 1 }]], merges: ['A1:B1'], styles: ['General', 'yyyy-mm-dd'], … })
// A cell is null (none), '' (blank), a text, a number, or { v, f, s }: value, formula, style.
export function workbook({ rows, merges = [], styles = ['General'], unlocked = [], cols = '', hiddenRows = [], protect = false, choices = [], sheets = [], extra = [], properties = '', names = '', prefix = '', shared = false, links = false, tail = '', dimension = '', types = '' }) {
  const p = prefix, strings = [];
  const letter = (n) => (n < 26 ? String.fromCharCode(65 + n) : letter(Math.floor(n / 26) - 1) + letter(n % 26));
  const cell = (value, r, c) => {
    if (value === null || value === undefined) return '';
    const given = typeof value === 'object' ? value : { v: value };
    const style = given.s ? ` s="${given.s}"` : '', at = `<${p}c r="${letter(c)}${r + 1}"${style}`;
    if (given.f) return `${at}><${p}f${given.array ? ` t="array" ref="${given.array}"` : ''}>${escaped(given.f)}</${p}f>${given.v === undefined ? '' : `<${p}v>${given.v}</${p}v>`}</${p}c>`;
    if (given.v === '' || given.v === undefined) return `${at}/>`;
    if (typeof given.v === 'number') return `${at}><${p}v>${given.v}</${p}v></${p}c>`;
    if (!shared) return `${at} t="inlineStr"><${p}is><${p}t>${escaped(given.v)}</${p}t></${p}is></${p}c>`;
    strings.push(given.v);
    return `${at} t="s"><${p}v>${strings.length - 1}</${p}v></${p}c>`;
  };
  const data = rows.map((row, r) => (row === null ? '' : `<${p}row r="${r + 1}"${hiddenRows.includes(r + 1) ? ' hidden="1"' : ''}>${row.map((value, c) => cell(value, r, c)).join('')}</${p}row>`)).join('\n');
  const validations = choices.map(([where, list]) => `<${p}dataValidation type="list" sqref="${where}"><${p}formula1>"${list}"</${p}formula1></${p}dataValidation>`).join('');
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<${p}worksheet xmlns${p ? ':' + p.slice(0, -1) : ''}="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + (dimension ? `<${p}dimension ref="${dimension}"/>` : '') + (cols ? `<${p}cols>${cols}</${p}cols>` : '') +
    `<${p}sheetData>${data}</${p}sheetData>` + (protect ? `<${p}sheetProtection sheet="1"/>` : '') + (merges.length ? `<${p}mergeCells count="${merges.length}">${merges.map((ref) => `<${p}mergeCell ref="${ref}"/>`).join('')}</${p}mergeCells>` : '') +
    (validations ? `<${p}dataValidations>${validations}</${p}dataValidations>` : '') + tail + `</${p}worksheet>`;
  const all = [['表', xml], ...sheets.map(([name, content]) => [name, content])];
  const own = styles.map((code, n) => `<numFmt numFmtId="${170 + n}" formatCode="${escaped(code).replaceAll('"', '&quot;')}"/>`).join('');
  const formats = styles.map((code, n) => `<xf numFmtId="${code === 'General' ? 0 : 170 + n}"${unlocked.includes(n) ? ' applyProtection="1"><protection locked="0"/></xf>' : '/>'}`).join('');
  return zipped([
    ['[Content_Types].xml', `<Types>${types}</Types>`],
    ['_rels/.rels', `<Relationships><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns:r="${office}">${properties}<sheets>${all.map(([name], n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="r${n + 1}"/>`).join('')}</sheets>${names}</workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships>${all.map((_, n) => `<Relationship Id="r${n + 1}" Type="${office}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}<Relationship Id="styles" Type="${office}/styles" Target="styles.xml"/><Relationship Id="strings" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`],
    ...all.map(([, content], n) => [`xl/worksheets/sheet${n + 1}.xml`, content]),
    ['xl/styles.xml', `<styleSheet><numFmts>${own}</numFmts><cellXfs>${formats}</cellXfs></styleSheet>`],
    ['xl/sharedStrings.xml', `<sst>${strings.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`],
    ...(links ? [['xl/externalLinks/externalLink1.xml', '<externalLink/>']] : []),
    ...extra,
  ]);
}

// The parts of a zip: name -> { packed, content }.
export function unzipped(bytes) {
  const parts = {};
  let at = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = bytes.readUInt16LE(at + 10);
  at = bytes.readUInt32LE(at + 16);
  for (let n = 0; n < count; ++n) {
    const method = bytes.readUInt16LE(at + 10), size = bytes.readUInt32LE(at + 20), label = bytes.readUInt16LE(at + 28), local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + label);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28), packed = bytes.subarray(begin, begin + size);
    parts[name] = { packed, content: method === 8 ? inflateRawSync(packed) : packed };
    at += 46 + label + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}
