// `halfsky pack diff --data`: the rows that it counts are those that the engine then refuses to lose, and those that are incomplete after the
// change. On SQLite and on PostgreSQL, beside a server that runs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { binary, root, sitesOn, uuid } from './support/site.mjs';

const old = `programme: matters
title: 事项
edition: 1
records:
  matter:
    title: 事项
    label: name
    fields:
      name:  { text: 名称, required: true }
      cost:  { int: 花费 }
      place: { text: 地点 }
    stages: { open: 待办, parked: 搁置, closed: 办结 }
    moves:
      enter: { by: village.officer }
      park:  { title: 搁置, from: open, to: parked, by: township.officer }
      close: { title: 办结, from: [open, parked], to: closed, by: township.officer }
  visit:
    title: 走访
    fields: { matter: { ref: 事项, to: matter, required: true } }
    moves: { enter: { by: village.officer } }
`;
// The cost goes, the stage parked goes, visits go; the place is called site and has to be there, a kind has to be there.
const losing = old
  .replace('      cost:  { int: 花费 }\n', '')
  .replace('parked: 搁置, ', '').replace('      park:  { title: 搁置, from: open, to: parked, by: township.officer }\n', '').replace('[open, parked]', 'open')
  .replace(/ {2}visit:[^]*$/, '');
const asking = old.replace('place: { text: 地点 }', 'site:  { text: 地点, was: place, required: true }\n      kind:  { int: 类别, required: true }');

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, packs;
    const edition = (folder, text) => {
      mkdirSync(join(site.folder, folder, 'matters'), { recursive: true });
      writeFileSync(join(site.folder, folder, 'matters/programme.yaml'), text);
      return join(site.folder, folder, 'matters');
    };
    const diff = (to, ...more) => spawnSync(binary, ['pack', 'diff', join(packs, 'matters'), to, ...more], { encoding: 'utf8' });

    before(async () => {
      site = newSite();
      packs = join(site.folder, 'programmes');
      cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
      edition('programmes', old);
      await site.init(packs).serve();
      const records = [uuid(), uuid(), uuid()];
      for (const [i, values] of [{ name: '甲', cost: 3 }, { name: '乙', cost: 5, place: '东街' }, { name: '丙' }].entries()) {
        const entered = await site.command('village', { type: 'matters.matter', move: 'enter', record: records[i], values });
        assert.equal(entered.status, 200, entered.text);
      }
      assert.equal((await site.command('township', { type: 'matters.matter', move: 'park', record: records[2] })).status, 200);
      const visit = await site.command('village', { type: 'matters.visit', move: 'enter', record: uuid(), values: { matter: records[0] } });
      assert.equal(visit.status, 200, visit.text);
    });

    test('what would be lost is counted while the server runs', () => {
      const { status, stdout, stderr } = diff(edition('losing', losing), '--data', site.data);
      assert.equal(stderr, '');
      assert.equal(status, 1);
      assert.match(stdout, /^- field matter\.cost — .*; 2 rows here$/m);
      assert.match(stdout, /^- stage matter\.parked — .*; 1 row here$/m);
      assert.match(stdout, /^- record type visit — .*; 1 row here$/m);
    });

    test('what would be incomplete is counted: of a field that is renamed those without it, of a new one all', () => {
      const { status, stdout } = diff(edition('asking', asking), '--data', site.data);
      assert.equal(status, 1);
      assert.match(stdout, /^= field matter\.site \(was matter\.place\): required — .*; 2 rows here would be incomplete$/m);
      assert.match(stdout, /^\+ field matter\.kind — .*; 3 rows here would be incomplete$/m);
    });

    test('without --data no rows are spoken of; a folder that is none is said', () => {
      assert.doesNotMatch(diff(join(site.folder, 'losing/matters')).stdout, /rows? here/);
      const none = diff(join(site.folder, 'losing/matters'), '--data', site.folder);
      assert.equal(none.status, 2);
      assert.match(none.stderr, /is no data folder/);
    });

    test('looking has changed nothing, and the engine refuses to lose just these rows', async () => {
      await site.stop();
      assert.match(site.run('verify', '--data', site.data), /.+/);
      writeFileSync(join(packs, 'matters/programme.yaml'), losing);
      const refused = site.outcome('verify', '--data', site.data);
      assert.notEqual(refused.code, 0);
      assert.match(refused.stderr, /matters\.matter\.cost: field_lost rows=2/);
      assert.match(refused.stderr, /matters\.matter\.reached_parked: field_lost rows=1/);
      assert.match(refused.stderr, /matters_visit: type_lost rows=1/);
    });
  });
}

scenario('pack diff, SQLite', 'sqlite');
scenario('pack diff, PostgreSQL', 'postgresql');
