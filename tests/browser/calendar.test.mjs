// The calendar of days off: the system's administrator turns days and saves; others read it; the year that is missing says so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, OFFLINE, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { startServer } from './support/server.mjs'

let server, browser
before(async () => {
  server = await startServer({ people: [['xitong', '系统管理员', '990101000000', 'sysadmin']] })
  browser = await startBrowser()
})
after(async () => { await browser?.close(); await server?.stop() })

const shot = (page, name) => (process.env.HALFSKY_SHOTS ? page.screenshot({ path: `${process.env.HALFSKY_SHOTS}/${name}.png`, fullPage: true }) : null)
const year = new Date().getFullYear() + 1
const at = (year_) => `${server.origin}/admin/calendar/${year_}`
const day = (page, date) => page.getByRole('button', { name: new RegExp(`^${date} `) })
// The first Monday of March of that year.
const monday = Array.from({ length: 7 }, (_, n) => `${year}-03-0${n + 1}`).find((date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 1)

test('a year that nobody entered says so; days are turned, saved, and there again', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'xitong', DESKTOP)
  await page.getByRole('link', { name: '放假和调休' }).first().click()
  await page.getByRole('heading', { name: `${year - 1} 年放假和调休` }).waitFor()
  await shot(page, 'calendar-this-year')
  await page.getByRole('button', { name: '下一年' }).click()
  await page.getByText(`${year} 年还没有填`).waitFor()
  assert.ok(await page.getByRole('button', { name: '存好' }).isDisabled())
  await day(page, monday).click()
  await page.getByRole('button', { name: new RegExp(`^${monday} 休息（特别）`) }).waitFor()
  await shot(page, 'calendar-turned')
  await page.getByRole('button', { name: '存好' }).click()
  await page.getByText('存好了，期限已经跟着变').waitFor()
  await page.reload()
  await page.getByRole('button', { name: new RegExp(`^${monday} 休息（特别）`) }).waitFor()
  const kept = (await (await server.as('sunli')).get(`/calendar/${year}`))
  assert.deepEqual(kept.days.map((each) => [each.day, each.works]), [[monday, false]])
  await day(page, monday).click()   // back to what its weekday is: nothing special is left
  await page.getByRole('button', { name: new RegExp(`^${monday} 上班$`) }).waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})

test('when it can not be saved it says why, and the days stay as she turned them', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'xitong', DESKTOP, OFFLINE)
  await page.goto(at(year))
  const saturday = Array.from({ length: 7 }, (_, n) => `${year}-05-0${n + 1}`).find((date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 6)
  await day(page, saturday).click()
  await context.setOffline(true)
  await page.getByRole('button', { name: '存好' }).click()
  await page.getByRole('alert').getByText('没连上').waitFor()
  await shot(page, 'calendar-offline')
  await page.getByRole('button', { name: new RegExp(`^${saturday} 上班（特别）`) }).waitFor()
  await context.close()
})

test('others see it and turn nothing; on the phone, dark, nothing runs off', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', PHONE, { colorScheme: 'dark' })
  await page.goto(at(year))
  await page.getByText('由系统管理员填写，这里只看').waitFor()
  await settled(page)
  assert.equal(await page.getByRole('button', { name: '存好' }).count(), 0)
  assert.ok(await day(page, monday).isDisabled())
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth))
  await shot(page, 'calendar-phone-dark')
  assert.deepEqual(troubles, [])
  await context.close()
})
