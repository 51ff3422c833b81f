// 移交: a record, and several from a list, go over to another village: who is offered it, what the dry run says, what the page tells afterwards.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addVisit, startServer } from './support/server.mjs'

const REASON = '上坪村接她家的户口'
let server, browser, zhou, township, person
before(async () => {
  server = await startServer({ people: [['ping', '何萍', '990101001002', 'officer']] })
  browser = await startBrowser()
  ;[zhou, township] = await Promise.all(['zhou', 'chenjing'].map((login) => server.as(login)))
  person = await addPerson(zhou, '刘秀英')
})
after(async () => { await browser?.close(); await server?.stop() })

const shot = async (page, name) => { if (process.env.HALFSKY_SHOTS) await page.screenshot({ path: `${process.env.HALFSKY_SHOTS}/${name}.png` }) }

for (const [screen, size] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  test(`the township hands a visit over, on a ${screen}`, async () => {
    const visit = await addVisit(zhou, person)
    const { context, page, troubles } = await signedIn(browser, server.origin, 'chenjing', size)
    await page.goto(`${server.origin}/r/aid.visit/${visit}`)
    await page.getByRole('button', { name: '移交…' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('现在在杨家湾村').waitFor()
    await sheet.getByRole('button', { name: '移交', exact: true }).click()   // nothing filled in: each part says what it wants
    await sheet.getByText('写明为什么移交').waitFor()
    await sheet.getByText('要填').waitFor()
    await sheet.getByRole('combobox', { name: '移交给' }).fill('上坪')
    await sheet.getByRole('option', { name: /上坪村/ }).waitFor()
    assert.equal(await sheet.getByRole('option', { name: /云脚村|柳堰镇/ }).count(), 0)   // another town's, another level's
    await sheet.getByRole('option', { name: /上坪村/ }).click()
    await sheet.getByLabel('为什么移交').fill(REASON)
    await sheet.getByText(/由上坪村接着办，往后算上坪村的；以前办的仍算杨家湾村的/).waitFor()
    await sheet.getByText('1 件待办一起转过去').waitFor()
    assert.equal((await township.get(`/records/aid.visit/${visit}`)).org_name, '杨家湾村')   // only tried so far
    await settled(page)
    await shot(page, `handover-sheet-${screen}`)
    await sheet.getByRole('button', { name: '移交', exact: true }).click()
    await sheet.waitFor({ state: 'detached' })
    await page.getByText(/由杨家湾村移交上坪村，自.*起/).waitFor()
    await page.getByText(REASON).waitFor()
    await settled(page)
    await page.getByText(REASON).scrollIntoViewIfNeeded()
    await shot(page, `handover-page-${screen}`)
    assert.equal((await township.get(`/records/aid.visit/${visit}`)).org_name, '上坪村')
    assert.equal((await zhou.ask('GET', `/records/aid.visit/${visit}`)).status, 404)
    assert.deepEqual(troubles, [])
    await context.close()
  })
}

test('a wrong day is said at its box, before anything is sent; the village itself is not offered it', async () => {
  const visit = await addVisit(zhou, person)
  const { context, page } = await signedIn(browser, server.origin, 'chenjing', DESKTOP)
  await page.goto(`${server.origin}/r/aid.visit/${visit}`)
  await page.getByRole('button', { name: '移交…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('combobox', { name: '移交给' }).fill('上坪')
  await sheet.getByRole('option', { name: /上坪村/ }).click()
  await sheet.getByLabel('为什么移交').fill(REASON)
  await sheet.getByLabel('自哪天起').fill('2024-01-01')
  await sheet.getByText(/日期不能早于上一步的/).waitFor()
  assert.equal(await sheet.getByText(/由上坪村接着办/).count(), 0)
  await context.close()
  const hers = await signedIn(browser, server.origin, 'zhou', DESKTOP)
  await hers.page.goto(`${server.origin}/r/aid.visit/${visit}`)
  await hers.page.getByRole('heading', { level: 1 }).waitFor()
  await settled(hers.page)
  assert.equal(await hers.page.getByRole('button', { name: '移交…' }).count(), 0)
  await hers.context.close()
})

test('several go from a list in one command; where one can not, none does and it is named', async () => {
  const visits = [await addVisit(zhou, person), await addVisit(zhou, await addPerson(zhou, '孙小梅'))]
  const done = await addVisit(zhou, await addPerson(zhou, '吴桂兰'))
  await zhou.command({ type: 'aid.visit', move: 'record', record: done, values: { situation: 'calm' } })
  const orgs = () => Promise.all([...visits, done].map(async (id) => (await township.get(`/records/aid.visit/${id}`)).org_name))
  const { context, page, troubles } = await signedIn(browser, server.origin, 'chenjing', DESKTOP)
  const handAll = async (ids) => {
    await page.goto(`${server.origin}/r/aid.visit`)
    for (const id of ids) await page.locator(`tr:has(a[href$="${id}"]) input[type=checkbox], tr[data-record="${id}"] input[type=checkbox]`).first().check()
    await page.getByRole('button', { name: `移交 ${ids.length} 条…` }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('combobox', { name: '移交给' }).fill('上坪')
    await sheet.getByRole('option', { name: /上坪村/ }).click()
    await sheet.getByLabel('为什么移交').fill(REASON)
    return sheet
  }
  const refused = await handAll([...visits, done])
  await refused.getByText(/吴桂兰：已经“已访”，办完的留在杨家湾村，不再移交/).waitFor()
  await refused.getByRole('button', { name: '移交', exact: true }).click()
  await refused.getByText(/吴桂兰：已经“已访”/).waitFor()
  assert.deepEqual(await orgs(), ['杨家湾村', '杨家湾村', '杨家湾村'])
  const sheet = await handAll(visits)
  await sheet.getByText(/这 2 条由上坪村接着办/).waitFor()
  await settled(page)
  await shot(page, 'handover-bulk-desktop')
  await sheet.getByRole('button', { name: '移交', exact: true }).click()
  await sheet.waitFor({ state: 'detached' })
  assert.deepEqual(await orgs(), ['上坪村', '上坪村', '杨家湾村'])
  assert.deepEqual(troubles, [])
  await context.close()
})
