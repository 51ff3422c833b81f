// The books in the formats of plain-text accounting: hledger and beancount, programs that know nothing of us, check every balance.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { binary } from './support/site.mjs';

describe('the books, read by others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfsky-books-'));
  const data = join(folder, 'demo');
  const exported = (format) => execFileSync(binary, ['export', '--ledger', format, '--data', data], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const check = (program, args, text, name) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return spawnSync(program, [...args, file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  };
  // One yuan more in a posting that an assertion of ours comes after: what a wrong export would look like.
  const spoilt = (text) => text.replace(/(\s)([1-9]\d*)(\.\d\d CNY)/, (_, space, yuan, rest) => `${space}${BigInt(yuan) + 1n}${rest}`);

  before(() => execFileSync(binary, ['demo', '--data', data], { stdio: 'ignore' }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('hledger: every transaction balances, every asserted balance holds', () => {
    const text = exported('hledger');
    assert.ok(text.split('\n').length > 1000, 'six years of postings');
    const good = check('hledger', ['check', '-f'], text, 'books.journal');
    assert.equal(good.status, 0, good.stderr);
    assert.notEqual(check('hledger', ['check', '-f'], spoilt(text), 'spoilt.journal').status, 0);
  });

  test('beancount: the same', () => {
    const text = exported('beancount');
    const good = check('bean-check', [], text, 'books.beancount');
    assert.equal(good.status, 0, good.stderr + good.stdout);
    assert.notEqual(check('bean-check', [], spoilt(text), 'spoilt.beancount').status, 0);
  });
});
