// A year of Spring Bud over HTTP, on SQLite and on PostgreSQL: survey, review, approval, a stranger's offer, money in, money out by two
// people, the report and its drift.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { idNumber, sitesOn, uuid } from './support/site.mjs';

const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, school;
    const girls = [];

    before(async () => {
      site = await newSite().init().serve();
      school = await site.orgId('county', '东山小学');
    });

    async function enterGirl(n) {
      const person = uuid(), girl = uuid();
      const birth = '2014-0' + ((n % 9) + 1) + '-11';
      const answer = await site.command('village', { steps: [
        { type: 'core.person', move: 'enter', record: person, values: { name: '李小' + '雨雪花草树云月星风'[n % 9], sex: 'female', birth, id_number: idNumber(birth, 2 * n) } },
        { type: 'spring_bud.girl', move: 'enter', record: girl, values: { child: person, school, grade: 5, area: 'mountain', hardship: ['orphan'] } },
      ] });
      assert.equal(answer.status, 200, answer.text);
      girls.push(girl);
      return girl;
    }

    test('the village enters a girl; her own list and the township\'s Today show her', async () => {
      const girl = await enterGirl(0);
      const list = await site.get('village', '/api/v1/records/spring_bud.girl?count=1');
      assert.equal(list.json.count, 1);
      assert.equal(list.json.rows[0].label, '李小雨');
      assert.deepEqual(list.json.rows[0].values.hardship, { masked: true });
      const todo = await site.get('township', '/api/v1/today');
      assert.ok(todo.json.tasks.some((task) => task.record === girl && task.move === 'review'), todo.text);
      const other = await site.get('village2', '/api/v1/records/spring_bud.girl?count=1');
      assert.equal(other.json.count, 0);
      assert.equal((await site.get('village2', '/api/v1/records/spring_bud.girl/' + girl)).status, 404);
      for (const q of ['lxy', '李小', 'lixiao']) assert.ok((await site.get('village', '/api/v1/search?q=' + encodeURIComponent(q))).json.hits.some((hit) => hit.label === '李小雨'), q);
      assert.equal((await site.get('village2', '/api/v1/search?q=lxy')).json.hits.length, 0);
    });

    test('the same command again is the same answer; another body is refused', async () => {
      const body = { id: uuid(), type: 'core.person', move: 'enter', record: uuid(), values: { name: '王一', sex: 'female' } };
      const first = await site.post('village', '/api/v1/commands', body), second = await site.post('village', '/api/v1/commands', body);
      assert.equal(first.status, 200, first.text);
      assert.equal(first.text, second.text);
      const other = await site.post('village', '/api/v1/commands', { ...body, values: { name: '王二', sex: 'female' } });
      assert.equal(other.status, 409, other.text);
    });

    test('the township reviews, the county chair approves, and only she', async () => {
      const [girl] = girls;
      assert.equal((await site.command('village', { type: 'spring_bud.girl', move: 'review', record: girl })).status, 403);
      const review = await site.command('township', { type: 'spring_bud.girl', move: 'review', record: girl });
      assert.equal(review.status, 200, review.text);
      const early = await site.command('county', { type: 'spring_bud.girl', move: 'approve', record: girl });
      assert.equal(early.status, 403, early.text);
      const todo = await site.get('chair', '/api/v1/today');
      assert.ok(todo.json.tasks.some((task) => task.record === girl && task.move === 'approve'), todo.text);
      const approve = await site.command('chair', { type: 'spring_bud.girl', move: 'approve', record: girl });
      assert.equal(approve.status, 200, approve.text);
      const page = await site.get('county', '/api/v1/records/spring_bud.girl/' + girl);
      assert.equal(page.json.stage, 'approved');
      assert.deepEqual(page.json.timeline.map((entry) => entry.move), ['enter', 'review', 'approve']);
    });

    test('a stranger offers by code; five like her stand on the public page', async () => {
      for (let n = 1; n < 5; ++n) {
        const girl = await enterGirl(n);
        assert.equal((await site.command('township', { type: 'spring_bud.girl', move: 'review', record: girl })).status, 200);
        if (n < 4) assert.equal((await site.command('chair', { type: 'spring_bud.girl', move: 'approve', record: girl })).status, 200);
      }
      assert.equal((await site.get(null, '/api/v1/public/needs')).json.needs.length, 0);   // four alike are too few to be shown
      assert.equal((await site.command('chair', { type: 'spring_bud.girl', move: 'approve', record: girls[4] })).status, 200);
      const needs = (await site.get(null, '/api/v1/public/needs')).json.needs;
      assert.equal(needs.length, 5);
      assert.ok(!JSON.stringify(needs).includes('李小'), 'no name on the public page');
      const offer = await site.post(null, '/api/v1/public/commands', { id: uuid(), type: needs[0].offer, code: needs[0].code, me: { name: '王女士', kind: 'person', contact: '13800001234' }, values: { amount: '300' } });
      assert.equal(offer.status, 201, offer.text);
      const offers = await site.get('county', '/api/v1/records/spring_bud.pairing?stage=offered');
      assert.equal(offers.json.rows.length, 1);
    });

    test('accepted, pledged, paid: the hold settles; the figure goes up by one', async () => {
      const pairing = (await site.get('county', '/api/v1/records/spring_bud.pairing?stage=offered')).json.rows[0];
      const accept = await site.command('county', { type: 'spring_bud.pairing', move: 'accept', record: pairing.record });
      assert.equal(accept.status, 200, accept.text);
      const girl = pairing.values.girl;
      assert.equal((await site.get('county', '/api/v1/records/spring_bud.girl/' + girl)).json.stage, 'sponsored');
      const live = async () => (await site.get('county', '/api/v1/figures?names=spring_bud.girls,spring_bud.raised&period=year')).json.figures.map((figure) => figure.value);
      assert.deepEqual(await live(), ['0', '0']);
      const pledge = uuid();
      const paid = await site.command('cashier', { steps: [
        { type: 'spring_bud.pledge', move: 'enter', record: pledge, values: { pairing: pairing.record, term: today } },
        { type: 'spring_bud.pledge', move: 'pay', record: pledge },
      ] });
      assert.equal(paid.status, 200, paid.text);
      assert.deepEqual(await live(), ['1', '300']);
      const fund = (await site.get('cashier', '/api/v1/funds')).json.funds.find((each) => each.fund === 'spring_bud.spring_bud');
      assert.deepEqual([fund.balance, fund.received, fund.held], ['300.00', '300.00', '0.00']);
      const opened = await site.get('county', '/api/v1/figures/spring_bud.girls/records?period=year');
      assert.equal(opened.json.keys, 1);
    });

    test('the report keeps what it froze; what comes after is its drift', async () => {
      const org = (await site.get('county', '/api/v1/meta')).json.org;
      const made = await site.post('county', '/api/v1/reports', { report: 'spring_bud.six_years', org, until: today, params: {} });
      assert.equal(made.status, 201, made.text);
      const second = (await site.get('county', '/api/v1/records/spring_bud.girl?stage=approved')).json.rows[0].record;
      const donor = (await site.get('county', '/api/v1/records/core.donor')).json.rows[0].record;
      const pairing = uuid(), pledge = uuid();
      const pair = await site.command('county', { steps: [
        { type: 'spring_bud.pairing', move: 'enter', record: pairing, values: { girl: second, donor, amount: '250' } },
        { type: 'spring_bud.pairing', move: 'accept', record: pairing },
        { type: 'spring_bud.pledge', move: 'enter', record: pledge, values: { pairing, term: today } },
      ] });
      assert.equal(pair.status, 200, pair.text);
      assert.equal((await site.command('cashier', { type: 'spring_bud.pledge', move: 'pay', record: pledge })).status, 200);
      const figure = (await site.get('county', `/api/v1/reports/${made.json.id}/figures/2.03`)).json;
      assert.ok(figure.records, JSON.stringify(figure));
      assert.deepEqual([figure.value, figure.now, figure.drift, figure.records.keys], ['1', '2', '1', 1]);
      const word = await site.get('county', `/api/v1/reports/${made.json.id}/word`);
      assert.equal(word.status, 200);
      assert.match(word.headers.get('content-type'), /wordprocessingml/);
    });

    test('money leaves by a chair and a second person, and never more than there is', async () => {
      const girl = (await site.get('county', '/api/v1/records/spring_bud.girl?stage=sponsored')).json.rows.find((row) => row.values.received === '0.00');
      const payout = uuid();
      const draft = await site.command('cashier', { type: 'spring_bud.payout', move: 'enter', record: payout, values: { day: today, school, lines: [{ girl: girl.record, purpose: 'living', amount: '400' }] } });
      assert.equal(draft.status, 200, draft.text);
      const page = await site.get('cashier', '/api/v1/records/spring_bud.payout/' + payout);
      assert.equal(page.json.values.total, '400.00');
      const submit = await site.command('cashier', { type: 'spring_bud.payout', move: 'submit', record: payout });
      assert.equal(submit.status, 200, submit.text);
      assert.equal((await site.command('cashier', { type: 'spring_bud.payout', move: 'approve', record: payout })).status, 403);
      const moves = (await site.get('chair', '/api/v1/records/spring_bud.payout/' + payout)).json.may.map((may) => may.move);
      assert.ok(moves.length > 0, 'the chair has a move to make');
    });

    test('all that is derived equals the records, and nothing was changed behind the program', () => {
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      site.run('recount', '--data', site.data);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
