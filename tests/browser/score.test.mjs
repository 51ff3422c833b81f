// Scoring on the phone, one criterion a screen; the sheet's page; the second rater, who is blind until hers is in; the county's agreement page.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, OFFLINE, passUndo, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { startServer, uuid } from './support/server.mjs'

// One white pixel.
const PHOTO = { name: 'yard.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64') }
const year = `${new Date().getFullYear()}-01-01`

let server, browser, zhou, sunli
before(async () => {
  server = await startServer({ packs: ['tests/browser/pack/scores'], people: [['gao', '高月娥', '990101001000', 'rater']] })
  browser = await startBrowser()
  zhou = await server.as('zhou')
  sunli = await server.as('sunli')
})
after(async () => { await browser?.close(); await server?.stop() })

async function sheet(home, more = {}) {
  const record = uuid()
  await zhou.command({ type: 'scores.sheet', move: 'enter', record, values: { home, year, ...more } })
  return record
}
async function scored(home, values) {
  const record = await sheet(home, { bonus: 2 })
  await zhou.command({ type: 'scores.sheet', move: 'score', record, values: { yard: '40', fire: '0', kind: '10', crime: false, ...values } })
  return record
}
const kept = async (record) => zhou.get(`/records/scores.sheet/${record}`)
async function until(holds, ms = 20_000) {
  const end = Date.now() + ms
  while (Date.now() < end) { if (await holds()) return true; await new Promise((done) => setTimeout(done, 200)) }
  return false
}
const level = (page, words) => page.getByRole('button', { name: words })

test('a household is scored one criterion a screen, with its photo, and handed in', async () => {
  const record = await sheet('刘秀英家', { bonus: 1 })
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await page.goto(`${server.origin}/r/scores.sheet/${record}`)
  await page.getByRole('link', { name: '开始评分' }).tap()
  await page.getByRole('heading', { name: '院子和屋里干净' }).waitFor()
  const box = await level(page, '三处都净').boundingBox()
  assert.ok(box.height >= 48, `a button of ${box.height} px`)
  await level(page, '三处都净').tap()
  await page.getByRole('heading', { name: '用火用电安全' }).waitFor()
  await level(page, '两样都好').tap()
  await page.locator('input[type=file]').setInputFiles(PHOTO)
  await page.getByText('yard.png').waitFor()
  await page.getByRole('button', { name: '下一项' }).tap()
  await page.getByRole('heading', { name: '邻里和睦' }).waitFor()
  await page.getByLabel('给几分').fill('8')
  await page.getByRole('button', { name: '下一项' }).tap()
  await page.getByRole('heading', { name: '违法犯罪' }).waitFor()
  await page.getByRole('button', { name: '没有', exact: true }).tap()
  await page.getByRole('heading', { name: '都评好了' }).waitFor()
  await page.locator('.total', { hasText: '88' }).waitFor()   // 40 + 30 + 10 by record + 8
  await page.getByRole('button', { name: /提交/ }).tap()
  await page.getByText('记好了').waitFor()
  await passUndo(page)
  assert.ok(await until(async () => (await kept(record)).stage === 'scored'))
  const row = await kept(record)
  assert.equal(row.values.points, '88')
  assert.equal(row.values.grade, 'model')
  assert.equal(row.values.fire_evidence.length, 1)
  assert.deepEqual(troubles, [])
  await context.close()
})

test('what was answered is there after the browser was killed, and a half sheet may be kept', async () => {
  const record = await sheet('马秀兰家')
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await page.goto(`${server.origin}/r/scores.sheet/${record}/score`)
  await level(page, '净两处').tap()
  await page.getByRole('heading', { name: '用火用电安全' }).waitFor()
  await page.waitForTimeout(500)
  await page.goto('about:blank')
  await page.goto(`${server.origin}/r/scores.sheet/${record}/score`)
  await page.getByText('接着上次没存的填').waitFor()
  await page.locator('.total', { hasText: '25' }).waitFor()   // 20 of 80: what has no data costs nothing
  await page.getByRole('button', { name: '先存着' }).tap()
  await passUndo(page)
  assert.ok(await until(async () => (await kept(record)).values.yard === '20'))
  assert.equal((await kept(record)).stage, 'open')
  await context.close()
})

test('without signal the sheet waits on the phone and goes by itself', async () => {
  const record = await sheet('王小燕家', { bonus: 2 })
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE, OFFLINE)
  await page.goto(`${server.origin}/r/scores.sheet/${record}/score`)
  await page.getByRole('heading', { name: '院子和屋里干净' }).waitFor()
  await settled(page)
  await context.setOffline(true)
  await level(page, '三处都净').tap()
  await level(page, '都没有').tap()
  await page.getByRole('button', { name: '下一项' }).tap()
  await page.getByLabel('给几分').fill('10')
  await page.getByRole('button', { name: '下一项' }).tap()
  await page.getByRole('button', { name: '没有', exact: true }).tap()
  await page.getByRole('button', { name: /提交/ }).tap()
  await page.getByText('记好了').waitFor()
  assert.equal((await kept(record)).stage, 'open')
  await context.setOffline(false)
  await passUndo(page)
  assert.ok(await until(async () => (await kept(record)).stage === 'scored', 30_000))
  await context.close()
})

test('the sheet’s page shows lines, no data and the grade', async () => {
  const record = await sheet('陈桂香家')
  await zhou.command({ type: 'scores.sheet', move: 'score', record, values: { yard: '40', fire: '0', kind: '10', crime: true } })
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', DESKTOP)
  await page.goto(`${server.origin}/r/scores.sheet/${record}`)
  const facts = page.locator('section', { has: page.getByRole('heading', { name: /评分细则/ }) })
  await facts.getByText('没有数据').first().waitFor()
  await facts.locator('.chip', { hasText: '一票否决' }).waitFor()
  await facts.locator('.chip', { hasText: '不合格' }).waitFor()
  await facts.getByText('62.5').waitFor()   // 50 of 80
  assert.deepEqual(troubles, [])
  await context.close()
})

test('the second rater reads nothing of the first sheet until hers is in', async () => {
  const first = await scored('赵兰英家', { kind: '7' })
  const spot = uuid()
  await sunli.command({ type: 'scores.spot', move: 'enter', record: spot, values: { sheet: first } })
  const gao = await server.as('gao')
  assert.equal((await gao.ask('GET', `/records/scores.sheet/${first}`)).status, 404)
  const { context, page, troubles } = await signedIn(browser, server.origin, 'gao', PHONE)
  await page.goto(`${server.origin}/r/scores.spot/${spot}`)
  await page.getByRole('link', { name: '开始评分' }).waitFor()
  assert.equal(await page.getByText('67').count(), 0)
  await page.getByRole('link', { name: '开始评分' }).tap()
  await level(page, '三处都净').tap()
  await level(page, '都没有').tap()
  await page.getByRole('button', { name: '下一项' }).tap()
  await page.getByLabel('给几分').fill('10')
  await page.getByRole('button', { name: '下一项' }).tap()
  await page.getByRole('button', { name: '没有', exact: true }).tap()
  await page.getByRole('button', { name: '交复评' }).tap()
  await page.getByText('记好了').waitFor()
  await passUndo(page)
  assert.ok(await until(async () => (await gao.get(`/records/scores.spot/${spot}`)).stage === 'given'))
  assert.equal((await gao.get(`/records/scores.sheet/${first}`)).values.points, '67')
  await page.goto(`${server.origin}/agreement/scores.spot/${spot}`)
  await page.getByRole('row', { name: /邻里和睦.*7.*10.*3/ }).waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})

test('the county sees where raters disagree', async () => {
  const first = await scored('孙大娘家', {})
  const spot = uuid()
  await sunli.command({ type: 'scores.spot', move: 'enter', record: spot, values: { sheet: first } })
  const gao = await server.as('gao')
  await gao.command({ type: 'scores.spot', move: 'give', record: spot, values: { yard: '20', fire: '0', kind: '10', crime: false } })
  const { context, page, troubles } = await signedIn(browser, server.origin, 'sunli', DESKTOP)
  await page.goto(`${server.origin}/r/scores.spot`)
  await page.getByRole('link', { name: '评分一致不一致' }).click()
  await page.getByRole('heading', { name: '评分一致不一致' }).waitFor()
  await page.getByRole('row', { name: /院子和屋里干净/ }).waitFor()
  const low = page.locator('tr.low', { hasText: '院子和屋里干净' })
  await low.waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})
