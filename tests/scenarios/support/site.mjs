// A data folder of its own with a few orgs and accounts, and the real server on it: what the scenarios drive over HTTP.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const binary = process.env.HALFSKY_BIN ?? join(root, 'build/halfsky');
export const password = 'Qingshan-lvshui-71';

const orgs = `code,name,level,kind,parent
990000000000,示例省,province,,
999000000000,省直辖,city,,
999001000000,花溪市,county,,
999001100000,东山镇,township,town,
999001100200,口头庄村,village,village,
999001100201,西偏坨村,village,village,
SCH1,东山小学,partner,school,999001100000
999001101000,西河镇,township,town,
999001101200,河口村,village,village,
`;
export const accounts = [
  ['village', '999001100200', 'officer'], ['village2', '999001101200', 'officer'], ['township', '999001100000', 'officer'], ['county', '999001000000', 'officer'],
  ['chair', '999001000000', 'chair'], ['cashier', '999001000000', 'cashier'], ['sysadmin', '999001000000', 'sysadmin'], ['secadmin', '999001000000', 'secadmin'],
];

// A UUIDv7, as every client makes them.
export function uuid(now = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

// A made-up ID number of province 99 (GB 11643).
export function idNumber(birth, serial) {
  const body = '999001' + birth.replaceAll('-', '') + String(serial).padStart(3, '0');
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * weights[i], 0);
  return body + '10X98765432'[sum % 11];
}

// An empty database: of the server that HALFSKY_TEST_POSTGRESQL names, or of one of its own, which may be killed.
export class Postgres {
  static async start({ alone = false } = {}) {
    const program = join(root, 'build/tests/halfsky-postgres');
    if (!existsSync(program)) return null;
    const { HALFSKY_TEST_POSTGRESQL, ...rest } = process.env;
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'], env: alone ? rest : process.env });
    const url = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data).trim().split('\n')[0])));
    if (!url.startsWith('postgresql:')) throw new Error(`no PostgreSQL: ${url}`);
    return { url, stop: () => child.stdin.end() };
  }
}

export class Site {
  constructor(database) {
    this.database = database;
    this.folder = mkdtempSync(join(tmpdir(), 'halfsky-scenario-'));
    this.data = join(this.folder, 'data');
  }

  run(...args) {
    return execFileSync(binary, args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  }

  // Rows of a statement run beside the program, each a list of texts: what lies in the database, whatever the program says of it.
  sql(statement) {
    const separator = '\u001f';
    const said = this.database
      ? execFileSync('psql', [this.database, '-qAtX', '-v', 'ON_ERROR_STOP=1', '-F', separator, '-c', statement], { encoding: 'utf8' })
      : execFileSync('sqlite3', ['-bail', '-cmd', '.timeout 5000', '-separator', separator, join(this.data, 'halfsky.db'), statement], { encoding: 'utf8' });
    return said.split('\n').filter((line) => line !== '').map((line) => line.split(separator));
  }

  // The program's exit code and what it said, for calls that are expected to find something.
  outcome(...args) {
    const ended = spawnSync(binary, args, { encoding: 'utf8' });
    return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
  }

  // As most scenarios begin, it is copied from what make_template.mjs has made for all of a run.
  init(programmes) {
    const template = process.env.HALFSKY_TEMPLATES && !programmes ? join(process.env.HALFSKY_TEMPLATES, this.database ? 'postgresql' : 'sqlite') : null;
    const server = (url) => new URL(url).search;   // a database of another server than the template's is made
    const near = !this.database || (process.env.HALFSKY_TEST_POSTGRESQL && server(this.database) === server(process.env.HALFSKY_TEST_POSTGRESQL));
    return template && existsSync(template) && near ? this.copy(template) : this.make(programmes ?? join(root, 'programmes'));
  }

  copy(template) {
    const { tokens, database } = JSON.parse(readFileSync(join(template, 'template.json'), 'utf8'));
    cpSync(join(template, 'data'), this.data, { recursive: true });
    if (this.database) {
      const name = (url) => new URL(url).pathname.slice(1);
      execFileSync('psql', [process.env.HALFSKY_TEST_POSTGRESQL, '-qX', '-v', 'ON_ERROR_STOP=1', '-c', `drop database ${name(this.database)}`, '-c', `create database ${name(this.database)} template ${name(database)}`]);
      const config = join(this.data, 'config.json');
      writeFileSync(config, readFileSync(config, 'utf8').replace(JSON.stringify(database).slice(1, -1), JSON.stringify(this.database).slice(1, -1)));
    }
    this.signedIn = tokens;
    return this;
  }

  make(programmes) {
    this.run('init', '--data', this.data, '--packs', programmes, ...(this.database ? ['--db', this.database] : []));
    this.addOrgs(orgs);
    this.openAccounts(accounts);
    return this;
  }

  addOrgs(csv) {
    const file = join(this.folder, 'orgs.csv');
    writeFileSync(file, csv);
    this.run('org', 'load', '--data', this.data, '--file', file);
  }

  // [login, org, role]: in one start of the program.
  openAccounts(list) {
    const file = join(this.folder, 'people.csv');
    writeFileSync(file, ['login,name,password,org,role', ...list.map(([login, org, role]) => [login, login, password, org, role].join(','))].join('\n'));
    this.run('user', 'load', '--data', this.data, '--file', file);
  }

  openAccount(login, org, role) { this.openAccounts([[login, org, role]]); }

  tables() {
    const all = this.database ? "select tablename from pg_tables where schemaname = 'public' order by 1" : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by 1";
    return this.sql(all).map(([name]) => name);
  }

  // Rows in each table, in one statement: a process for each of some hundred tables would take most of a test's time. PostgreSQL plans a
  // union of them all for longer than it counts; most have no page at all.
  counts(tables = this.tables()) {
    const list = tables.map((table) => `'${table}'`).join(', ');
    const counted = this.database
      ? `select relname, case when pg_relation_size(oid) = 0 then '0' else (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', relname), false, true, '')))[1]::text end from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname in (${list}) order by 1`
      : tables.map((table) => `select '${table}', count(*) from "${table}"`).join(' union all ');
    return Object.fromEntries(this.sql(counted).map(([table, count]) => [table, Number(count)]));
  }

  async serve(...options) {
    this.server = spawn(binary, ['serve', '--data', this.data, '--port', '0', ...options], { stdio: ['ignore', 'inherit', 'pipe'] });
    this.address = await new Promise((resolve, reject) => {
      this.server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
      let said = '';
      this.server.stderr.on('data', (data) => {
        said += String(data);
        const found = /http:\/\/[\d.]+:\d+\n/.exec(said);
        if (found) resolve(found[0].trim());
        if (/error|critical/.test(String(data))) process.stderr.write(data);   // a 500 says why here
      });
    });
    this.tokens = { ...this.signedIn };
    return this;
  }

  async stop(signal = 'SIGTERM') {
    if (!this.server) return;
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill(signal);
    await ended;
    this.server = null;
  }

  async end() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async token(login) {
    if (this.tokens[login]) return this.tokens[login];
    const answer = await fetch(this.address + '/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ login, password }) });
    const body = await answer.json();
    if (!body.token) throw new Error(`${login} cannot sign in: ${JSON.stringify(body)}`);
    return (this.tokens[login] = body.token);
  }

  async request(login, method, path, body, headers = {}) {
    const all = { ...headers };
    if (login) all.Authorization = 'Bearer ' + (await this.token(login));
    if (body !== undefined && !all['Content-Type']) all['Content-Type'] = 'application/json';
    return this.raw(method, path, all, typeof body === 'string' || body instanceof Uint8Array ? body : body === undefined ? undefined : JSON.stringify(body));
  }

  // With these headers and no others.
  async raw(method, path, headers = {}, body = undefined) {
    const answer = await fetch(this.address + path, { method, headers, body });
    const text = await answer.text();
    let json = null;
    try { json = JSON.parse(text); } catch { /* not JSON */ }
    return { status: answer.status, json, text, headers: answer.headers };
  }

  // What the server says to a request that no HTTP library would send.
  rawLine(line) {
    const { hostname, port } = new URL(this.address);
    return new Promise((resolve, reject) => {
      let said = '';
      const socket = connect(Number(port), hostname, () => socket.write(`${line}\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`));
      socket.setEncoding('utf8').on('data', (data) => { said += data; }).on('close', () => resolve(said)).on('error', reject);
    });
  }

  // The first frame of the live events, where one comes at once.
  async firstEvent(login, headers) {
    const stop = new AbortController();
    const answer = await fetch(this.address + '/api/v1/events', { headers: { ...headers, Authorization: 'Bearer ' + (await this.token(login)) }, signal: stop.signal });
    const { value } = await answer.body.getReader().read();
    stop.abort();
    return Buffer.from(value).toString();
  }

  get(login, path) { return this.request(login, 'GET', path); }
  post(login, path, body) { return this.request(login, 'POST', path, body); }
  command(login, body) { return this.post(login, '/api/v1/commands', { id: uuid(), ...body }); }

  async orgId(login, name) {
    const found = await this.get(login, '/api/v1/orgs?q=' + encodeURIComponent(name));
    return found.json.orgs.find((org) => org.name === name).id;
  }
}

// Within `describe`: gives a function that makes sites on 'sqlite', or on a PostgreSQL that is there before the first hook of whoever asks.
// They end with the suite, whatever became of it.
export function sitesOn(database) {
  const sites = [];
  let postgres = null;
  before(async () => {
    if (database !== 'postgresql') return;
    postgres = await Postgres.start();
    if (!postgres) throw new Error('build/tests/halfsky-postgres is not built');
  });
  after(async () => {
    for (const site of sites) await site.end();
    postgres?.stop();
  });
  return () => {
    const site = new Site(postgres?.url);
    sites.push(site);
    return site;
  };
}
