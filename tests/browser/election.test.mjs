// A polling day in the browser: ballots issued at the desk with the taps counted, two counts that don't see each other, the board for the hall,
// the notice with an objection and its answer, what everyone reads. HALFSKY_SHOTS=folder keeps a picture of each page.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { DESKTOP, OFFLINE, passUndo, PHONE, settled, signedIn, startBrowser, watchRequests } from './support/browser.mjs'
import { addPerson, startServer, uuid } from './support/server.mjs'

const day = (ago) => new Date(Date.now() + 8 * 3600_000 - ago * 86_400_000).toISOString().slice(0, 10)
const VILLAGE = '990101001001', TOWNSHIP = '990101001000'
const NAMES = ['陈桂香', '曹国珍', '程桂兰', '李小雨', '刘秀英', '马秀兰', '王小燕', '赵兰英', '孙大娘', '周玉梅', '吴秀芝', '郑春花']
const CANDIDATES = ['马春燕', '白玉珍', '杜秀芹']
const type = (name) => `election.${name}`

let server, browser, zhou, chenjing, head, one, two
const election = uuid(), voters = {}
async function until(holds, ms = 20_000) {
  const end = Date.now() + ms
  while (Date.now() < end) { if (await holds()) return true; await new Promise((done) => setTimeout(done, 150)) }
  return false
}
const kept = (of, record) => chenjing.get(`/records/${type(of)}/${record}`)
const rows = async (who, of, ref) => (await who.get(`/records/${type(of)}?ref=${ref}&limit=200`)).rows
async function shot(page, name) { if (process.env.HALFSKY_SHOTS) { await settled(page); await page.screenshot({ path: join(process.env.HALFSKY_SHOTS, `${name}.png`), fullPage: true }) } }

before(async () => {
  server = await startServer({ packs: ['programmes/election'], people: [['he', '何婷', TOWNSHIP, 'chair'], ['qian', '钱会计', VILLAGE, 'rater'], ['sun', '孙老师', VILLAGE, 'rater']] })
  browser = await startBrowser()
  zhou = await server.as('zhou')
  chenjing = await server.as('chenjing')
  head = await server.as('he')
  const past = (who, of, move, record, ago, values, more = {}) => who.command({ type: type(of), move, record, day: day(ago), ...(values ? { values } : {}), ...more })
  const person = (name, birth) => addPerson(zhou, name, { birth })
  const village = (await zhou.get('/meta')).org
  const leader = await person('周书记', '1960-01-02')
  await past(chenjing, 'election', 'enter', election, 40, { day: day(0), leader, posts: 2, packet_size: 4, marks_max: 1 }, { org: village })
  for (const [n, name] of NAMES.entries()) {
    const who = await person(name, `197${n % 10}-0${1 + n % 9}-1${n % 10}`)
    voters[name] = uuid()
    await past(zhou, 'voter', 'enter', voters[name], 39, { election, person: who, group: 1 + n % 2 })
  }
  for (const name of CANDIDATES) {
    const record = uuid()
    await past(zhou, 'candidate', 'enter', record, 38, { election, person: await person(name, '1975-05-06'), seeks: 'member', resume: '热心' })
    await past(chenjing, 'candidate', 'review', record, 37)
    await past(head, 'candidate', 'list', record, 36)
  }
  await past(zhou, 'election', 'post_roll', election, 25)
  await past(chenjing, 'election', 'list', election, 12)
  for (const [login, name, team] of [['qian', '钱会计', 'first'], ['sun', '孙老师', 'second']]) {
    const who = await person(name, '1965-04-05'), record = uuid()
    server.cli('user', 'person', login, '--person', who)
    await past(chenjing, 'teller', 'enter', record, 12, { election, person: who, duty: 'count', team })
    await past(chenjing, 'teller', 'post', record, 12)
    await past(chenjing, 'teller', 'serve', record, 0)
  }
  for (const [n, name] of ['8:00 一组', '8:30 二组'].entries()) {
    const record = uuid()
    await past(zhou, 'window', 'enter', record, 9, { election, begins: `${day(0)} 08:${n * 3}0`, name })
    for (const [v, who] of NAMES.entries()) if (v % 2 === n) await past(zhou, 'voter', 'assign', voters[who], 8, { window: record })
  }
  await past(chenjing, 'election', 'open', election, 0)
  one = await server.as('qian')
  two = await server.as('sun')
})
after(async () => { await browser?.close(); await server?.stop() })

const DESK = () => `${server.origin}/r/election.election/${election}/desk?of=election.voter`

test('on the phone a ballot goes out with two letters and one tap, and the last one is taken back', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'qian', PHONE)
  await page.goto(DESK())
  await page.getByRole('status').filter({ hasText: '12 位' }).waitFor()
  let taps = 0
  const tap = async (locator) => { taps += 1; await locator.tap() }
  const letters = page.getByRole('group', { name: '字母和数字' })
  await tap(letters.getByRole('button', { name: 'C', exact: true }))
  await tap(letters.getByRole('button', { name: 'G', exact: true }))
  await page.getByRole('button', { name: '发选票 陈桂香' }).waitFor()
  assert.equal(await page.locator('#hits li').count(), 3)   // 陈桂香、曹国珍、程桂兰: cg
  await shot(page, 'desk-phone')
  await tap(page.getByRole('button', { name: '发选票 陈桂香' }))
  assert.equal(taps, 3)                                      // two letters, one tap
  assert.ok(await until(async () => (await kept('voter', voters['陈桂香'])).stage === 'voted'))
  await page.locator('.totals div', { hasText: '已领票' }).getByText('1', { exact: true }).waitFor()
  const box = await page.getByRole('button', { name: '发选票 曹国珍' }).boundingBox()
  assert.ok(box.height >= 44, `a button of ${box.height} px`)
  await page.getByRole('button', { name: '撤回上一位' }).tap()
  assert.ok(await until(async () => (await kept('voter', voters['陈桂香'])).stage === 'listed'))
  assert.deepEqual(troubles, [])
  await context.close()
})

test('by keyboard: type, Enter; by birthday; by the groups of a slot', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'qian', DESKTOP)
  await page.goto(DESK())
  await page.getByRole('status').filter({ hasText: '12 位' }).waitFor()
  await page.keyboard.type('lxy')
  await page.getByRole('button', { name: '发选票 李小雨' }).waitFor()
  await page.keyboard.press('Enter')
  assert.ok(await until(async () => (await kept('voter', voters['李小雨'])).stage === 'voted'))
  await page.keyboard.type('0514')                           // 刘秀英, born on 14 May
  await page.getByRole('button', { name: '发选票 刘秀英' }).waitFor()
  assert.equal(await page.locator('#hits li').count(), 1)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /8:30 二组 1\/6/ }).click()
  assert.equal(await page.locator('#hits li').count(), 6)
  await shot(page, 'desk-desktop')
  await page.keyboard.type('zzz')
  await page.getByText('名单上没有，换个字再找').waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})

test('without signal ballots are kept on the phone and sent later; what two desks did at once is told', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'qian', PHONE, OFFLINE)
  await page.goto(DESK())
  await page.getByRole('status').filter({ hasText: '12 位' }).waitFor()
  await settled(page)
  await context.setOffline(true)
  for (const name of ['陈桂香', '曹国珍']) await page.getByRole('button', { name: `发选票 ${name}` }).tap()
  await page.getByText('2 件在手机里').waitFor()
  assert.equal((await kept('voter', voters['陈桂香'])).stage, 'listed')
  await two.command({ type: type('voter'), move: 'issue', record: voters['曹国珍'] })   // the other desk
  await context.setOffline(false)
  assert.ok(await until(async () => (await kept('voter', voters['陈桂香'])).stage === 'voted', 30_000))
  await page.getByRole('alert').filter({ hasText: '发选票 曹国珍' }).waitFor()
  await page.getByRole('button', { name: '知道了' }).tap()
  await context.close()
})

async function countPacket(page, marks, taps = { n: 0 }) {
  for (const name of marks) {
    if (name === null) {
      await page.getByRole('button', { name: /废票…/ }).tap()
      await page.getByRole('button', { name: /空白票/ }).tap()
    } else await page.getByRole('button', { name: new RegExp(name) }).tap()
    taps.n += 1
  }
  return taps
}

test('a team counts a packet with a tap a paper; a killed browser loses none; the other team sees nothing of it', async () => {
  for (const name of NAMES) if ((await kept('voter', voters[name])).stage === 'listed') await two.command({ type: type('voter'), move: 'issue', record: voters[name] })
  assert.equal((await kept('election', election)).values.issued, 12)
  await chenjing.command({ type: type('election'), move: 'close', record: election, values: { returned: 8 } })
  const [first, second] = (await rows(chenjing, 'packet', `election:${election}`)).sort((a, b) => a.values.number - b.values.number).map(({ record }) => record)
  const mine = async (who, packet, team) => (await rows(who, 'sheet', `packet:${packet}`)).find((row) => row.values.team === team).record
  const sheet = await mine(one, first, 'first')
  const { context, page, troubles } = await signedIn(browser, server.origin, 'qian', PHONE)
  await page.goto(`${server.origin}/r/election.sheet/${sheet}`)
  await page.getByRole('link', { name: '开始数票' }).tap()
  await page.getByText('0 / 4 张').waitFor()
  const taps = await countPacket(page, ['马春燕', '白玉珍'])
  await page.getByRole('button', { name: /杜秀芹/ }).tap()
  await page.getByText('第 3 张 杜秀芹').waitFor()
  await page.getByRole('button', { name: '撤回这张' }).tap()
  await page.getByText('2 / 4 张').waitFor()
  await shot(page, 'count-phone')
  await page.waitForTimeout(300)
  await page.goto('about:blank')
  await page.goto(`${server.origin}/r/election.sheet/${sheet}/count`)
  await page.getByText('接着上次没存的填').waitFor()
  await page.getByText('2 / 4 张').waitFor()
  await countPacket(page, ['马春燕', null], taps)
  assert.equal(taps.n, 4)                                    // a tap a paper
  await page.getByText('这些都数完了').waitFor()
  await page.getByRole('button', { name: '交单' }).tap()
  assert.ok(await until(async () => (await kept('sheet', sheet)).stage === 'given'))
  await page.waitForURL(new RegExp('/r/election.sheet/[^/]+/count'))   // the next packet of her team
  const values = (await kept('packet', first)).values
  assert.deepEqual([values.first_papers, values.first_spoilt, values.agrees], [4, 1, null])
  assert.deepEqual(troubles, [])
  await context.close()

  const other = await signedIn(browser, server.origin, 'sun', PHONE)
  const heard = []
  other.page.on('response', async (response) => { if (/\/api\/v1\/(records|today|changes)/.test(response.url())) heard.push(await response.text().catch(() => '')) })
  await other.page.goto(`${server.origin}/r/election.packet/${first}`)
  await settled(other.page)
  await other.page.goto(`${server.origin}/r/election.sheet/${sheet}`)
  await other.page.getByText('没有找到').or(other.page.getByText(/这里没有|不在|看不到|没有这/)).first().waitFor().catch(() => undefined)
  assert.equal((await two.ask('GET', `/records/${type('sheet')}/${sheet}`)).status, 404)
  await other.page.goto(`${server.origin}/r/election.sheet/${await mine(two, first, 'second')}/count`)
  await other.page.getByText('0 / 4 张').waitFor()
  await countPacket(other.page, ['马春燕', '马春燕', null, '白玉珍'])
  for (const text of heard) assert.doesNotMatch(text, /"first_(papers|spoilt)":[1-9]|"first":[1-9]/, 'nothing of the other team before the packet is in')
  await other.page.getByRole('button', { name: '交单' }).tap()
  assert.ok(await until(async () => (await kept('packet', first)).values.agrees === true))
  await other.page.getByText('0 / 4 张').waitFor()                                     // the second packet, with a slip
  await countPacket(other.page, ['马春燕', '马春燕', '白玉珍', '杜秀芹'])
  await other.page.getByRole('button', { name: '交单' }).tap()
  assert.ok(await until(async () => (await kept('packet', second)).values.done === 1))
  await other.context.close()
  const firsts = await mine(one, second, 'first')
  const lines = (await one.get(`/records/${type('sheet')}/${firsts}`)).lines.counts
  const votes = { 马春燕: 2, 白玉珍: 2, 杜秀芹: 0 }
  await one.command({ type: type('count'), move: 'edit', records: lines.map((line) => ({ record: line.record, values: { votes: votes[line.label] } })) })
  await one.command({ type: type('sheet'), move: 'give', record: firsts, values: { papers: 4, blank: 0, crowded: 0, unclear: 0 } })
})

test('the board names the packet that differs, only it is read again, and the result stands in big type', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'chenjing', DESKTOP)
  await page.goto(`${server.origin}/r/election.election/${election}`)
  await page.getByRole('link', { name: '大屏' }).click()
  await page.getByRole('heading', { name: /票包 2 两队不一样/ }).waitFor()
  await page.getByText('白玉珍 第一队 2', { exact: false }).first().waitFor()
  await page.getByText(/票包 2（.*白玉珍/).first().waitFor()                            // why it can't be compared yet
  const order = await page.locator('.rows .name').allTextContents()
  assert.deepEqual(order, ['马春燕', '白玉珍', '杜秀芹'])                              // strokes of the name, not votes
  await shot(page, 'board-differs')
  await page.getByRole('button', { name: '重唱这一包' }).click()
  await passUndo(page)
  await page.getByText('票包 2 两队不一样').waitFor({ state: 'detached', timeout: 20_000 })
  for (const [who, team] of [[one, 'first'], [two, 'second']]) {
    const second = (await rows(chenjing, 'packet', `election:${election}`)).find((row) => row.values.number === 2).record
    const sheet = (await rows(who, 'sheet', `packet:${second}`)).find((row) => row.values.team === team).record
    const lines = (await who.get(`/records/${type('sheet')}/${sheet}`)).lines.counts
    assert.ok(lines.every((line) => line.values.votes === null), 'read afresh')
    const votes = { 马春燕: 2, 白玉珍: 1, 杜秀芹: 1 }
    await who.command({ type: type('count'), move: 'edit', records: lines.map((line) => ({ record: line.record, values: { votes: votes[line.label] } })) })
    await who.command({ type: type('sheet'), move: 'give', record: sheet, values: { papers: 4, blank: 0, crowded: 0, unclear: 0 } })
  }
  await page.getByText('2 / 2').waitFor()
  await page.getByRole('button', { name: '核对两次计票' }).click()
  await passUndo(page)
  assert.ok(await until(async () => (await kept('election', election)).stage === 'counted'))
  await head.command({ type: type('election'), move: 'declare', record: election })
  await page.locator('.rows li', { hasText: '马春燕' }).getByText('主任').waitFor()
  await page.locator('.rows li', { hasText: '白玉珍' }).getByText('第一委员').waitFor()
  const size = await page.locator('.rows .votes').first().evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
  assert.ok(size >= 40, `votes in ${size} px`)
  await shot(page, 'board-result')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('everyone reads what is posted and what came out; an objection is answered by staff, and the notice is taken down', async () => {
  const coming = uuid()
  const village = (await zhou.get('/meta')).org
  const leader = await addPerson(zhou, '何书记', { birth: '1961-02-03' })
  await chenjing.command({ type: type('election'), move: 'enter', record: coming, org: village, values: { day: day(-40), leader, posts: 2 } })
  await zhou.command({ type: type('voter'), move: 'enter', record: uuid(), values: { election: coming, person: leader } })
  await zhou.command({ type: type('election'), move: 'post_roll', record: coming })
  await chenjing.command({ type: type('election'), move: 'file', record: election, values: { lessons: '好' } }).then(() => assert.fail('the township does not file'), () => undefined)
  assert.ok(!(await kept('election', election)).may.some((may) => may.move === 'again' && may.ok), 'nobody is to be voted on again')
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...PHONE })
  const page = await context.newPage()
  watchRequests(page)
  await page.goto(`${server.origin}/p`)
  await page.getByRole('link', { name: '公示和结果' }).tap()
  const posted = page.getByRole('listitem').filter({ hasText: /杨家湾村.*还有 \d+ 天/s })   // the demo's own may have run out
  await posted.getByRole('heading', { name: /杨家湾村 选举 选民榜公示/ }).waitFor()
  await page.getByRole('row', { name: /杨家湾村.*马春燕.*4 票.*主任/ }).waitFor()
  await shot(page, 'public-notices-phone')
  await posted.getByRole('button', { name: /我有意见 杨家湾村 选举 选民榜公示/ }).tap()
  await page.getByRole('textbox', { name: /意见/ }).fill('漏了东头的张家')
  await shot(page, 'public-object-phone')
  await page.getByRole('button', { name: '送出' }).tap()
  await page.getByText('收到了，会有人核实答复').waitFor()
  await page.goto(`${server.origin}/p`)
  await settled(page)
  assert.equal(await page.getByText('选民榜公示').count(), 0)                           // a notice is no need
  await context.close()

  const staff = await signedIn(browser, server.origin, 'sunli', DESKTOP)
  await staff.page.goto(`${server.origin}/r/election.election/${coming}`)
  await staff.page.getByRole('link', { name: /公示到/ }).click()
  await staff.page.getByRole('heading', { name: '选举 选民榜公示' }).waitFor()
  await staff.page.getByText('漏了东头的张家').waitFor()
  await staff.page.getByText('1 条没答复').waitFor()
  await shot(staff.page, 'notice-staff')
  await staff.page.getByRole('button', { name: '认定不成立…' }).click()
  await staff.page.getByRole('dialog').getByLabel('答复').fill('户口在邻村')
  await staff.page.getByRole('dialog').locator('button[type=submit]').click()
  await staff.page.getByText('户口在邻村').waitFor({ timeout: 20_000 })
  await staff.page.getByRole('button', { name: '撤下…' }).click()
  await staff.page.getByRole('dialog').getByLabel('撤下原因').fill('日期写错')
  await staff.page.getByRole('dialog').locator('button[type=submit]').click()
  await staff.page.getByText('已撤下').waitFor({ timeout: 20_000 })
  await staff.context.close()
})
