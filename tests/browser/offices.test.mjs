// An office handed over: the administrator sees what would pass and does it; who came finds it on Today and opens the list; who left, without a
// role by now, still can. Desktop and phone, by keyboard, with axe.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { AXE, DESKTOP, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { DEMO_PASSWORD, startDemo } from './support/server.mjs'

let server, browser
before(async () => {
  server = await startDemo()
  browser = await startBrowser()
})
after(async () => { await browser?.close(); await server?.stop() })

const as = (login, screen = DESKTOP, to = '/', more = {}) => signedIn(browser, server.origin, login, screen, { bypassCSP: true, ...more }, DEMO_PASSWORD, to)
async function axe(page, name) {
  await settled(page)
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: !(await page.locator('dialog[open]').count()) })
  await page.addScriptTag({ path: AXE })
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }))
  assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes[0].target.join(' ')}`), [])
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no side scroll')
}

test('what she would hand over, on the phone, before she leaves', async () => {
  const { context, page, troubles } = await as('chair', PHONE, '/me')
  await page.getByRole('link', { name: '岗位移交' }).tap()
  await page.getByText('如果我离岗，要移交的').waitFor()
  await page.getByText(/\d+ 件待审批/).waitFor()
  await axe(page, 'office-390')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('the administrator is told first and does it by keyboard; then numbers, no records', async () => {
  const { context, page, troubles } = await as('secadmin', DESKTOP, '/admin/accounts')
  await page.getByLabel('找姓名或账号').fill('李建华')
  await page.getByRole('button', { name: /李建华/ }).click()
  await page.getByRole('button', { name: '移交岗位…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('heading', { name: '李建华移交岗位' }).waitFor()
  await sheet.getByLabel('接手的人').fill('孙丽')
  await sheet.getByRole('button', { name: /孙丽/ }).first().click()
  await sheet.getByRole('button', { name: '看看会移交什么' }).focus()
  await page.keyboard.press('Enter')
  await sheet.getByText(/\d+ 件待审批/).first().waitFor()
  await axe(page, 'sheet-1440')
  await page.setViewportSize(PHONE.viewport)
  await axe(page, 'sheet-390')
  await page.setViewportSize(DESKTOP.viewport)
  await sheet.getByRole('button', { name: '移交', exact: true }).click()
  await sheet.getByText('移交好了').waitFor()
  await sheet.getByRole('link', { name: '看清单' }).click()
  await page.getByText('李建华的岗位由孙丽接手').waitFor()
  assert.equal(await page.locator('main a[href^="/r/"]').count(), 0)
  await axe(page, 'by-1440')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('who came finds it on Today and opens record by record; on both screens, in English too', async () => {
  const { context, page, troubles } = await as('officer', DESKTOP, '/role')
  await page.getByRole('button', { name: /主席/ }).click()
  await page.getByRole('link', { name: /接手李建华的岗位/ }).waitFor()
  await axe(page, 'today-1440')
  await page.getByRole('link', { name: /接手李建华的岗位/ }).click()
  await page.getByText('李建华的岗位由孙丽接手').waitFor()
  assert.ok((await page.locator('main a[href^="/r/"]').count()) > 0)
  await axe(page, 'list-1440')
  await page.setViewportSize(PHONE.viewport)
  await page.evaluate(() => localStorage.setItem('halfsky.language', 'en'))
  await page.reload()
  await page.getByText('took over from').waitFor()
  await axe(page, 'list-390-en')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('who left has no role any more, and still can open her list', async () => {
  const { context, page, troubles } = await as('chair', PHONE, '/role')
  await page.getByRole('link', { name: '岗位移交' }).tap()
  await page.getByRole('link', { name: /李建华 → 孙丽/ }).tap()
  await page.getByText('李建华的岗位由孙丽接手').waitFor()
  await axe(page, 'left-390')
  assert.equal(await page.locator('main a[href^="/r/"]').count(), 0)
  assert.deepEqual(troubles, [])
  await context.close()
})
