// node make_template.mjs FOLDER: what Site.init() makes, once for all scenarios of a run, its people signed in: on SQLite, and on PostgreSQL
// where HALFSKY_TEST_POSTGRESQL names a server. Each password that is hashed or checked takes a sixth of a second.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, accounts, root } from './site.mjs';

const [folder] = process.argv.slice(2);
const server = process.env.HALFSKY_TEST_POSTGRESQL;
const name = 'halfsky_site_template';

for (const kind of server ? ['sqlite', 'postgresql'] : ['sqlite']) {
  let database;
  if (kind === 'postgresql') {
    execFileSync('psql', [server, '-qX', '-v', 'ON_ERROR_STOP=1', '-c', `drop database if exists ${name}`, '-c', `create database ${name} template template0`]);
    const url = new URL(server);
    url.pathname = '/' + name;
    database = url.href;
  }
  const site = await new Site(database).make(join(root, 'programmes')).serve();
  const tokens = {};
  for (const [login] of accounts) tokens[login] = await site.token(login);
  await site.stop();
  mkdirSync(join(folder, kind), { recursive: true });
  cpSync(site.data, join(folder, kind, 'data'), { recursive: true });
  writeFileSync(join(folder, kind, 'template.json'), JSON.stringify({ tokens, database }));
  await site.end();
}
