// A paper of a record: on its page, printed, as Word, as PDF; each reader sees her own part, another office's records stay away.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { DESKTOP, PHONE, signedIn, startBrowser } from './support/browser.mjs'
import { startServer, uuid } from './support/server.mjs'

let server, browser, sunli, child, token
before(async () => {
  server = await startServer({ packs: ['tests/browser/pack/pairs'], people: [['bai', '白雪', '990101002001', 'officer']] })
  browser = await startBrowser()
  sunli = await server.as('sunli')
  const org = (await sunli.get('/orgs?level=village')).orgs.find((each) => each.name === '杨家湾村').id
  child = uuid()
  const parent = uuid()
  await sunli.command({ type: 'pairs.child', move: 'enter', record: child, org, values: { name: '李小雨', house: '7号' } })
  await sunli.command({ type: 'pairs.parent', move: 'enter', record: parent, org, values: { name: '赵敏', room: 1, phone: '13800990007' } })
  await sunli.command({ type: 'pairs.bond', move: 'enter', record: uuid(), values: { child, parent, starts: '2026-03-08' } })
  token = sunli.session.token
})
after(async () => { await browser?.close(); await server?.stop() })

const shot = (page, name) => (process.env.HALFSKY_SHOTS ? page.screenshot({ path: `${process.env.HALFSKY_SHOTS}/${name}.png`, fullPage: true }) : null)
const paper = () => `/prints/pairs.card/${child}`
async function bytes(path, as = token) {
  const answer = await fetch(`${server.origin}/api/v1${path}`, { headers: { Authorization: `Bearer ${as}` } })
  return { status: answer.status, type: answer.headers.get('content-type'), body: Buffer.from(await answer.arrayBuffer()) }
}
function textOfWord(body) {
  const folder = mkdtempSync(join(tmpdir(), 'halfsky-word-'))
  try {
    writeFileSync(join(folder, 'paper.docx'), body)
    return execFileSync('python3', ['-c', 'import sys,zipfile,re; print(re.sub("<[^>]+>", "|", zipfile.ZipFile(sys.argv[1]).read("word/document.xml").decode()))', join(folder, 'paper.docx')], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the page shows the paper, with titles for columns', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'sunli', DESKTOP)
  await page.goto(`${server.origin}/r/pairs.child/${child}`)
  await page.getByRole('link', { name: '结对卡' }).click()
  const sheet = page.locator('.sheet-of-paper')
  await sheet.getByText('兹有 李小雨，住7号，独居：否，所在杨家湾村。').waitFor()
  assert.deepEqual(await sheet.locator('th').allTextContents(), ['姓名', '开始', '电话'])
  assert.deepEqual(await sheet.locator('td').allTextContents(), ['赵敏', '2026年3月8日', '13800990007'])
  await shot(page, 'print-desktop')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByRole('button', { name: '打印' }).isVisible(), false)
  assert.equal(await page.getByRole('navigation').first().isVisible(), false)
  await shot(page, 'print-paper')
  assert.deepEqual(troubles, [])
  await context.close()
})

test('on the phone nothing runs off the screen', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'zhou', PHONE, { colorScheme: 'dark' })
  await page.goto(`${server.origin}/print/pairs.card/${child}`)
  await page.locator('.sheet-of-paper td').first().waitFor()
  assert.deepEqual(await page.locator('.sheet-of-paper td').allTextContents(), ['赵敏', '2026年3月8日', ''])   // the telephone is for the county
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth))
  await shot(page, 'print-phone-dark')
  await context.close()
})

test('Word and PDF hold the same words', async () => {
  const word = await bytes(`${paper()}/word`)
  assert.equal(word.status, 200)
  const text = textOfWord(word.body)
  for (const part of ['结对卡', '李小雨', '赵敏', '2026年3月8日']) assert.ok(text.includes(part), part)
  const village = textOfWord((await bytes(`${paper()}/word`, (await server.as('zhou')).session.token)).body)
  assert.ok(village.includes('赵敏') && !village.includes('13800990007'))
  const pdf = await bytes(`${paper()}/pdf`)
  assert.deepEqual([pdf.status, pdf.type, pdf.body.subarray(0, 5).toString()], [200, 'application/pdf', '%PDF-'])
})

test('who may not read the record gets no paper of it', async () => {
  const elsewhere = (await server.as('bai')).session.token
  for (const path of [paper(), `${paper()}/word`, `${paper()}/pdf`]) assert.equal((await bytes(path, elsewhere)).status, 404, path)
  assert.equal((await bytes(`/prints/pairs.nothing/${child}`)).status, 404)
  assert.equal((await bytes(`/prints/pairs.card/${uuid()}/pdf`)).status, 404)
  assert.equal((await bytes(paper(), 'nobody')).status, 401)
})
