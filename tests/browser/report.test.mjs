// Figures are doors: live ones and those of a report open with receipt and records; prose is hers, figures are not typed; Excel both ways.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, PHONE, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addPlea, addVisit, startServer } from './support/server.mjs'

let server, browser, zhou
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  zhou = await server.as('zhou')
  for (const name of ['李小雨', '王思甜', '陈可欣']) {
    const person = await addPerson(zhou, name)
    const visit = await addVisit(zhou, person)
    if (name !== '陈可欣') await zhou.command({ type: 'aid.visit', move: 'record', record: visit, values: { situation: 'calm' } })
    await addPlea(zhou, null, person)
  }
})
after(async () => { await browser?.close(); await server?.stop() })

test('a live figure opens with its receipt and the records that it counts', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'lin', PHONE)
  await page.goto(`${server.origin}/figures`)
  const group = page.locator('.figures div', { hasText: '家访' })
  await group.getByRole('link', { name: '2', exact: true }).tap()
  await page.getByText('这个数从哪里来').waitFor()
  await page.getByText('2 条记录').waitFor()
  assert.equal(await page.getByRole('link', { name: /李小雨|王思甜/ }).count(), 2)
  assert.deepEqual(troubles, [])
  await context.close()
})

test('a report is compiled, its figures open, its paragraph is written, then it is final', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'lin', DESKTOP)
  await page.goto(`${server.origin}/reports`)
  await page.getByRole('button', { name: '合成 帮扶年报' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '合成' }).click()
  await page.getByRole('heading', { name: '安澜县帮扶年报' }).waitFor()
  await page.locator('article').getByRole('button', { name: '2', exact: true }).first().click()
  const receipt = page.getByRole('complementary', { name: '这个数从哪里来' })
  await receipt.getByText('2 条记录').waitFor()
  await receipt.getByText('与记录重算一致').waitFor()
  await receipt.getByRole('link', { name: '李小雨' }).waitFor()
  const later = await addVisit(zhou, await addPerson(zhou, '张雨桐'))
  await zhou.command({ type: 'aid.visit', move: 'record', record: later, values: { situation: 'calm' } })
  await page.reload()
  await receipt.getByText('现在是 3，多 1').waitFor()
  await receipt.getByText('2 条记录').waitFor()
  await page.getByLabel('经验与不足').fill('先走访，后帮扶。')
  await page.getByLabel('经验与不足').blur()
  await page.getByRole('button', { name: '定稿…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '定稿', exact: true }).click()
  await page.getByText('已定稿').waitFor()
  await page.locator('article').getByText('先走访，后帮扶。').waitFor()
  assert.equal(await page.getByLabel('经验与不足').count(), 0)
  const [word] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Word/ }).click()])
  assert.match(word.suggestedFilename(), /\.docx$/)
  assert.deepEqual(troubles, [])
  await context.close()
})

test('a list goes to Excel and comes back: who is there already is asked about, what is no sheet is said to be none', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', DESKTOP)
  await page.goto(`${server.origin}/r/core.person`)
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 Excel' }).click()])
  const path = await sheet.path()
  await page.goto(`${server.origin}/import/core.person`)
  await page.locator('input[type=file]').setInputFiles({ name: 'people.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: (await import('node:fs')).readFileSync(path) })
  await page.getByRole('heading', { name: '三、试完了' }).waitFor()
  await page.getByRole('heading', { name: '可能是同一个人，请看一看' }).waitFor()   // a protected number is not on the sheet: who has none to compare is asked about
  await page.goto(`${server.origin}/import/core.person`)
  await page.locator('input[type=file]').setInputFiles({ name: 'people.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from('no sheet') })
  await page.getByRole('alert').getByText('.xlsx').waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})
