// The rules for tables and SQL (docs/ARCHITECTURE.md), held against the tables that the engine makes for the packs, on both back ends, and against every statement that the
// server sends to PostgreSQL during a day's work (the server's own log of them).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Postgres, Site } from './support/site.mjs';
import { workOf } from './support/work.mjs';

// What a database says of its tables, in one shape: { name: { columns, key, uniques: [[…]], foreign: [{ to, from: [], at: [] }] } }
function sqliteTables(site) {
  const each = (columns, from, order) => site.sql(`select m.name, ${columns} from sqlite_master m join ${from} where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, ${order}`);
  const tables = {};
  for (const [table, column, pk] of each('c.name, c.pk', 'pragma_table_info(m.name) c', 'c.cid')) {
    tables[table] ??= { columns: [], key: [], uniques: [], foreign: [] };
    tables[table].columns.push(column);
    if (pk !== '0') tables[table].key[pk - 1] = column;
  }
  const uniques = {}, foreign = {};
  for (const [table, index, column] of each('i.name, c.name', `pragma_index_list(m.name) i join pragma_index_info(i.name) c on i."unique" = 1 and i.origin <> 'pk'`, 'i.name, c.seqno')) {
    if (!uniques[index]) tables[table].uniques.push(uniques[index] = []);
    uniques[index].push(column);
  }
  for (const [table, id, to, from, at] of each('f.id, f."table", f."from", f."to"', 'pragma_foreign_key_list(m.name) f', 'f.id, f.seq')) {
    const key = `${table}/${id}`;
    if (!foreign[key]) tables[table].foreign.push(foreign[key] = { to, from: [], at: [] });
    foreign[key].from.push(from);
    foreign[key].at.push(at);
  }
  return tables;
}

function postgresqlTables(site) {
  const names = "(select string_agg(a.attname, ',' order by k.n) from unnest(KEYS) with ordinality k(id, n) join pg_attribute a on a.attrelid = TABLE and a.attnum = k.id)";
  const list = (keys, table) => names.replace('KEYS', keys).replace('TABLE', table);
  const tables = Object.fromEntries(site.tables().map((name) => [name, { columns: [], key: [], uniques: [], foreign: [] }]));
  for (const [table, column] of site.sql("select table_name, column_name from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position")) tables[table].columns.push(column);
  for (const [table, primary, columns] of site.sql(`select indrelid::regclass, indisprimary, ${list('i.indkey', 'i.indrelid')} from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where indisunique and n.nspname = 'public'`)) {
    if (primary === 't') tables[table].key = columns.split(',');
    else tables[table].uniques.push(columns.split(','));
  }
  for (const [table, to, from, at] of site.sql(`select conrelid::regclass, confrelid::regclass, ${list('c.conkey', 'c.conrelid')}, ${list('c.confkey', 'c.confrelid')} from pg_constraint c where contype = 'f'`)) tables[table].foreign.push({ to, from: from.split(','), at: at.split(',') });
  return tables;
}

const isLocal = (table) => table.columns.includes('county');

function assertTables(tables) {
  const names = Object.keys(tables);
  assert.ok(names.filter((name) => isLocal(tables[name])).length > 40);
  for (const name of names) {
    const table = tables[name];
    assert.ok(table.key.length > 0, `${name} has a primary key`);
    for (const { to, from, at } of table.foreign) {
      if (isLocal(tables[to])) assert.ok(isLocal(table) && from[0] === 'county' && at[0] === 'county', `${name} -> ${to}: over county`);
    }
    if (!isLocal(table)) continue;
    for (const columns of [table.key, ...table.uniques]) assert.equal(columns[0], 'county', `${name}: unique (${columns})`);
  }
}

describe('tables', () => {
  let sqlite, postgres, other;
  before(async () => {
    sqlite = new Site().init();
    postgres = await Postgres.start();
    other = new Site(postgres.url).init();
  });
  after(async () => {
    await sqlite?.end();
    await other?.end();
    postgres?.stop();
  });

  test('SQLite: county first in every key, over every foreign key', () => assertTables(sqliteTables(sqlite)));
  test('PostgreSQL: county first in every key, over every foreign key', () => assertTables(postgresqlTables(other)));
  test('the same tables and columns on both', () => {
    const shape = (tables) => Object.fromEntries(Object.entries(tables).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { columns, key, uniques, foreign }]) => [name, { columns, key, uniques: uniques.map(String).sort(), foreign: foreign.map(({ to, from }) => `${from} -> ${to}`).sort() }]));
    assert.deepEqual(shape(sqliteTables(sqlite)), shape(postgresqlTables(other)));
  });
  test('no triggers, sequences, defaults that run, nothing deferrable', () => {
    assert.deepEqual(sqlite.sql("select name from sqlite_master where type = 'trigger' or sql like '%autoincrement%' or sql like '%deferrable%' or sql like '% default %'"), []);
    for (const question of ["select tgname from pg_trigger where not tgisinternal", "select relname from pg_class where relkind = 'S'", "select conname from pg_constraint where condeferrable", "select adrelid::regclass from pg_attrdef", "select conname from pg_constraint where contype = 'x'"])
      assert.deepEqual(other.sql(question), [], question);
  });
});

// Statements over all counties, each with its reason. None is part of a command.
const overAll = [
  [/^select county(, seq)? from chain( where county (> 0|between \$1 and \$2))? order by county$/, 'which counties there are, for what is asked of each in turn'],
  [/ from (cell|county_cell|distinct_key|held_event|latest_row) where .*\bcounty between \$\d+ and \$\d+/, 'a figure spans the counties below its org'],
  [/^select county, record, move, kind, type, at from timer where at > \$\d+ and at <= /, 'the clock\'s queue is one'],
];

describe('statements', () => {
  let site, postgres, lines, local;
  before(async () => {
    postgres = await Postgres.start();
    site = new Site(postgres.url).init();
    local = new Set(Object.entries(postgresqlTables(site)).filter(([, table]) => isLocal(table)).map(([name]) => name));
    site.sql("do $$ begin execute format('alter database %I set log_statement = ''all''', current_database()); end $$");
    await site.serve('--tell-file', join(site.folder, 'told.jsonl'));
    const { girl, report, payout } = await workOf(site);
    for (const [login, path] of [
      ['county', 'today'], ['village', 'today'], ['county', 'meta'], ['county', 'search?q=lxy'], ['county', 'changes?after=0'], ['county', 'figures?names=spring_bud.girls,spring_bud.raised&period=year'], ['county', 'figures/spring_bud.girls/records?period=year'],
      ['county', 'records/spring_bud.girl?count=1&facets=stage,org&q=lxy'], ['county', `records/spring_bud.girl?where=${encodeURIComponent("child.sex == 'female' && pairings.exists(p, p.stage == 'active')")}`], ['county', `records/spring_bud.girl/${girl}`], ['county', `records/spring_bud.girl/${girl}?version=1`], ['county', `records/spring_bud.girl/${girl}?place=3`],
      ['cashier', `records/spring_bud.payout/${payout}`], ['county', 'reports'], ['county', `reports/${report}`], ['county', `reports/${report}/figures/2.03`], ['county', `reports/${report}/word`], ['cashier', 'funds'], ['cashier', 'ledger/spring_bud.spring_bud'], ['county', 'sheets/spring_bud.girl'], ['county', 'orgs?q=%E5%8F%A3'], [null, 'public/needs'], ['village', 'session'],
    ]) {
      const answer = await site.get(login, '/api/v1/' + path);
      assert.equal(answer.status, 200, path + answer.text);
    }
    const { postings } = (await site.get('cashier', '/api/v1/ledger/spring_bud.spring_bud')).json;
    assert.equal((await site.get('cashier', `/api/v1/ledger/spring_bud.spring_bud/follow/${postings[0].id}`)).status, 200);
    assert.equal((await site.request('cashier', 'POST', '/api/v1/inbox/read', {})).status, 200);
    assert.equal((await site.post(null, '/api/v1/public/commands', { type: 'spring_bud.pairing', code: 'x' })).status, 404);
    await site.stop();
    lines = statementsOf(readFileSync(join(decodeURIComponent(/host=([^&]+)/.exec(postgres.url)[1]), 'log'), 'utf8'));
  });
  after(async () => {
    await site?.end();
    postgres?.stop();
  });

  // [{ pid, sql }] in order, without those that psql sent.
  function statementsOf(log) {
    const result = [];
    for (const entry of log.split(/\n(?=\d{4}-\d\d-\d\d )/)) {
      const found = /^\S+ \S+ \S+ \[(\d+)\] LOG: {2}(execute [^:]*|statement): ([\s\S]*)$/.exec(entry);
      if (found && found[2] !== 'statement') result.push({ pid: found[1], sql: found[3].replace(/\s+/g, ' ').trim() });
    }
    return result;
  }

  const all = () => [...new Set(lines.map(({ sql }) => sql))].filter((sql) => /^(select|insert|update|delete|with)\b/i.test(sql));
  const tablesOf = (sql) => [...sql.matchAll(/\b(?:from|join|update|into)\s+"?(\w+)"?/gi)].map(([, name]) => name).filter((name) => local.has(name));

  test('the log has the day\'s work', () => {
    assert.ok(all().length > 150, `${all().length} statements`);
    for (const table of ['journal', 'chain', 'change_', 'made', 'task', 'timer', 'posting', 'cell', 'spring_bud_girl', 'spring_bud_girl_history', 'report_figure', 'name_tokens', 'inbox', 'courier_place']) assert.ok(all().some((sql) => tablesOf(sql).includes(table)), table);
    console.log(`${lines.length} statements sent, ${all().length} of them different`);
  });

  test('each names its county, once for each local table that it reads', () => {
    const missing = all().filter((sql) => {
      if (overAll.some(([pattern]) => pattern.test(sql))) return false;
      const inserted = /^insert into "?(\w+)"? \(([^)]*)\)/i.exec(sql);
      const read = tablesOf(sql).length - (inserted && local.has(inserted[1]) ? 1 : 0);
      if (inserted && local.has(inserted[1]) && !/\bcounty\b/.test(inserted[2])) return true;
      return (sql.match(/\bcounty"? = /g) ?? []).length < read;
    });
    assert.deepEqual(missing, []);
  });

  test('no volatile function', () => {
    assert.deepEqual(all().filter((sql) => /\b(now|random|gen_random_uuid|uuid_generate_v4|clock_timestamp|statement_timestamp|timeofday|nextval|current_timestamp|current_date|localtimestamp)\b(?! *=)/i.test(sql.replace(/'[^']*'|"[^"]*"/g, ''))), []);
  });

  test('no subquery in values or in what a conflict sets, no update of county, no lock of many', () => {
    const wrong = all().filter((sql) => {
      const values = /\bvalues\b([\s\S]*)/i.exec(sql);
      return (values && /^insert/i.test(sql) && /\bselect\b/i.test(values[1])) || /^update .* set [^?]*\bcounty"? = .* where/i.test(sql.split(/ where /i)[0] + ' where') || /for update/i.test(sql) || /\b(grouping sets|cube|rollup)\b/i.test(sql) || /^merge/i.test(sql);
    });
    assert.deepEqual(wrong, []);
  });

  test('a batch begins with the chain: first that, last where it stands', () => {
    const open = {};
    let batches = 0;
    for (const { pid, sql } of lines) {
      if (/^begin/i.test(sql)) open[pid] = [];
      else if (/^(commit|rollback)/i.test(sql)) {
        const inside = open[pid] ?? [];
        delete open[pid];
        if (/^rollback/i.test(sql) || !inside.some((each) => /^insert into journal /i.test(each))) continue;
        ++batches;
        assert.match(inside[0], /^update chain set seq = seq where county = \$1 returning seq, head$/);
        assert.match(inside.at(-1), /^update chain set seq = \$\d+, head = \$\d+ where county = \$1$/);
      } else open[pid]?.push(sql);
    }
    assert.ok(batches > 15, `${batches} batches`);
  });
});
