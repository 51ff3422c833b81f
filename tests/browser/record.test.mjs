// A record's page: what is protected is not there until it is asked for; four eyes; guards in words; money both ways.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, PHONE, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addPlea, startServer, uuid } from './support/server.mjs'

let server, browser, zhou, lin, zhao, township, person
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  ;[zhou, township, lin, zhao] = await Promise.all(['zhou', 'chenjing', 'lin', 'zhao'].map((login) => server.as(login)))
  person = await addPerson(zhou, '刘秀英', { phone: '13800000172' })
  const donor = uuid()
  await zhao.command({ type: 'core.donor', move: 'enter', record: donor, values: { name: '春风制衣', kind: 'enterprise' } })
  const gift = uuid()
  await zhao.command({ type: 'aid.gift', move: 'enter', record: gift, values: { donor, amount: '10000.00' } })
  await zhao.command({ type: 'aid.gift', move: 'receive', record: gift })
})
after(async () => { await browser?.close(); await server?.stop() })

test('a masked value is neither in the page nor in its answers until 显示', async () => {
  const plea = await addPlea(zhou, null, person, { reason: '奶奶住院欠债' })
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', PHONE)
  let seen = ''
  page.on('response', async (answer) => { if (answer.url().includes('/api/') && !answer.url().includes('/reveal') && !answer.url().includes('/events')) seen += await answer.text().catch(() => '') })
  await page.goto(`${server.origin}/r/aid.plea/${plea}`)
  await page.getByText('受保护').waitFor()
  assert.ok(!(await page.content()).includes('奶奶住院') && !seen.includes('奶奶住院'))
  await page.getByRole('button', { name: '显示困难' }).tap()
  await page.getByText('奶奶住院欠债').waitFor()
  assert.deepEqual(troubles, [])
  await context.close()
})

test('whoever reviewed sees 要换个人, not a button; a guard says what is missing', async () => {
  const own = await addPlea(zhou, null, person, {})
  await lin.command({ type: 'aid.plea', move: 'review', record: own, values: { opinion: '属实' } })
  const bare = await addPlea(zhou, township, person, { paper: false })
  const { context, page } = await signedIn(browser, server.origin, 'lin', DESKTOP)
  await page.goto(`${server.origin}/r/aid.plea/${own}`)
  await page.getByText('核准：要换个人').waitFor()
  assert.equal(await page.getByRole('button', { name: /^核准/ }).count(), 0)
  await page.goto(`${server.origin}/r/aid.plea/${bare}`)
  await page.getByText('还缺证明').waitFor()
  assert.equal(await page.getByRole('button', { name: /^核准/ }).count(), 0)
  await context.close()
})

test('a move that moves money asks before, goes at once, and the yuan can be followed to it', async () => {
  const plea = await addPlea(zhou, township, person, { amount: '3000.00' })
  await lin.command({ type: 'aid.plea', move: 'approve', record: plea })
  const { context, page } = await signedIn(browser, server.origin, 'zhao', DESKTOP)
  await page.goto(`${server.origin}/r/aid.plea/${plea}`)
  await page.getByRole('button', { name: /^拨付/ }).click()
  await page.getByText('发出以后不能撤回').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '拨付' }).click()
  await page.getByRole('link', { name: '3,000 元' }).waitFor()
  assert.equal((await zhou.get(`/records/aid.plea/${plea}`)).stage, 'paid')
  await page.goto(`${server.origin}/money`)
  await page.getByRole('link', { name: /帮扶专户/ }).click()
  await page.getByText('7,000.00').first().waitFor()
  await page.getByRole('link', { name: '10,000.00' }).click() // the gift
  await page.getByText('这笔钱去了 1 处').waitFor()
  await page.getByText('帮扶专户 → 刘秀英').waitFor()
  await page.getByRole('link', { name: '救助申请 刘秀英' }).click()
  await page.getByRole('heading', { level: 1, name: '刘秀英' }).waitFor()
  await context.close()
})

test('live: what another saves appears without a touch', async () => {
  const plea = await addPlea(zhou, null, person, {})
  const { context, page } = await signedIn(browser, server.origin, 'chenjing', DESKTOP)
  await page.goto(`${server.origin}/r/aid.plea/${plea}`)
  await page.getByRole('button', { name: /审核/ }).first().waitFor()
  await township.command({ type: 'aid.plea', move: 'review', record: plea, values: { opinion: '属实' } })
  await page.getByText('陈静').first().waitFor({ timeout: 3_000 })
  await context.close()
})

test('a page that is not hers says whose it is, not 403', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', DESKTOP)
  await page.goto(`${server.origin}/r/aid.plea/01a20dbc-0000-7000-8000-00000000ffff`)
  await page.getByText('或不归你看').waitFor()
  await context.close()
})
