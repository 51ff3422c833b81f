// A public notice (PACKS section 4): what is posted, what it holds back, how a stranger objects and who answers. On SQLite
// and on PostgreSQL.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';

const pack = `programme: homes
title: 最美家庭
edition: 1
records:
  family:
    like: honour
    title: 最美家庭
    class: sensitive
    label: name
    fields:
      name:   { text: 家庭, required: true }
      income: { money: 年收入, private: true }
    stages:
      nominated: 已推荐
      reviewed: 已审核
      noticed: { title: 公示中, notice: { for: 5 working days, shows: [name, org.name, citation] } }
      awarded: 已命名
      declined: 未通过
      revoked: 已撤销
    moves:
      enter:   { by: [village.officer, county.officer] }
      review:  { by: [township.officer, county.officer] }
      correct: { title: 更正事迹, from: noticed, by: county.officer, asks: [citation] }
      award:   { when: "today > notice.ends", else: 公示期满后命名 }
indicators:
  awarded: { count: family, where: "stage == 'awarded'", title: 最美家庭, unit: 户 }
`;

const day = (ago) => new Date(Date.now() + 8 * 3600_000 - ago * 86_400_000).toISOString().slice(0, 10);

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site;
    const first = uuid(), second = uuid(), third = uuid();
    const family = (record) => site.get('county', '/api/v1/records/homes.family/' + record).then((answer) => answer.json);
    const posted = async () => (await site.get(null, '/api/v1/public/notices')).json;
    const nominate = (record, called) => site.command('village', { type: 'homes.family', move: 'enter', record, day: day(40), values: { name: called, citation: '邻里和睦。', consent: { given: true, on: day(40) }, income: '73123' } });
    const refusal = (answer) => answer.json.problems.map((problem) => problem.code);

    before(async () => {
      site = newSite();
      const packs = join(site.folder, 'programmes');
      mkdirSync(join(packs, 'homes'), { recursive: true });
      cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
      writeFileSync(join(packs, 'homes/programme.yaml'), pack);
      await site.init(packs).serve();
      for (const [record, called] of [[first, '周家'], [second, '林家'], [third, '孙家']]) {
        const entered = await nominate(record, called);
        assert.equal(entered.status, 200, entered.text);
        assert.equal((await site.command('township', { type: 'homes.family', move: 'review', record, day: day(39) })).status, 200);
      }
    });

    test('records that one command publishes share one notice, which shows what the pack names and nothing else', async () => {
      const published = await site.command('county', { type: 'homes.family', move: 'publish', records: [{ record: first }, { record: second }], day: day(0) });
      assert.equal(published.status, 200, published.text);
      const { notices } = await posted();
      assert.equal(notices.length, 1);
      assert.equal(notices[0].values.text, '家庭：周家；单位：口头庄村；事迹：邻里和睦。\n家庭：林家；单位：口头庄村；事迹：邻里和睦。');
      assert.equal(notices[0].values['org.name'], '花溪市');
      assert.ok(!JSON.stringify(notices).includes('73123'));
      assert.equal((await family(first)).notice.record, (await family(second)).notice.record);
      assert.equal((await family(first)).notice.open_objections, 0);
    });

    test('it holds the moves out of its stage until its last day is over, but not the early ones; the page says so', async () => {
      const may = (await site.get('chair', '/api/v1/records/homes.family/' + first)).json.may.find(({ move }) => move === 'award');
      assert.equal(may.ok, false);
      assert.equal(may.why, 'notice_running');
      const { ends } = (await family(first)).notice;
      assert.equal(may.until, ends);
      const held = await site.command('chair', { type: 'homes.family', move: 'award', record: first });
      assert.equal(held.status, 422);
      assert.deepEqual(refusal(held), ['notice_running']);
      const declined = await site.command('county', { type: 'homes.family', move: 'decline', record: second, values: { reason: '自愿退出' } });
      assert.equal(declined.status, 200, declined.text);
    });

    test('a changed text is posted anew', async () => {
      const before_ = (await family(first)).notice;
      const corrected = await site.command('county', { type: 'homes.family', move: 'correct', record: first, values: { citation: '邻里和睦，孝敬老人。' } });
      assert.equal(corrected.status, 200, corrected.text);
      assert.notEqual((await family(first)).notice.record, before_.record);
      const { notices } = await posted();
      assert.ok(notices.some(({ values }) => values.text === '家庭：周家；单位：口头庄村；事迹：邻里和睦，孝敬老人。'));
    });

    test('a stranger objects by the notice\'s code; until another than the nominator answers, nothing moves', async () => {
      const published = await site.command('county', { type: 'homes.family', move: 'publish', record: third, day: day(30) });
      assert.equal(published.status, 200, published.text);
      const { notices, forms } = await posted();
      assert.deepEqual(forms['core.objection'].values.map(({ id }) => id).sort(), ['about', 'who']);
      assert.deepEqual(forms['core.objection'].me, []);
      const need = notices.find(({ values }) => values.text.includes('孙家'));
      const objected = await site.post(null, '/api/v1/public/commands', { id: uuid(), type: 'core.objection', code: need.code, values: { about: '去年有过纠纷', who: '不愿留名' } });
      assert.equal(objected.status, 201, objected.text);
      const held = await site.command('chair', { type: 'homes.family', move: 'award', record: third });
      assert.deepEqual(refusal(held), ['objection_open']);
      const objection = (await site.get('county', '/api/v1/records/core.objection')).json.rows[0];
      assert.equal(objection.org_name, '花溪市');
      const answered = await site.command('county', { type: 'core.objection', move: 'dismiss', record: objection.record, values: { answer: '查无此事' } });
      assert.equal(answered.status, 200, answered.text);
      const awarded = await site.command('chair', { type: 'homes.family', move: 'award', record: third });
      assert.equal(awarded.status, 200, awarded.text);
    });

    test('who entered what is posted does not answer the objections to it', async () => {
      const record = uuid();
      const step = (login, move, ago, values) => site.command(login, { type: 'homes.family', move, record, day: day(ago), ...(values ? { values } : {}) });
      const entered = await step('county', 'enter', 40, { name: '吴家', citation: '勤俭。', consent: { given: true, on: day(40) } });
      assert.equal(entered.status, 200, entered.text);
      site.openAccount('county2', '999001000000', 'officer');
      assert.equal((await step('county2', 'review', 39)).status, 200);
      assert.equal((await step('county', 'publish', 30)).status, 200);
      const need = (await posted()).notices.find(({ values }) => values.text.includes('吴家'));
      await site.post(null, '/api/v1/public/commands', { id: uuid(), type: 'core.objection', code: need.code, values: { about: '不属实' } });
      const objection = (await site.get('county', '/api/v1/records/core.objection?stage=open')).json.rows[0];
      const answer = (login) => site.command(login, { type: 'core.objection', move: 'dismiss', record: objection.record, values: { answer: '属实' } });
      assert.deepEqual(refusal(await answer('county')), ['someone_else']);
      assert.equal((await answer('county2')).status, 200);
    });

    test('nobody enters, edits or strikes a notice; an officer takes it down, and then it is no longer public', async () => {
      const { record } = (await family(first)).notice;
      const forged = await site.command('county', { type: 'core.public_notice', move: 'enter', record: uuid(), values: { subject: '假的', starts: day(0), ends: day(0) } });
      assert.deepEqual(refusal(forged), ['not_yours']);
      assert.deepEqual(refusal(await site.command('county', { type: 'core.public_notice', move: 'edit', record, values: { ends: day(9) } })), ['not_yours']);
      assert.deepEqual(refusal(await site.command('chair', { type: 'core.public_notice', move: 'strike', record })), ['not_yours']);
      const down = await site.command('county', { type: 'core.public_notice', move: 'take_down', record, values: { reason: '家庭要求' } });
      assert.equal(down.status, 200, down.text);
      assert.ok(!(await posted()).notices.some(({ values }) => values.text.includes('孝敬老人')));
      assert.deepEqual(refusal(await site.command('chair', { type: 'homes.family', move: 'award', record: first })), ['notice_taken_down']);
    });

    test('nothing that was posted breaks the chain', async () => {
      await site.stop();
      const verified = site.outcome('verify', '--data', site.data);
      assert.equal(verified.code, 0, verified.stdout + verified.stderr);
      await site.serve();
    });
  });
}

scenario('SQLite');
scenario('PostgreSQL', 'postgresql');
