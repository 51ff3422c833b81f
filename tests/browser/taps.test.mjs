// Two flows of work with every touch of the screen counted by the browser itself: F1, a visit from Today to recorded; F4, an afternoon of forty
// households. F5 is counted where its polling day is (election.test.mjs). HALFSKY_SHOTS=folder keeps pictures.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { passUndo, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addVisit, startServer, uuid } from './support/server.mjs'

const HOUSES = 40
const year = `${new Date().getFullYear()}-01-01`
let server, browser, zhou
before(async () => {
  server = await startServer({ packs: ['tests/browser/pack/walk'] })
  browser = await startBrowser()
  zhou = await server.as('zhou')
})
after(async () => { await browser?.close(); await server?.stop() })

async function until(holds, ms = 30_000) {
  const end = Date.now() + ms
  while (Date.now() < end) { if (await holds()) return true; await new Promise((done) => setTimeout(done, 200)) }
  return false
}
async function shot(page, name) { if (process.env.HALFSKY_SHOTS) { await settled(page); await page.screenshot({ path: join(process.env.HALFSKY_SHOTS, `${name}.png`), fullPage: true }) } }

// Counts what a finger does: real touches that reach the page and keys pressed, not what the test says that it did.
async function countTaps(page) {
  await page.evaluate(() => {
    window.touched = { taps: 0, keys: 0 }
    addEventListener('pointerdown', (event) => { if (event.isTrusted) window.touched.taps += 1 }, true)
    addEventListener('keydown', (event) => { if (event.isTrusted) window.touched.keys += 1 }, true)
  })
  return () => page.evaluate(() => ({ ...window.touched }))
}

test('F1: three taps from Today to recorded, within 20 s at a tap every 4 s; one task fewer, and the figure goes up by itself', async () => {
  const before = await addVisit(zhou, await addPerson(zhou, '马秀兰'))
  await zhou.command({ type: 'aid.visit', move: 'record', record: before, values: { situation: 'calm' } })
  const visit = await addVisit(zhou, await addPerson(zhou, '刘秀英'))
  await addVisit(zhou, await addPerson(zhou, '王小燕'))
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', PHONE)
  const figure = page.locator('.figures div', { has: page.locator('dt', { hasText: /^家访$/ }) }).locator('.figure')
  await figure.waitFor()
  assert.equal((await figure.textContent()).trim(), '1')
  const tasks = await page.locator('.task').count()
  const touched = await countTaps(page)
  const start = Date.now()
  await page.locator('.task', { hasText: '刘秀英' }).getByRole('button').tap()
  await page.getByText('平稳', { exact: true }).tap()
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByText('记好了').waitFor()
  const rendering = Date.now() - start
  assert.deepEqual(await touched(), { taps: 3, keys: 0 })
  assert.ok(3 * 4_000 + rendering <= 20_000, `${rendering} ms of waiting for the page`)
  assert.equal(new URL(page.url()).pathname, '/')
  assert.equal(await page.locator('.task').count(), tasks - 1)
  await passUndo(page)
  assert.ok(await until(async () => (await zhou.get(`/records/aid.visit/${visit}`)).stage === 'done'))
  assert.ok(await until(async () => (await figure.textContent()).trim() === '2'), 'the figure follows without a touch')
  assert.deepEqual(await touched(), { taps: 3, keys: 0 })
  assert.deepEqual(troubles, [])
  await context.close()
})

test(`F4: ${HOUSES} households at six taps each, one passed by at first; the phone's total and the server's are equal`, async () => {
  const sheets = []
  for (let n = 0; n < HOUSES; ++n) {
    const record = uuid()
    await zhou.command({ type: 'walk.sheet', move: 'enter', record, values: { home: `第${n + 1}家`, year, talks: n % 4 } })
    sheets.push(record)
  }
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await page.goto(`${server.origin}/r/walk.sheet/${sheets[0]}/score`)
  await page.getByRole('heading', { name: '院子' }).waitFor()
  const touched = await countTaps(page)
  await page.getByRole('button', { name: '家里没人' }).waitFor()
  await shot(page, 'walk-phone')
  await page.getByRole('button', { name: '家里没人' }).tap()
  await page.waitForURL((url) => !url.pathname.includes(sheets[0]))
  let before = (await touched()).taps
  assert.equal(before, 1)
  const shown = new Map(), order = []
  const LEVELS = { yard: [['三处都净', 20], ['净两处', 10], ['一处以下', 0]], fire: [['没有隐患', 15], ['已改', 5], ['没改', 0]], elders: [['常照看', 15], ['偶尔照看', 5], ['没人管', 0]], school: [['都在学', 15], ['有辍学', 0]] }
  const heads = { yard: '院子', fire: '用火', elders: '老人', school: '孩子' }
  for (let n = 0; n < HOUSES; ++n) {
    const record = /walk\.sheet\/([^/]+)\/score/.exec(page.url())[1]
    assert.ok(!shown.has(record), 'no household twice')
    order.push(record)
    for (const [k, [id, levels]] of Object.entries(LEVELS).entries()) {
      await page.getByRole('heading', { name: heads[id] }).waitFor()
      await page.getByRole('button', { name: levels[(n + k) % levels.length][0] }).tap()
    }
    await page.getByRole('heading', { name: '违法犯罪' }).waitFor()
    await page.getByRole('button', { name: n % 7 === 6 ? '有' : '没有', exact: true }).tap()
    await page.getByRole('heading', { name: '都评好了' }).waitFor()
    shown.set(record, (await page.locator('.total b').textContent()).trim())
    await page.getByRole('button', { name: n < HOUSES - 1 ? '提交，下一户' : '提交', exact: true }).tap()
    await page.waitForURL((url) => !url.pathname.includes(record))
    const { taps, keys } = await touched()
    assert.ok(taps - before <= 6, `household ${n + 1}: ${taps - before} taps`)
    assert.equal(keys, 0)
    before = taps
  }
  assert.equal(order.at(-1), sheets[0], 'where nobody was home comes last')
  assert.equal(new URL(page.url()).pathname, '/')
  assert.equal((await touched()).taps, 1 + 6 * HOUSES)
  await passUndo(page)
  assert.ok(await until(async () => (await zhou.get('/records/walk.sheet?stage=open&limit=1')).rows.length === 0, 60_000), 'all are handed in')
  for (const [record, total] of shown) {
    const row = await zhou.get(`/records/walk.sheet/${record}`)
    assert.equal(row.stage, 'scored')
    assert.equal(total, row.values.points)
  }
  assert.ok(new Set(shown.values()).size > 5, 'scores differ')
  assert.deepEqual(troubles, [])
  await context.close()
})
