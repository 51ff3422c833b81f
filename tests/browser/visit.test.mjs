// F1 on the phone: three taps from Today to recorded; taken back in time nothing leaves; without signal it is kept and goes by itself.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { OFFLINE, passUndo, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addVisit, startServer } from './support/server.mjs'

let server, browser, zhou
const visits = {}
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  zhou = await server.as('zhou')
  for (const name of ['刘秀英', '马秀兰', '王小燕', '陈桂香', '赵兰英', '孙桂英']) visits[name] = await addVisit(zhou, await addPerson(zhou, name))
})
after(async () => { await browser?.close(); await server?.stop() })

const stage = async (name) => (await zhou.get(`/records/aid.visit/${visits[name]}`)).stage
async function until(holds, ms = 15_000) {
  const end = Date.now() + ms
  while (Date.now() < end) { if (await holds()) return true; await new Promise((done) => setTimeout(done, 200)) }
  return false
}
const task = (page, name) => page.locator('.task', { hasText: name })
// What the phone needs without signal is on it: the client's files, what its pages are made from, Today.
async function equipped(page) {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await settled(page)
}

// Each has a person, a phone and an outbox of its own; most of their time is the ten seconds in which one may take back.
describe('on the phone', { concurrency: 3 }, () => {

test('three taps record a visit, and the task is gone at once', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await task(page, '刘秀英').getByRole('button').tap()
  await page.getByText('平稳', { exact: true }).tap()
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByText('记好了').waitFor()
  assert.equal(await task(page, '刘秀英').count(), 0)
  assert.equal(await stage('刘秀英'), 'planned', 'it waits ten seconds for 撤回')
  await passUndo(page)
  assert.ok(await until(async () => (await stage('刘秀英')) === 'done'), 'then it leaves by itself')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('撤回 within ten seconds lets nothing leave', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await task(page, '马秀兰').getByRole('button').tap()
  await page.getByText('有变化', { exact: true }).tap()
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByRole('button', { name: '撤回' }).tap()
  await task(page, '马秀兰').waitFor()
  await passUndo(page)
  assert.equal(await stage('马秀兰'), 'planned')
  await context.close()
})

test('改一下 opens the form with what was filled', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await task(page, '马秀兰').getByRole('button').tap()
  await page.getByText('要帮忙', { exact: true }).tap()
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByRole('button', { name: '改一下' }).tap()
  await page.locator('label.on', { hasText: '要帮忙' }).waitFor()
  await context.close()
})

test('without signal it is kept, and delivered when the signal is back', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE, OFFLINE)
  await task(page, '陈桂香').waitFor()
  await equipped(page)
  await context.setOffline(true)
  await task(page, '陈桂香').getByRole('button').tap()
  await page.getByText('平稳', { exact: true }).tap()
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByText('1 件已存在手机里').waitFor()
  assert.equal(await task(page, '陈桂香').count(), 0)
  await passUndo(page)
  assert.equal(await stage('陈桂香'), 'planned')
  await context.setOffline(false)
  assert.ok(await until(async () => (await stage('陈桂香')) === 'done', 5_000), 'delivered within 5 s, without a touch')
  await context.close()
})

test('the client opens again without signal, with what was kept still queued', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE, OFFLINE)
  await equipped(page)
  await task(page, '赵兰英').waitFor()
  await context.setOffline(true)
  await task(page, '赵兰英').getByRole('button').tap()
  await page.getByText('平稳', { exact: true }).tap()
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByText('1 件已存在手机里').waitFor()
  await page.close()
  const again = await context.newPage()
  await again.goto(`${server.origin}/`)
  await again.getByText('1 件已存在手机里').waitFor()
  await again.getByRole('heading', { level: 1, name: /今天/ }).waitFor()
  assert.equal(await task(again, '赵兰英').count(), 0)
  await context.setOffline(false)
  assert.ok(await until(async () => (await stage('赵兰英')) === 'done', 5_000), 'delivered within 5 s, without a touch')
  await context.close()
})

test('a page that is killed in its undo time sends what it kept when the client opens again', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE, OFFLINE)
  await equipped(page)
  await task(page, '孙桂英').getByRole('button').tap()
  await page.getByText('平稳', { exact: true }).tap()
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByRole('button', { name: '撤回' }).waitFor()
  const killed = page.waitForEvent('crash')
  await page.goto('chrome://crash').catch(() => undefined)
  await killed
  const again = await context.newPage()
  await again.goto(`${server.origin}/`)
  assert.ok(await until(async () => (await stage('孙桂英')) === 'done', 5_000), 'its undo time went with it')
  await context.close()
})

test('one that the server refuses comes back with every value as 要你看一下', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE, OFFLINE)
  await task(page, '王小燕').waitFor()
  await equipped(page)
  await context.setOffline(true)
  await task(page, '王小燕').getByRole('button').tap()
  await page.getByText('有变化', { exact: true }).tap()
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByText('1 件已存在手机里').waitFor()
  await zhou.command({ type: 'aid.visit', move: 'record', record: visits['王小燕'], values: { situation: 'calm' } }) // from another phone
  await passUndo(page)
  await context.setOffline(false)
  await page.getByRole('link', { name: '1 件要你看一下', exact: true }).tap({ timeout: 20_000 })
  await page.getByText('现在是“已访”').waitFor()
  await page.getByRole('button', { name: '去看' }).tap()
  await page.locator('label.on', { hasText: '有变化' }).waitFor()
  await context.close()
})
})
