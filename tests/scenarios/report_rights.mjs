// Who may make, word, seal and read a report: an attacker with an account tries what is not hers. On both back ends.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sitesOn, uuid } from './support/site.mjs';

const api = '/api/v1/reports', last = new Date().getFullYear() - 1;

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, county, township, village, other, month;

    before(async () => {
      site = newSite().init();
      site.addOrgs('code,name,level,kind,parent\n999002000000,桃源县,county,,\n999002100000,桃花镇,township,town,\nPO1,花溪公安,partner,police,999001000000\nPO2,桃源公安,partner,police,999002000000\n');
      site.openAccounts([['rater', '999001100000', 'rater'], ['city', '999000000000', 'officer'], ['keeper', '999001000000', 'domestic_violence.keeper'], ['keeper.other', '999002000000', 'domestic_violence.keeper'],
        ['rights', '999001000000', 'casework.rights'], ['other', '999002000000', 'officer']]);
      await site.serve();
      county = (await site.get('county', '/api/v1/meta')).json.org;
      township = (await site.get('township', '/api/v1/meta')).json.org;
      village = (await site.get('village', '/api/v1/meta')).json.org;
      other = (await site.get('other', '/api/v1/meta')).json.org;
      month = new Date().toISOString().slice(0, 10);
    });

    const compile = (login, org, report = 'federation.township_month', until = month) => site.post(login, api, { id: uuid(), report, org, until });
    async function refused(asked, status, ...codes) {
      const answer = await asked;
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual(answer.json.problems.map((problem) => problem.code), codes, answer.text);
      assert.ok(answer.json.problems.every((problem) => problem.message), answer.text);
    }

    test('it is made by its own office, by none of another role, above or below', async () => {
      for (const login of ['rater', 'cashier', 'village', 'county', 'city', 'village2', 'other']) await refused(compile(login, township), 403, 'not_yours');
      assert.equal((await compile('township', township)).status, 201);
    });

    test('an office of another level, an office that is none and a day that is none are refused', async () => {
      await refused(compile('village', village), 422, 'report_not_here');
      await refused(compile('county', county, 'federation.township_month', '9999-12-31'), 422, 'report_not_here', 'bad_year');
      await refused(compile('township', township, 'federation.township_month', '0001-01-01'), 422, 'bad_year');
      await refused(compile('township', township + 999), 422, 'no_such_org');
      await refused(compile('township', String(township)), 422, 'not_an_id');
      await refused(compile('township', 1e12 + 0.5), 422, 'not_an_id');
    });

    test('its words and its seal are its own office\'s', async () => {
      const { id } = (await compile('township', township)).json;
      for (const login of ['rater', 'county', 'city']) {
        await refused(site.request(login, 'PUT', `${api}/${id}/paragraphs/problems?org=${township}`, { text: '上面写的' }), 403, 'not_yours');
        await refused(site.post(login, `${api}/${id}/finalise?org=${township}`, {}), 403, 'not_yours');
        await refused(site.post(login, `${api}/${id}/again?org=${township}`, { id: uuid(), reason: '改' }), 403, 'not_yours');
      }
    });

    test('what was sealed is what the office above gathers, whatever draft came after it', async () => {
      const { id } = (await compile('township', township)).json;
      assert.equal((await site.request('township', 'PUT', `${api}/${id}/paragraphs/problems`, { text: '三户缺水' })).status, 200);
      assert.equal((await site.post('township', `${api}/${id}/finalise`, {})).status, 200);
      assert.equal((await compile('township', township)).status, 201);
      const above = (await compile('county', county, 'federation.month')).json;
      const { gathered } = (await site.get('county', `${api}/${above.id}`)).json;
      assert.deepEqual(Object.values(gathered).flatMap((each) => each.offices.filter((office) => office.org === township).map((office) => office.text)).filter(Boolean), ['三户缺水']);
    });

    test('nothing is written after the seal, however near to it', async () => {
      for (let n = 0; n < 4; ++n) {
        const { id } = (await compile('township', township)).json;
        const write = (text) => site.request('township', 'PUT', `${api}/${id}/paragraphs/problems`, { text });
        await Promise.all([write('一'), write('二'), site.post('township', `${api}/${id}/finalise`, {}), write('三'), write('四'), write('五')]);
        const kinds = site.sql("select kind from journal where kind in ('report.paragraph', 'report.finalise') order by county, seq").map(([kind]) => kind);
        assert.equal(kinds.at(-1), 'report.finalise');
      }
    });

    test('a paragraph that no file could show is refused', async () => {
      const { id } = (await compile('township', township)).json;
      for (const text of ['缺水\u0007', '缺\u202e水', '缺水\ufffe']) await refused(site.request('township', 'PUT', `${api}/${id}/paragraphs/problems`, { text }), 422, 'control_character');
    });

    test('a number of secret cases that a city could take from its sum is not told to it', async () => {
      const enter = async (login, org, type, day, values) => {
        const answer = await site.command(login, { type, move: 'enter', record: uuid(), org, day, values });
        assert.equal(answer.status, 200, answer.text);
      };
      for (const [login, org, station, n] of [['keeper', county, '花溪公安', 7], ['keeper.other', other, '桃源公安', 2]]) {
        const police = await site.orgId(login === 'keeper' ? 'county' : 'other', station);
        for (let k = 1; k <= n; ++k) await enter(login, org, 'domestic_violence.case', `${last}-03-0${k}`, { opened: `${last}-03-0${k}`, victim: '某', relation: 'husband', police, means: ['body'], facts: '实', wishes: '求', child: false });
      }
      for (let k = 1; k <= 3; ++k) await enter('rights', county, 'casework.case', `${last}-05-0${k}`, { received: `${last}-05-0${k}`, channel: 'visit', subject: '婚姻', matter: 'marriage', caller: '甲', claim: '求' });
      const { id } = (await compile('county', county, 'federation.safe_family', `${last}-12-31`)).json;
      const shares = async (login) => {
        const report = (await site.get(login, `${api}/${id}?org=${county}`)).json;
        const figures = report.figures.filter((figure) => figure.expression.includes('violence'));
        const shown = report.pieces.filter((piece) => piece.kind === 'figure' && figures.some((figure) => figure.n === piece.n)).map((piece) => piece.shown);
        for (const figure of figures) {
          const opened = (await site.get(login, `${api}/${id}/figures/${figure.n}?org=${county}`)).json;
          assert.equal(opened.value, figure.value ?? '');
          if (figure.value === null) assert.equal(opened.now, '');
        }
        assert.ok(figures.length > 0);
        return { values: figures.map((figure) => figure.value), shown };
      };
      const own = await shares('county'), city = await shares('city');
      assert.ok(own.values.some((value) => value !== null), 'its own county is told');
      assert.ok(city.values.every((value) => value === null) && city.shown.every((text) => text === '—'), JSON.stringify(city));
      assert.deepEqual((await site.get('city', `${api}/${id}/drift?org=${county}`)).json.drift.filter((drift) => drift.now !== ''), []);
      const words = (await site.get('county', `${api}/${id}`)).json.figures.filter((figure) => figure.expression.includes('violence'));
      assert.ok(words.every((figure) => !JSON.stringify(city).includes(`"${figure.value}"`)));
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
