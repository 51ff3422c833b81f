// For each table of the data file, and each of its columns, something is changed behind the program's back, and a row is taken away:
// `halfsky verify` ends with 1 and names it. The tables come from the file itself, so that a new one cannot be forgotten.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Site, uuid } from './support/site.mjs';
import { workOf } from './support/work.mjs';

// What no hash binds, and why.
const passing = {
  session: 'who is signed in; ends by itself',
  calendar_day: 'read again from the pack\'s calendar at each start; a year that an administrator entered is not bound yet',
  indicator_definition: 'worked out from the packs at each start',
  rubric_version: 'as the packs have it at each start; what sheets came to by it is worked out again',
  courier_place: 'how far a courier has come; what it carries twice it carries under the same id',
  job: 'how far a long piece of work is; what it writes are commands',
  job_part: 'sealed with a key of its own, and gone a week after the job',
  latest_row: 'no pack counts `latest` yet',
  report_default: 'what `halfsky figures` compiles for; only the demo writes it',
  setting: 'which fields a changed pack has filled; filling again changes nothing',
  form_mapping: 'empty until somebody says what a form\'s headings stand for; bound, and changed in fill.mjs',
  county_handover: 'empty until a record is proposed to another county; bound, and changed in county_handover.mjs',
  stable_name: 'empty until something is renamed; rename.mjs changes it',
  field_form: 'how fields are stored, as the packs have it at each start',
};
// Columns that change without an act that the journal has.
const passingColumns = { account: ['totp_step', 'language', 'failures', 'locked_until'], inbox: ['read_at'] };
// Of a table whose rows are looked at only while they are open.
const rowsOf = { task: 'closed_at is null' };
// How a finding names a table that is not called as its rows are.
const named = { journal: /journal/, change_: /journal|change_/, chain: /chain|journal/, made: /made/, fund_day: /fund_day/, cell: /./, county_cell: /./, distinct_key: /./, held_event: /./ };

describe('behind the program\'s back', () => {
  let site, file;

  before(async () => {
    site = await new Site().init().serve();
    await workOf(site);
    const moved = uuid();
    for (const [login, body] of [['village', { move: 'enter', record: moved, values: { name: '周小迁', sex: 'female', birth: '1990-01-01' } }], ['township', { move: 'handover', record: moved, org: await site.orgId('county', '西偏坨村'), reason: '搬到了那边' }]]) {
      const answer = await site.command(login, { type: 'core.person', ...body });
      assert.equal(answer.status, 200, answer.text);
    }
    // A report that gathers keeps, once it is final, what the offices below had: each of them has a line, the silent ones too.
    const gathering = await site.post('county', '/api/v1/reports', { report: 'federation.month', until: new Date().toISOString().slice(0, 10) });
    assert.equal(gathering.status, 201, gathering.text);
    const final = await site.post('county', `/api/v1/reports/${gathering.json.id}/finalise`, {});
    assert.equal(final.status, 200, final.text);
    const left = await site.command('secadmin', { type: 'account', move: 'hand_over', login: 'county', to: 'chair' });
    assert.equal(left.status, 200, left.text);
    await site.stop();
    await site.serve();
    while ((await site.get('cashier', '/api/v1/today')).json.inbox.length === 0);
    await site.stop();
    file = join(site.data, 'halfsky.db');
    site.sql('pragma wal_checkpoint(truncate)');
    copyFileSync(file, file + '.kept');
  });
  after(() => site?.end());

  function restore() {
    for (const end of ['-wal', '-shm']) if (existsSync(file + end)) rmSync(file + end);
    copyFileSync(file + '.kept', file);
  }

  // Whether what `verify` said names the table, or the type whose records it holds.
  const names = (table, said) => (named[table] ? named[table].test(said) : said.replaceAll('.', '_').includes(table.replace(/_history$/, '')));

  // Changes the file and asks `verify`.
  function verifyAfter(statements) {
    restore();
    const changes = statements.map((statement) => `${statement}; select changes()`).join('; ');
    assert.deepEqual(site.sql(`pragma foreign_keys = off; ${changes}`).flat(), statements.map(() => '1'), statements.join('\n'));
    return site.outcome('verify', '--data', site.data);
  }

  function assertFound(table, statement, said = verifyAfter([statement])) {
    if (said.code !== 1) return `${statement}\n  -> exit ${said.code} ${said.stdout}${said.stderr}`;
    return names(table, said.stdout) ? null : `${statement}\n  -> does not name it: ${said.stdout.slice(0, 300)}`;
  }

  test('untouched, all is well', () => {
    restore();
    assert.match(site.run('verify', '--data', site.data), /nothing changed/);
  });

  test('each table holds something here, or is excused', () => {
    restore();
    const counts = site.counts();
    const empty = Object.keys(counts).filter((table) => !passing[table] && counts[table] === 0);
    // Types of other packs and later years are tables like those that are filled.
    const record = empty.filter((table) => site.sql(`select 1 from pragma_table_info('${table}') where name = 'struck_'`).length);
    assert.deepEqual(empty.filter((table) => !record.includes(table)), []);
    const filled = Object.keys(counts).filter((table) => table.endsWith('_history') && counts[table] !== 0);
    assert.ok(filled.length >= 3, 'records with a history: ' + filled);
  });

  test('one column changed, or one row gone, in every table', () => {
    const missed = [], tried = [];
    for (const table of site.tables()) {
      if (passing[table]) continue;
      restore();
      const columns = site.sql(`select name, type, pk from pragma_table_info('${table}')`);
      const where = rowsOf[table] ? ` where ${rowsOf[table]}` : '';
      const keys = columns.filter(([, , pk]) => pk !== '0').map(([name]) => `"${name}"`);
      const first = `(${keys}) = (select ${keys} from "${table}"${where} order by ${keys} limit 1)`;
      if (site.sql(`select count(*) from "${table}"`)[0][0] === '0') continue;
      const shown = columns.map(([name]) => `substr(replace(quote("${name}"), char(10), ' '), 1, 20)`);
      const values = site.sql(`select ${shown} from "${table}" where ${first}`)[0];
      const row = Object.fromEntries(columns.map(([name], i) => [name, values[i]]));
      // Tables of records are made alike: every column of one of them, and of the others one each.
      const alike = 'version_' in row && !/^spring_bud_girl(_history)?$/.test(table);
      const some = alike ? [columns.filter(([name]) => row[name] !== 'NULL')[table.length % 8]] : columns;
      const changes = some
        .filter(([name]) => !passingColumns[table]?.includes(name))
        .map(([name, type]) => {
          const value = row[name];
          const other = value === 'NULL' ? (/INT/i.test(type) ? '1' : /BLOB/i.test(type) ? "x'01'" : "'x'") : value.startsWith('X') ? `"${name}" || x'01'` : value.startsWith("'") ? `"${name}" || 'x'` : `"${name}" + 1000000`;
          return `update "${table}" set "${name}" = ${value.startsWith('X') ? `cast(${other} as blob)` : other} where ${first}`;
        });
      const removed = `delete from "${table}" where ${first}`, said = verifyAfter([removed]);
      missed.push(assertFound(table, removed, said));
      tried.push({ table, changes, said: said.stdout });
    }
    // A start of the program for each column would take minutes: tables whose findings do not name one another are changed together, a column of each.
    const groups = [];
    for (const one of tried) {
      const apart = (other) => !names(one.table, other.said) && !names(other.table, one.said);
      const group = groups.find((each) => each.every(apart));
      if (group) group.push(one);
      else groups.push([one]);
    }
    for (const group of groups)
      for (let column = 0; column < Math.max(...group.map(({ changes }) => changes.length)); ++column) {
        const changed = group.filter(({ changes }) => column < changes.length);
        const said = verifyAfter(changed.map(({ changes }) => changes[column]));
        for (const { table, changes } of changed)
          if (assertFound(table, changes[column], said)) missed.push(assertFound(table, changes[column]));
      }
    console.log(`${tried.length} tables in ${groups.length} groups`);
    assert.deepEqual(missed.filter(Boolean), []);
  });

  test('a row that nobody wrote is found too', () => {
    for (const [table, statement] of [
      ['role_grant', "insert into role_grant select 'x', account, org, 'chair', from_day, until_day from role_grant limit 1"],
      ['account', "insert into account select 'x', 'mole', name, password, totp, totp_step, person, language, disabled, must_change, failures, locked_until from account limit 1"],
      ['journal', "insert into journal select county, seq + 1000, 'x', account, at, kind, body_hash, answer, hash from journal limit 1"],
      ['posting', "insert into posting select county, 'x', seq, day, kind, from_fund, from_org, from_type, from_record, to_fund, to_org, to_type, to_record, amount, purpose_type, purpose, balance_of, type, record, move, hold from posting limit 1"],
      ['target', "insert into target select county, indicator, org, year + 1, dim, value from target limit 1"],
      ['report_figure', "insert into report_figure select county, report, 9999, id, formula, org, from_day, until_day, dims, about_type, about_id, raw, shown, sureness, how, rows, places, definition from report_figure limit 1"],
    ])
      assert.equal(assertFound(table, statement), null);
  });

  test('what is made again at each start is right again after one', () => {
    restore();
    const before = site.sql('select * from calendar_day order by day');
    site.sql('update calendar_day set works = 1 - works where day = (select min(day) from calendar_day); delete from calendar_day where day = (select max(day) from calendar_day)');
    site.outcome('verify', '--data', site.data);
    assert.deepEqual(site.sql('select * from calendar_day order by day'), before);
    const definitions = site.sql('select indicator, hex(hash) from indicator_definition order by 1');
    site.sql("update indicator_definition set hash = x'00'");
    site.outcome('verify', '--data', site.data);
    assert.deepEqual(site.sql('select indicator, hex(hash) from indicator_definition order by 1'), definitions);
  });
});
