// Proposed pairs: from the list to the page, why each pair, one confirmed and taken back, all confirmed at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { startServer, uuid } from './support/server.mjs'

let server, browser, sunli
before(async () => {
  server = await startServer({ packs: ['tests/browser/pack/pairs'] })
  browser = await startBrowser()
  sunli = await server.as('sunli')
})
after(async () => { await browser?.close(); await server?.stop() })

const shot = (page, name) => (process.env.HALFSKY_SHOTS ? page.screenshot({ path: `${process.env.HALFSKY_SHOTS}/${name}.png`, fullPage: true }) : null)
const bonds = async () => (await sunli.get('/records/pairs.bond?count=1')).count

test('nobody waits: the page says so', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'sunli', PHONE)
  await page.goto(`${server.origin}/matches/pairs.propose`)
  await page.getByText('没有要配的').waitFor()
  await shot(page, 'match-empty-phone')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('a pair is confirmed, taken back, and all are confirmed at once', async () => {
  const orgs = (await sunli.get('/orgs?level=village')).orgs
  const org = (name) => orgs.find((each) => each.name === name).id
  for (const [name, alone] of [['李小雨', true], ['王小禾', false], ['孙小满', false]]) await sunli.command({ type: 'pairs.child', move: 'enter', record: uuid(), org: org('杨家湾村'), values: { name, alone } })
  for (const [name, place, room] of [['赵敏', '杨家湾村', 1], ['钱芳', '云脚村', 1]]) await sunli.command({ type: 'pairs.parent', move: 'enter', record: uuid(), org: org(place), values: { name, room } })
  const { context, page, troubles } = await signedIn(browser, server.origin, 'sunli', DESKTOP)
  await page.goto(`${server.origin}/r/pairs.child`)
  await page.getByRole('link', { name: '推荐爱心妈妈' }).click()
  await page.getByRole('heading', { name: '推荐爱心妈妈' }).waitFor()
  const pair = page.locator('.pair', { hasText: '李小雨' })
  await pair.getByText('独居的孩子先安排 +2').first().waitFor()
  await page.getByRole('heading', { name: '1 个没有配上' }).waitFor()
  await pair.getByText(/还可以选 1 位/).click()
  await shot(page, 'match-desktop')
  await pair.getByRole('button', { name: /^确认/ }).click()
  await page.locator('.pair').nth(1).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '撤回' }).click()
  await pair.waitFor()
  assert.equal(await bonds(), 0)
  await page.getByRole('button', { name: '全部确认 2 对' }).click()
  await shot(page, 'match-confirm')
  await page.getByRole('button', { name: '确认登记' }).click()
  await page.getByText('已确认 2 对').waitFor()
  await settled(page)
  assert.equal(await bonds(), 2)
  await shot(page, 'match-done')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('on the phone each pair stands by itself, and nothing runs off the screen', async () => {
  const orgs = (await sunli.get('/orgs?level=village')).orgs
  await sunli.command({ type: 'pairs.parent', move: 'enter', record: uuid(), org: orgs[0].id, values: { name: '阿依古丽·买买提江', room: 3 } })
  const { context, page, troubles } = await signedIn(browser, server.origin, 'sunli', PHONE)
  await page.goto(`${server.origin}/matches/pairs.propose`)
  const button = page.getByRole('button', { name: /^确认：/ })
  await button.waitFor()
  assert.ok((await button.boundingBox()).height >= 44)
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth))
  await shot(page, 'match-phone')
  await button.tap()
  await page.getByText('都确认了').waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})

test('a stranger to it is told whose it is not', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await page.goto(`${server.origin}/matches/pairs.propose`)
  await page.getByText('这一页不归这个身份看').waitFor()
  await context.close()
})
