// A programme changes while records exist (PACKS section 12): a new field is filled over the old rows, a stage goes and its records move on,
// and a phone that still has last month's pack can send. On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';

const before_ = `programme: matters
title: 事项
edition: 1
codes:
  kind: { school: 就学, health: 健康 }
records:
  matter:
    title: 事项
    label: name
    fields:
      name:  { text: 名称, required: true }
      kind:  { choice: 类别, of: kind, required: true }
      phone: { text: 电话, private: true }
    stages: { open: 待办, parked: 搁置, closed: 办结 }
    moves:
      enter: { by: village.officer }
      park:  { title: 搁置, from: open, to: parked, by: township.officer }
      wake:  { title: 唤醒, from: parked, to: open, by: township.officer, due: 10 days }
      close: { title: 办结, from: [open, parked], to: closed, by: township.officer, due: 30 days }
indicators:
  waiting: { count: matter, held: true, where: "stage == 'open'", title: 待办的, unit: 件 }
`;

// Edition 2: school is called study, a required urgency is new, parked matters are open again.
const after_ = before_
  .replace('edition: 1', 'edition: 2')
  .replace('school: 就学', 'study: { title: 就学, was: school }')
  .replace('name:  { text: 名称, required: true }', "name:  { text: 名称, required: true }\n      urgent: { int: 急缓, min: 1, max: 3, required: true, fill: \"kind == 'health' ? 1 : 3\" }")
  .replace('parked: 搁置,', 'parked: { title: 搁置, gone: true, to: open },')
  .replace('wake:  { title: 唤醒, from: parked, to: open, by: township.officer, due: 10 days }', '')
  .replace('park:  { title: 搁置, from: open, to: parked, by: township.officer }', '')
  .replace('from: [open, parked]', 'from: open');

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, packs;
    const parked = uuid(), health = uuid();

    before(async () => {
      site = newSite();
      packs = join(site.folder, 'programmes');
      mkdirSync(join(packs, 'matters'), { recursive: true });
      cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
      writeFileSync(join(packs, 'matters/programme.yaml'), before_);
      await site.init(packs).serve();
      for (const [record, kind] of [[parked, 'school'], [health, 'health']]) {
        const entered = await site.command('village', { type: 'matters.matter', move: 'enter', record, values: { name: '一件', kind, phone: '13800000000' } });
        assert.equal(entered.status, 200, entered.text);
      }
      assert.equal((await site.command('township', { type: 'matters.matter', move: 'park', record: parked })).status, 200);
      await site.stop();
      writeFileSync(join(packs, 'matters/programme.yaml'), after_);
      await site.serve();
    });

    test('a new field has its value over the old rows, once', async () => {
      const rows = (await site.get('township', '/api/v1/records/matters.matter')).json.rows;
      const by = Object.fromEntries(rows.map((row) => [row.record, row]));
      assert.equal(by[parked].values.urgent, 3);
      assert.equal(by[health].values.urgent, 1);
      assert.equal(by[parked].values.kind, 'study');
      assert.deepEqual(by[health].values.phone, { masked: true });
      const version = by[health].version;
      await site.stop();
      await site.serve();
      const again = (await site.get('township', '/api/v1/records/matters.matter/' + health)).json;
      assert.equal(again.version, version);
      assert.ok(again.timeline.some((entry) => entry.move === 'fill'));
    });

    test('records of a stage that is gone stand in its successor, with the task that goes with it', async () => {
      const page = (await site.get('township', '/api/v1/records/matters.matter/' + parked)).json;
      assert.equal(page.stage, 'open');
      assert.ok(page.tasks.some((task) => task.move === 'close' && task.closed === null), JSON.stringify(page.tasks));
      assert.ok(page.tasks.every((task) => task.move !== 'wake' || task.closed !== null), 'a task of a stage that is gone is closed');
      const old = (await site.get('township', `/api/v1/records/matters.matter/${parked}?version=1`)).json;
      assert.equal(old.stage, 'open');
      assert.equal(old.values.urgent, null);
      const figure = (await site.get('county', '/api/v1/figures?names=matters.waiting&period=ever')).json.figures[0];
      assert.equal(figure.value, '2', JSON.stringify(figure));
    });

    test('a phone with the pack of before sends, and what it could not know is filled', async () => {
      const record = uuid();
      const entered = await site.command('village', { type: 'matters.matter', move: 'enter', record, values: { name: '旧手机', kind: 'school' }, editions: { matters: 1 } });
      assert.equal(entered.status, 200, entered.text);
      const page = (await site.get('township', '/api/v1/records/matters.matter/' + record)).json;
      assert.equal(page.values.kind, 'study');
      assert.equal(page.values.urgent, 3);
      const now = await site.command('village', { type: 'matters.matter', move: 'enter', record: uuid(), values: { name: '新手机', kind: 'study' }, editions: { matters: 2 } });
      assert.equal(now.status, 422, now.text);   // today's pack asks for it
    });

    test('a field that keeps its name and is stored otherwise is refused, with all that is wrong; one that holds nothing may change', async () => {
      await site.stop();
      const programme = join(packs, 'matters/programme.yaml');
      writeFileSync(programme, after_.replace('name:  { text: 名称', 'name:  { text: 名称, sealed: true').replace('urgent: { int: 急缓, min: 1, max: 3, required: true, fill: "kind == \'health\' ? 1 : 3" }', 'urgent: { money: 急缓, required: true, fill: "yuan(1)" }').replace('kind:  {', 'sort:  { was: kind,').replaceAll('"kind ==', '"sort =='));
      const said = site.outcome('verify', '--data', site.data);
      assert.notEqual(said.code, 0);
      assert.match(said.stderr, /matters\.matter\.name: field_other was=text now=text sealed/);
      assert.match(said.stderr, /matters\.matter\.urgent: field_other was=int now=money/);
      // What was renamed beside it is as it was, too.
      writeFileSync(programme, after_);
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      await site.serve();
      assert.equal((await site.get('township', '/api/v1/records/matters.matter/' + health)).json.values.kind, 'health');
      await site.stop();
      const unused = after_.replace('phone: {', 'later: { KIND: 以后 }\n      phone: {');
      for (const kind of ['int', 'text', 'date']) {
        writeFileSync(programme, unused.replace('KIND', kind));
        await site.serve();
        assert.equal((await site.get('township', '/api/v1/records/matters.matter/' + health)).json.values.name, '一件');
        await site.stop();
      }
      writeFileSync(programme, unused.replace('KIND', 'text'));
      await site.serve();
      assert.equal((await site.command('village', { type: 'matters.matter', move: 'enter', record: uuid(), values: { name: '后来', kind: 'study', urgent: 2, later: '一句话' } })).status, 200);
    });

    test('where a formula is another one, what it worked out is worked out again, once', async () => {
      const programme = join(packs, 'matters/programme.yaml');
      const with_ = (formula) => after_.replace('phone: {', `later: { text: 以后 }\n      doubled: { int: 两倍, is: "${formula}" }\n      phone: {`);
      for (const [formula, value] of [['urgent * 2', 2], ['urgent * 5', 5], ['urgent * 5', 5]]) {
        await site.stop();
        writeFileSync(programme, with_(formula));
        await site.serve();
        const page = (await site.get('township', '/api/v1/records/matters.matter/' + health)).json;
        assert.equal(page.values.doubled, value, formula);
        assert.equal(page.timeline.filter((entry) => entry.move === 'fill').length, value === 2 ? 2 : 3);
      }
    });

    test('nothing was changed behind the journal, and all figures are those of the records', async () => {
      await site.stop();
      site.run('verify', '--data', site.data);
      site.run('recount', '--data', site.data);
      await site.serve();
    });
  });
}

scenario('SQLite', '');
scenario('PostgreSQL', 'postgresql');
