// A day's work that leaves something in every table: records with a history, tasks, timers, money, a report with a paragraph of its own,
// a file, an org renamed, a role granted, a look at a protected field, a target. Needs a served site.
import assert from 'node:assert/strict';
import { idNumber, uuid } from './site.mjs';

const day = (from) => new Date(Date.now() + (8 + 24 * from) * 3600e3).toISOString().slice(0, 10);
const today = day(0);

export async function workOf(site) {
  const school = await site.orgId('county', '东山小学');
  const good = async (login, body) => {
    const answer = await site.command(login, body);
    assert.equal(answer.status, 200, answer.text);
  };
  const girls = [], donor = uuid();
  for (let n = 0; n < 3; ++n) {
    const person = uuid(), guardian = uuid(), household = uuid();
    girls.push(uuid());
    await good('village', { steps: [
      { type: 'core.person', move: 'enter', record: guardian, values: { name: '李大' + '山水火'[n], sex: 'male' } },
      { type: 'core.household', move: 'enter', record: household, values: { head: guardian, door: `${n} 号`, people: 3 } },
      { type: 'core.person', move: 'enter', record: person, values: { name: '李小' + '雨雪花'[n], sex: 'female', birth: '2014-03-11', id_number: idNumber('2014-03-11', 2 * n), guardian, household } },
      { type: 'spring_bud.girl', move: 'enter', record: girls[n], values: { child: person, school, grade: 5, area: 'mountain', hardship: ['orphan'], publicity: { given: true, on: today, by: guardian } } },
    ] });
    await good('village', { type: 'spring_bud.girl', move: 'edit', record: girls[n], base: 1, values: { grade: 6 }, saw: { grade: 5 } });
    if (n < 2) await good('township', { type: 'spring_bud.girl', move: 'review', record: girls[n] });
  }
  await good('chair', { type: 'spring_bud.girl', move: 'approve', record: girls[0] });
  await good('county', { type: 'core.donor', move: 'enter', record: donor, values: { name: '张女士', kind: 'person', contact: '13800001234' } });
  const pairing = uuid(), pledge = uuid(), gift = uuid(), payout = uuid();
  await good('county', { steps: [
    { type: 'spring_bud.pairing', move: 'enter', record: pairing, values: { girl: girls[0], donor, amount: '300' } },
    { type: 'spring_bud.pairing', move: 'accept', record: pairing },
    { type: 'spring_bud.pledge', move: 'enter', record: pledge, values: { pairing, term: day(-1) } },
    { type: 'spring_bud.gift', move: 'enter', record: gift, values: { donor, given: today, channel: 'bank', aim: 'girls', amount: '500' } },
  ] });
  await good('cashier', { type: 'spring_bud.pledge', move: 'pay', record: pledge });
  // Two that stay promised: timers wait for one; the clock reminds of the other as soon as it runs.
  for (const term of ['2099-09-01', today]) await good('county', { type: 'spring_bud.pledge', move: 'enter', values: { pairing, term } });
  await good('cashier', { steps: [{ type: 'spring_bud.gift', move: 'receive', record: gift }, { type: 'spring_bud.gift', move: 'receipt', record: gift, values: { receipt_no: 'A1' } }] });
  await good('cashier', { steps: [
    { type: 'spring_bud.payout', move: 'enter', record: payout, values: { day: today, school, lines: [{ girl: girls[0], purpose: 'living', amount: '200' }] } },
    { type: 'spring_bud.payout', move: 'submit', record: payout },
  ] });
  await good('chair', { type: 'spring_bud.payout', move: 'approve', record: payout });
  const made = await site.post('county', '/api/v1/reports', { report: 'spring_bud.six_years', until: today, params: {} });
  assert.equal(made.status, 201, made.text);
  const { pieces } = (await site.get('county', '/api/v1/reports/' + made.json.id)).json;
  const own = pieces.find((piece) => piece.kind === 'write');
  assert.equal((await site.request('county', 'PUT', `/api/v1/reports/${made.json.id}/paragraphs/${own.key}`, { text: '今年的工作' })).status, 200);
  assert.equal((await site.request('village', 'POST', '/api/v1/files?name=a.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), { 'Content-Type': 'image/png' })).status, 201);
  const village = (await site.get('village', '/api/v1/meta')).json.org, county = (await site.get('county', '/api/v1/meta')).json.org;
  const target = await site.request('county', 'PUT', '/api/v1/targets', { id: uuid(), indicator: 'spring_bud.raised', org: county, year: Number(today.slice(0, 4)), dims: [], value: '1000' });
  assert.equal(target.status, 200, target.text);
  assert.equal((await site.command('sysadmin', { type: 'org', move: 'rename', org: village, name: '口头新村' })).status, 200);
  assert.equal((await site.command('secadmin', { type: 'account', move: 'grant', login: 'village2', org: village, role: 'officer' })).status, 200);
  assert.equal((await site.post('county', `/api/v1/records/core.donor/${donor}/reveal`, { field: 'contact', reason: '核对电话' })).status, 200);
  const household = (await site.get('county', '/api/v1/records/core.household')).json.rows[0].record;
  const glass = await site.post('chair', '/api/v1/glass', { type: 'core.household', record: household, reason: '夜里接到求助，要马上联系上她' });
  assert.equal(glass.status, 200, glass.text);
  return { girl: girls[0], report: made.json.id, payout, village };
}
