// A site moves: exported whole while it is served, imported on either back end, and everything is there, in the books, the figures, the chain
// and behind the keys. What can't be whole is refused, and leaves nothing behind.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site, root, sitesOn, uuid } from './support/site.mjs';
import { workOf } from './support/work.mjs';

for (const database of ['sqlite', 'postgresql']) {
  describe(`a site on ${database}`, () => {
    const newSite = sitesOn(database), moved = [], servers = [];
    let site, work, kept;
    before(async () => {
      site = await newSite().init().serve();
      work = await workOf(site);
      kept = join(site.folder, 'kept');
      // What the clock and the calendar do at a start is done: the site and its copy are held against each other.
      await site.stop();
      await site.serve();
      for (let before = '', now = JSON.stringify(site.counts()); now !== before;) {
        await new Promise((done) => setTimeout(done, 1500));
        [before, now] = [now, JSON.stringify(site.counts())];
      }
    });
    after(async () => {
      for (const each of moved) await each.end();
      for (const server of servers) server.stop();
    });
    const freshDatabase = async () => {
      const server = await Postgres.start();
      servers.push(server);
      return server.url;
    };
    const outcome = (...args) => site.outcome(...args);
    const figures = (data) => outcome('figures', '--data', data).stdout;
    const leavesNothing = (place) => assert.deepEqual(readdirSync(join(place, '..')).filter((name) => name.startsWith(place.split('/').at(-1))), []);

    test('is exported while it is served', () => {
      const done = outcome('export', '--data', site.data, '--to', kept + '/');   // as a shell completes it
      assert.equal(done.code, 0, done.stderr);
      assert.match(done.stdout, /^\d+ tables, \d+ rows\n$/);
      assert.deepEqual(readdirSync(kept).sort(), ['config.json', 'halfsky.db', 'keys']);
    });

    for (const target of ['sqlite', 'postgresql'])
      test(`all of it is there on ${target}`, async () => {
        const there = new Site(target === 'postgresql' ? await freshDatabase() : undefined);
        moved.push(there);
        const done = outcome('import', '--data', there.data, '--from', kept, ...(there.database ? ['--db', there.database] : []));
        assert.equal(done.code, 0, done.stderr);
        const counts = there.counts(), before = site.counts();
        assert.ok(Object.values(counts).reduce((sum, n) => sum + n, 0) > 200);
        for (const table of Object.keys(before)) if (table !== 'session') assert.equal(counts[table], before[table], table);
        assert.equal(outcome('verify', '--data', there.data).code, 0);
        assert.equal(outcome('recount', '--check', '--data', there.data).code, 0);
        assert.equal(figures(there.data), figures(site.data));
        await there.serve();
        const { girl } = work;
        const same = async (login, path) => {
          const [now, then] = [await there.get(login, path), await site.get(login, path)];
          assert.equal(now.status, 200, now.text);
          assert.deepEqual(now.json, then.json, path);
          return now.json;
        };
        await same('county', `/api/v1/records/spring_bud.girl/${girl}`);
        await same('county', '/api/v1/reports');
        assert.match(JSON.stringify((await same('village', '/api/v1/search?q=lixiaoyu')).hits), /李小雨/, 'found by pinyin');
        const written = await there.command('village', { type: 'core.person', move: 'enter', record: uuid(), values: { name: '王秀兰', sex: 'female' } });
        assert.equal(written.status, 200, written.text);
        await there.stop();
        assert.equal(outcome('verify', '--data', there.data).code, 0, 'the chain goes on');
      });

    test('keys may be carried apart', () => {
      const bare = join(site.folder, 'bare'), again = join(site.folder, 'again');
      assert.equal(outcome('export', '--data', site.data, '--to', bare, '--no-keys').code, 0);
      assert.equal(existsSync(join(bare, 'keys')), false);
      const without = outcome('import', '--data', again, '--from', bare);
      assert.deepEqual([without.code, /has no keys with it; name their folder with --keys/.test(without.stderr)], [2, true], without.stderr);
      leavesNothing(again);
      const done = outcome('import', '--data', again, '--from', bare, '--keys', join(site.data, 'keys'));
      assert.equal(done.code, 0, done.stderr);
      assert.equal(outcome('verify', '--data', again).code, 0);
    });

    test('what would not be whole is refused, with nothing left', async () => {
      const place = join(site.folder, 'place'), other = join(site.folder, 'other');
      assert.equal(outcome('init', '--data', other, '--packs', join(root, 'programmes/core')).code, 0);
      const packs = join(site.folder, 'fewer');
      mkdirSync(packs);
      cpSync(join(root, 'programmes/core'), join(packs, 'core'), { recursive: true });
      const used = site.database ?? (await freshDatabase().then((url) => { assert.equal(outcome('init', '--data', join(site.folder, 'used'), '--db', url, '--packs', join(root, 'programmes/core')).code, 0); return url; }));
      for (const [args, code, told] of [
        [['import', '--data', kept, '--from', site.data], 2, /is there already/],
        [['export', '--data', site.data, '--to', kept], 2, /is there already/],
        [['import', '--data', place, '--from', kept, '--keys', join(other, 'keys')], 2, /not the key that this data was written with/],
        [['import', '--data', place, '--from', kept, '--db', used], 2, /has tables already/],
        [['import', '--data', place, '--from', kept, '--db', 'mysql://x'], 2, /--db is postgresql/],
        [['import', '--data', place, '--from', kept, '--keys', join(other, 'keys'), '--db', await freshDatabase()], 2, /drop it and make it again/],
        [['import', '--data', place, '--from', join(site.folder, 'nowhere')], 2, /is no data folder/],
        [['import', '--data', place, '--from', kept, '--packs', packs], 1, /spring_bud_\w+ is in .*these packs make none/],
        [['export', '--data', site.data], 2, /--to or --ledger/],
        [['export', '--data', site.data, '--to', place, '--ledger', 'hledger'], 2, /excludes/],
      ]) {
        const done = outcome(...args);
        assert.equal(done.code, code, `${args.join(' ')}: ${done.stderr}`);
        assert.match(done.stderr, told);
        leavesNothing(place);
      }
    });
  });
}
