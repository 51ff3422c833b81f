// Plans: an office's target for a year is set, changed and taken away over HTTP; the actual figure, the formulas that read it and the report
// follow; who may not is refused at the field that is wrong. On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';

// A secret type whose figure takes plans: only its keeper is told either.
const quiet = `programme: quiet
title: 保密试验
edition: 1
roles: { keeper: 专管员 }
records:
  matter:
    title: 保密个案
    class: secret
    see: [county.keeper, county.officer]
    label: org.name
    fields: { what: { text: 什么事, required: true }, weight: { choice: 轻重, of: { light: 轻, grave: 重 } } }
    stages: { open: 在办, done: 办结 }
    moves:
      enter:  { by: [village.officer, county.keeper] }
      finish: { title: 办结, from: open, to: done, by: county.keeper }
indicators:
  matters: { count: matter, by: weight, target: year, title: 保密个案, unit: 件 }
`;
const year = new Date(Date.now() + 8 * 3600e3).getUTCFullYear();
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const api = '/api/v1/targets';

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, county, township, village, elsewhere, city;
    const put = (login, body, id = uuid()) => site.request(login, 'PUT', api, { id, indicator: 'training.learners', org: county, year, dims: [], ...body });
    const good = async (login, body, id) => {
      const answer = await put(login, body, id);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    };
    const refused = async (login, body, status, ...codes) => {
      const answer = await put(login, body);
      assert.deepEqual([answer.status, answer.json.problems.map((problem) => `${problem.path} ${problem.code}`)], [status, codes], answer.text);
      for (const problem of answer.json.problems) assert.ok(problem.message && !/[a-z]+_[a-z]+/.test(problem.message), `${problem.code} is said in words: ${problem.message}`);
    };
    const plan = async (login, query = '') => {
      const answer = await site.get(login, `${api}?year=${year}${query}`);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    };
    const line = (told, indicator, ...dims) => told.indicators.find((each) => each.indicator === indicator)?.slices.find((slice) => slice.dims.join() === dims.join());
    const figure = async (login, formula) => (await site.get(login, `/api/v1/figures?names=${encodeURIComponent(formula)}`)).json.figures[0].value;

    before(async () => {
      site = newSite();
      const packs = join(site.folder, 'programmes');
      cpSync(join(root, 'programmes'), packs, { recursive: true });
      mkdirSync(join(packs, 'quiet'));
      writeFileSync(join(packs, 'quiet/programme.yaml'), quiet);
      site.init(packs);
      site.addOrgs('code,name,level,kind,parent\n999002000000,桃溪市,county,,\n999002100000,南山镇,township,town,\n');
      site.openAccounts([['neighbour', '999002000000', 'officer'], ['city', '999000000000', 'officer']]);
      await site.serve();
      county = (await site.get('county', '/api/v1/meta')).json.org;
      township = await site.orgId('county', '东山镇');
      village = await site.orgId('county', '口头庄村');
      elsewhere = (await site.get('neighbour', '/api/v1/meta')).json.org;
      city = (await site.get('city', '/api/v1/meta')).json.org;
      const command = async (login, body) => { const answer = await site.command(login, body); assert.equal(answer.status, 200, answer.text); };
      const course = uuid();
      await command('county', { type: 'training.course', move: 'enter', record: course, values: { name: '网上行一班', kind: 'online', starts: today, ends: today } });
      for (const each of ['王一一', '王二二', '王三三']) {
        const person = uuid(), place = uuid();
        await command('village', { type: 'core.person', move: 'enter', record: person, values: { name: each, sex: 'female', birth: '1988-03-02' } });
        await command('county', { steps: [{ type: 'training.place', move: 'enter', record: place, values: { course, person } }, { type: 'training.place', move: 'admit', record: place }, { type: 'training.place', move: 'finish', record: place, values: { feedback: 5 } }] });
      }
    });

    test('before any is set: figures, the share of the year, no target and no percent', async () => {
      const told = await plan('county');
      assert.deepEqual([told.org, told.org_name, told.year, told.may_set], [county, '花溪市', year, true]);
      const gone = (Date.parse(today) - Date.UTC(year, 0, 1)) / 864e5 + 1, days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 864e5;
      assert.equal(Number(told.passed), Math.floor(gone * 1000 / days) / 10);
      const total = line(told, 'training.learners');
      assert.deepEqual([total.figure.value, total.target, total.percent, total.behind, total.last], ['3', null, null, false, '0']);
      assert.equal(line(told, 'training.learners', 'online').figure.value, '3');
      assert.equal(line(told, 'training.learners', 'law').figure.value, '0');
      assert.deepEqual((await plan('county', '&planned=1')).indicators, []);
    });

    test('set, changed, taken away; the figure and what reads the target follow', async () => {
      assert.equal(await figure('county', 'training.over_plan'), null);
      await good('county', { dims: ['online'], value: '2' });
      assert.equal(Number(await figure('county', 'training.over_plan')), 50);
      const told = line(await plan('chair'), 'training.learners', 'online');
      assert.deepEqual([told.target, told.percent, told.behind, told.figure.value], ['2', '150', false, '3']);
      assert.equal((await site.get('county', told.figure.opens)).json.keys, 3, 'the figure opens whom it counted');
      const receipt = (await site.get('county', `/api/v1/figures?names=${encodeURIComponent(told.figure.name)}`)).json.figures[0];
      assert.deepEqual([receipt.value, receipt.receipt.definition], [told.figure.value, told.figure.receipt.definition]);
      await good('chair', { dims: ['online'], value: ' ４ ' });   // full width, as an IME leaves it
      assert.equal(Number(await figure('county', 'training.over_plan')), -25);
      assert.deepEqual((await plan('county', '&planned=1')).indicators.map((each) => [each.indicator, each.slices.length]), [['training.learners', 1]]);
      await good('county', { dims: ['online'], value: null });
      assert.equal(await figure('county', 'training.over_plan'), null);
      assert.equal(line(await plan('county'), 'training.learners', 'online').target, null);
    });

    test('late is more than five points behind the time; a year that is not yet begun is late for nobody', async () => {
      const passed = Number((await plan('county')).passed);
      await good('county', { value: '100000' });
      assert.deepEqual([line(await plan('county'), 'training.learners').percent, line(await plan('county'), 'training.learners').behind], ['0', passed > 5]);
      await good('county', { value: '50', year: year + 1 });
      const next = (await site.get('county', `${api}?year=${year + 1}`)).json;
      assert.deepEqual([next.passed, line(next, 'training.learners').behind, line(next, 'training.learners').last], ['0', false, '3']);
      await good('county', { value: '50', year: year - 1 });
      const before = (await site.get('county', `${api}?year=${year - 1}`)).json;
      assert.deepEqual([before.passed, line(before, 'training.learners').behind], ['100', true]);
      await good('county', { value: null });
    });

    test('sent again it is done once; the same id for something else is refused', async () => {
      const id = uuid(), body = { dims: ['law'], value: '10' };
      const first = await good('county', body, id);
      await good('county', { dims: ['law'], value: '20' });
      assert.deepEqual(await good('county', body, id), first);
      assert.equal(line(await plan('county'), 'training.learners', 'law').target, '20', 'what was set since stays');
      const other = await put('county', { dims: ['law'], value: '11' }, id);
      assert.deepEqual([other.status, other.json.code], [409, 'command_used']);
      assert.equal((await put('chair', body, id)).status, 409);
      assert.equal(site.sql(`select count(*) from journal where kind = 'target.set' and command = '${id}'`)[0][0], '1');
      const twice = uuid();
      const both = await Promise.all([1, 2, 3].map(() => put('county', { dims: ['syb'], value: '7' }, twice)));
      assert.deepEqual(both.map((answer) => answer.status), [200, 200, 200]);
      assert.equal(site.sql(`select count(*) from journal where command = '${twice}'`)[0][0], '1');
    });

    test('a county sets those of all offices below; a township sees its own', async () => {
      await good('county', { org: township, value: '30' });
      await good('chair', { org: village, value: '3' });
      await good('city', { org: county, value: '300' });
      await good('city', { org: city, value: '900' });
      const told = await plan('township');
      assert.deepEqual([told.org, told.may_set, line(told, 'training.learners').target, line(told, 'training.learners').percent], [township, false, '30', '10']);
      assert.equal(line(await plan('township', `&org=${village}`), 'training.learners').percent, '100');
      assert.equal(line(await plan('city'), 'training.learners').target, '900');
      await refused('township', { org: township, value: '5' }, 403, 'org not_yours');
      await refused('village', { org: village, value: '5' }, 403, 'org not_yours');
      await refused('cashier', { value: '5' }, 403, 'org not_yours');
      await refused('sysadmin', { value: '5' }, 403, 'org not_yours');
      await refused('secadmin', { value: '5' }, 403, 'org not_yours');
      await refused('county', { org: elsewhere, value: '5' }, 403, 'org not_yours');
      await refused('county', { org: city, value: '5' }, 403, 'org not_yours');
      assert.equal((await site.get('township', `${api}?org=${county}`)).status, 403);
      assert.equal((await site.get('neighbour', `${api}?org=${county}`)).status, 403);
      assert.equal((await site.get('sysadmin', api)).status, 403);
      assert.equal((await site.raw('GET', api)).status, 401);
      assert.deepEqual((await site.get('neighbour', `${api}?planned=1`)).json.indicators, []);
    });

    test('what is wrong is said of its field', async () => {
      for (const [value, ...codes] of [['twelve', 'not_a_number'], ['', 'not_a_number'], ['1,000', 'not_a_number'], ['1e3', 'not_a_number'], ['-1', 'too_small'], ['2.5', 'whole_number'], ['1000000000001', 'number_too_big'], ['99999999999999999999999', 'number_too_big']])
        await refused('county', { value }, 422, ...codes.map((code) => `value ${code}`));
      await refused('county', { indicator: 'spring_bud.raised', value: '10.005' }, 422, 'value two_places');
      await refused('county', { value: 12 }, 422, 'value not_text');
      await refused('county', { value: undefined }, 422, 'value required');
      await refused('county', { value: '1', dims: ['nothing'] }, 422, 'dims[0] unknown_code');
      await refused('county', { value: '1', dims: ['online', 'law'] }, 422, 'dims too_many');
      await refused('county', { value: '1', dims: 'online' }, 422, 'dims not_a_list');
      await refused('county', { value: '1', dims: [1] }, 422, 'dims[0] not_text');
      for (const wrong of [1800, year + 11]) await refused('county', { value: '1', year: wrong }, 422, 'year bad_year');
      await refused('county', { value: '1', year: '2026' }, 422, 'year not_a_number');
      await refused('county', { value: '1', org: 1 }, 422, 'org no_such_org');
      await refused('county', { value: '1', indicator: 'training.courses' }, 422, 'indicator no_target');
      await refused('county', { value: '1', indicator: 'training.nothing' }, 422, 'indicator no_such_indicator');
      await refused('county', { value: '1', more: 1 }, 422, 'more unknown_key');
      const answer = await site.request('county', 'PUT', api, { id: 'x' });
      assert.deepEqual(answer.json.problems.map((problem) => `${problem.path} ${problem.code}`), ['id not_an_id', 'indicator required', 'org no_such_org', 'year not_a_number', 'value required'], 'all at once');
      for (const wrong of ['20266', 'x', '1800']) assert.deepEqual((await site.get('county', `${api}?year=${wrong}`)).json.problems.map((problem) => `${problem.path} ${problem.code}`), ['year bad_year']);
      assert.equal((await put('county', { value: '10.05', indicator: 'spring_bud.raised' })).status, 200);
    });

    test('an office that closed takes no plans for the years after, and keeps those before', async () => {
      const closing = await site.orgId('county', '西偏坨村');
      assert.equal((await site.command('sysadmin', { type: 'org', move: 'close', org: closing })).status, 200);
      await good('county', { org: closing, value: '3' });
      await refused('county', { org: closing, value: '3', year: year + 1 }, 422, 'org target_org_closed');
    });

    test('a plan over secrets is told and set by nobody who may not read all of them', async () => {
      const has = async (login) => (await plan(login)).indicators.some((each) => each.indicator === 'quiet.matters');
      await good('county', { indicator: 'quiet.matters', value: '8' });
      assert.deepEqual(await Promise.all(['county', 'chair', 'township', 'city'].map(has)), [true, false, false, false]);
      await refused('chair', { indicator: 'quiet.matters', value: '9' }, 422, 'indicator no_such_indicator');
      assert.ok(!(await site.get('chair', api)).text.includes('quiet'));
    });

    test('an indicator and a code that a pack renames keep their targets', async () => {
      const file = join(site.folder, 'programmes/quiet/programme.yaml');
      await good('county', { indicator: 'quiet.matters', dims: ['grave'], value: '3' });
      await site.stop();
      writeFileSync(file, quiet.replace('edition: 1', 'edition: 2').replace('matters: {', 'cases: { was: matters,').replace('grave: 重', 'severe: { title: 重, was: grave }'));
      await site.serve();
      const told = await plan('county');
      assert.deepEqual([line(told, 'quiet.cases').target, line(told, 'quiet.cases', 'severe').target], ['8', '3']);
      assert.deepEqual(site.sql("select indicator, dim, value from target where indicator like 'quiet%' order by dim"), [['quiet.cases', '', '80000'], ['quiet.cases', 'severe', '30000']]);
    });

    test('all of it is bound to the journal', async () => {
      await site.stop();
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      for (const [change, found] of [
        [`update target set value = value + 1 where indicator = 'training.learners' and org = ${township}`, /changed: target training\.learners/],
        [`insert into target select county, 'lectures.given', org, year, '', value from target where indicator = 'training.learners' and org = ${township}`, /not in the journal: target lectures\.given/],
        [`insert into target select ${Math.floor(elsewhere / 1e6)}, indicator, ${elsewhere}, year, dim, value from target where indicator = 'training.learners' and org = ${township}`, /not in the journal: target training\.learners/],
        ["delete from target where indicator = 'spring_bud.raised'", /missing: target spring_bud\.raised/],
      ]) {
        site.sql(change);
        const said = site.outcome('verify', '--data', site.data);
        assert.equal(said.code, 1);
        assert.match(said.stdout, found);
      }
    });
  });
}

scenario('SQLite', '');
scenario('PostgreSQL', 'postgresql');
