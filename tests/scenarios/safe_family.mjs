// Safe Family over HTTP, on SQLite and on PostgreSQL: a sheet scored, all that is wrong said at once in both languages, and a second rater who tries
// every way to learn what the first sheet says while hers is still to be handed in.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sitesOn, uuid } from './support/site.mjs';

const year = new Date(Date.now() + 8 * 3600_000).getFullYear();
const lines = ['peace', 'clean', 'law', 'elders', 'children', 'couple', 'neighbours', 'safe', 'green', 'part'];
const answers = (points, more = {}) => ({ ...Object.fromEntries(lines.map((line) => [line, points])), crime: false, ...more });

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, place;
    const household = uuid(), sheet = uuid(), spot = uuid(), other = uuid(), otherHousehold = uuid();
    const good = async (login, body) => {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    };

    before(async () => {
      site = newSite().init();
      site.openAccount('rater', '999001100000', 'rater');
      site.openAccount('village.rater', '999001100200', 'rater');
      await site.serve();
      for (const [home, id] of [[household, sheet], [otherHousehold, other]])
        await good('village', { steps: [
          { type: 'core.household', move: 'enter', record: home, values: { people: 3 } },
          { type: 'safe_family.sheet', move: 'enter', record: id, values: { household: home, year: `${year}-01-01` } },
        ] });
      place = (await site.get('village', '/api/v1/meta')).json.org;
    });

    test('says all that is missing at once, by field, in Chinese and English', async () => {
      const refused = await site.command('village.rater', { type: 'safe_family.sheet', move: 'score', record: sheet, values: { peace: 7, self: 101 } });
      assert.equal(refused.status, 422, refused.text);
      const codes = new Map(refused.json.problems.map((problem) => [problem.path.replace(/^.*values\./, ''), problem]));
      assert.ok(codes.has('self') || codes.has('peace'), refused.text);
      const empty = await site.command('village.rater', { type: 'safe_family.sheet', move: 'score', record: sheet, values: { peace: 7 } });
      const said = new Map(empty.json.problems.map((problem) => [problem.path.replace(/^.*values\./, ''), problem]));
      assert.match(said.get('peace').message, /没有暴力.*10、5、0/);
      const missing = await site.command('village.rater', { type: 'safe_family.sheet', move: 'score', record: sheet, values: {} });
      assert.deepEqual(missing.json.problems.map((problem) => problem.path.replace(/^.*values\./, '')).sort(), [...lines, 'crime'].sort());
      const english = await site.request('village.rater', 'POST', '/api/v1/commands', { id: uuid(), type: 'safe_family.sheet', move: 'score', record: sheet, values: { peace: 7 } }, { 'Accept-Language': 'en' });
      assert.match(english.json.problems.find((problem) => problem.path.endsWith('peace')).message, /takes one of/);
    });

    test('a dry run says what the sheet would come to', async () => {
      const tried = await good('village.rater', { type: 'safe_family.sheet', move: 'score', record: sheet, values: answers(10, { green: 5 }), dry_run: true });
      const row = tried.records.find((record) => record.record === sheet);
      assert.deepEqual([row.points, row.grade, row.vetoed], ['95', 'model', false]);
      assert.equal((await site.get('village', '/api/v1/records/safe_family.sheet/' + sheet)).json.values.points, null);
    });

    test('a rater fills it in and hands it in; her office sees the total', async () => {
      await good('village.rater', { type: 'safe_family.sheet', move: 'edit', record: sheet, values: { peace: 10, clean: 10 } });
      assert.equal((await site.get('village', '/api/v1/records/safe_family.sheet/' + sheet)).json.values.points, '20');
      await good('village.rater', { type: 'safe_family.sheet', move: 'score', record: sheet, values: answers(10, { green: 5 }) });
      await good('village.rater', { type: 'safe_family.sheet', move: 'score', record: other, values: answers(5) });
      const page = (await site.get('township', '/api/v1/records/safe_family.sheet/' + sheet)).json;
      assert.deepEqual([page.values.points, page.values.grade, page.stage, page.rubric_year, page.can_score], ['95', 'model', 'scored', 2009, false]);
    });

    describe('while a spot check waits for her, the rater', () => {
      const closed = async (path) => {
        const answer = await site.get('rater', path);
        return { status: answer.status, text: answer.text, json: answer.json };
      };
      before(async () => { await good('county', { type: 'safe_family.spot', move: 'enter', record: spot, values: { sheet } }); });

      test('opens neither the sheet nor its older versions', async () => {
        for (const more of ['', '?version=1', '?version=2', '?place=5']) assert.equal((await closed(`/api/v1/records/safe_family.sheet/${sheet}${more}`)).status, 404, more);
        assert.equal((await closed('/api/v1/records/safe_family.sheet/' + other)).status, 200);
        assert.equal((await closed('/api/v1/records/safe_family.spot/' + spot)).status, 200);
      });

      test('finds it in no list, count or facet, by no filter, order or ref', async () => {
        const list = await closed('/api/v1/records/safe_family.sheet?count=1&facets=stage,grade&where=' + encodeURIComponent("stage != 'open'"));   // the calendar may have made next year's by now
        assert.equal(list.json.count, 1);
        assert.deepEqual(list.json.rows.map((row) => row.record), [other]);
        assert.deepEqual(list.json.facets.grade, { fail: 1 });
        for (const where of ['points > 90', "grade == 'model'", 'peace == 10', "household.safe_sheets.exists(s, s.points > 90)"]) {
          const found = await closed('/api/v1/records/safe_family.sheet?count=1&where=' + encodeURIComponent(where));
          assert.ok(found.status === 422 || found.json.count === 0, where + ' ' + found.text);
        }
        for (const path of ['spot?where=' + encodeURIComponent('sheet.points > 90'), 'spot?where=' + encodeURIComponent('gap < 0'), 'spot?where=' + encodeURIComponent('agrees'), 'spot?sort=gap', 'spot?facets=agrees',
          'spot?where=' + encodeURIComponent("sheet.grade == 'model'")]) assert.equal((await closed('/api/v1/records/safe_family.' + path)).status, 422, path);
        assert.equal((await closed('/api/v1/records/core.household?where=' + encodeURIComponent('safe_sheets.exists(s, s.points > 90)'))).status, 422);
        assert.equal((await closed(`/api/v1/records/safe_family.sheet?ref=household:${household}&count=1`)).json.count, 0);
      });

      test('gets nothing of it from pages beside it, changes, exports, agreement and search', async () => {
        await good('rater', { type: 'safe_family.spot', move: 'edit', record: spot, values: { peace: 10 } });
        const page = await closed('/api/v1/records/safe_family.spot/' + spot);
        assert.deepEqual([page.json.values.gap, page.json.values.agrees, page.json.labels.sheet], [{ hidden: true }, { hidden: true }, '']);
        assert.equal((await closed('/api/v1/records/core.household/' + household)).json.backs?.some((back) => back.type === 'safe_family.sheet') ?? false, false);
        assert.equal((await closed('/api/v1/changes?after=0')).json.changes.some((change) => change.record === sheet), false);
        const book = await site.raw('GET', '/api/v1/sheets/safe_family.sheet', { Authorization: 'Bearer ' + await site.token('rater') });
        assert.equal(book.status, 200);
        assert.equal((await closed('/api/v1/agreement/safe_family.spot/' + spot)).status, 404);
        assert.equal((await closed(`/api/v1/agreement/safe_family.spot?from=${year}-01-01&to=${year}-12-31`)).json.n, 0);
        assert.equal((await closed('/api/v1/search?q=95')).json.hits.length, 0);
      });

      test('reads no figure that it is counted in, nor whom a figure counted', async () => {
        const figures = (await closed('/api/v1/figures?names=safe_family.points,safe_family.scored,safe_family.scored_rate,core.households&period=ever')).json.figures;
        assert.deepEqual(figures.map((figure) => figure.value), [null, null, null, '2']);
        const seen = (await site.get('county', '/api/v1/figures?names=safe_family.scored&period=ever')).json.figures[0];
        assert.equal(seen.value, '2');
        const rows = await closed(`/api/v1/figures/safe_family.scored/records?org=${place}`);
        assert.ok(rows.status !== 200 || rows.json.rows.every((row) => row.record !== sheet), rows.text);
      });

      test('is told by no command that it is there', async () => {
        for (const body of [{ type: 'safe_family.sheet', move: 'score', record: sheet }, { type: 'safe_family.sheet', move: 'edit', record: sheet, values: { peace: 5 } }, { type: 'safe_family.spot', move: 'enter', values: { sheet } }]) {
          for (const dry_run of [true, false]) {
            const answer = await site.command('rater', { ...body, dry_run });
            assert.ok([404, 422].includes(answer.status), answer.text);
            assert.ok(answer.json.problems.every((problem) => ['no_such_record', 'not_yours', 'required'].includes(problem.code)), answer.text);
            assert.doesNotMatch(answer.text, /95|model|示范户/);
          }
        }
      });

      test('hands hers in, and reads both', async () => {
        await good('rater', { type: 'safe_family.spot', move: 'give', record: spot, values: answers(10, { green: 5, part: 0 }) });
        assert.equal((await closed('/api/v1/records/safe_family.sheet/' + sheet)).json.values.points, '95');
        const pair = await closed('/api/v1/agreement/safe_family.spot/' + spot);
        assert.deepEqual(pair.json.lines.filter((line) => line.difference !== '0').map((line) => [line.criterion, line.first, line.second, line.difference]), [['part', '10', '0', '-10']]);
        assert.deepEqual([pair.json.first.points, pair.json.second.points], ['95', '85']);
      });
    });

    test('the county sees how far raters agree, and a sheet that was wrong goes back', async () => {
      const totals = (await site.get('county', `/api/v1/agreement/safe_family.spot?from=${year}-01-01&to=${year}-12-31`)).json;
      assert.deepEqual([totals.n, totals.within, totals.difference, totals.apart], [1, 0, '-10', '10']);
      assert.deepEqual(totals.lines.filter((line) => line.differ > 0).map((line) => [line.criterion, line.n, line.apart]), [['part', 1, '10']]);
      assert.equal((await site.get('county', `/api/v1/agreement/safe_family.spot?near=10&from=${year}-01-01&to=${year}-12-31`)).json.within, 1);
      assert.equal((await site.get('county', '/api/v1/agreement/safe_family.spot?near=x')).status, 422);
      assert.equal((await site.get('village', `/api/v1/agreement/safe_family.spot?from=${year}-01-01&to=${year}-12-31`)).json.n, 1);
      assert.equal((await site.get('village2', `/api/v1/agreement/safe_family.spot?from=${year}-01-01&to=${year}-12-31`)).json.n, 0);
    });

    test('keeps the journal whole', async () => {
      await site.stop();
      assert.equal(site.outcome('verify', '--data', site.data).code, 0);
      assert.equal(site.outcome('recount', '--check', '--data', site.data).code, 0);
    });
  });
}

scenario('on SQLite', 'sqlite');
scenario('on PostgreSQL', 'postgresql');
