// Effects with `each` over more elements than one command holds, on the real server: a job makes them. The server is killed in the middle,
// more than once; afterwards every element was done exactly once, and the one that cannot be done is reported and holds no other back.
// On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, sitesOn, uuid } from './support/site.mjs';

const kHouses = 6_500, kSealed = 4_200, kKills = 3;
const kBeatLostMs = 30_000;   // PostgreSQL: another process takes a job up when its beat is lost
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, round;
    const houses = Array.from({ length: kHouses }, () => uuid());

    const serve = async () => {
      const { tokens } = site;
      await site.serve();
      if (tokens) site.tokens = tokens;
    };
    const good = async (body) => {
      const answer = await site.command('county', body);
      assert.equal(answer.status, 200, answer.text);
    };
    const number = (sql) => Number(site.sql(sql)[0][0]);
    const newest = async () => (await site.get('county', '/api/v1/jobs?kind=elements')).json.jobs[0];

    before(async () => {
      site = newSite();
      const packs = join(site.folder, 'programmes');
      mkdirSync(packs);
      cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
      cpSync(join(root, 'tests/jobs/packs/rounds'), join(packs, 'rounds'), { recursive: true });
      await site.init(packs).serve();
      for (let from = 0; from < kHouses; from += 1_000)
        await good({ type: 'rounds.house', move: 'enter', records: houses.slice(from, from + 1_000).map((record, n) => ({ record, values: { name: `${from + n}`, day: today, sealed: from + n === kSealed } })) });
      round = uuid();
      await good({ type: 'rounds.round', move: 'enter', record: round, values: { day: today } });
    });

    // Makes the move and kills the server at moments of chance while `sql` counts what is done. Gives the job's end.
    async function killedWhile(move, sql) {
      await good({ type: 'rounds.round', move, record: round });
      let killed = 0, seen = new Set();
      for (let job = await newest(); job.state === 'running'; job = await newest()) {
        seen.add(job.done);
        const done = number(sql);
        if (killed < kKills && done > 0 && done < kHouses - 1_000 && done >= killed * 1_500) {
          await site.stop('SIGKILL');
          ++killed;
          if (database === 'postgresql') site.sql(`update job set beat_at = beat_at - ${kBeatLostMs * 1_000}`);   // half a minute passes
          await serve();
        } else await new Promise((resolve) => setTimeout(resolve, 30));
      }
      assert.ok(killed >= 2, `killed ${killed} times`);
      assert.ok(seen.size >= 3, `progress was shown: ${[...seen]}`);
      return newest();
    }

    test('do … each: every house is closed once, the sealed one is reported, one that does not stand there is skipped', async () => {
      await good({ type: 'rounds.house', move: 'tear', record: houses[2_500] });
      const job = await killedWhile('shut', "select count(*) from rounds_house where stage = 'closed'");
      assert.deepEqual([job.state, job.done, job.total, job.good, job.bad], ['done', kHouses, kHouses, kHouses - 1, 1]);
      assert.deepEqual(site.sql('select stage, count(*) from rounds_house group by stage order by stage'), [['closed', `${kHouses - 2}`], ['listed', '1'], ['torn', '1']]);
      assert.deepEqual(site.sql("select name from rounds_house where stage = 'listed'"), [[`${kSealed}`]]);
      assert.equal(number("select count(*) from made where type = 'rounds.house' and move = 'close' and by_effect = 1"), kHouses - 2);
    });

    test('do … each of a move that leaves the stage: each house is counted once', async () => {
      const job = await killedWhile('tally', "select count(*) from rounds_house where counted > 0");
      assert.deepEqual([job.state, job.good, job.bad], ['done', kHouses, 0]);   // the torn one is skipped
      assert.deepEqual(site.sql('select counted, count(*) from rounds_house group by counted order by counted'), [['0', '1'], ['1', `${kHouses - 1}`]]);
    });

    test('make … each: one slip a house, none for the sealed one', async () => {
      const job = await killedWhile('mark', 'select count(*) from rounds_mark');
      assert.deepEqual([job.state, job.good, job.bad], ['done', kHouses - 1, 1]);
      assert.deepEqual(site.sql('select count(*), count(distinct house) from rounds_mark'), [[`${kHouses - 1}`, `${kHouses - 1}`]]);
    });

    test('the figures have it, verify and recount agree', async () => {
      const figure = async (of) => (await site.get('county', `/api/v1/figures?names=${of}&period=year`)).json.figures[0].value;
      assert.equal(await figure('rounds.closed'), `${kHouses - 2}`);
      assert.equal(await figure('rounds.counted'), `${kHouses - 1}`);
      await site.stop();
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      site.run('recount', '--check', '--data', site.data);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
