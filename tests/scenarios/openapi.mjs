// openapi.json is true: what a running server takes and answers fits what it says of each route, and no route is left out.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { codeOf } from '../browser/support/authenticator.mjs'
import { DEMO_PASSWORD, startDemo, uuid } from '../browser/support/server.mjs'
import { xlsx } from './support/xlsx.mjs'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const Ajv = require('ajv/dist/2020').default
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
let server, document, ajv
const tried = new Set()
before(async () => {
  server = await startDemo()
  document = await (await fetch(`${server.origin}/api/v1/openapi.json`)).json()
  ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true, formats: { uuid: UUID, binary: true } })
  ajv.addSchema({ $id: 'api', components: document.components })
})
after(() => server?.stop())

// Signed in once each: signing in is limited by address.
const signedIn = new Map()
const as = (login) => signedIn.get(login) ?? signedIn.set(login, server.as(login)).get(login)
const operations = () => Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })))
function operationOf(method, path) {
  const fits = operations().filter((each) => each.method === method && new RegExp(`^${each.path.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path))
  return fits.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
}
function check(schema, value, what) {
  const validate = ajv.compile({ $ref: `api#${schema.$ref.slice(1)}` })
  assert.ok(validate(value), `${what}: ${JSON.stringify(validate.errors?.filter((error) => error.keyword !== 'anyOf').slice(0, 6))} in ${JSON.stringify(value).slice(0, 600)}`)
}

// Asks, and holds body, status and answer against the document. `refused`: a problem is what is expected.
async function ask(who, method, path, { body, type, refused } = {}) {
  const found = operationOf(method, `/api/v1${path.split('?')[0]}`)
  assert.ok(found, `${method} ${path} is in the document`)
  const { operation } = found
  for (const name of new URL(`http://x${path}`).searchParams.keys()) assert.ok(operation.parameters?.some((each) => each.in === 'query' && each.name === name), `${operation.operationId} names its parameter ${name}`)
  const content = operation.requestBody?.content['application/json']
  if (content && !refused) check(content.schema, body, `${operation.operationId}, body`)
  const headers = { ...(who ? { Authorization: `Bearer ${who.session.token}` } : {}), 'Content-Type': type ?? 'application/json' }
  const answer = await fetch(`${server.origin}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: type ? body : JSON.stringify(body) }) })
  if (refused) {
    assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json')
    const problem = await answer.json()
    check(operation.responses.default.content['application/problem+json'].schema, problem, `${operation.operationId}, refused`)
    return problem
  }
  const declared = operation.responses[answer.status]
  if (!declared) assert.fail(`${operation.operationId} answers ${answer.status}: ${(await answer.text()).slice(0, 400)}`)
  tried.add(operation.operationId)
  const [kind, { schema }] = Object.entries(declared.content)[0]
  if (kind !== 'application/json') {
    if (kind === 'text/event-stream') { await answer.body.cancel(); return null }
    if (kind !== 'application/octet-stream') assert.equal(answer.headers.get('content-type')?.split(';')[0], kind, operation.operationId)
    return Buffer.from(await answer.arrayBuffer())
  }
  const value = await answer.json()
  check(schema, value, operation.operationId)
  return value
}

test('who signs in, and as what', async () => {
  await ask(null, 'POST', '/session', { body: { login: 'chair', password: DEMO_PASSWORD } })
  await ask(null, 'POST', '/session', { body: { login: 'chair', password: 'no' }, refused: true })
  const chair = await as('chair')
  const session = await ask(chair, 'GET', '/session')
  await ask(chair, 'PUT', '/session', { body: { grant: session.roles[0].grant } })
  await ask(chair, 'PUT', '/session/language', { body: { language: 'zh' } })
  await ask(chair, 'PUT', '/session/password', { body: { old: DEMO_PASSWORD, new: 'Xin-mi-ma-2026-11' } })
  await ask(chair, 'PUT', '/session/password', { body: { old: 'Xin-mi-ma-2026-11', new: DEMO_PASSWORD } })
  const { secret } = await ask(chair, 'POST', '/session/totp', { body: { password: DEMO_PASSWORD } })
  await ask(chair, 'PUT', '/session/totp', { body: { code: '000000x' }, refused: true })
  await ask(chair, 'PUT', '/session/totp', { body: { code: codeOf(secret, -1) } })
  await ask(chair, 'POST', '/session/totp/drop', { body: { password: DEMO_PASSWORD, code: codeOf(secret) } })
  await ask(chair, 'DELETE', '/session')
  signedIn.delete('chair')
})

test('descriptors, Today, search, orgs, changes, for every role', async () => {
  for (const login of ['village', 'township', 'officer', 'chair', 'cashier', 'auditor', 'school', 'secadmin', 'sysadmin']) {
    const who = await as(login)
    const meta = await ask(who, 'GET', '/meta')
    await ask(who, 'GET', `/meta/${meta.programmes[1].id}`)
    await ask(who, 'GET', '/today')
    await ask(who, 'GET', '/search?q=li')
    await ask(who, 'GET', '/orgs?q=%E7%9F%B3%E9%97%A8')
    await ask(who, 'GET', '/changes?after=0&limit=50')
    await ask(who, 'GET', '/funds')
    await ask(who, 'GET', '/reports')
    await ask(who, 'GET', '/overdue')
    await ask(who, 'GET', '/sent')
    await ask(who, 'GET', '/moved?since=2026-01-01')
    await ask(who, 'GET', '/moved?since=then', { refused: true })
    await ask(who, 'GET', '/contacts')
    await ask(who, 'GET', '/overdue?org=1', { refused: true })
  }
})

test('the auditor asks the journal, and nobody else', async () => {
  const auditor = await as('auditor'), chair = await as('chair')
  assert.equal((await ask(auditor, 'GET', '/audit/journal')).last, null)
  assert.equal((await ask(auditor, 'POST', '/audit/journal', { body: {} })).last.whole, true)
  assert.equal((await ask(auditor, 'GET', '/audit/journal')).last.findings.length, 0)
  const hours = await ask(auditor, 'GET', '/audit/hours?from=2026-01-01')
  assert.equal(hours.hours.length, 24)
  await ask(auditor, 'GET', '/audit/looks')
  await ask(auditor, 'GET', '/audit/hours?from=2026-13-01', { refused: true })
  for (const part of ['journal', 'hours', 'looks']) await ask(chair, 'GET', `/audit/${part}`, { refused: true })
  await ask(chair, 'POST', '/audit/journal', { body: {}, refused: true })
})

test('lists and records of every type, with their lines, history and money', async () => {
  for (const login of ['officer', 'chair', 'cashier', 'village']) {
    const who = await as(login)
    const meta = await who.get('/meta')
    for (const type of meta.programmes.flatMap((programme) => programme.records).filter((each) => each.may_read && !each.part_of && each.name !== 'core.org')) {
      const list = await ask(who, 'GET', `/records/${type.name}?limit=20&count=1${type.staged ? '&facets=stage,org' : ''}`)
      for (const row of list.rows.slice(0, 4)) await ask(who, 'GET', `/records/${type.name}/${row.record}`)
    }
    await ask(who, 'GET', `/records/spring_bud.girl/${uuid()}`, { refused: true })
    await ask(who, 'GET', '/records/spring_bud.girl?where=1%20%2B', { refused: true })
  }
})

test('figures, reports, money', async () => {
  const chair = await as('chair')
  const names = (await chair.get('/meta')).programmes.flatMap((programme) => programme.indicators).map((each) => each.name)
  await ask(chair, 'GET', `/figures?names=${names.join(',')}&period=ever`)
  await ask(chair, 'GET', '/figures/spring_bud.girls/records?from=1999-09-01&to=2005-08-31')
  const plans = await ask(chair, 'GET', '/targets?year=2026')
  await ask(chair, 'PUT', '/targets', { body: { id: uuid(), indicator: plans.indicators[0].indicator, org: plans.org, year: 2026, dims: [], value: '120' } })
  await ask(chair, 'PUT', '/targets', { body: { id: uuid(), indicator: plans.indicators[0].indicator, org: plans.org, year: 2026, dims: [], value: '-1' }, refused: true })
  await ask(chair, 'GET', `/targets?org=${plans.org}&planned=1`)
  const made = await ask(chair, 'POST', '/reports', { body: { report: 'spring_bud.six_years', until: '2005-08-31', params: {} } })
  const report = await ask(chair, 'GET', `/reports/${made.id}`)
  for (const figure of report.figures.slice(0, 12)) await ask(chair, 'GET', `/reports/${made.id}/figures/${figure.n}`)
  await ask(chair, 'PUT', `/reports/${made.id}/paragraphs/opening`, { body: { text: '一段' } })
  await ask(chair, 'GET', `/reports/${made.id}/word`)
  await ask(chair, 'GET', `/reports/${made.id}/excel`)
  await ask(chair, 'GET', `/reports/${made.id}/drift`)
  await ask(chair, 'GET', `/reports/${made.id}/pdf`)
  await ask(chair, 'POST', `/reports/${made.id}/finalise`, { body: {} })
  await ask(chair, 'POST', `/reports/${made.id}/again`, { body: { reason: '补录' } })
  await ask(chair, 'GET', '/figures?names=spring_bud.waiting&by=org')
  await ask(chair, 'GET', '/records/lectures.lecture?late=1&handed=1&from=2026-01-01&to=2026-12-31&count=1')
  await ask(chair, 'GET', '/records/lectures.lecture?from=yesterday', { refused: true })
  for (const only of ['in', 'out', 'pledged', 'one_signature', 'no_receipt']) await ask(chair, 'GET', `/ledger/spring_bud.spring_bud?limit=5&only=${only}`)
  await ask(chair, 'GET', '/ledger/spring_bud.spring_bud?only=all', { refused: true })
  await ask(chair, 'GET', '/ledger/spring_bud.spring_bud/balances')
  await ask(chair, 'GET', '/ledger/spring_bud.spring_bud/balances?until=2005-12-31')
  await ask(chair, 'GET', '/funds?until=2005-12-31')
  const ledger = await ask(chair, 'GET', '/ledger/spring_bud.spring_bud?limit=30')
  for (const posting of ledger.postings.slice(0, 8)) await ask(chair, 'GET', `/ledger/spring_bud.spring_bud/follow/${posting.id}`)
})

test('score sheets: dry runs, agreement of a pair and of a district', async () => {
  const officer = await as('r6.officer')
  const spots = await ask(officer, 'GET', '/records/safe_family.spot?limit=3&stage=given')
  for (const row of spots.rows) await ask(officer, 'GET', `/agreement/safe_family.spot/${row.record}`)
  await ask(officer, 'GET', '/agreement/safe_family.spot?from=2008-01-01&to=2008-12-31')
  await ask(officer, 'GET', '/agreement/safe_family.spot?near=x', { refused: true })
  const sheet = (await officer.get('/records/safe_family.sheet?stage=open&limit=1')).rows[0]
  await ask(officer, 'GET', `/records/safe_family.sheet/${sheet.record}`)
  await ask(officer, 'POST', '/commands', { body: { id: uuid(), dry_run: true, type: 'safe_family.sheet', move: 'edit', record: sheet.record, values: { peace: 10 } } })
})

test('commands, one and many, refused ones too; files, sheets, what is protected', async () => {
  const village = await as('village')
  const person = uuid()
  await ask(village, 'POST', '/commands', { body: { id: uuid(), type: 'core.person', move: 'enter', record: person, values: { name: '李小小', sex: 'female', birth: '2015-03-02', phone: '13800000172' } } })
  await ask(village, 'POST', '/commands', { body: { id: uuid(), dry_run: true, steps: [{ type: 'core.person', move: 'edit', record: person, values: { sex: 'female' } }] } })
  await ask(village, 'POST', '/commands', { body: { commands: [{ id: uuid(), type: 'core.person', move: 'edit', record: person, values: { sex: 'female' } }, { id: uuid(), type: 'core.person', move: 'enter', values: { name: '' } }] } })
  await ask(village, 'POST', '/commands', { body: { id: uuid(), type: 'core.person', move: 'enter', values: { sex: 'x', birth: '2026-02-31' } }, refused: true })
  await ask(village, 'POST', `/records/core.person/${person}/reveal`, { body: { field: 'phone', reason: '核对' } })
  await ask(village, 'POST', '/inbox/read', { body: {} })
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const file = await ask(village, 'POST', '/files?name=a.png', { body: png, type: 'image/png' })
  await ask(village, 'GET', `/files/${file.id}`)
  const sheet = await ask(village, 'GET', '/sheets/core.person')
  const taken = await ask(village, 'POST', '/sheets/core.person?dry_run=1', { body: sheet, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })
  if (taken.marked) await ask(village, 'GET', taken.marked.slice('/api/v1'.length))
  await ask(village, 'GET', '/events')
})

test('villages covered, pairs proposed, papers, a desk, days off', async () => {
  const officer = await as('officer')
  await ask(officer, 'GET', '/coverage/lectures.villages')
  await ask(officer, 'GET', '/burden')
  await ask(officer, 'GET', '/matches/spring_bud.propose')
  const payout = (await ask(officer, 'GET', '/records/spring_bud.payout?limit=1')).rows[0].record
  for (const as of ['', '/word', '/pdf']) await ask(officer, 'GET', `/prints/spring_bud.usage_sheet/${payout}${as}`)
  const town = await as('r7.township')
  const desk = `/records/election.election/${(await ask(town, 'GET', '/records/election.election?limit=1')).rows[0].record}/desk/election.voter`
  await ask(town, 'GET', desk)
  await ask(town, 'POST', `${desk}/tail`, { body: { tail: '0012' } })
  await ask(town, 'GET', '/calendar/2026')
  await ask(null, 'GET', '/public/notices')
})

test('a sheet as a job: begun, looked at, taken in; another given up', async () => {
  const village = await as('village')
  const sheet = (...rows) => ({ body: xlsx([['姓名', '性别', '出生日期'], ...rows]), type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })
  const tried = async (id) => {
    for (;;) {
      const job = await ask(village, 'GET', `/jobs/${id}`)
      if (job.state === 'ready') return job
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const first = await ask(village, 'POST', '/imports/core.person', sheet(['王一一', '女', '1988-03-02'], ['王一一', '女', '1988-03-02'], ['', '女', '1988-13-02']))
  await tried(first.id)
  for (const part of ['bad', 'doubles', 'bad-rows']) await ask(village, 'GET', `/jobs/${first.id}/${part}`)
  await ask(village, 'POST', `/jobs/${first.id}/go`, { body: {} })
  const second = await ask(village, 'POST', '/imports/core.person', sheet(['王二二', '女', '1989-03-02']))
  await tried(second.id)
  await ask(village, 'POST', `/jobs/${second.id}/cancel`, { body: {} })
  await ask(village, 'GET', '/jobs')
})

test('another office\'s form: understood, corrected, filled', async () => {
  const village = await as('village')
  const org = (await village.get('/session')).roles[0].org
  const asked = { form: xlsx([['序号', '姓名', '证件', '没有的'], ['', '', '', '']]).toString('base64'), name: '表.xlsx', org, period: '2026', mapping: { type: 'core.person', headings: { 证件: { is: 'id_number', mask: 'last4' } } } }
  await ask(village, 'POST', '/forms/plan', { body: asked })
  await ask(village, 'POST', '/forms/plan', { body: { ...asked, form: xlsx([['无关', '内容'], ['', '']]).toString('base64'), mapping: {} } })
  await ask(village, 'POST', '/forms/plan', { body: { ...asked, org: 1 }, refused: true })
  await ask(village, 'POST', '/forms/fill', { body: { ...asked, id: uuid(), remember: true, reason: '核对' } })
  await ask(village, 'POST', '/forms/fill', { body: { ...asked, form: xlsx([['村', '家庭户', '走访'], ['石门村', '', '']]).toString('base64'), mapping: {} } })
  await ask(village, 'GET', '/forms/meanings?type=core.person&figures=0&q=%E5%A7%93%E5%90%8D')
})

test('a secret record opened by its chair, and who looked', async () => {
  const chair = await as('chair'), officer = await as('officer')
  const household = uuid(), guardian = uuid()
  const village = (await officer.get('/orgs?q=%E7%9F%B3%E9%97%A8&level=village')).orgs[0].id
  await officer.command({ type: 'core.person', move: 'enter', record: guardian, org: village, values: { name: '王三三', sex: 'female' } })
  await officer.command({ type: 'core.household', move: 'enter', record: household, org: village, values: { head: guardian, door: '1 号', people: 3 } })
  await ask(chair, 'POST', '/glass', { body: { type: 'core.household', record: household, reason: '夜里接到求助，要马上联系上她' } })
  await ask(chair, 'POST', '/glass', { body: { code: '0000-0000', reason: '看看' }, refused: true })
  await ask(officer, 'GET', `/records/core.household/${household}/looks`)
})

test('a record is proposed to another county and withdrawn', async () => {
  const officer = await as('officer')
  const village = (await officer.get('/orgs?q=%E7%9F%B3%E9%97%A8&level=village')).orgs[0].id
  const far = (await ask(officer, 'GET', '/orgs?level=county&away=1')).orgs[0].id
  const person = uuid()
  await officer.command({ type: 'core.person', move: 'enter', record: person, org: village, values: { name: '王四四', sex: 'female' } })
  const { handovers: [{ id }] } = await ask(officer, 'POST', '/commands', { body: { id: uuid(), type: 'core.person', move: 'handover', record: person, org: far, reason: '搬走了' } })
  assert.equal((await ask(officer, 'GET', '/today')).handovers.filter((each) => each.id === id).length, 1)
  assert.equal((await ask(officer, 'GET', `/records/core.person/${person}`)).handover_waits.id, id)
  await ask(officer, 'POST', '/commands', { body: { id: uuid(), type: 'handover', move: 'withdraw', handover: id } })
})

test('administrators open an account and give it a role', async () => {
  const admin = await as('secadmin')
  await ask(admin, 'GET', '/accounts?q=r2')
  await ask(await as('chair'), 'GET', '/accounts', { refused: true })
  const org = (await ask(admin, 'GET', '/orgs?q=%E7%9F%B3%E9%97%A8&level=township')).orgs[0]?.id
  await ask(admin, 'POST', '/commands', { body: { id: uuid(), type: 'account', move: 'open', login: 'new.one', name: '新来的', password: 'Xin-lai-de-2026' } })
  if (org) await ask(admin, 'POST', '/commands', { body: { id: uuid(), type: 'account', move: 'grant', login: 'new.one', org, role: 'officer', from: '2026-01-01' } })
  for (const login of ['township', 'chair', 'secadmin']) await ask(await as(login), 'GET', '/office')
  if (!org) return
  await ask(admin, 'POST', '/commands', { body: { id: uuid(), type: 'account', move: 'open', login: 'new.two', name: '接手的', password: 'Jie-shou-de-2026' } })
  const handOver = { id: uuid(), type: 'account', move: 'hand_over', login: 'new.one', to: 'new.two' }
  const planned = await ask(admin, 'POST', '/commands', { body: { ...handOver, dry_run: true } })
  assert.equal(planned.offices.length, 1)
  await ask(admin, 'POST', '/commands', { body: handOver })
  assert.equal((await ask(admin, 'GET', '/session/handovers')).handovers.length, 1)
  await ask(admin, 'GET', `/session/handovers/${handOver.id}`)
  await ask(await as('chair'), 'GET', `/session/handovers/${handOver.id}`, { refused: true })
})

test('strangers see needs and offer', async () => {
  const { forms } = await ask(null, 'GET', '/public/requests')
  const asked = { id: uuid(), type: forms[0].type, org: forms[0].counties[0].id, values: {} }
  const { code } = await ask(null, 'POST', '/public/requests', { body: asked })
  await ask(null, 'POST', '/public/requests', { body: { ...asked, id: uuid(), org: 1 }, refused: true })
  await ask(null, 'POST', '/public/replies', { body: { code } })
  const { needs } = await ask(null, 'GET', '/public/needs')
  const need = needs.find((each) => each.offer)
  await ask(null, 'POST', '/public/commands', { body: { id: uuid(), type: need.offer, code: need.code, me: { name: '路过的人', kind: 'person' }, values: { amount: '300' } } })
})

test('the client\'s types are made from this document', async () => {
  const { typesOf } = await import('../../web/scripts/types.mjs')
  assert.equal(readFileSync(new URL('../../web/src/api/schema.ts', import.meta.url), 'utf8'), await typesOf(document), 'npm run types in web/ makes them anew')
})

test('docs/API.md tells of every route', () => {
  const told = readFileSync(new URL('../../docs/API.md', import.meta.url), 'utf8')
  const plain = (text) => text.replace(/\{[^}]+\}/g, '{}')
  const names = (path) => new RegExp(`${plain(path.replace('/api/v1', '')).replace(/[{}.]/g, '\\$&')}(?![\\w/{-])`).test(plain(told))   // whole, not as the beginning of a longer one
  assert.deepEqual(Object.keys(document.paths).filter((path) => !names(path)), [])
})

test('this document fits itself, and every route was tried', async () => {
  await ask(null, 'GET', '/openapi.json')
  const known = operations().map((each) => each.operation.operationId)
  assert.equal(new Set(known).size, known.length, 'operationIds are unique')
  assert.deepEqual(known.filter((id) => !tried.has(id) && id !== 'markedSheetGet'), [])
})
