// What the packs ask of whom: acts counted as they were made, by whom, with what each costs; of secret types never how often. On both back ends.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sitesOn, uuid } from './support/site.mjs';

const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site;
    before(async () => {
      site = newSite().init();
      site.openAccounts([['keeper', '999001000000', 'domestic_violence.keeper']]);
      await site.serve();
      for (let n = 0; n < 24; ++n) await good('village', { type: 'lectures.lecture', move: 'enter', record: uuid(), values: { topic: `第${n}课`, series: 'village_class', day: today } });
      await good('village', { type: 'domestic_violence.alert', move: 'enter', record: uuid(), values: { source: 'neighbour', who: '李小梅', place: '家里', what: '打', danger: true, child: false } });
    });

    async function good(login, body) {
      const answer = await site.command(login, body);
      assert.equal(answer.status, 200, answer.text);
    }
    const burden = async (login, query = '') => (await site.get(login, `/api/v1/burden${query}`)).json;
    const line = (answer, type, move, role) => answer.lines.find((each) => each.type === type && each.move === move && each.role === role);

    test('an act is counted by the month, with its fields, taps and seconds', async () => {
      const told = line(await burden('county'), 'lectures.lecture', 'enter', 'officer');
      assert.equal(Math.round(told.times * 12), 24);
      assert.equal(told.people, 1);
      assert.ok(told.asked.some((each) => each.field === 'topic') && told.taps > told.asked.length && told.seconds > 5, JSON.stringify(told));
    });

    test('what nobody did is told with what it would cost', async () => {
      const told = line(await burden('county'), 'spring_bud.girl', 'visit', 'officer');
      assert.equal(told.times, 0);
      assert.ok(told.seconds > 5);
    });

    test('how often something of a secret type happens is told to nobody', async () => {
      for (const login of ['county', 'chair', 'keeper', 'village']) {
        const answer = await site.get(login, '/api/v1/burden');
        assert.equal(answer.status, 200, answer.text);
        const secret = answer.json.lines.filter((one) => one.type.startsWith('domestic_violence.'));
        assert.ok(secret.length > 10);
        for (const each of secret) assert.deepEqual([each.times, each.people], [null, 0], `${login} ${each.type}.${each.move}`);
      }
    });

    test('of another office it is not told', async () => assert.equal((await site.get('village', `/api/v1/burden?org=${(await site.get('county', '/api/v1/meta')).json.org}`)).status, 403));

    test('the command prints the same', async () => {
      await site.stop();
      const rows = site.run('burden', '--data', site.data).split('\n').map((row) => row.split(','));
      assert.equal(rows[0].join(), 'programme,type,move,title,role,fields,taps,seconds,times_a_month,people,minutes_a_month');
      const lecture = rows.find((row) => row[0] === 'lectures' && row[1] === 'lecture' && row[2] === 'enter' && row[4] === 'officer');
      assert.deepEqual([lecture[8], lecture[9]], ['2.0', '1']);
      assert.ok(rows.filter((row) => row[0] === 'domestic_violence' && row[1] === 'alert').every((row) => row[8] === ''));
      const fields = site.run('burden', '--fields', '--data', site.data).split('\n');
      assert.match(fields[1], /^lectures,lecture,enter,officer,/);
      assert.equal(site.outcome('burden', '--org', '000', '--data', site.data).code, 2);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
