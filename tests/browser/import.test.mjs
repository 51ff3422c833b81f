// A sheet handed in on the page: tried, its bad rows and possible doubles shown, taken in; left and come back to; stopped. On the phone
// and on the desktop, light and dark. HALFSKY_SHOTS names a folder for pictures of each state.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { idNumber } from '../scenarios/support/site.mjs'
import { xlsx } from '../scenarios/support/xlsx.mjs'
import { AXE, DESKTOP, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { startServer } from './support/server.mjs'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const HEADINGS = ['单位', '姓名', '性别', '出生日期', '身份证号', '组别']
const wrong = (id) => id.slice(0, 17) + (id[17] === '1' ? '2' : '1')
const person = (n, name) => ['杨家湾村', name ?? `李${'雨雪花山水'[n % 5]}${'英兰梅华燕静'[n % 6]}`, '女', '1968-03-02', idNumber(`19${50 + (n % 45)}-03-08`, Math.floor(n / 45)), '一组']
const WAIT_MS = 40_000 // a job's steps each wait for a disk that others use too
let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => { await browser?.close(); await server?.stop() })

const give = (page, rows) => page.locator('input[type=file]').setInputFiles({ name: '登记表.xlsx', mimeType: XLSX, buffer: Buffer.isBuffer(rows) ? rows : xlsx([HEADINGS, ...rows]) })
async function shot(page, name) {
  await settled(page)
  if (process.env.HALFSKY_SHOTS) await page.screenshot({ path: `${process.env.HALFSKY_SHOTS}/${name}.png`, fullPage: true })
}
async function sound(page) {
  await page.addScriptTag({ path: AXE })
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }))
  assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.target.join(' ')}`), [])
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, 'no side scroll')
}

let turn = 0
for (const [name, screen, scheme] of [['phone', PHONE, 'light'], ['phone-dark', PHONE, 'dark'], ['desktop', DESKTOP, 'light'], ['desktop-dark', DESKTOP, 'dark']])
  test(`${name}: tried, looked at, left, come back to, taken in`, async () => {
    const first = 1000 * ++turn
    const { context, page, troubles } = await signedIn(browser, server.origin, 'sunli', screen, { colorScheme: scheme, bypassCSP: true })
    page.setDefaultTimeout(WAIT_MS)
    await page.goto(`${server.origin}/import/core.person`)
    await page.getByRole('heading', { name: '以前交的表' }).waitFor()
    if (turn === 1) await page.getByText('还没有交过表').waitFor()
    await shot(page, `${name}-1-empty`)
    const rows = [person(first), person(first + 1, '王小雨'), person(first + 1, '王小雨'), ['没有的村', ...person(first + 2).slice(1)], [...person(first + 3).slice(0, 4), wrong(person(first + 3)[4]), '二组']]
    await give(page, rows)
    await page.getByRole('heading', { name: '三、试完了' }).waitFor()
    await page.getByRole('cell', { name: 'A5' }).waitFor()
    await page.getByText('号码相同').waitFor()
    await page.getByText('组别').waitFor()
    await shot(page, `${name}-2-tried`)
    await sound(page)
    await page.reload()   // it is kept, and its address is its own
    await page.getByRole('heading', { name: '三、试完了' }).waitFor()
    const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载标好的表' }).click()])
    assert.match(sheet.suggestedFilename(), /\.xlsx$/)
    await page.getByRole('button', { name: /收下/ }).click()
    await page.getByRole('heading', { name: '收完了' }).waitFor()
    await shot(page, `${name}-3-done`)
    await sound(page)
    await page.getByRole('link', { name: '再交一张' }).click()
    await page.getByText('收完了').first().waitFor()
    await shot(page, `${name}-4-earlier`)
    assert.deepEqual(troubles, [])
    await context.close()
  })

test('a long one shows how far it is, goes on while the page is away, and stops when told to', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'sunli', PHONE)
  page.setDefaultTimeout(WAIT_MS)
  await page.goto(`${server.origin}/import/core.person`)
  await give(page, Array.from({ length: 12_000 }, (_, n) => person(20_000 + n)))
  await page.getByRole('progressbar').waitFor()
  await shot(page, 'phone-5-running')
  const at = page.url()
  await page.goto(`${server.origin}/`)
  await page.goto(at)
  await page.getByRole('progressbar').waitFor()
  await page.getByText(/可以关掉这一页/).waitFor()
  await page.getByRole('button', { name: '停下' }).click()
  await page.getByRole('heading', { name: /停下了/ }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: /停下了/ }).waitFor()
  await shot(page, 'phone-6-stopped')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('what is no sheet, or not hers, says so', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'sunli', PHONE)
  page.setDefaultTimeout(WAIT_MS)
  await page.goto(`${server.origin}/import/core.person`)
  await give(page, Buffer.from('no sheet'))
  await page.getByRole('alert').getByText('.xlsx').waitFor()
  await give(page, xlsx([['甲', '乙'], ['1', '2']]))
  await page.getByRole('alert').getByText('身份证号').waitFor()
  await shot(page, 'phone-7-refused')
  await page.goto(`${server.origin}/import/core.person/019f0000-0000-7000-8000-000000000000`)
  await page.getByText('没有这件事').waitFor()
  await context.close()
})
