// Forms: all that is to be changed at once and by field, the pack's conditions before anything is sent, drafts that survive, two editors.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { DESKTOP, passUndo, PHONE, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addPlea, startServer } from './support/server.mjs'

let server, browser, zhou, person
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  zhou = await server.as('zhou')
  person = await addPerson(zhou, '刘秀英', { phone: '13800000172' })
})
after(async () => { await browser?.close(); await server?.stop() })

test('the condition of the pack asks for more, the money is read back, and every problem leads to its field', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await page.goto(`${server.origin}/r/aid.talk/new`)
  await page.getByText('要帮忙', { exact: true }).tap()
  await page.locator('#f-needs').waitFor()
  await page.locator('#f-urgent').fill('30000')
  await page.locator('#f-next').fill('2020-01-01')
  await page.getByRole('button', { name: '存好' }).tap()
  const summary = page.getByRole('alert')
  await summary.getByText('有 4 处要改，填过的都还在').waitFor()
  assert.ok(await summary.evaluate((box) => box === document.activeElement), 'the summary has focus')
  assert.equal(await page.locator('#f-urgent-words').textContent(), '三万元整')
  await summary.getByText('下次家访：选今天以后的日子').tap()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-next')
  assert.equal(await page.locator('#f-urgent').inputValue(), '30000', 'values are kept')
  assert.equal(await page.locator('#f-urgent').getAttribute('aria-invalid'), 'true')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('a draft survives a killed tab', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await page.goto(`${server.origin}/r/core.person/new`)
  await page.locator('#f-name').fill('王思甜')
  await page.getByText('草稿已存').waitFor()
  await page.close()
  const again = await context.newPage()
  await again.goto(`${server.origin}/r/core.person/new`)
  await again.getByText('接着上次没存的填').waitFor()
  assert.equal(await again.locator('#f-name').inputValue(), '王思甜')
  await context.close()
})

test('a person is picked by initials; lines go with the record', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', DESKTOP)
  await page.goto(`${server.origin}/r/aid.plea/new`)
  await page.getByRole('combobox', { name: /申请人/ }).fill('lxy')
  await page.getByRole('option', { name: /刘秀英/ }).click()
  await page.getByText('看病', { exact: true }).click()
  await page.locator('#f-amount').fill('1200')
  await page.getByRole('button', { name: '加一行支出' }).click()
  await page.locator('#f-items-0-what').fill('药费')
  await page.getByRole('button', { name: '存好' }).click()
  await page.getByRole('alert').getByText('第 1 行').waitFor()
  await page.locator('#f-items-0-price').fill('300')
  await page.getByRole('button', { name: '存好' }).click()
  await page.getByText('记好了').waitFor()
  await passUndo(page)
  const row = (await zhou.get('/records/aid.plea')).rows[0]
  assert.equal(row.label, '刘秀英')
  assert.equal((await zhou.get(`/records/aid.plea/${row.record}`)).lines.items[0].values.price, '300.00')
  await context.close()
})

test('what the server alone knows comes back by field', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE)
  await zhou.command({ type: 'core.person', move: 'enter', record: '01a20dbc-0000-7000-8000-00000000abcd', values: { name: '李桂兰', sex: 'female', id_number: '11010519491231002X' } })
  await page.goto(`${server.origin}/r/core.person/new`)
  if (await page.getByRole('button', { name: '重新填' }).isVisible().catch(() => false)) await page.getByRole('button', { name: '重新填' }).tap()
  await page.locator('#f-name').fill('李桂兰')
  await page.locator('label', { hasText: /^女$/ }).tap()
  await page.locator('summary').tap()
  await page.locator('#f-id_number').fill('11010519491231002')
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByRole('alert').getByText('身份证号是 18 位，这里有 17 位').waitFor()
  await page.locator('#f-id_number').fill('11010519491231002X')
  await page.getByRole('button', { name: '存好' }).tap()
  await page.getByRole('alert').getByText('已登记过').waitFor()
  await context.close()
})

test('two editors: the second sees both values, and each choice stores what it says', async () => {
  const plea = await addPlea(zhou, null, person, { amount: '1000.00' })
  const { context, page } = await signedIn(browser, server.origin, 'zhou', DESKTOP)
  await page.goto(`${server.origin}/r/aid.plea/${plea}/edit`)
  await page.locator('#f-amount').fill('2000.00')
  const now = await zhou.get(`/records/aid.plea/${plea}`)
  await zhou.command({ type: 'aid.plea', move: 'edit', record: plea, base: now.version, values: { amount: '1500.00' }, saw: { amount: '1000.00' } })
  await page.getByRole('button', { name: '存好' }).click()
  await page.getByRole('heading', { name: '有人刚改过这一条' }).waitFor()
  await page.getByText('2,000 元').waitFor()
  await page.getByText('1,500 元').waitFor()
  await page.getByRole('button', { name: '合起来存' }).click()
  await page.getByText('记好了').waitFor()
  await passUndo(page)
  assert.equal((await zhou.get(`/records/aid.plea/${plea}`)).values.amount, '2000.00')
  await context.close()
})
