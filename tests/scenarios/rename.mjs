// Packs change while the work goes on. A pack copied to a new folder under other names runs after a restart, with no rebuild; then its
// types, fields, stages and codes are renamed with `was:`, twice: nothing is lost, found or counted otherwise, a command that a phone
// kept from before is accepted, and the journal still agrees. On both back ends.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';

// Every word of a pack's files exchanged as whole words.
function exchange(folder, words) {
  for (const file of ['programme.yaml', 'texts/en.yaml']) {
    let text = readFileSync(join(folder, file), 'utf8');
    for (const [old, now] of words) text = typeof old === 'string' ? text.replace(new RegExp(`(?<![\\w-])${old}(?![\\w-])`, 'g'), now) : text.replace(old, now);
    writeFileSync(join(folder, file), text);
  }
}

function replaceOnce(folder, old, now) {
  const file = join(folder, 'programme.yaml'), text = readFileSync(file, 'utf8');
  assert.equal(text.split(old).length, 2, `'${old}' stands once in the pack`);
  writeFileSync(file, text.replace(old, () => now));
}

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, packs, talks, school, home, kept;

    before(async () => {
      packs = mkdtempSync(join(tmpdir(), 'halfsky-packs-'));
      cpSync(join(root, 'programmes'), packs, { recursive: true });
      site = newSite().init(packs);
    });
    after(async () => {
      rmSync(packs, { recursive: true, force: true });
    });

    async function good(login, body) {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    }
    async function restart() {
      await site.stop();
      const checked = site.outcome('pack', 'check', ...['core', 'training', 'talks'].map((folder) => join(packs, folder)));   // the others are as they were
      assert.equal(checked.code, 0, checked.stdout);
      await site.serve();
    }
    const figures = async (names) => (await site.get('county', `/api/v1/figures?period=ever&names=${names.map((each) => `talks.${each}`)}`)).json.figures.map((figure) => figure.value);
    const list = async (type, query) => {
      const answer = await site.get('county', `/api/v1/records/talks.${type}?count=1&${query}`);
      assert.equal(answer.status, 200, answer.text);
      return answer.json.rows.map((row) => row.record);
    };

    test('a copy under other names runs after a restart', async () => {
      talks = join(packs, 'talks');
      mkdirSync(talks);
      for (const part of ['programme.yaml', 'texts']) cpSync(join(packs, 'lectures', part), join(talks, part), { recursive: true });
      exchange(talks, [['lectures', 'talks'], ['lecture', 'address'], ['parent_school', 'home_school'], ['series', 'cycle'], ['rating', 'score'], ['focus', 'serves'], ['open', 'running'], ['closed', 'ended']]);
      replaceOnce(talks, 'name:   { text: 名称, required: true }', 'name:   { text: 名称, required: true }\n      keeper: { text: 负责人, sealed: true }\n      aims:   { choices: 内容, of: { games: 游戏, books: 读书, songs: 唱歌 } }\n      income: { choice: 收入, private: true, of: { low: 低, high: 高 } }\n      phone:  { text: 电话, private: true }');
      await restart();
      school = uuid();
      home = uuid();
      await good('village', { type: 'talks.home_school', move: 'enter', record: home, values: { name: '口头家长学校', serves: 'migrant', opened: '2026-01-05', keeper: '赵小兰', phone: '13800001234', aims: ['games', 'books'], income: 'low' } });
      await good('village', { type: 'talks.home_school', move: 'enter', record: school, values: { name: '旧校', serves: 'general', opened: '2026-01-05' } });
      for (const day of ['2026-01-06', '2026-01-07']) {
        const address = uuid();
        await good('village', { steps: [
          { type: 'talks.address', move: 'enter', record: address, day, values: { topic: '怎样说话', cycle: 'touring', day, school: home } },
          { type: 'talks.address', move: 'hold', record: address, values: { audience: { value: 40, sureness: 'about' } } },
        ] });
      }
      await good('county', { type: 'talks.home_school', move: 'name_model', record: home });
      await good('township', { type: 'talks.home_school', move: 'close', record: school });
      assert.deepEqual(await figures(['given', 'listeners', 'model_schools', "model_schools['migrant']"]), ['2', '80', '1', '1']);
      kept = { id: uuid(), type: 'talks.home_school', move: 'enter', values: { name: '新校', serves: 'migrant', opened: '2026-01-08', keeper: '钱小竹' } };   // written on a phone, not sent yet
    });

    // The same questions under the names of the day.
    async function assertAllThere({ type, serves, keeper, migrant, running, ended, games = 'games', low = 'low' }) {
      assert.deepEqual(await list(type, `where=${encodeURIComponent(`${serves} == '${migrant}'`)}`), [home]);
      assert.deepEqual(await list(type, `stage=${running}`), [home]);
      assert.deepEqual(await list(type, `stage=${ended}`), [school]);
      assert.deepEqual(await list(type, `where=${encodeURIComponent(`'${games}' in aims`)}`), [home]);
      assert.deepEqual(await list(type, 'q=zxl'), [home]);   // a sealed name, by its initials
      const page = (await site.get('village', `/api/v1/records/talks.${type}/${home}`)).json;
      assert.deepEqual([page.stage, page.values.name, page.values[serves], page.values[keeper], page.values.given, page.values.model], [running, '口头家长学校', migrant, '赵小兰', 2, true]);
      assert.deepEqual(page.values.aims, [games, 'books']);
      assert.equal((await site.post('village', `/api/v1/records/talks.${type}/${home}/reveal`, { field: 'income' })).json.value, low);
      assert.deepEqual(page.timeline.map((entry) => entry.move), ['enter', 'name_model']);
      assert.equal((await site.post('village', `/api/v1/records/talks.${type}/${home}/reveal`, { field: 'phone' })).json.value, '13800001234');
      const first = (await site.get('village', `/api/v1/records/talks.${type}/${home}?version=1`)).json;
      assert.deepEqual([first.version, first.stage, first.values[serves], first.values.given], [1, running, migrant, 0]);
      assert.deepEqual(await figures(['given', 'listeners', 'model_schools', `model_schools['${migrant}']`]), ['2', '80', '1', '1']);
      const rows = (await site.get('county', `/api/v1/figures/${encodeURIComponent(`talks.model_schools['${migrant}']`)}/records?from=2000-01-01&to=2999-12-31`)).json.rows;
      assert.deepEqual(rows.map((row) => [row.type, row.record, row.label]), [[`talks.${type}`, home, '口头家长学校']]);
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      site.run('recount', '--check', '--data', site.data);
    }

    test('the questions, before', () => assertAllThere({ type: 'home_school', serves: 'serves', keeper: 'keeper', migrant: 'migrant', running: 'running', ended: 'ended' }));

    test('type, fields, stages and code renamed with `was`: the same answers', async () => {
      exchange(talks, [['home_school', 'family_school'], ['serves', 'audience_kind'], ['keeper', 'head'], ['migrant', 'mobile'], ['running', 'active'], ['ended', 'shut']]);
      replaceOnce(talks, '  family_school:\n', '  family_school:\n    was: home_school\n');
      replaceOnce(talks, '{ choice: 对象, of: { general: 一般, mobile: 流动留守儿童 }', '{ was: serves, choice: 对象, of: { general: 一般, mobile: { title: 流动留守儿童, was: migrant } }');
      replaceOnce(talks, '{ text: 负责人,', '{ was: keeper, text: 负责人,');
      replaceOnce(talks, 'stages: { active: 在办, shut: 停办 }', 'stages: { active: { title: 在办, was: running }, shut: { title: 停办, was: ended } }');
      await restart();
      await assertAllThere({ type: 'family_school', serves: 'audience_kind', keeper: 'head', migrant: 'mobile', running: 'active', ended: 'shut' });
    });

    test('a command kept from before is accepted, and again with the same answer', async () => {
      const sent = await site.post('village', '/api/v1/commands', kept);
      assert.equal(sent.status, 200, sent.text);
      assert.equal((await site.post('village', '/api/v1/commands', kept)).text, sent.text);
      const { type, record } = sent.json.records[0];
      assert.equal(type, 'talks.family_school');
      const page = (await site.get('village', `/api/v1/records/${type}/${record}`)).json;
      assert.deepEqual([page.values.audience_kind, page.values.head, page.stage], ['mobile', '钱小竹', 'active']);
      await good('village', { type: 'talks.home_school', move: 'strike', record });
    });

    test('renamed once more, what was renamed too', async () => {
      replaceOnce(talks, 'was: home_school', 'was: family_school');
      replaceOnce(talks, 'was: serves', 'was: audience_kind');
      replaceOnce(talks, 'was: keeper', 'was: head');
      replaceOnce(talks, 'was: migrant', 'was: mobile');
      replaceOnce(talks, 'was: running', 'was: active');
      replaceOnce(talks, 'was: ended', 'was: shut');
      exchange(talks, [[/(?<!was: )\bfamily_school\b/g, 'kin_school'], [/(?<!was: )\baudience_kind\b/g, 'whom'], [/(?<!was: )\bhead\b/g, 'warden'], [/(?<!was: )\bmobile\b/g, 'moving'], [/(?<!was: )\bactive\b/g, 'alive'], [/(?<!was: )\bshut\b/g, 'over']]);
      await restart();
      await assertAllThere({ type: 'kin_school', serves: 'whom', keeper: 'warden', migrant: 'moving', running: 'alive', ended: 'over' });
    });

    // Figures by it are kept under its id; of a list it is a part; in a cipher nobody can write it anew.
    test('codes alone, at fields that keep their names', async () => {
      exchange(talks, [[/(?<!was: )\bmoving\b/g, 'roaming'], ['games: 游戏', 'sports: { title: 游戏, was: games }'], ['low: 低', 'poor: { title: 低, was: low }']]);
      replaceOnce(talks, 'was: mobile', 'was: moving');
      await restart();
      const now = { type: 'kin_school', serves: 'whom', keeper: 'warden', migrant: 'roaming', running: 'alive', ended: 'over', games: 'sports', low: 'poor' };
      await assertAllThere(now);
      await restart();
      await assertAllThere(now);
    });

    test('what names were first called is bound too', async () => {
      await site.stop();
      const [[first]] = site.sql("select name from stable_name where name = 'talks.kin_school.whom'");
      site.sql(`update stable_name set stable = 'x' where name = '${first}'`);
      const said = site.outcome('verify', '--data', site.data);
      assert.equal(said.code, 1, said.stdout);
      assert.match(said.stdout, /talks\.kin_school/);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
