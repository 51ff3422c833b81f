// Proposals of pairs (PACKS section 6): whose they are, what they serve first, what must never be, why, and that a confirmation is an ordinary
// command. On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, here, there;
    const proposal = async (login = 'county', more = '') => (await site.get(login, '/api/v1/matches/pairs.propose' + more)).json;
    const enter = async (type, org, values) => {
      const record = uuid();
      const answer = await site.command('county', { type, move: 'enter', record, org, values });
      assert.equal(answer.status, 200, answer.text);
      return record;
    };
    const pairsOf = (answer) => Object.fromEntries(answer.pairs.map((pair) => [pair.left.label, pair.right.label]));

    before(async () => {
      site = newSite();
      const packs = join(site.folder, 'programmes');
      mkdirSync(packs);
      for (const folder of ['programmes/core', 'tests/browser/pack/pairs']) cpSync(join(root, folder), join(packs, folder.split('/').at(-1)), { recursive: true });
      await site.init(packs).serve();
      here = await site.orgId('county', '口头庄村');
      there = await site.orgId('county', '河口村');
    });

    test('with nobody on either side there is nothing to propose', async () => {
      assert.deepEqual(await proposal(), { match: 'pairs.propose', title: '推荐爱心妈妈', makes: 'pairs.bond', lefts: 0, rights: 0, places: 0, pairs: [], left_over: [] });
    });

    test('the pairs serve all together best, and say why', async () => {
      // Zhao stands nearest to both; whoever came first does not take her from the one that nobody else may have.
      const li = await enter('pairs.child', here, { name: '李小雨', alone: true });
      await enter('pairs.child', here, { name: '王小禾', house: '12号' });
      await enter('pairs.parent', here, { name: '赵敏', room: 1 });
      await enter('pairs.parent', there, { name: '钱芳', room: 1, house: '12号' });
      const answer = await proposal();
      assert.deepEqual(pairsOf(answer), { 李小雨: '钱芳', 王小禾: '赵敏' });
      assert.deepEqual([answer.lefts, answer.rights, answer.places, answer.left_over.length], [2, 2, 2, 0]);
      const first = answer.pairs.find((pair) => pair.left.record === li);
      assert.deepEqual(first.right.why.map((term) => [term.title, term.points]), [['同村', '0'], ['独居的孩子先安排', '2']]);
      assert.deepEqual([first.right.score, first.right.full], ['2', true]);
      assert.deepEqual(first.others.map((other) => [other.label, other.score, other.full]), [['赵敏', '5', true]]);   // better, and taken by whom nobody else may have
      assert.deepEqual(Object.keys(first.values).sort(), ['child', 'parent', 'starts']);
    });

    test('who goes without is told, with the reason', async () => {
      await enter('pairs.child', here, { name: '孙小满', alone: true });
      const answer = await proposal();
      assert.equal(answer.pairs.length, 2);
      assert.deepEqual(answer.left_over.map((one) => one.why), ['no_place']);
      assert.equal((await proposal('county', '?org=' + there)).pairs.length, 0);   // children of another village
    });

    test('it belongs to whom the pack names, within her range', async () => {
      for (const login of ['village', 'township', 'chair', 'cashier', 'secadmin']) {
        const answer = await site.get(login, '/api/v1/matches/pairs.propose');
        assert.equal(answer.status, 403, `${login}: ${answer.text}`);
        assert.equal(answer.json.pairs, undefined);
      }
      assert.equal((await site.get(null, '/api/v1/matches/pairs.propose')).status, 401);
      assert.equal((await site.get('county', '/api/v1/matches/pairs.nothing')).status, 404);
      assert.equal((await site.get('county', '/api/v1/matches/pairs.propose?org=7')).status, 403);
    });

    test('a confirmation is a command: all pairs at once, all or none, and then they wait no more', async () => {
      const answer = await proposal();
      const records = answer.pairs.map((pair) => ({ record: uuid(), org: pair.org, values: pair.values }));
      const twice = await site.command('county', { type: 'pairs.bond', move: 'enter', records: [...records, { ...records[0], record: uuid() }] });
      assert.equal(twice.status, 422);
      assert.deepEqual(twice.json.problems.map((problem) => problem.code), ['guard']);
      assert.equal((await proposal()).pairs.length, 2);
      assert.equal((await site.command('county', { type: 'pairs.bond', move: 'enter', records })).status, 200);
      const rest = await proposal();
      assert.deepEqual([rest.lefts, rest.pairs.length, rest.places], [1, 0, 0]);
    });

    test('a confirmation by somebody else is refused', async () => {
      const child = await enter('pairs.child', here, { name: '周小冬' });
      const parent = await enter('pairs.parent', here, { name: '吴英', room: 2 });
      const answer = await site.command('village', { type: 'pairs.bond', move: 'enter', record: uuid(), values: { child, parent, starts: '2026-01-01' } });
      assert.equal(answer.status, 403, answer.text);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
