// The schema that `halfsky pack schema` gives to editors takes every programme.yaml there is and the pack that has each key, and refuses
// keys that are none, at every place. It is a promise in one direction: what the checker takes the schema takes too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(join(root, 'web/package.json'));
const Ajv = require('ajv').default, yaml = require('js-yaml');
const binary = process.env.HALFSKY_BIN ?? join(root, 'build/halfsky');

const schema = JSON.parse(execFileSync(binary, ['pack', 'schema'], { encoding: 'utf8' }));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);   // strict: a keyword that is none is refused
// As an editor reads it: YAML 1.2, where a bare number is one.
const read = (file) => yaml.load(readFileSync(file, 'utf8'), { schema: yaml.CORE_SCHEMA });
const folders = (...path) => readdirSync(join(root, ...path), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(root, ...path, entry.name));
const packs = [...folders('programmes'), ...folders('tests/packs/sound'), ...folders('tests/packs/tutorial'), ...folders('tests/packs/english')];

const said = () => JSON.stringify(validate.errors?.filter((error) => error.keyword !== 'anyOf').slice(0, 5));

test('every pack fits the schema', () => {
  assert.ok(packs.length > 20);
  for (const folder of packs)
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) assert.ok(validate(read(join(folder, file))), `${folder}/${file}: ${said()}`);
});

// Every map of a pack that is of a construct, with the path to it: those are the maps that take no other key.
function* maps(value, path = []) {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield path;
  for (const [key, each] of Object.entries(value)) yield* maps(each, [...path, key]);
}
const at = (value, path) => path.reduce((here, key) => here[key], value);

test('a key that is none is refused, in each map whose keys are the language\'s', () => {
  const pack = read(join(root, 'tests/packs/sound/every_key/programme.yaml'));
  assert.ok(validate(pack), said());
  const refused = [], taken = [];
  for (const path of maps(pack)) {
    const other = structuredClone(pack);
    at(other, path).no_such_key = { no_such_key: 'x' };
    (validate(other) ? taken : refused).push(path.join('.'));
  }
  for (const path of ['', 'funds.bud', 'codes.kind.old', 'records.girl', 'records.girl.fields.person', 'records.girl.stages.retired', 'records.girl.moves.agree', 'records.girl.moves.agree.then.0',
    'records.girl.moves.agree.hold', 'records.girl.moves.pay.settle', 'records.girl.public', 'records.girl.look', 'records.girl.look.views.leaving', 'records.girl.look.desk', 'records.visit.every', 'indicators.girls'])
    assert.ok(refused.includes(path), `${path || 'the top'} refuses a key that is none`);
  // In maps of names any key may stand, and what is refused is the value of the strange one; a code list with one code it may well be.
  assert.deepEqual(taken, ['codes']);
});

test('a value of a wrong form is refused', () => {
  const tries = [['edition', 'first'], ['records.girl.class', 'hidden'], ['records.girl.fields.papers.many', 'yes'], ['records.girl.look.tone', 'pink'], ['records.girl.moves.enter.by', { org: 'officer' }], ['records', ['girl']]];
  for (const [path, value] of tries) {
    const pack = read(join(root, 'tests/packs/sound/every_key/programme.yaml')), keys = path.split('.'), last = keys.pop();
    assert.notEqual(at(pack, keys)[last], value);
    at(pack, keys)[last] = value;
    assert.ok(!validate(pack), `${path}: ${JSON.stringify(value)} is refused`);
  }
});

test('each key says what it is for', () => {
  for (const [name, definition] of Object.entries(schema.definitions))
    for (const [key, property] of Object.entries(definition.properties)) assert.ok(property.description.length > 3 && property.examples.length === 1, `${name}.${key}`);
});
