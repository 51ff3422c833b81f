// A county's register from one sheet, as a job over HTTP: tried, taken in, killed in the middle and gone on with; its bad rows; who may
// ask. On SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { idNumber, sitesOn } from './support/site.mjs';
import { xlsx } from './support/xlsx.mjs';

const kind = { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
const headings = ['单位', '姓名', '性别', '出生日期', '身份证号', '电话'];
const wrong = (id) => id.slice(0, 17) + (id[17] === '1' ? '2' : '1');
const person = (n) => [n % 2 ? '口头庄村' : '河口村', `李${'雨雪花山水'[n % 5]}${'英兰梅华燕静'[n % 6]}`, n % 3 ? '女' : '男', '1988-03-08', idNumber(`19${60 + (n % 40)}-03-08`, Math.floor(n / 40) % 1000), `1990000${String(n).padStart(4, '0')}`];

function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site;
    before(async () => {
      site = await newSite().init().serve();
    });

    const begin = async (rows, login = 'county', more = '') => site.request(login, 'POST', '/api/v1/imports/core.person' + more, xlsx([headings, ...rows]), kind);
    const look = async (id) => (await site.get('county', '/api/v1/jobs/' + id)).json;
    // Until it is as wanted; the page does the same where no event comes.
    async function until(id, wanted) {
      for (const end = Date.now() + 60_000; Date.now() < end;) {
        const job = await look(id);
        if (wanted(job)) return job;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.fail('it takes too long: ' + JSON.stringify(await look(id)));
    }
    const people = () => Number(site.sql('select count(*) from core_person')[0][0]);

    test('tried, waits, is taken in when told to; each owner sees her own', async () => {
      const rows = [person(1), person(2), [...person(3).slice(0, 4), wrong(person(3)[4]), ''], ['没有的村', ...person(4).slice(1)], person(2)];
      const begun = await begin(rows);
      assert.equal(begun.status, 201, begun.text);
      const tried = await until(begun.json.id, (job) => job.state !== 'running');
      assert.equal(tried.state, 'ready');
      assert.deepEqual([tried.total, tried.bad, tried.doubles], [5, 2, 1]);
      assert.equal(people(), 0, 'nothing is there yet');
      const { problems, count } = (await site.get('county', `/api/v1/jobs/${tried.id}/bad`)).json;
      assert.equal(count, 2);
      assert.deepEqual(problems.map((problem) => problem.cell), ['E4', 'A5']);
      const { doubles } = (await site.get('county', `/api/v1/jobs/${tried.id}/doubles`)).json;
      assert.deepEqual(doubles.map((pair) => [pair.why, pair.a.row, pair.b.row]), [['same_key', 3, 6]]);
      for (const path of ['', '/bad', '/doubles', '/bad-rows']) assert.equal((await site.get('township', `/api/v1/jobs/${tried.id}${path}`)).status, 404, path);
      for (const what of ['go', 'cancel']) assert.equal((await site.post('chair', `/api/v1/jobs/${tried.id}/${what}`, {})).status, 404);
      assert.equal((await site.post('county', `/api/v1/jobs/${tried.id}/go`, {})).status, 200);
      const done = await until(tried.id, (job) => job.state !== 'running');
      assert.deepEqual([done.state, done.good, done.known], ['done', 2, 1]);
      assert.equal(people(), 2);
      const sheet = await site.request('county', 'GET', `/api/v1/jobs/${tried.id}/bad-rows`);
      assert.equal(sheet.status, 200);
      assert.match(sheet.headers.get('Content-Type'), /spreadsheetml/);
      assert.equal((await site.post('county', `/api/v1/jobs/${tried.id}/go`, {})).json.code, 'job_over');
      assert.deepEqual((await site.get('county', '/api/v1/jobs?kind=import')).json.jobs.map((job) => job.id), [tried.id]);
      assert.deepEqual((await site.get('chair', '/api/v1/jobs')).json.jobs, []);
    });

    test('what she may not enter is refused row by row', async () => {
      const begun = await begin([person(900), person(901)], 'village');   // 901 is of her own village
      assert.equal(begun.status, 201, begun.text);
      for (let job; (job = (await site.get('village', '/api/v1/jobs/' + begun.json.id)).json).state === 'running';) await new Promise((resolve) => setTimeout(resolve, 50));
      const { problems } = (await site.get('village', `/api/v1/jobs/${begun.json.id}/bad`)).json;
      assert.deepEqual(problems.map((problem) => problem.row), [2]);
    });

    test('no sheet, no job', async () => {
      for (const body of ['', 'PK', Buffer.alloc(100_000)]) {
        const answer = await site.request('county', 'POST', '/api/v1/imports/core.person', body, kind);
        assert.equal(answer.status, 422, answer.text);
      }
      assert.equal((await site.request('county', 'POST', '/api/v1/imports/core.nothing', xlsx([headings]), kind)).status, 404);
    });

    test('killed in the middle, it goes on by itself and does nothing twice', async () => {
      const before = people(), rows = Array.from({ length: 9_000 }, (_, n) => person(n + 2_000));
      const begun = await begin(rows, 'county', '?at_once=1');
      assert.equal(begun.status, 201, begun.text);
      await until(begun.json.id, (job) => job.phase === 'run' && (database === 'sqlite' || job.done > 0));
      await site.stop('SIGKILL');
      if (database === 'postgresql') site.sql("update job set beat_at = 0");   // half a minute later
      const { tokens } = site;
      await site.serve();
      site.tokens = tokens;
      const done = await until(begun.json.id, (job) => job.state !== 'running');
      assert.equal(done.state, 'done');
      assert.equal(done.good + done.known, 9_000, JSON.stringify(done));
      assert.equal(people() - before, 9_000);
    });

    test('stopped, it stays where it is', async () => {
      const before = people(), begun = await begin(Array.from({ length: 9_000 }, (_, n) => person(n + 12_000)), 'county', '?at_once=1');
      await until(begun.json.id, (job) => job.phase !== 'count');
      assert.equal((await site.post('county', `/api/v1/jobs/${begun.json.id}/cancel`, {})).status, 200);
      assert.equal((await look(begun.json.id)).state, 'cancelled');
      await site.stop();
      await site.serve();
      assert.equal((await look(begun.json.id)).state, 'cancelled');
      assert.ok(people() - before < 9_000);
    });

    test('verify and recount agree', async () => {
      await site.stop();
      assert.match(site.run('verify', '--data', site.data), /nothing changed/);
      site.run('recount', '--check', '--data', site.data);
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
