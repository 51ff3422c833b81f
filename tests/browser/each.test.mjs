// A move that does something for each of thousands: its page shows how far it is, that it may be left, what could not be done and why.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { AXE, DESKTOP, passUndo, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { startServer, uuid } from './support/server.mjs'

const HOUSES = 2_500, SEALED = 1_200, OF_ONE_COMMAND = 500
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)
let server, browser
before(async () => {
  server = await startServer({ packs: ['tests/jobs/packs/rounds'] })
  browser = await startBrowser()
  const { ask } = await server.as('sunli')
  for (let from = 0; from < HOUSES; from += OF_ONE_COMMAND)
    await ask('POST', '/commands', { id: uuid(), type: 'rounds.house', move: 'enter', records: Array.from({ length: OF_ONE_COMMAND }, (_, n) => ({ record: uuid(), values: { name: `${from + n}`, day: today, sealed: from + n === SEALED } })) })
})
after(async () => { await browser?.close(); await server?.stop() })

for (const [name, screen, scheme, move] of [['desktop', DESKTOP, 'light', '全关'], ['phone', PHONE, 'dark', '全贴']])
  test(`${name}: how far it is, and the one that could not be done`, async () => {
    const { ask } = await server.as('sunli'), round = uuid()
    assert.equal((await ask('POST', '/commands', { id: uuid(), type: 'rounds.round', move: 'enter', record: round, values: { day: today } })).status, 200)
    const { context, page, troubles } = await signedIn(browser, server.origin, 'sunli', screen, { colorScheme: scheme, bypassCSP: true }, undefined, `/r/rounds.round/${round}`)
    page.setDefaultTimeout(40_000)
    await page.getByRole('button', { name: move }).first().click()
    const sure = page.getByRole('dialog').getByRole('button', { name: move })
    if (await sure.count()) await sure.click()
    await passUndo(page)
    const card = page.locator('section.card').filter({ has: page.getByRole('heading', { name: move }) })
    await card.getByText('正在逐个办').or(card.getByText('办完了')).waitFor()
    if (process.env.HALFSKY_SHOTS) await page.screenshot({ path: `${process.env.HALFSKY_SHOTS}/each-${name}-running.png`, fullPage: true })
    await card.getByText('办完了').waitFor()
    assert.match(await card.innerText(), new RegExp(`办成 2,499，共 2,500`))
    await card.getByRole('button', { name: '1 个没办成，看看是哪些' }).click()
    const refused = card.getByRole('link', { name: '第 ' })
    await refused.waitFor()
    assert.match(await card.innerText(), move === '全关' ? /封着的不能关/ : /封着的不能贴/)
    await settled(page)
    if (process.env.HALFSKY_SHOTS) await page.screenshot({ path: `${process.env.HALFSKY_SHOTS}/each-${name}.png`, fullPage: true })
    await page.addScriptTag({ path: AXE })
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }))
    assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.target.join(' ')}`), [])
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, 'no side scroll')
    await refused.click()
    await page.waitForURL(/\/r\/rounds\.house\//)
    await page.getByRole('heading', { level: 1, name: `${SEALED}` }).waitFor()
    assert.deepEqual(troubles, [])
    await context.close()
  })
