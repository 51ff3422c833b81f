// No C++ names a programme (docs/ARCHITECTURE.md): the names come from the packs as they are now, the source is read without its comments, which
// may give examples. src/app/demo is left out: it makes the example data, and is the one place that knows whose.
//
// What counts as a programme's name: its id; "programme.x" and the table "programme_x"; a compound (with an underscore) of one of its
// types, fields, stages, moves, funds or indicators, wherever it stands; and one of those that is a single word where it stands alone
// in quotes. A single word elsewhere (day, school, paid) is English, and not what code finds a field by. A name that core declares, or
// that is a word of the language of packs or of the API, belongs to those.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(cpp|hpp)$/.test(entry.name))
    .map((entry) => join(entry.path, entry.name))
    .filter((file) => !file.startsWith(join(root, 'src/app/demo')));
}

// Comments become spaces, strings stay; a string may hold "//".
const withoutComments = (text) => text.replace(/R"(\w*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part));

// The declarations of a pack, by indentation: `section:` at the margin, types at 2, their fields, stages and moves at 4 and 6.
function declared(file) {
  const names = { programme: '', own: new Set() };
  let section = '', part = '';
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const key = /^( *)([a-z]\w*):/.exec(line);
    if (!key) continue;
    const depth = key[1].length, name = key[2];
    if (depth === 0) section = name;
    if (depth === 0 && name === 'programme') names.programme = line.split(':')[1].trim();
    if (depth === 2 && ['records', 'templates', 'indicators', 'funds'].includes(section)) names.own.add(name);
    if (depth === 4) part = name;
    if (depth === 6 && section !== 'codes' && ['fields', 'moves'].includes(part)) names.own.add(name);
    if (depth === 4 && name === 'stages') for (const [, stage] of line.slice(line.indexOf('{')).matchAll(/[{,] *([a-z]\w*):/g)) names.own.add(stage);
  }
  return names;
}

test('no C++ names a programme', () => {
  const packs = readdirSync(join(root, 'programmes')).map((folder) => declared(join(root, 'programmes', folder, 'programme.yaml')));
  const core = packs.find((pack) => pack.programme === 'core'), others = packs.filter((pack) => pack !== core);
  assert.ok(others.length >= 3);
  // Words of the language and of the API: those of their own documents.
  const keys = [...readFileSync(join(root, 'src/lang/pack/key_table.cpp'), 'utf8').matchAll(/^ *\{"(\w+)", "\w*", /gm)].map((key) => key[1]);
  assert.ok(keys.length > 150);
  const language = keys.join(' ') + readFileSync(join(root, 'docs/API.md'), 'utf8');
  // Spans and parts of them, functions, what `every`, rubrics and notices hand in or give, the kind of an expression; the day of the last move.
  // What a problem names (got, expected, wanted), SQL, JSON Schema and OpenAPI, styles of cells, the folder where programs share data, what a command is given.
  const words = ['term', 'days', 'hours', 'start', 'end', 'ends', 'grade', 'vetoed', 'year', 'condition', 'moved',
    'got', 'expected', 'wanted', 'begin', 'update', 'object', 'items', 'method', 'summary', 'partner', 'call', 'years', 'top', 'bottom', 'share', 'form'];
  const ours = (name) => core.own.has(name) || words.includes(name) || new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(language);
  const patterns = [];
  let named = 0;
  for (const { programme, own } of others) {
    assert.ok(own.size > 20, `${programme} declares something`);
    // Plain words as pack ids (training, lectures) are programmes only in quotes or in front of a name.
    patterns.push([programme, new RegExp(programme.includes('_') ? `(?<!\\w)${programme}(?!\\w)|${programme}[._]` : `"${programme}"|"${programme}\\.|${programme}_(?:${[...own].join('|')})(?!\\w)`)]);
    for (const name of own) {
      if (ours(name)) continue;
      ++named;
      patterns.push([name, new RegExp(name.includes('_') ? `(?<![\\w.])${name}(?!\\w)` : `"${name}"`)]);
    }
  }
  assert.ok(named > 60, `${named} names are looked for`);
  const found = [];
  for (const file of sources(join(root, 'src'))) {
    const lines = withoutComments(readFileSync(file, 'utf8')).split('\n');
    lines.forEach((line, n) => {
      for (const [name, pattern] of patterns) if (pattern.test(line)) found.push(`${relative(root, file)}:${n + 1}: ${name}: ${line.trim().slice(0, 120)}`);
    });
  }
  assert.deepEqual(found, []);
});
