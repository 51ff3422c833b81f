// A village's election over HTTP, on SQLite and on PostgreSQL: the whole course of one village, with what must be refused on the way; a tie that is voted
// again; a vote with more papers back than went out.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { idNumber, sitesOn, uuid } from './support/site.mjs';

const day = (ago) => new Date(Date.now() + 8 * 3600_000 - ago * 86_400_000).toISOString().slice(0, 10);
const refusal = (answer) => (answer.json.problems ?? []).map((problem) => problem.code);
const said = (answer) => (answer.json.problems ?? []).map((problem) => problem.message).join(' ');
const type = (name) => 'election.' + name;

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site;
    const people = {};                     // name: id
    const election = uuid(), small = uuid();
    const voters = [], candidates = {};
    const good = async (login, body) => {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, JSON.stringify(body).slice(0, 300) + answer.text);
      return answer.json;
    };
    const move = (login, of, step, record, ago, values) => site.command(login, { type: type(of), move: step, record, ...(ago === undefined ? {} : { day: day(ago) }), ...(values ? { values } : {}) });
    const must = async (...args) => { const answer = await move(...args); assert.equal(answer.status, 200, args.slice(0, 3).join(' ') + answer.text); return answer.json; };
    const page = async (login, of, record) => (await site.get(login, `/api/v1/records/${type(of)}/${record}`)).json;
    const rows = async (login, of, ref) => (await site.get(login, `/api/v1/records/${type(of)}?ref=${ref}&limit=500`)).json.rows;
    const person = async (name, birth, more = {}) => {
      people[name] = uuid();
      await good('village', { type: 'core.person', move: 'enter', record: people[name], day: day(40), values: { name, sex: 'female', birth, ...more } });
      return people[name];
    };
    // One team's count of a packet: the votes by candidate's name.
    const count = async (login, team, packet, votes, papers, spoilt = {}) => {
      const sheet = (await rows(login, 'sheet', 'packet:' + packet)).find((row) => row.values.team === team);
      assert.ok(sheet, `${login} has the sheet of the ${team} team`);
      const lines = (await page(login, 'sheet', sheet.record)).lines.counts;
      return site.command(login, { steps: [
        { type: type('count'), move: 'edit', records: lines.map((line) => ({ record: line.record, values: { votes: votes[line.label] } })) },
        { type: type('sheet'), move: 'give', record: sheet.record, values: { papers, blank: 0, crowded: 0, unclear: 0, ...spoilt } },
      ] });
    };

    before(async () => {
      site = newSite().init();
      site.openAccounts([['township.chair', '999001100000', 'chair'], ['teller.one', '999001100200', 'rater'], ['teller.two', '999001100200', 'rater'], ['teller.bare', '999001100200', 'rater'], ['far.rater', '999001101200', 'rater']]);
      await site.serve();
      for (const [n, name] of ['李芳', '王梅', '陈静', '赵敏', '钱会计', '孙老师', '李华', '周书记'].entries()) await person(name, `19${70 + n}-03-08`);
      for (let n = 0; n < 25; ++n) voters.push({ person: await person(`选民${String.fromCharCode(0x4e00 + n)}`, '1980-05-06', { id_number: idNumber('1980-05-06', 101 + 2 * n) }), record: uuid() });
      await good('village', { type: 'core.kin', move: 'enter', values: { person: people['李芳'], relative: people['李华'], relation: 'sibling' } });
      for (const [login, who] of [['teller.one', '钱会计'], ['teller.two', '孙老师']]) site.run('user', 'person', login, '--data', site.data, '--person', people[who]);
      const village = (await site.get('village', '/api/v1/meta')).json.org;
      for (const [record, ago] of [[election, 0], [small, -1]])
        await good('township', { type: type('election'), move: 'enter', record, org: village, day: day(35), values: { day: day(ago), leader: people['周书记'], posts: 3, packet_size: 10 } });
    });

    test('an account outside its range enters nobody, and reads of the roll nothing', async () => {
      const elsewhere = await move('village2', 'voter', 'enter', uuid(), 34, { election, person: voters[0].person });
      assert.ok(elsewhere.status === 403 || elsewhere.status === 422 || elsewhere.status === 404, elsewhere.text);
      assert.ok(refusal(elsewhere).every((code) => ['not_yours', 'no_such_record', 'other_org'].includes(code)), elsewhere.text);
      assert.equal((await rows('village2', 'voter', 'election:' + election)).length, 0);
    });

    test('the roll: women of age only, posted twenty days before', async () => {
      await good('village', { type: type('voter'), move: 'enter', day: day(34), records: voters.map(({ record, person: who }, n) => ({ record, values: { election, person: who, group: 1 + n % 3 } })) });
      const girl = await person('王小妹', day(365 * 12));
      assert.deepEqual(refusal(await move('village', 'voter', 'enter', uuid(), 34, { election, person: girl })), ['check']);
      assert.equal((await page('village', 'election', election)).values.roll, 25);
      for (const [name, seeks] of [['李芳', 'chair'], ['王梅', 'member'], ['陈静', 'member'], ['赵敏', 'member']]) {
        candidates[name] = uuid();
        await must('village', 'candidate', 'enter', candidates[name], 33, { election, person: people[name], seeks, resume: '热心' });
        await must('township', 'candidate', 'review', candidates[name], 32);
      }
      assert.deepEqual(refusal(await move('township', 'candidate', 'list', candidates['李芳'], 31)), ['not_yours']);
      for (const record of Object.values(candidates)) await must('township.chair', 'candidate', 'list', record, 31);
      const late = await move('village', 'election', 'post_roll', election, 10);
      assert.deepEqual(refusal(late), ['guard']);
      await must('village', 'election', 'post_roll', election, 25);
      assert.deepEqual(refusal(await move('village', 'voter', 'enter', uuid(), 24, { election, person: people['李芳'] })), ['guard']);   // the village no longer changes it
    });

    test('an objection to the roll holds the candidates back until it is answered by another than who planned it', async () => {
      const { notices, forms } = (await site.get(null, '/api/v1/public/notices')).json;
      const notice = notices.find(({ values }) => values.text.includes('选民数：25'));
      assert.ok(notice, JSON.stringify(notices));
      assert.deepEqual(forms['core.objection'].values.map(({ id }) => id).sort(), ['about', 'who']);
      const objected = await site.post(null, '/api/v1/public/commands', { id: uuid(), type: 'core.objection', code: notice.code, values: { about: '漏了东头的老张家', who: '不愿留名' } });
      assert.equal(objected.status, 201, objected.text);
      assert.deepEqual(refusal(await move('township', 'election', 'list', election, 10)), ['objection_open']);
      const objection = (await site.get('county', '/api/v1/records/core.objection')).json.rows[0];
      const answer = (login) => site.command(login, { type: 'core.objection', move: 'dismiss', record: objection.record, values: { answer: '她的户口在邻村' } });
      assert.deepEqual(refusal(await answer('township')), ['someone_else']);
      assert.equal((await answer('county')).status, 200);
      await must('township', 'election', 'list', election, 10);
      assert.equal((await page('township', 'election', election)).stage, 'ready');
      const posted = (await site.get(null, '/api/v1/public/notices')).json.notices.find(({ values }) => values.text.includes('竞选人：'));
      assert.match(posted.values.text, /李芳、王梅、陈静、赵敏|竞选人：/);
    });

    test('tellers are posted, and are no relatives of a candidate', async () => {
      const related = await move('township', 'teller', 'enter', uuid(), 9, { election, person: people['李华'], duty: 'count', team: 'first' });
      assert.deepEqual(refusal(related), ['guard']);
      assert.match(said(related), /李芳/);
      for (const [name, team] of [['钱会计', 'first'], ['孙老师', 'second']]) {
        const record = uuid();
        await must('township', 'teller', 'enter', record, 9, { election, person: people[name], duty: 'count', team });
        await must('township', 'teller', 'post', record, 9);
        assert.deepEqual(refusal(await move('township', 'teller', 'serve', record, 9)), ['notice_running']);
        await must('township', 'teller', 'serve', record, 0);
      }
    });

    test('nobody takes more than three proxies, nor asks too late', async () => {
      const proxies = voters.slice(20, 24).map(({ record }) => ({ record: uuid(), voter: record }));
      for (const { record, voter } of proxies) await must('village', 'proxy', 'enter', record, 6, { voter, holder: people['周书记'], relation: 'other' });
      for (const { record } of proxies.slice(0, 3)) await must('township', 'proxy', 'grant', record, 5);
      assert.deepEqual(refusal(await move('township', 'proxy', 'grant', proxies[3].record, 5)), ['guard']);
      assert.deepEqual(refusal(await move('village', 'proxy', 'enter', uuid(), 2, { voter: voters[24].record, holder: people['李华'], relation: 'other' })), ['guard']);
      await must('township', 'election', 'open', election, 0);
      await must('teller.one', 'proxy', 'use', proxies[0].record);
      assert.deepEqual([(await page('township', 'voter', proxies[0].voter)).stage, (await page('township', 'voter', proxies[0].voter)).values.issued_to], ['voted', 'proxy']);
    });

    test('ballots go out from the desk: by pinyin, by the last four of a number, once each', async () => {
      const desk = (await site.get('teller.one', `/api/v1/records/${type('election')}/${election}/desk/${type('voter')}`)).json;
      assert.equal(desk.rows.length, 25);
      assert.deepEqual([desk.moves, desk.back], [['issue'], 'undo']);
      assert.ok(desk.rows.every((row) => row.keys.includes('0506')), 'found by her birthday');
      assert.ok(desk.rows.some((row) => row.keys.some((key) => /^xuanmin/.test(key))), JSON.stringify(desk.rows[0]));
      assert.doesNotMatch(JSON.stringify(desk), /19800506\d{4}/);   // no ID number leaves
      const tail = idNumber('1980-05-06', 101).slice(-4);
      const found = await site.post('teller.one', `/api/v1/records/${type('election')}/${election}/desk/${type('voter')}/tail`, { tail });
      assert.deepEqual(found.json.records, [voters[0].record]);
      assert.deepEqual(refusal(await site.post('teller.one', `/api/v1/records/${type('election')}/${election}/desk/${type('voter')}/tail`, { tail: '1' })), ['bad_tail']);
      assert.equal((await site.get('far.rater', `/api/v1/records/${type('election')}/${election}/desk/${type('voter')}`)).json.rows?.length ?? 0, 0);
      const far = await move('far.rater', 'voter', 'issue', voters[0].record);
      assert.ok(refusal(far).every((code) => ['not_yours', 'no_such_record'].includes(code)) && far.status >= 400, far.text);
      for (const { record } of voters.slice(0, 19)) await must('teller.one', 'voter', 'issue', record);
      assert.deepEqual(refusal(await move('teller.two', 'voter', 'issue', voters[0].record)), ['wrong_stage']);
      await must('teller.one', 'voter', 'undo', voters[18].record);
      await must('teller.two', 'voter', 'issue', voters[18].record);
      assert.equal((await page('township', 'election', election)).values.issued, 20);
    });

    test('more papers back than went out, and no count begins; fewer is fine', async () => {
      const many = await move('township', 'election', 'close', election, 0, { returned: 21 });
      assert.deepEqual(refusal(many), ['guard']);
      assert.match(said(many), /无效/);
      await must('township', 'election', 'close', election, 0, { returned: 19 });
      const packets = await rows('township', 'packet', 'election:' + election);
      assert.deepEqual(packets.map(({ values }) => values.papers).sort((a, b) => a - b), [9, 10]);
    });

    test('a wrong packet is found before the result, by its number and its lines, and read again', async () => {
      const packets = (await rows('township', 'packet', 'election:' + election)).sort((a, b) => a.values.number - b.values.number).map(({ record }) => record);
      const first = { 李芳: 8, 王梅: 6, 陈静: 4, 赵敏: 1 }, second = { 李芳: 7, 王梅: 5, 陈静: 2, 赵敏: 2 };
      assert.deepEqual(refusal(await count('teller.bare', 'first', packets[0], first, 10)), ['guard']);   // an account that is nobody's
      assert.deepEqual(refusal(await count('teller.two', 'first', packets[0], first, 10)), ['guard']);    // the other team's
      assert.deepEqual(refusal(await count('teller.one', 'first', packets[0], { ...first, 李芳: 11 }, 10)), ['guard']);
      assert.equal((await count('teller.one', 'first', packets[0], first, 10, { blank: 1 })).status, 200);
      const mine = (await rows('teller.two', 'sheet', 'packet:' + packets[0])).map(({ values }) => values.team);
      assert.deepEqual(mine, ['second'], 'the other team sees its own sheet only');
      for (const at of ['packet/' + packets[0], `election/${election}`]) assert.doesNotMatch((await site.get('teller.two', `/api/v1/records/election.${at}`)).text, /"first(_papers|_spoilt)?":(8|9|10)\b/, at);
      const lines = (await page('teller.two', 'packet', packets[0])).lines.lines;
      assert.ok(lines.every(({ values }) => typeof values.first === 'object'), JSON.stringify(lines[0].values));
      assert.equal((await count('teller.two', 'second', packets[0], first, 10, { blank: 1 })).status, 200);
      assert.equal((await count('teller.one', 'first', packets[1], second, 9)).status, 200);
      assert.deepEqual(refusal(await move('township', 'election', 'tally', election)), ['guard']);        // one sheet is out
      assert.equal((await count('teller.two', 'second', packets[1], { ...second, 王梅: 4, 陈静: 3 }, 9)).status, 200);
      const wrong = await move('township', 'election', 'tally', election);
      assert.deepEqual(refusal(wrong), ['guard']);
      assert.match(said(wrong), /票包 2（.*王梅.*陈静|票包 2（.*陈静.*王梅/);
      assert.doesNotMatch(said(wrong), /票包 1|李芳/);
      assert.deepEqual(refusal(await move('township.chair', 'election', 'declare', election)), ['wrong_stage']);
      assert.deepEqual(refusal(await move('township', 'packet', 'reread', packets[0])), ['guard']);        // it agrees
      await must('township', 'packet', 'reread', packets[1]);
      for (const login of [['teller.one', 'first'], ['teller.two', 'second']]) assert.equal((await count(...login, packets[1], second, 9)).status, 200);
      await must('township', 'election', 'tally', election);
    });

    test('another than who compared announces; the result is public at once', async () => {
      assert.deepEqual(refusal(await move('township', 'election', 'declare', election)), ['not_yours']);
      await must('township.chair', 'election', 'declare', election);
      const seats = Object.fromEntries((await rows('township', 'candidate', 'election:' + election)).map(({ label, values, stage }) => [label, [values.votes, values.seat, stage]]));
      assert.deepEqual(seats, { 李芳: [15, 'chair', 'elected'], 王梅: [11, 'member_1', 'elected'], 陈静: [6, 'member_2', 'elected'], 赵敏: [3, null, 'lost'] });
      const { published: results, fields } = (await site.get(null, '/api/v1/public/notices')).json;
      const own = results.find((result) => result.type === type('election'));
      assert.deepEqual([own.values.issued, own.values.returned, own.values.spoilt], [20, 19, 1]);
      assert.ok(results.some((result) => result.type === type('candidate') && result.values['person.name'] === '李芳' && result.values.votes === 15));
      assert.ok(fields[type('candidate')].some(({ id, title }) => id === 'person.name' && title === '姓名'));
      assert.doesNotMatch(JSON.stringify(results), /选民|19800506/);
      const figures = (await site.get('county', '/api/v1/figures?names=election.voted,election.candidates,election.turnout&period=year')).json.figures;
      assert.deepEqual(figures.map(({ value }) => value), ['20', '4', '80']);
    });

    test('a tie is nobody\'s seat: only the two are voted on again', async () => {
      await must('township', 'election', 'annul', small, 0).then(() => assert.fail('a township declares nothing void'), () => undefined);
      const again = uuid(), posts = 2, day_of = 26;
      const village = (await site.get('village', '/api/v1/meta')).json.org;
      await good('township', { type: type('election'), move: 'enter', record: again, org: village, day: day(60), values: { day: day(day_of), leader: people['周书记'], posts } });
      const roll = voters.slice(0, 3).map(({ person: who }) => ({ record: uuid(), values: { election: again, person: who } }));
      await good('village', { type: type('voter'), move: 'enter', day: day(59), records: roll });
      const runs = {};
      for (const name of ['李芳', '王梅', '陈静']) {
        runs[name] = uuid();
        await must('village', 'candidate', 'enter', runs[name], 58, { election: again, person: people[name], seeks: 'member', resume: '热心' });
        await must('township', 'candidate', 'review', runs[name], 57);
        await must('township.chair', 'candidate', 'list', runs[name], 56);
      }
      await must('village', 'election', 'post_roll', again, 55);
      await must('township', 'election', 'list', again, 40);
      for (const [name, team] of [['钱会计', 'first'], ['孙老师', 'second']]) {
        const record = uuid();
        await must('township', 'teller', 'enter', record, 40, { election: again, person: people[name], duty: 'count', team });
        await must('township', 'teller', 'post', record, 40);
        await must('township', 'teller', 'serve', record, day_of);
      }
      await must('township', 'election', 'open', again, day_of);
      await good('teller.one', { type: type('voter'), move: 'issue', day: day(day_of), records: roll.map(({ record }) => ({ record })) });
      await must('township', 'election', 'close', again, day_of, { returned: 3 });
      const [packet] = (await rows('township', 'packet', 'election:' + again)).map(({ record }) => record);
      for (const login of [['teller.one', 'first'], ['teller.two', 'second']]) assert.equal((await count(...login, packet, { 李芳: 2, 王梅: 1, 陈静: 1 }, 3)).status, 200);
      await must('township', 'election', 'tally', again);
      await must('township.chair', 'election', 'declare', again);
      assert.equal((await page('township', 'election', again)).values.vacant, 1);
      assert.deepEqual(refusal(await move('village', 'election', 'file', again, undefined, { lessons: '没有选满' })), ['guard']);
      await must('township', 'election', 'again', again, undefined, { next_day: day(-30) });
      const [second] = await rows('township', 'election', 'previous:' + again);
      assert.deepEqual([second.values.posts, second.values.roll, second.values.standing, second.values.chair_open], [1, 3, 2, false]);
      assert.deepEqual((await rows('township', 'candidate', 'election:' + second.record)).map(({ label }) => label).sort(), ['王梅', '陈静'].sort());
    });

    test('only the county declares a vote void, and says why; then nothing of it counts', async () => {
      assert.deepEqual(refusal(await site.command('chair', { type: type('election'), move: 'annul', record: small })), ['required']);
      await good('chair', { type: type('election'), move: 'annul', record: small, values: { reason: '票箱没有当场封' } });
      assert.deepEqual(refusal(await move('village', 'voter', 'enter', uuid(), 0, { election: small, person: people['李芳'] })), ['guard']);
      assert.equal((await site.get('county', '/api/v1/figures?names=election.annulled&period=year')).json.figures[0].value >= 1, true);
    });

    test('keeps the journal and the figures whole', async () => {
      await site.stop();
      assert.equal(site.outcome('verify', '--data', site.data).code, 0);
      assert.equal(site.outcome('recount', '--check', '--data', site.data).code, 0);
    });
  });
}

scenario('on SQLite', 'sqlite');
scenario('on PostgreSQL', 'postgresql');
