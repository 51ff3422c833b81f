// Another office's form on the page: dropped in, its headings looked through, one changed, filled, each cell asked where it came from, taken
// away; known the next month. On the phone and on the desktop, light and dark. HALFSKY_SHOTS names a folder for pictures of each state.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { idNumber } from '../scenarios/support/site.mjs'
import { unzipped, workbook } from '../scenarios/support/xlsx.mjs'
import { AXE, DESKTOP, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { startServer, uuid } from './support/server.mjs'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const WAIT_MS = 30_000
const id = idNumber('1985-05-05', 31)
const flower = uuid()
// Each size has a form of its own, so that none knows another's.
const table = (mark) => workbook({ rows: [[`妇女儿童基本情况统计表${mark}`, '', '', '', ''], ['单位（村、社区）', '家庭户', '登记人员数', '女同志', `备注${mark}`], ['杨家湾村', '', '', '', ''], ['上坪村', '', '', '', ''], ['合计', '', '', '', '']], merges: ['A1:E1'], cols: '<col min="1" max="1" width="22"/><col min="2" max="5" width="14"/>' })
const list = workbook({ rows: [['序号', '姓名', '性别', '身份证号', '民族'], ...Array.from({ length: 4 }, () => ['', '', '', '', ''])] })
let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  const zhou = await server.as('zhou')
  await zhou.command({ steps: [
    { type: 'core.person', move: 'enter', record: flower, values: { name: '张小花', sex: 'female', birth: '1985-05-05', id_number: id } },
    { type: 'core.household', move: 'enter', values: { head: flower, door: '3 号', people: 4 } },
  ] })
  await zhou.command({ type: 'core.person', move: 'enter', values: { name: '王大山', sex: 'male', birth: '1980-05-05' } })
})
after(async () => { await browser?.close(); await server?.stop() })

const give = (page, bytes, name = '统计表.xlsx') => page.locator('input[type=file]').setInputFiles({ name, mimeType: XLSX, buffer: bytes })
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

for (const [name, screen, scheme] of [['phone', PHONE, 'light'], ['phone-dark', PHONE, 'dark'], ['desktop', DESKTOP, 'light'], ['desktop-dark', DESKTOP, 'dark']])
  test(`${name}: given, looked through, corrected, filled, taken away, known the next month`, async () => {
    const { context, page, troubles } = await signedIn(browser, server.origin, 'chenjing', screen, { colorScheme: scheme, bypassCSP: true, acceptDownloads: true })
    page.setDefaultTimeout(WAIT_MS)
    await page.goto(`${server.origin}/reports`)
    await page.getByRole('link', { name: '填别处的表' }).click()
    await page.getByRole('heading', { level: 1, name: '填别处发来的表' }).waitFor()
    await shot(page, `${name}-1-empty`)
    await sound(page)

    await give(page, table(name))
    const lines = page.getByRole('listitem').filter({ has: page.getByText(/^[A-Z]+\d+$/) })
    await lines.first().waitFor()
    assert.match(await lines.first().innerText(), /女同志[\s\S]*不认识/, 'what is not known comes first')
    const grid = page.getByRole('region', { name: '工作表 表' })
    await grid.getByRole('button', { name: '家庭户：家庭户，改' }).waitFor()
    await shot(page, `${name}-2-plan`)
    await sound(page)

    await grid.getByRole('button', { name: /^女同志：/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('找一项').fill('登记人员 女')
    await dialog.getByRole('radio', { name: /登记人员：女/ }).check()
    await shot(page, `${name}-3-choose`)
    await sound(page)
    await dialog.getByRole('button', { name: '就是它' }).click()
    await grid.getByRole('button', { name: /^女同志：登记人员：女/ }).waitFor()
    await lines.filter({ hasText: '备注' }).getByRole('button').click()
    await dialog.getByRole('button', { name: '不填', exact: true }).click()
    await lines.filter({ hasText: '备注' }).getByText('说过不填').waitFor()

    await page.getByRole('button', { name: '填表', exact: true }).click()
    await page.getByRole('heading', { name: '填好了' }).waitFor()
    await page.getByText('对应关系记住了').waitFor()
    await shot(page, `${name}-4-filled`)
    await sound(page)
    await grid.getByRole('button', { name: 'D3：1，看出处' }).click()
    for (const text of ['杨家湾村', '登记人员：女']) await dialog.getByText(text, { exact: true }).waitFor()
    assert.match(await dialog.getByRole('link', { name: '打开这个数' }).getAttribute('href'), /^\/figures\/core\.people%5B'female'%5D\?org=\d+&from=\d{4}-01-01&to=\d{4}-12-31$/)
    await shot(page, `${name}-5-source`)
    await page.keyboard.press('Escape')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载填好的表' }).click()])
    assert.equal(file.suggestedFilename(), '统计表.xlsx')
    const xml = unzipped(readFileSync(await file.path()))['xl/worksheets/sheet1.xml'].content.toString()
    assert.match(xml, /<c r="B3"><v>1<\/v><\/c><c r="C3"><v>2<\/v><\/c><c r="D3"><v>1<\/v><\/c>/)

    await page.getByRole('button', { name: '换一张表' }).click()
    await page.getByLabel('哪一段').selectOption({ label: '第 1 季度' })
    await give(page, table(name))
    await page.getByText('上次用过的对应关系').waitFor()
    assert.equal(await lines.filter({ hasText: '不认识' }).count(), 0)
    await grid.getByRole('button', { name: /^女同志：登记人员：女/ }).waitFor()
    await shot(page, `${name}-6-known`)
    assert.deepEqual(troubles, [])
    await context.close()
  })

test('a list with private fields: with a reason, masked as chosen, each line leads to its record; by keyboard', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', PHONE)
  page.setDefaultTimeout(WAIT_MS)
  await page.goto(`${server.origin}/forms`)
  await give(page, list, '名册.xlsx')
  await page.getByLabel('为什么要看保密内容').fill('民政局要名册')
  const grid = page.getByRole('region', { name: '工作表 表' })
  await grid.getByRole('button', { name: /^身份证号：/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('radio', { name: '只给后四位' }).check()
  await page.getByRole('dialog').getByRole('button', { name: '就是它' }).press('Enter')
  await page.getByRole('listitem').filter({ hasText: '身份证号' }).getByText('只给后四位').waitFor()
  await page.getByRole('button', { name: '填表', exact: true }).press('Enter')
  await page.getByRole('heading', { name: '填好了' }).waitFor()
  await shot(page, 'phone-7-list')
  await grid.getByRole('button', { name: new RegExp(`：${id.slice(-4)}，看出处`) }).click()
  assert.match(await page.getByRole('dialog').getByRole('link', { name: '打开这条记录' }).getAttribute('href'), new RegExp(`^/r/core.person/${flower}$`))
  assert.ok(!(await page.content()).includes(id))
  assert.deepEqual(troubles, [])
  await context.close()
})

test('what is no form, or has no heading that is known, says what to do; a word is said what it is', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'chenjing', PHONE)
  page.setDefaultTimeout(WAIT_MS)
  await page.goto(`${server.origin}/forms`)
  await page.getByText('选一个文件').waitFor()
  await give(page, Buffer.from('no form'))
  await page.getByRole('alert').getByText('.xlsx').waitFor()
  await give(page, workbook({ rows: [['村', '家庭户'], ['上坪村', '']], extra: [['xl/vbaProject.bin', 'x']] }))
  await page.getByRole('alert').getByText('表里有宏').waitFor()
  await shot(page, 'phone-8-refused')
  await give(page, workbook({ rows: [['村', '屋数'], ['上坪村', ''], ['杨家湾村', '']] }))
  await page.getByText('表头一个也不认识').waitFor()
  await page.getByRole('button', { name: '屋数：这一格是什么' }).click()
  await page.getByRole('dialog').getByRole('radio', { name: '家庭户' }).first().check()
  await shot(page, 'phone-9-word')
  await page.getByRole('dialog').getByRole('button', { name: '就是它' }).click()
  await page.getByRole('button', { name: '屋数：家庭户，改' }).waitFor()
  await page.getByRole('button', { name: '填表', exact: true }).click()
  await page.getByRole('heading', { name: '填好了' }).waitFor()
  await shot(page, 'phone-10-said')
  await page.getByRole('button', { name: 'B3：1，看出处' }).waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})
