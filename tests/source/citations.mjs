// What comments and documents refer to is there: a reader who follows a citation finds the section.
//   - a file with a name like PACKS.md stands in the root or in docs/ (FILE.md stands for any);
//   - "PACKS section 4" is a numbered section of docs/PACKS.md, and no other document is cited by number;
//   - `ARCHITECTURE, "Tables"` is a heading of that document, or begins one of its paragraphs in bold;
//   - no tag of a working paper (DESIGN 9, UX flow F8, SCHEMA rule 4): the reader of the repository has none of them.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file) => readFileSync(join(root, file), 'utf8');
const under = (folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile() && /\.(cpp|hpp|S|txt|cmake|mjs|js|ts|vue|css|yaml|yml|md|json|html|sh)$/.test(entry.name)).map((entry) => relative(root, join(entry.path, entry.name)));
const files = ['README.md', 'CMakeLists.txt', 'run', 'test', ...['src', 'tests', 'bench', 'cmake', 'scripts', 'web/src', 'programmes', 'docs'].flatMap(under)].filter((file) => file !== 'tests/source/citations.mjs');
const lines = files.flatMap((file) => read(file).split('\n').map((text, n) => ({ text, at: `${file}:${n + 1}` })));
const found = (pattern, wrong) => lines.flatMap(({ text, at }) => [...text.matchAll(pattern)].filter(wrong).map((match) => `${at}: ${match[0]}`));

test('a document that is named is there', () => {
  const named = /(?<![\w/*-])(?:docs\/)?([A-Z][A-Z_-]+\.md)\b/g;
  assert.ok(found(named, () => true).length > 10);
  assert.deepEqual(found(named, ([, name]) => name !== 'FILE.md' && !existsSync(join(root, name)) && !existsSync(join(root, 'docs', name))), []);
});

test('sections are cited by number of docs/PACKS.md alone, and are there', () => {
  const sections = new Set([...read('docs/PACKS.md').matchAll(/^## (\d+)\. /gm)].map(([, number]) => number));
  const cited = /\b([A-Z]{2,})(?:\.md)?,? sections? ([\d, and to]*\d)/g;
  assert.ok(found(cited, () => true).length > 20);
  assert.deepEqual(found(cited, ([, name, numbers]) => name !== 'RFC' && name !== 'PACKS' || (name === 'PACKS' && numbers.match(/\d+/g).some((number) => !sections.has(number)))), []);
});

test('a heading in quotes is one of that document', () => {
  const cited = /\b(ARCHITECTURE|SECURITY|OPERATIONS|API)(?:\.md)?, "([^"]+)"/g;
  assert.ok(found(cited, () => true).length > 3);
  const headings = (name) => [...read(`docs/${name}.md`).matchAll(/^(?:#+ |- \*\*|\*\*)([^*\n]+)/gm)].map(([, heading]) => heading);
  assert.deepEqual(found(cited, ([, name, heading]) => !headings(name).some((each) => each.startsWith(heading))), []);
});

test('no tags of working papers', () => {
  assert.deepEqual(found(/\b(?:DESIGN|DOMAIN|SCHEMA|STACK|STYLE|UX)(?:\.md)?\s+(?:section|rule|flow)?\s*[A-Z]?\d[\d.]*|\bshared\/(?:[A-Z]+\.md|figures|packs|ux)\b/g, () => true), []);
});
