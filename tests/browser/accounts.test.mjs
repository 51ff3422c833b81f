// Accounts and roles by their administrator, and one's own password and second factor; phone and desktop, by keyboard, with axe.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { codeOf } from './support/authenticator.mjs'
import { AXE, DESKTOP, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { DEMO_PASSWORD, startDemo } from './support/server.mjs'

let server, browser
before(async () => {
  server = await startDemo()
  browser = await startBrowser()
})
after(async () => { await browser?.close(); await server?.stop() })

const as = (login, screen = DESKTOP, more = {}, password = DEMO_PASSWORD, to = '/') => signedIn(browser, server.origin, login, screen, { bypassCSP: true, ...more }, password, to)
async function axe(page) {
  await settled(page)
  await page.addScriptTag({ path: AXE })
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }))
  assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes[0].target.join(' ')}`), [])
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no side scroll')
}
test('the administrator opens an account, gives it a role with an end, and ends it; the new one chooses her own password', async () => {
  const { context, page, troubles } = await as('secadmin')
  await page.getByRole('link', { name: '账号' }).click()
  await page.getByRole('button', { name: /赵玉梅/ }).waitFor()
  await axe(page)
  await page.getByRole('button', { name: '开账号' }).focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('姓名').fill('何新')
  await sheet.getByLabel('账号').fill('he xin')
  await page.keyboard.press('Enter')
  await sheet.getByRole('alert').getByText('账号用字母、数字').waitFor()
  await sheet.getByLabel('账号').fill('hexin')
  await page.keyboard.press('Enter')
  await sheet.getByRole('heading', { name: '加身份' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /何新/ }).click()
  await sheet.getByRole('button', { name: '重设密码' }).click()
  const first = await sheet.locator('code').innerText()
  await sheet.locator('#account-org').fill('石门乡')
  await sheet.getByRole('option', { name: /石门乡/ }).click()
  await sheet.locator('select').selectOption('officer')
  await sheet.getByLabel('到哪天为止').fill('2030-12-31')
  await sheet.getByRole('button', { name: '加身份' }).click()
  await sheet.getByText('到2030年12月31日为止').waitFor()
  await axe(page)

  const hers = await as('hexin', PHONE, {}, first, '/me') // nowhere else before she has a password of her own
  await hers.page.getByText('先换一个自己的密码').waitFor()
  await hers.page.locator('form').first().getByLabel('现在的密码').fill(first)
  await hers.page.getByLabel('新密码').fill('He-xin-zi-ji-2026')
  await hers.page.getByRole('button', { name: '换密码' }).click()
  await hers.page.getByText('换好了').waitFor()
  await axe(hers.page)
  await hers.context.close()

  await sheet.getByRole('button', { name: /^收回/ }).click()
  await sheet.getByText('收回了').waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})

test('five wrong passwords lock an account; the administrator unlocks it; on the phone, in English and dark', async () => {
  for (let i = 0; i < 5; i++) await fetch(`${server.origin}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ login: 'r1.officer', password: 'wrong' }) })
  const { context, page, troubles } = await as('secadmin', PHONE, { colorScheme: 'dark' })
  await page.evaluate(() => localStorage.setItem('halfsky.language', 'en'))
  await page.goto(`${server.origin}/me`)
  await page.getByRole('link', { name: 'Accounts' }).tap()
  await page.getByLabel('Find a name or login').fill('r1.off')
  await page.getByRole('button', { name: /Locked/ }).tap()
  await axe(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).tap()
  await page.getByRole('dialog').getByText('Unlocked').waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
  const again = await as('r1.officer')
  await again.context.close()
})

test('a second factor: set up with its first code, asked for at sign-in, given up with password and code', async () => {
  const { context, page, troubles } = await as('auditor')
  await page.goto(`${server.origin}/me`)
  const form = page.locator('form', { has: page.getByRole('heading', { name: '登录再加一道' }) })
  await form.getByLabel('现在的密码').fill('wrong')
  await form.getByRole('button', { name: '开始设置' }).click()
  await form.getByText('现在的密码对不上').waitFor()
  await form.getByLabel('现在的密码').fill(DEMO_PASSWORD)
  await form.getByRole('button', { name: '开始设置' }).click()
  const secret = await form.locator('code').innerText()
  await form.getByRole('img', { name: '给验证器扫的码' }).waitFor()
  await axe(page)
  await form.getByLabel(/6 位数/).fill(codeOf(secret, -1))
  await form.getByRole('button', { name: '用这个数设好' }).click()
  await form.getByText('设好了').waitFor()

  const other = await browser.newContext({ locale: 'zh-CN' })
  const login = await other.newPage()
  await login.goto(`${server.origin}/login`)
  await login.fill('#login', 'auditor')
  await login.fill('#password', DEMO_PASSWORD)
  await login.click('button[type=submit]')
  await login.fill('#code', codeOf(secret))
  await login.click('button[type=submit]')
  await login.waitForURL(`${server.origin}/`)
  await other.close()

  await form.getByLabel('现在的密码').fill(DEMO_PASSWORD)
  await form.getByLabel(/6 位数/).fill(codeOf(secret, 1))
  await form.getByRole('button', { name: '不再要这 6 位数' }).click()
  await form.getByText('去掉了').waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})

test('nobody but the administrator lists accounts', async () => {
  const chair = await server.as('chair')
  assert.equal((await chair.ask('GET', '/accounts')).status, 403)
})
