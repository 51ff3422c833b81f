// The page for a woman at risk, left at once and without a trace; a secret record's page, with what is masked and who has looked; break-glass
// by the county's chair; a report that its writer does not read afterwards. On a phone and on a desktop.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { AXE, DESKTOP, PHONE, settled, signedIn, startBrowser, watchRequests } from './support/browser.mjs'
import { addPerson, startServer, uuid } from './support/server.mjs'

const SHOTS = process.env.HALFSKY_SHOTS   // a folder for pictures, where somebody wants to look
const WHO = '苏晚晴', WHAT = '夜里来过两次'
let server, browser, zhou, keeper, household, matter
before(async () => {
  server = await startServer({ packs: ['tests/browser/pack/hush'], people: [['jiang', '江月', '990101000000', 'hush.keeper']] })
  browser = await startBrowser()
  zhou = await server.as('zhou')
  keeper = await server.as('jiang')
  household = uuid()
  const head = await addPerson(zhou, '刘秀英')
  await zhou.command({ type: 'core.household', move: 'enter', record: household, values: { head, people: 3 } })
  matter = uuid()
  await zhou.command({ type: 'hush.matter', move: 'enter', record: matter, values: { who: WHO, what: WHAT, home: household } })
})
after(async () => { await browser?.close(); await server?.stop() })

const shot = (page, name) => (SHOTS ? page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true }) : null)
async function axe(page) {
  await page.evaluate(readFileSync(AXE, 'utf8'))
  const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }))
  assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`), [])
}

test('a household that a secret record refers to is struck like any other', async () => {
  const chair = await server.as('lin')
  const answer = await chair.ask('POST', '/commands', { id: uuid(), dry_run: true, type: 'core.household', move: 'strike', record: household })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
})

for (const [name, screen] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  test(`${name}: the safe page is left by its button and by Shift three times, and Back does not show it`, async () => {
    for (const way of ['button', 'keys']) {
      const context = await browser.newContext({ locale: 'zh-CN', ...screen })
      const page = await context.newPage()
      const asked = []
      page.on('request', (request) => asked.push({ url: request.url(), referrer: request.headers()['referer'] ?? '' }))
      watchRequests(page)
      await context.route('https://www.weather.com.cn/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>天气</title><h1>晴</h1>' }))
      await page.goto(`${server.origin}/p`)
      await page.getByRole('link', { name: '家里不安全' }).click()
      await page.getByRole('heading', { name: '你没有做错什么。' }).waitFor()
      await settled(page)
      assert.equal(new URL(page.url()).pathname, '/p/s')
      assert.equal(await page.title(), '生活服务')
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true)
      if (way === 'button') { await axe(page); await shot(page, `safe-${name}`) }
      const kept = await page.evaluate(async () => ({ local: JSON.stringify({ ...localStorage }), session: JSON.stringify({ ...sessionStorage }), caches: (await caches.keys()).length, cookies: document.cookie }))
      assert.deepEqual([kept.session, kept.cookies], ['{}', ''])
      assert.ok(!/safe|\/p\/s/.test(kept.local))
      const own = new URL(server.origin).host
      assert.deepEqual(asked.filter(({ url }) => !url.startsWith('data:') && new URL(url).host !== own), [])
      asked.length = 0
      const left = page.waitForURL('https://www.weather.com.cn/')
      if (way === 'button') await page.getByRole('button', { name: '马上离开这页' }).click()
      else for (let n = 0; n < 3; ++n) await page.keyboard.press('Shift')
      await left
      assert.deepEqual(asked.filter(({ referrer }) => referrer), [])
      await page.goBack().catch(() => null)
      assert.ok(!(await page.content()).includes('你没有做错什么'), `${way}: ${page.url()}`)
      await context.close()
    }
  })

  test(`${name}: she asks for help in two taps, reads the answer by six digits, and leaves nothing on the ${name}`, async () => {
    const context = await browser.newContext({ locale: 'zh-CN', ...screen })
    const page = await context.newPage()
    watchRequests(page)
    await page.goto(`${server.origin}/p`)
    let taps = 0
    const tap = async (target) => { ++taps; await target.click() }
    await tap(page.getByRole('link', { name: '家里不安全' }))
    const send = page.getByRole('button', { name: /^送出，只有安澜县的专管人员看得到/ })
    await send.waitFor()
    await settled(page)
    assert.deepEqual(await page.locator('form input:checked').evaluateAll((all) => all.map((each) => each.closest('label').textContent.trim())), ['别找我'])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true)
    await axe(page)
    await shot(page, `safe-form-${name}`)
    await tap(send)
    await page.getByText('收到了').waitFor()
    assert.equal(taps, 2)
    const code = (await page.locator('.code').textContent()).replace(/\s/g, '')
    assert.match(code, /^\d{6}$/)
    await shot(page, `safe-code-${name}`)
    const { rows } = await keeper.get('/records/hush.call')
    const record = rows.find((row) => row.stage === 'waiting').record
    await keeper.command({ type: 'hush.call', move: 'answer', record, values: { answer: `来二楼（${name}）` } })
    await page.reload()
    await page.getByLabel('有 6 位码？').fill(code)
    await page.getByRole('button', { name: '看回复' }).click()
    await page.getByText(`来二楼（${name}）`).waitFor()
    await shot(page, `safe-reply-${name}`)
    // What is half written goes with the page.
    await page.locator('textarea').first().fill('写到一半')
    await context.route('https://www.weather.com.cn/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>天气</title><h1>晴</h1>' }))
    const left = page.waitForURL('https://www.weather.com.cn/')
    await page.getByRole('button', { name: '马上离开这页' }).click()
    await left
    await page.goBack().catch(() => null)
    assert.ok(!(await page.content()).includes('写到一半') && !(await page.content()).includes(code))
    const kept = await context.storageState({ indexedDB: true })
    assert.ok(!JSON.stringify(kept).includes(code) && !JSON.stringify(kept).includes('写到一半'))
    await context.close()
  })

  test(`${name}: a secret record's page names nobody in its title; a masked field comes when asked, and the look stands there`, async () => {
    const { context, page, troubles } = await signedIn(browser, server.origin, 'jiang', screen)
    let seen = ''
    page.on('response', async (answer) => { if (answer.url().includes('/api/') && !answer.url().includes('/reveal') && !answer.url().includes('/events')) seen += await answer.text().catch(() => '') })
    await page.goto(`${server.origin}/r/hush.matter/${matter}`)
    await page.getByText(WHAT).waitFor()
    await settled(page)
    assert.equal(await page.title(), '个案 · 半边天')
    assert.ok(!(await page.content()).includes(WHO) && !seen.includes(WHO))
    await page.getByRole('button', { name: '显示谁' }).click()
    await page.getByText(WHO).waitFor()
    const card = page.locator('section', { has: page.getByRole('heading', { name: '谁看过' }) })
    await card.getByRole('button', { name: '显示' }).click()
    await card.getByText(/江月 看过谁/).first().waitFor()
    await axe(page)
    await shot(page, `secret-${name}`)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true)
    const kept = await page.evaluate(() => new Promise((done) => { const open = indexedDB.open('halfsky'); open.onsuccess = () => { const all = open.result.transaction('seen').objectStore('seen').getAll(); all.onsuccess = () => done(JSON.stringify(all.result)) } }))
    assert.ok(!kept.includes(WHAT), 'nothing of it stays on the phone')
    assert.deepEqual(troubles, [])
    await context.close()
  })

  test(`${name}: the chair opens it with its code and a reason; the keeper is told`, async () => {
    const code = (await keeper.get(`/records/hush.matter/${matter}`)).secret_code
    const { context, page, troubles } = await signedIn(browser, server.origin, 'lin', screen)
    await page.goto(`${server.origin}/me`)
    await page.getByRole('button', { name: '凭理由打开…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('编号').fill(code)
    await dialog.getByLabel('为什么要看').fill('看看')
    await dialog.getByRole('button', { name: '打开', exact: true }).click()
    await dialog.getByText('写明理由，至少 10 个字').waitFor()
    await axe(page)
    await shot(page, `glass-${name}`)
    await dialog.getByLabel('为什么要看').fill('上级来电核实情况，需要马上了解')
    await dialog.getByRole('button', { name: '打开', exact: true }).click()
    await dialog.getByRole('button', { name: /保密个案/ }).click()
    await page.getByText(WHAT).waitFor()
    assert.equal(await page.title(), '个案 · 半边天')
    await context.close()
    const told = (await keeper.get('/today')).inbox.filter((item) => item.text === '@glass')
    assert.ok(told.length > 0)
    const reader = await signedIn(browser, server.origin, 'jiang', screen)
    await reader.page.goto(`${server.origin}/inbox`)
    await reader.page.getByText('有人凭理由打开了一条受保护的记录').first().waitFor()
    await shot(reader.page, `told-${name}`)
    await reader.context.close()
    assert.deepEqual(troubles, [])
  })

  test(`${name}: whoever reports does not read it afterwards, and nothing of it stays on the phone`, async () => {
    const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', screen)
    await page.goto(`${server.origin}/r/hush.matter/new`)
    await page.locator('#f-who').fill('又一位')
    await page.locator('#f-what').fill('听到哭声')
    const stores = async () => page.evaluate(() => new Promise((done) => { const open = indexedDB.open('halfsky'); open.onsuccess = () => { const all = {}; const names = ['outbox', 'drafts', 'seen']; let left = names.length; for (const store of names) { const got = open.result.transaction(store).objectStore(store).getAll(); got.onsuccess = () => { all[store] = got.result; if (--left === 0) done(JSON.stringify(all)) } } } }))
    await settled(page)
    assert.ok(!(await stores()).includes('听到哭声'), 'no draft')
    await page.getByRole('button', { name: /存好/ }).click()
    await page.waitForURL(`${server.origin}/`)
    await settled(page)
    assert.ok(!(await stores()).includes('听到哭声'), 'no copy on the way')
    assert.equal((await zhou.ask('GET', '/records/hush.matter?count=1')).status, 403)
    assert.ok(JSON.stringify(await keeper.get('/records/hush.matter')).includes('听到哭声'))
    assert.deepEqual(troubles, [])
    await context.close()
  })
}
