// A list on the desktop by keyboard only: filter, choose, the dry run says who is skipped and why, the good ones as one command, undo.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, passUndo, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addPlea, startServer } from './support/server.mjs'

let server, browser, zhou, lin
const NAMES = ['李小雨', '王思甜', '陈可欣', '张雨桐', '赵梦洁']
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  zhou = await server.as('zhou')
  lin = await server.as('lin')
  const township = await server.as('chenjing')
  for (const name of NAMES) await addPlea(zhou, township, await addPerson(zhou, name), { paper: name !== '张雨桐', amount: name === '李小雨' ? '500.00' : '2500.00' })
})
after(async () => { await browser?.close(); await server?.stop() })
const stages = async () => Object.fromEntries((await lin.get('/records/aid.plea')).rows.map((row) => [row.label, row.stage]))

test('choose five, approve four, one skipped with its reason, take back, again', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'lin', DESKTOP)
  await page.goto(`${server.origin}/r/aid.plea`)
  await page.getByRole('row', { name: /李小雨/ }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+J')
  const bulk = page.getByRole('region', { name: '批量办' })
  await bulk.getByText('已选 5 条').waitFor()
  await bulk.getByText('4 条可核准，1 条会跳过').waitFor()
  await bulk.getByText('张雨桐：还缺证明').waitFor()
  await page.keyboard.press('a')
  await page.getByText('记好了').waitFor()
  await bulk.getByText('已选 1 条').waitFor()
  await page.getByRole('button', { name: '撤回' }).click()
  await passUndo(page)
  assert.ok(Object.values(await stages()).every((stage) => stage === 'reviewed'), 'nothing left')
  await page.keyboard.press('Escape')
  await page.keyboard.press('k')
  for (const _ of NAMES) await page.keyboard.press('k')
  await page.keyboard.press('x')
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+J')
  await bulk.getByText('4 条可核准').waitFor()
  await page.keyboard.press('a')
  await page.getByText('记好了').waitFor()
  await passUndo(page)
  const after = await stages()
  assert.equal(after['张雨桐'], 'reviewed')
  assert.equal(NAMES.filter((name) => after[name] === 'approved').length, 4)
  assert.deepEqual(troubles, [])
  await context.close()
})

test('filters live in the address', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'lin', DESKTOP)
  await page.goto(`${server.origin}/r/aid.plea`)
  await page.getByRole('button', { name: '阶段' }).click()
  await page.getByLabel('已核准').check()
  await page.waitForURL(/stage=approved/)
  await page.getByText('共 4 条').waitFor()
  await page.reload()
  await page.getByText('共 4 条').waitFor()
  await page.getByRole('link', { name: '一千元以上' }).click()
  await page.waitForURL(/view=big/)
  await page.getByText('共 4 条').waitFor()
  await context.close()
})

test('search by initials, pinyin and characters; letters only compose while composing', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'lin', DESKTOP)
  await page.goto(`${server.origin}/r/core.person`)
  await page.getByRole('row', { name: /李小雨/ }).waitFor()
  for (const typed of ['lxy', 'lixiao', '李小']) {
    await page.getByRole('searchbox').fill(typed)
    await page.getByText('共 1 条').waitFor()
    await page.getByRole('row', { name: /李小雨/ }).waitFor()
  }
  await page.getByRole('searchbox').fill('')
  await page.getByText('共 5 条').waitFor()
  await page.locator('h1').click()
  const address = page.url()
  await page.evaluate(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', keyCode: 229, isComposing: true, bubbles: true })))
  await page.waitForTimeout(200)
  assert.equal(page.url(), address)
  await context.close()
})

test('the palette finds a person, and Enter while composing opens nothing', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'lin', DESKTOP)
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox')
  await box.fill('lxy')
  await page.getByRole('option', { name: /李小雨/ }).first().waitFor()
  await box.evaluate((input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true })))
  assert.equal(new URL(page.url()).pathname, '/')
  await box.press('Enter')
  await page.waitForURL(/\/r\/core\.person\//)
  await page.getByRole('heading', { level: 1, name: '李小雨' }).waitFor()
  await context.close()
})
