// What leaves the house goes through one gate (docs/SECURITY.md). This reads the source and holds it to that:
//   - every route is wrapped where looks are journaled, and none is added after that;
//   - no face reads the tables of records, or a figure, but through the view, the gate or the figures' gate;
//   - no place of a journal leaves as it is.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file) => readFileSync(join(root, file), 'utf8');
const faces = () => readdirSync(join(root, 'src/http'), { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile() && /\.cpp$/.test(entry.name)).map((entry) => relative(root, join(entry.path, entry.name)));
const lines = (file) => read(file).split('\n').map((text, n) => ({ text: text.replace(/\/\/.*$/, ''), at: `${file}:${n + 1}` }));
const found = (files, pattern) => files.flatMap(lines).filter(({ text }) => pattern.test(text)).map(({ text, at }) => `${at}: ${text.trim()}`);

test('every route passes where looks are journaled, before it answers', () => {
  const routes = read('src/http/routes/routes.cpp');
  const made = /std::vector<Route> routes\(Service& service\) \{([\s\S]*?)\n\}/.exec(routes)[1];
  const calls = made.split('\n').map((line) => line.trim()).filter((line) => /^\w+\(result/.test(line));
  assert.equal(calls.at(-1), 'journal_looks(result, service);');
  const added = faces().flatMap((file) => [...read(file).matchAll(/^void (add_\w+_routes?)\(/gm)].map((match) => match[1]));
  for (const name of added) assert.ok(calls.some((call) => call.startsWith(`${name}(`)), name);
  assert.match(routes, /service\.engine\.looks\(\)\.write\(/);
});

test('whoever signs in has her looks noted', () => {
  assert.deepEqual(found(faces().filter((file) => file !== 'src/http/admission.cpp'), /\.acting\(\)/), []);
  assert.match(read('src/http/admission.cpp'), /caller\.who\.looks = std::make_shared<engine::Looks>\(\)/);
});

test('no face reads a table of records, decrypts or evaluates by itself', () => {
  // The public page has no viewer: it asks the type's own `public` (no secret type has one), and shows what that lists. Who asked for help
  // has none either: by her code she reads the one field that the type names for it.
  const files = faces().filter((file) => !['src/http/routes/public.cpp', 'src/http/routes/requests.cpp'].includes(file));
  assert.deepEqual([...read('src/http/routes/requests.cpp').matchAll(/const lang::Field& field = ([^;]+);/g)].map((match) => match[1]), ['*type->public_listing->reply']);
  assert.deepEqual(found(files, /RowWorld|vault->open\(|vault->seal\(|row_of\(|column_list\(\)/), []);
  assert.deepEqual(found(files, /table->name\(\)|schema->table\(/), []);
  // A file is opened for whoever may read a row that has it: each is asked of the gate.
  assert.match(read('src/engine/query/file_page.cpp'), /if \(!row \|\| !gate\.may_read\(who, row/);
});

test('no face asks for a figure but through the figures\' gate', () => {
  const gated = (line) => /FigureGate \w+\(/.test(line) || (/\bgate_\(.*service\.figures/.test(line) && /engine::FigureGate gate_;/.test(read(line.split(':')[0])));
  assert.deepEqual(found(faces(), /service\.figures\b/).filter((line) => !gated(line)), []);
  assert.deepEqual(found(['src/capabilities/report/reports.cpp', 'src/capabilities/report/compile.cpp'], /figures_->(read|rows|holds)/), []);
  assert.match(read('src/capabilities/report/reports.cpp'), /Compiler\(\*engine_, as_text,/);
});

test('no place of a journal leaves as it is', () => {
  const files = [...faces(), 'src/engine/query/record_page.cpp', 'src/engine/query/today_page.cpp', 'src/app/serve.cpp'];
  assert.deepEqual(found(files, /\{\\?"places?\\?",|\["place"\]/).filter((line) => !/shown_place|proposal\.places|\bplaces?\.json\(|Places\(|\{"place", "as it/.test(line) && !/std::to_string\(place\)/.test(line)), []);
});

test('search and changes leave secret types out', () => {
  const page = read('src/engine/query/today_page.cpp');
  assert.match(page, /type\.class_ == lang::Class::secret \|\| hits\.size\(\)/);
  assert.match(page, /table->type\(\)\.class_ != lang::Class::secret\) types \+=/);
});
