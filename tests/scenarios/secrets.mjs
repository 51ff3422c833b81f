// A case of domestic violence, on SQLite and on PostgreSQL, and those who must not learn of it: a county officer of another department, the
// county's chair, a village officer, a partner, an auditor, an officer of the city, a stranger. Every route is driven as each of them before
// there is a case and after; what they are told must be the same to the byte. Then who may see it looks at it, and every look is in the journal.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sitesOn, uuid } from './support/site.mjs';
import { answersOf, pathsOf } from './support/everything.mjs';

const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const DV = 'domestic_violence.';
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
// One value for each protected field: private ones are masked for all, the others of a secret record are shown to whom `see` names.
const canary = (name) => `金丝雀-${name}-K7Q2`;
const PRIVATE = ['who', 'place', 'what', 'victim', 'phone', 'address', 'accused', 'facts', 'wishes', 'plan', 'note', 'breach', 'found', 'whom', 'conclusions'];
const SHOWN = ['number', 'receipt', 'order', 'topic', 'resolution', 'result'];
const outsiders = ['county', 'chair', 'village', 'village.chair', 'partner', 'auditor', 'city', null];

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, document, known, paths;
    const alert = uuid(), record = uuid(), order = uuid(), visit = uuid(), meeting = uuid(), household = uuid(), person = uuid();
    const good = async (login, body) => {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, `${login} ${JSON.stringify(body)}: ${answer.text}`);
      return answer.json;
    };
    const before_ = new Map();

    before(async () => {
      site = newSite().init();
      site.addOrgs('code,name,level,kind,parent\nPO1,花溪公安,partner,police,999001000000\nCT1,花溪法院,partner,court,999001000000\n');
      site.openAccounts([
        ['keeper', '999001000000', `${DV}keeper`], ['keeper.town', '999001100000', `${DV}keeper`], ['keeper.other', '999001101000', `${DV}keeper`], ['keeper.village', '999001100200', `${DV}keeper`], ['keeper.police', 'PO1', `${DV}keeper`],
        ['village.chair', '999001100200', 'chair'], ['partner', 'SCH1', 'officer'], ['auditor', '999001000000', 'auditor'], ['city', '999000000000', 'officer']]);
      await site.serve();
      await good('village', { steps: [
        { type: 'core.person', move: 'enter', record: person, values: { name: '李大山', sex: 'male' } },
        { type: 'core.household', move: 'enter', record: household, values: { head: person, people: 3 } },
      ] });
      document = (await site.get('county', '/api/v1/openapi.json')).json;
      const meta = (await site.get('county', '/api/v1/meta')).json;
      const types = meta.programmes.flatMap((programme) => programme.records.map((type) => type.name)).filter((type) => type !== 'core.org');
      const indicators = meta.programmes.flatMap((programme) => programme.indicators);
      const ids = [alert, record, order, visit, meeting, household, person, uuid()];
      known = {
        type: types, id: ids, programme: meta.programmes.map((programme) => programme.id), fund: meta.programmes.flatMap((programme) => programme.funds.map((fund) => fund.name)), posting: [uuid()],
        name: [...indicators.map((each) => each.name), ...indicators.filter((each) => each.name.startsWith(DV)).flatMap((each) => (each.by[0]?.codes ?? []).map((code) => `${each.name}['${code.id}']`)), `${DV}reported * 2`],
        n: ['0'], '/api/v1/files/{id}#id': [uuid()], '/api/v1/marked-sheets/{id}#id': [uuid()],
        '/api/v1/reports/{id}#id': [uuid()], '/api/v1/reports/{id}/figures/{n}#id': [uuid()], '/api/v1/reports/{id}/word#id': [uuid()],
        queries: {
          '/api/v1/search': [`?q=${encodeURIComponent('金丝雀')}`, '?q=li', `?q=${record}`], '/api/v1/changes': ['?after=0', '?after=0&limit=1'], '/api/v1/orgs': ['?q='],
          '/api/v1/records/{type}': ['?count=1&facets=stage,org', `?where=${encodeURIComponent("stage != null")}`, '?sort=-moved&limit=1'],
          '/api/v1/figures': [`?names=${indicators.map((each) => each.name).join(',')}&period=year`, `?names=${indicators.map((each) => each.name).join(',')}&period=ever`, `?names=${DV}reported,${DV}visits_on_time,${DV}violence_share,${DV}meetings&from=${today}&to=${today}`],
          '/api/v1/figures/{name}/records': ['?period=ever', '?period=year'],
        },
      };
      for (const [pattern, methods] of Object.entries(document.paths)) for (const [, parameter] of methods.get ? pattern.matchAll(/\{(\w+)\}/g) : []) known[parameter] ??= [uuid()];
      paths = pathsOf(document, known).filter((path) => !path.endsWith('/openapi.json'));
    });

    test('before there is a case, everything is asked as everybody', async () => {
      // The calendar makes this year's sheet of the household that stands there; after that nothing happens by itself.
      for (let n = 0; n < 160 && !(await site.get('village', '/api/v1/today')).text.includes('safe_family.sheet'); ++n) await new Promise((done) => setTimeout(done, 500));
      for (const login of outsiders) before_.set(login, await answersOf(site, login, paths));
      assert.ok(paths.length > 300, `${paths.length} paths`);
      assert.ok([...before_.get('county').values()].filter((text) => text.startsWith('200')).length > 60);
    });

    test('a case is opened, with a value of its own in every protected field', async () => {
      const police = await site.orgId('county', '花溪公安'), court = await site.orgId('county', '花溪法院'), village = (await site.get('village', '/api/v1/meta')).json.org;
      const streams = await Promise.all(['county', 'keeper', 'keeper.other'].map((login) => listen(login)));
      await good('village', { type: `${DV}alert`, move: 'enter', record: alert, values: { source: 'neighbour', who: canary('who'), place: canary('place'), what: canary('what'), danger: true, child: true } });
      await good('keeper.town', { type: `${DV}alert`, move: 'rescue', record: alert, values: { safe: 'moved' } });
      await good('keeper.town', { type: `${DV}case`, move: 'enter', record, org: village, values: { alert, victim: canary('victim'), phone: canary('phone'), address: canary('address'), guarded: false, accused: canary('accused'), relation: 'husband', police, means: ['body'], facts: canary('facts'), wishes: canary('wishes'), child: true } });
      await good('keeper.town', { type: `${DV}alert`, move: 'open', record: alert });
      await good('keeper.town', { type: `${DV}case`, move: 'assess', record, values: { weapon: true, choking: true, threats: true, pregnant: false, watching: true, parting: false, drink: true } });
      await good('keeper.town', { type: `${DV}case`, move: 'plan', record, values: { plan: canary('plan') } });
      const paper = await site.request('keeper.town', 'POST', '/api/v1/files?name=wound.png', png, { 'Content-Type': 'image/png' });
      await good('keeper.town', { type: `${DV}step`, move: 'enter', values: { case: record, kind: 'warning', number: canary('number'), note: canary('note'), paper: [paper.json.id] } });
      const duty = (await site.get('keeper.town', `/api/v1/records/${DV}duty?ref=case:${record}`)).json.rows[0].record;
      await good('keeper.town', { type: `${DV}duty`, move: 'file', record: duty, values: { receipt: canary('receipt') } });
      await good('keeper', { type: `${DV}order`, move: 'enter', record: order, values: { case: record, court, by_whom: 'self' } });
      await good('keeper', { type: `${DV}order`, move: 'grant', record: order, values: { number: canary('order'), made: today, until: today } });
      await good('keeper', { type: `${DV}order`, move: 'broken', record: order, values: { breach: canary('breach') } });
      await good('keeper.town', { type: `${DV}visit`, move: 'enter', record: visit, values: { case: record, day: today, whom: canary('whom') } });
      await good('keeper', { type: `${DV}meeting`, move: 'enter', record: meeting, values: { topic: canary('topic'), day: today, police, resolutions: [{ what: canary('resolution'), office: 'police', by_day: today, result: canary('result') }] } });
      await good('keeper', { type: `${DV}meeting`, move: 'hold', record: meeting, values: { conclusions: canary('conclusions') } });
      // The live events: nobody but the county's keeper heard of any of this; then something open happens, and that is the first that others hear.
      await good('county', { type: 'core.household', move: 'enter', values: { people: 1 } });
      const [county, keeper, other] = await Promise.all(streams.map((stream) => stream.first('core.household')));
      assert.deepEqual(county.map((event) => event.types), [['core.household']]);
      assert.deepEqual(other.map((event) => event.types), [['core.household']]);
      assert.ok(keeper.flatMap((event) => event.types).includes(`${DV}case`));
    });

    async function listen(login) {
      const stop = new AbortController();
      const answer = await fetch(site.address + '/api/v1/events', { headers: { Authorization: 'Bearer ' + (await site.token(login)) }, signal: stop.signal });
      const reader = answer.body.getReader();
      return { first: async (type) => {
        let text = '';
        while (!text.includes(type)) text += Buffer.from((await reader.read()).value).toString();
        stop.abort();
        return [...text.matchAll(/event: change\ndata: (.*)\n/g)].map((match) => JSON.parse(match[1]));
      } };
    }

    test('nobody else learns of it: every answer is what it was, but for the household that was entered in the open', async () => {
      for (const login of outsiders) {
        const now = await answersOf(site, login, paths);
        const changed = [];
        for (const [path, text] of now) {
          for (const each of [...PRIVATE, ...SHOWN].map(canary)) assert.ok(!text.includes(each), `${login} is told ${each} by ${path}`);
          if (text !== before_.get(login).get(path) && !isOfHousehold(path)) changed.push([path, ...difference(before_.get(login).get(path), text)]);
        }
        assert.deepEqual(changed, [], `${login}`);
      }
    });
    // Where two texts part, and what stands there.
    function difference(a, b) {
      let at = 0;
      while (a[at] === b[at]) ++at;
      return [a, b].map((text) => text.slice(Math.max(0, at - 80), at + 160));
    }
    // What the open household itself changes: its list, its count, its figures, what changed; the places of the journal as of it.
    const isOfHousehold = (path) => path.includes('core.household') || path.startsWith('/api/v1/changes') || path.startsWith('/api/v1/figures') || path.startsWith('/api/v1/targets') || path.startsWith('/api/v1/burden') || path.startsWith('/api/v1/audit/hours') || path === '/api/v1/sent' || path.startsWith('/api/v1/moved') || path.startsWith('/api/v1/records/core.person/') || path.includes('safe_family');

    test('figures of others than who may open it are withheld, each and all of the kind', async () => {
      const names = document && (await site.get('county', '/api/v1/meta')).json.programmes.find((programme) => programme.id === 'domestic_violence').indicators.map((each) => each.name);
      for (const login of ['county', 'chair', 'auditor', 'city']) {
        for (const period of ['month', 'year', 'ever']) for (const figure of (await site.get(login, `/api/v1/figures?names=${names.join(',')}&period=${period}`)).json.figures) assert.deepEqual([figure.value, figure.withheld, figure.rows], [null, 'not_here', 0], `${login} ${figure.name} ${period}`);
        const rows = (await site.get(login, `/api/v1/figures/${DV}reported/records?period=ever`)).json;
        assert.deepEqual([rows.count, rows.rows, rows.keys], [0, [], 0]);
        const last = Number(today.slice(0, 4)) - 1;
        const figure = (await site.get(login, `/api/v1/figures?names=${DV}reported&from=${last}-01-01&to=${last}-12-31`)).json.figures[0];
        assert.deepEqual([figure.shown, figure.value, figure.withheld], login === 'city' || login ? ['少于5', null, 'under_five'] : [], login);
      }
      const hers = (await site.get('keeper', `/api/v1/figures?names=${DV}reported,${DV}followed['high']&period=ever`)).json.figures;
      assert.deepEqual(hers.map((figure) => figure.value), ['1', '1']);
    });

    test('a command on it is refused in the words for one that is not there', async () => {
      for (const login of ['county', 'chair', 'village', 'village.chair', 'partner', 'auditor', 'keeper.other', 'keeper.village'])
        for (const move of ['close', 'edit', 'strike', 'plan']) {
          const values = move === 'plan' ? { plan: 'x' } : move === 'edit' ? { children: 1 } : undefined;
          const said = async (id) => { const answer = await site.command(login, { type: `${DV}case`, move, record: id, ...(values ? { values } : {}) }); return JSON.stringify([answer.status, answer.json.problems]); };
          assert.equal(await said(record), await said(uuid()), `${login} ${move}`);
        }
      // Who reports again, or refers to it by its id, is told nothing of it either.
      const again = await site.command('village', { type: `${DV}alert`, move: 'enter', dry_run: true, values: { source: 'neighbour', who: 'x', what: 'y', danger: false, child: false } });
      assert.equal(again.status, 200, again.text);
      const guessed = async (id) => JSON.stringify((await site.command('keeper.other', { type: `${DV}visit`, move: 'enter', values: { case: id, day: today } })).json.problems.map((problem) => problem.code));
      assert.equal(await guessed(record), await guessed(uuid()));
    });

    test('no filter, order or ref on an open list asks about it', async () => {
      const alerts = await site.get('keeper.town', `/api/v1/records/${DV}alert?where=${encodeURIComponent("cases.exists(c, c.risk == 'high')")}`);
      assert.equal(alerts.status, 422, alerts.text);
      const through = await site.get('keeper.town', `/api/v1/records/${DV}visit?where=${encodeURIComponent("case.risk == 'high'")}`);
      assert.equal(through.status, 422, through.text);   // of another type than the list's own: rows that she may not read would answer
    });

    test('those who may see it see it: private fields masked until asked for', async () => {
      const page = await site.get('keeper', `/api/v1/records/${DV}case/${record}`);
      assert.equal(page.status, 200, page.text);
      assert.deepEqual([page.json.values.victim, page.json.values.risk, page.json.values.score], [{ masked: true }, 'high', 10]);
      assert.match(page.json.secret_code, /^[0-9a-f]{4}-[0-9a-f]{4}$/);
      for (const each of PRIVATE.map(canary)) assert.ok(!page.text.includes(each), each);
      const shown = await site.post('keeper', `/api/v1/records/${DV}case/${record}/reveal`, { field: 'victim', reason: '联系她' });
      assert.equal(shown.json.value, canary('victim'));
      assert.equal((await site.get('keeper.town', `/api/v1/records/${DV}case/${record}`)).status, 200);
      assert.equal((await site.get('keeper.police', `/api/v1/records/${DV}case/${record}`)).status, 200);
      const steps = await site.get('keeper', `/api/v1/records/${DV}step`);
      assert.ok(steps.text.includes(canary('number')));
      for (const login of ['keeper.other', 'keeper.village']) assert.equal((await site.get(login, `/api/v1/records/${DV}case/${record}`)).status, 404);
      // She who visits sees whom and by when, as long as the visit waits.
      assert.equal((await site.get('keeper.village', `/api/v1/records/${DV}visit/${visit}`)).status, 200);
      const hers = (await site.get('keeper.village', '/api/v1/today')).json.tasks;
      assert.ok(hers.some((task) => task.record === visit) && hers.every((task) => task.type === `${DV}visit`));
      await good('keeper.village', { type: `${DV}visit`, move: 'do', record: visit, values: { day: today, found: canary('found'), again: false } });
      assert.equal((await site.get('keeper.village', `/api/v1/records/${DV}visit/${visit}`)).status, 404);
      const sheet = await answersOf(site, 'keeper', [`/api/v1/sheets/${DV}step`]);
      assert.ok([...sheet.values()][0].includes(canary('number')));
    });

    test('every look is in the journal, by whom and how, and `verify` holds it', async () => {
      const looks = (await site.get('keeper', `/api/v1/records/${DV}case/${record}/looks`)).json.looks;
      assert.ok(looks.some((look) => look.how === 'page' && look.by === 'keeper.police'));
      assert.ok(looks.some((look) => look.how === 'reveal' && look.by === 'keeper' && look.reason === '联系她'));
      assert.equal((await site.get('county', `/api/v1/records/${DV}case/${record}/looks`)).status, 404);
      const exported = site.sql("select count(*) from look where how = 'sheet'")[0][0];
      assert.ok(Number(exported) >= 1);
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      const [[one]] = site.sql("select id from look where how = 'reveal' limit 1");
      site.sql(`update look set account = '' where id = '${one}'`);
      const found = site.outcome('verify', '--data', site.data);
      assert.equal(found.code, 1);
      assert.match(found.stdout + found.stderr, new RegExp(`look.*${one}`));
    });

    test('the chair breaks the glass with the code and a reason: for her alone, told, journaled', async () => {
      const { secret_code: code } = (await site.get('keeper', `/api/v1/records/${DV}case/${record}`)).json;
      assert.equal((await site.get('chair', `/api/v1/records/${DV}case/${record}`)).status, 404);
      for (const login of ['county', 'village.chair', 'auditor', 'city', 'partner']) assert.equal((await site.post(login, '/api/v1/glass', { code, reason: '上级来电核实情况，需要了解' })).status, 403, login);
      assert.equal((await site.post('chair', '/api/v1/glass', { code, reason: '看看' })).json.problems[0].code, 'glass_reason');
      const wrong = await site.post('chair', '/api/v1/glass', { code: '0000-0000', reason: '上级来电核实情况，需要了解' });
      assert.deepEqual(wrong.json.rows, []);
      const opened = await site.post('chair', '/api/v1/glass', { code, reason: '上级来电核实情况，需要了解' });
      assert.deepEqual(opened.json.rows.map((row) => row.record), [record], opened.text);
      assert.equal((await site.get('chair', `/api/v1/records/${DV}case/${record}`)).status, 200);
      assert.equal((await site.get('chair', `/api/v1/records/${DV}case?count=1`)).status, 403);   // a page, no list
      assert.equal((await site.get('chair', `/api/v1/records/${DV}order/${order}`)).status, 404);   // what it named, nothing beside it
      assert.equal((await site.command('chair', { type: `${DV}case`, move: 'reassess', record, values: { weapon: false, choking: false, threats: false, pregnant: false, watching: false, parting: false, drink: false } })).status, 403);
      for (const login of ['keeper', 'keeper.town']) assert.ok((await site.get(login, '/api/v1/today')).json.inbox.some((item) => item.text === '@glass' && item.record === record), login);
      const looks = (await site.get('keeper', `/api/v1/records/${DV}case/${record}/looks`)).json.looks;
      assert.ok(looks.some((look) => look.how === 'glass' && look.by === 'chair' && look.reason === '上级来电核实情况，需要了解'));
      site.sql(`update glass set until_at = 0 where record = '${record}'`);   // half an hour later
      assert.equal((await site.get('chair', `/api/v1/records/${DV}case/${record}`)).status, 404);
    });

    test('what lies in the database says nothing: no words, no names, no reasons, no papers', async () => {
      const all = site.sql(site.tables().map((table) => `select * from "${table}"`).join('; ')).map((row) => row.join('|')).join('\n');
      for (const each of [...PRIVATE, ...SHOWN].map(canary)) assert.ok(!all.includes(each), each);
      for (const reason of ['联系她', '上级来电核实情况']) assert.ok(!all.includes(reason), reason);
      assert.ok(!all.includes('IHDR') && !all.includes('\\x89504e47'));
    });

    test('a hidden case and one that is not there take as long to refuse', async () => {
      const medianOf = async (id) => {
        const times = [];
        for (let n = 0; n < 60; ++n) { const began = performance.now(); await site.get('keeper.other', `/api/v1/records/${DV}case/${id}`); times.push(performance.now() - began); }
        return times.sort((a, b) => a - b)[30];
      };
      await medianOf(record);
      const [hidden, none] = [await medianOf(record), await medianOf(uuid())];
      assert.ok(Math.abs(hidden - none) < Math.max(2, 0.6 * none), `hidden ${hidden.toFixed(2)} ms, not there ${none.toFixed(2)} ms`);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
