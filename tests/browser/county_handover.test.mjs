// 跨县区移交: proposed on the record's page, answered on the other county's Today, on a phone and a desktop; refused and withdrawn, too.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, PHONE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addVisit, startServer } from './support/server.mjs'

const REASON = '搬到青石县石桥村住了'
let server, browser, zhou
before(async () => {
  server = await startServer({
    orgs: ['990102000000,青石县,county,other,990100000000', '990102001000,石桥镇,township,town,990102000000', '990102001001,石桥村,village,village,990102001000', '990102001002,水口村,village,village,990102001000'],
    people: [['qing', '秦小青', '990102000000', 'officer'], ['shi', '石榴', '990102001001', 'officer']],
  })
  browser = await startBrowser()
  zhou = await server.as('zhou')
})
after(async () => { await browser?.close(); await server?.stop() })

const shot = async (page, name) => {
  if (!process.env.HALFSKY_SHOTS) return
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished)))   // colours change over a moment
    await page.screenshot({ path: `${process.env.HALFSKY_SHOTS}/${name}-${colorScheme}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function propose(page, visit, village) {
  await page.goto(`${server.origin}/r/aid.visit/${visit}`)
  await page.getByRole('button', { name: '移交…' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: '别的县区' }).click()
  await sheet.getByRole('combobox', { name: '哪个县区' }).fill('青石')
  await sheet.getByRole('option', { name: /青石县/ }).waitFor()
  assert.equal(await sheet.getByRole('option', { name: /安澜县|石桥镇/ }).count(), 0)   // her own county, another level
  await sheet.getByRole('option', { name: /青石县/ }).click()
  if (village) {
    await sheet.getByRole('combobox', { name: /哪个单位接/ }).fill(village)
    await sheet.getByRole('option', { name: new RegExp(village) }).click()
  }
  await sheet.getByLabel('为什么移交').fill(REASON)
  await sheet.getByText('先请青石县答复').waitFor()
  return sheet
}

for (const [screen, size] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  test(`proposed by one county and taken by the other, on a ${screen}`, async () => {
    const name = screen === 'phone' ? '刘秀英' : '孙小梅'
    const visit = await addVisit(zhou, await addPerson(zhou, name))
    const hers = await signedIn(browser, server.origin, 'sunli', size)
    const sheet = await propose(hers.page, visit)
    await settled(hers.page)
    await shot(hers.page, `county-handover-sheet-${screen}`)
    await sheet.getByRole('button', { name: '提出移交' }).click()
    await sheet.waitFor({ state: 'detached' })
    await hers.page.getByText('等青石县答复').waitFor()
    assert.equal(await hers.page.getByRole('button', { name: '移交…' }).count(), 0)
    await settled(hers.page)
    await shot(hers.page, `county-handover-waits-${screen}`)

    const theirs = await signedIn(browser, server.origin, 'qing', size)
    await theirs.page.goto(`${server.origin}/`)
    await theirs.page.getByText(`安澜县请接收家访：${name}`).waitFor()
    await theirs.page.getByText(REASON).waitFor()
    await settled(theirs.page)
    await shot(theirs.page, `county-handover-today-${screen}`)
    await theirs.page.getByRole('button', { name: `接收 ${name}`, exact: true }).click()
    const answer = theirs.page.getByRole('dialog')
    await answer.getByRole('button', { name: '接收', exact: true }).click()   // by which office is for her to say
    await answer.getByText('要填').waitFor()
    await answer.getByRole('combobox', { name: '由哪个单位接' }).fill('石桥')
    await answer.getByRole('option', { name: /石桥村/ }).click()
    await settled(theirs.page)
    await shot(theirs.page, `county-handover-accept-${screen}`)
    await answer.getByRole('button', { name: '接收', exact: true }).click()
    await answer.waitFor({ state: 'detached' })
    await theirs.page.getByText(`安澜县请接收家访：${name}`).waitFor({ state: 'detached' })
    await theirs.page.goto(`${server.origin}/r/aid.visit/${visit}`)
    await theirs.page.getByText(/由杨家湾村移交石桥村，自.*起/).waitFor()
    await settled(theirs.page)
    await shot(theirs.page, `county-handover-taken-${screen}`)
    assert.equal((await zhou.ask('GET', `/records/aid.visit/${visit}`)).status, 404)

    await hers.page.goto(`${server.origin}/`)
    await hers.page.getByText('青石县接收了一条家访').first().waitFor()
    assert.deepEqual([hers.troubles, theirs.troubles], [[], []])
    await hers.context.close()
    await theirs.context.close()
  })
}

test('refused with a reason, the giver reads it and proposes again, then takes that back', async () => {
  const visit = await addVisit(zhou, await addPerson(zhou, '吴桂兰'))
  const hers = await signedIn(browser, server.origin, 'sunli', DESKTOP)
  const sheet = await propose(hers.page, visit, '石桥')
  await sheet.getByRole('button', { name: '提出移交' }).click()
  await sheet.waitFor({ state: 'detached' })
  const theirs = await signedIn(browser, server.origin, 'qing', DESKTOP)
  await theirs.page.goto(`${server.origin}/`)
  await theirs.page.getByRole('button', { name: '不接收 吴桂兰' }).click()
  const answer = theirs.page.getByRole('dialog')
  await answer.getByRole('button', { name: '不接收', exact: true }).click()
  await answer.getByText('写明为什么不接收').waitFor()
  await answer.getByLabel('为什么不接收').fill('她户口还没有迁来')
  await answer.getByRole('button', { name: '不接收', exact: true }).click()
  await answer.waitFor({ state: 'detached' })
  await hers.page.goto(`${server.origin}/`)
  await hers.page.getByText('青石县没有接收：吴桂兰').waitFor()
  await hers.page.getByText('她户口还没有迁来').waitFor()
  await settled(hers.page)
  await shot(hers.page, 'county-handover-refused-desktop')
  await (await propose(hers.page, visit, '石桥')).getByRole('button', { name: '提出移交' }).click()
  await hers.page.getByRole('button', { name: '撤回' }).click()
  await hers.page.getByRole('button', { name: '移交…' }).waitFor()
  assert.equal((await zhou.get(`/records/aid.visit/${visit}`)).org_name, '杨家湾村')
  assert.deepEqual([hers.troubles, theirs.troubles], [[], []])
  await hers.context.close()
  await theirs.context.close()
})
