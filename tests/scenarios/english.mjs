// What a pack says in sentences (why a guard or a check refuses, what an office is told) reaches its reader in her language; what the pack
// has no English for, and what was told in words that it no longer has, in Chinese.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Site, root, uuid } from './support/site.mjs';

const day = '2026-03-08', english = { 'Accept-Language': 'en' };

describe('sentences of a pack', () => {
  let site, packs;
  const tower = uuid();

  before(async () => {
    site = new Site();
    packs = join(site.folder, 'programmes');
    mkdirSync(packs);
    cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
    cpSync(join(root, 'tests/scenarios/packs/bells'), join(packs, 'bells'), { recursive: true });
    await site.init(packs).serve();
  });
  after(() => site?.end());

  const command = (body, headers) => site.request('village', 'POST', '/api/v1/commands', { id: uuid(), ...body }, headers);
  const inbox = async () => (await site.get('county', '/api/v1/today')).json.inbox;

  test('a check', async () => {
    const body = { type: 'bells.bell', move: 'enter', values: { name: '早的', day: '2999-01-01' } };
    const [zh] = (await command(body)).json.problems, [en] = (await command(body, english)).json.problems;
    assert.deepEqual([zh.code, zh.message], ['check', '日期不能晚于今天']);
    assert.equal(en.message, "The day can't be after today");
    assert.deepEqual(en.args, { message: '日期不能晚于今天', message_en: "The day can't be after today" });   // the browser says it in the language that it has by then
  });

  test('a guard, and the rows that it fails for', async () => {
    const bell = uuid();
    for (const steps of [[{ type: 'bells.tower', move: 'enter', record: tower, values: { name: '东塔', day } }], [{ type: 'bells.bell', move: 'enter', record: bell, values: { name: '晨钟', day, tower } }]])
      assert.equal((await command({ steps })).status, 200);
    const body = { type: 'bells.tower', move: 'open', record: tower };
    const [zh] = (await command(body)).json.problems, [en] = (await command(body, english)).json.problems;
    assert.deepEqual([zh.code, zh.message], ['guard', '还有铃没摇过：铃 晨钟']);
    assert.equal(en.message, 'A bell has not been rung yet: Bell 晨钟');
    const { may } = (await site.get('village', `/api/v1/records/bells.tower/${tower}`)).json;
    const { message, message_en } = may.find(({ move }) => move === 'open');
    assert.deepEqual([message, message_en], [zh.message, en.message]);
  });

  test('what the browser checks by itself', async () => {
    const { programmes } = (await site.get('village', '/api/v1/meta')).json;
    const field = programmes.find(({ id }) => id === 'bells').records.find(({ id }) => id === 'bell').fields.find(({ id }) => id === 'day');
    assert.deepEqual([field.message, field.message_en], ['日期不能晚于今天', "The day can't be after today"]);
  });

  test('what was told', async () => {
    assert.deepEqual((await inbox()).map(({ text, text_en }) => [text, text_en]), [['村里有新铃', 'A new bell in a village']]);
    assert.equal((await command({ type: 'bells.worry', move: 'enter', values: { words: '雨', day } })).status, 200);
    assert.deepEqual((await inbox()).slice(0, 1).map(({ text, text_en }) => [text, text_en]), [['有心事要听', '有心事要听']]);   // no English was written for it
  });

  test('told in words that the pack no longer has: it stays as it was told, and is not said in the English of others', async () => {
    await site.stop();
    const file = join(packs, 'bells/programme.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('村里有新铃', '某个村里来了新铃'));
    await site.serve();
    assert.deepEqual((await inbox()).slice(1).map(({ text, text_en }) => [text, text_en]), [['村里有新铃', '村里有新铃']]);
  });
});
