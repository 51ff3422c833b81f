// Every page in every look: axe without a violation (all pages in two looks, the busiest in the others), no side scroll, targets for fingers, no text key on screen, focus to be seen.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { AXE, settled, signedIn, startBrowser } from './support/browser.mjs'
import { addPerson, addPlea, addVisit, startServer, uuid } from './support/server.mjs'

let server, browser, pages, busiest
before(async () => {
  server = await startServer({ packs: ['tests/packs/sound/desks'], people: [['zheng', '郑洁', '990101000000', 'auditor']] })
  browser = await startBrowser()
  const [zhou, township, lin, zhao, sunli] = await Promise.all(['zhou', 'chenjing', 'lin', 'zhao', 'sunli'].map((login) => server.as(login)))
  let person, plea
  for (const name of ['李小雨', '王思甜', '陈可欣']) {
    person = await addPerson(zhou, name, { phone: '13800000172' })
    await addVisit(zhou, person)
    plea = await addPlea(zhou, township, person, { reason: '奶奶住院', paper: name !== '王思甜' })
  }
  const donor = uuid()
  await zhao.command({ type: 'core.donor', move: 'enter', record: donor, values: { name: '春风制衣', kind: 'enterprise' } })
  const gift = uuid()
  await zhao.command({ type: 'aid.gift', move: 'enter', record: gift, values: { donor, amount: '10000.00' } })
  await zhao.command({ type: 'aid.gift', move: 'receive', record: gift })
  await lin.command({ type: 'aid.plea', move: 'approve', record: plea })
  await zhao.command({ type: 'aid.plea', move: 'pay', record: plea })
  const posting = (await lin.get('/ledger/aid.aid')).postings[0].id
  // A desk, a board and a notice of a pack that has nothing but the hints for them.
  const course = uuid()
  await sunli.command({ type: 'desks.course', move: 'enter', record: course, values: { name: '编织班' } })
  await sunli.command({ type: 'desks.place', move: 'enter', record: uuid(), values: { course, person, group: 'east', points: 7 } })
  await sunli.command({ type: 'desks.course', move: 'post', record: course })
  const notice = (await sunli.get(`/records/desks.course/${course}`)).notice.record
  for (const [indicator, value] of [['aid.visited', '40'], ['aid.paid_out', '1200']]) await sunli.ask('PUT', '/targets', { id: uuid(), indicator, org: lin.session.role.org, year: new Date().getFullYear(), dims: [], value })
  pages = ['/', '/new', '/lists', '/r/aid.plea', '/r/aid.plea?stage=reviewed&view=big', '/r/core.person', `/r/aid.plea/${plea}`, `/r/core.person/${person}`, '/r/aid.talk/new', '/r/core.person/new', '/people?q=lxy', '/money', '/funds/aid.aid', `/funds/aid.aid/follow/${posting}`, '/reports', '/figures', '/figures?than=month', '/figures/aid.visited', '/overdue', '/moved', '/contacts', '/funds/aid.aid?only=one_signature', '/funds/aid.aid?only=balances', '/burden', '/plan', '/inbox', '/outbox', '/me', '/import/core.person', `/r/desks.course/${course}`, `/r/desks.course/${course}/desk`, `/r/desks.course/${course}/board`, `/notices/${notice}`, '/p', '/p/notices', '/login', '/role', '/nothing-here']
  busiest = ['/', '/r/aid.plea', `/r/aid.plea/${plea}`, '/r/aid.talk/new', '/p']
})
after(async () => { await browser?.close(); await server?.stop() })

// A page is loaded once in each and then looked at in each of its looks.
const SCREENS = [
  { name: 'phone', touch: true, looks: [{ width: 390, axe: 'all' }, { width: 390, dark: true, axe: 'all' }, { width: 320 }] },
  { name: 'desktop', looks: [{ width: 1440 }, { width: 1440, dark: true, axe: 'all' }] },
  { name: 'English', english: true, looks: [{ width: 390 }, { width: 1440 }] },
  { name: 'large', large: true, touch: true, looks: [{ width: 390 }, { width: 1440 }] },
]
const sizeOf = (width) => ({ width, height: width > 800 ? 900 : 844 })

async function look(page, path) {
  await page.goto(server.origin + path)
  await page.locator('h1').first().waitFor()
  await settled(page)
}

// The same as by a link of the page that stands: nothing is loaded anew, which is most of what a page costs here.
async function turnTo(page, path) {
  await page.evaluate((to) => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate', { state: history.state })) }, path)
  await page.waitForFunction((to) => location.pathname + location.search === to && document.querySelector('h1') !== null, path)
  await settled(page)
}

// What is wrong with the page as it stands, but for what axe finds.
async function troubleOf(page, least) {
  const found = await page.evaluate(([least]) => {
    const shown = (node) => { const box = node.getBoundingClientRect(); return box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== 'hidden' }
    const small = [...document.querySelectorAll('button, a.button, .tabs a, select.input, input.input, .pick label, summary')].filter(shown).filter((node) => { const box = node.getBoundingClientRect(); return box.height < least - 0.5 || box.width < Math.min(least, 24) }).map((node) => `${(node.textContent || node.id).trim().slice(0, 20)} ${Math.round(node.getBoundingClientRect().width)}x${Math.round(node.getBoundingClientRect().height)}`)
    const keys = (document.body.innerText.match(/\b(app|nav|common|login|role|today|due|inbox|outbox|conflict|form|move|list|keys|record|money|report|figure|people|new|palette|plan|me|sheet|public|problem|desk|count|board|notice|overdue|moved|contacts|audit)\.[a-zA-Z_]+\b/g) ?? []).filter((text) => !/^core\./.test(text))
    return { side: document.documentElement.scrollWidth - innerWidth, small, keys, headings: document.querySelectorAll('h1').length }
  }, [least])
  const wrong = []
  if (found.side > 0) wrong.push(`scrolls sideways by ${found.side}`)
  if (found.small.length) wrong.push(`small targets: ${found.small.slice(0, 4).join(' · ')}`)
  if (found.keys.length) wrong.push(`keys on screen: ${found.keys.slice(0, 4).join(', ')}`)
  if (found.headings !== 1) wrong.push(`${found.headings} h1`)
  return wrong
}

async function violations(page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.addScriptTag({ path: AXE })
  const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }))
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`)
}

// Two at a time: a page waits for frames and answers longer than anybody computes.
describe('looks', { concurrency: 2 }, () => { for (const screen of SCREENS) {
  test(screen.name, async () => {
    const { context, page, troubles } = await signedIn(browser, server.origin, 'lin', { viewport: sizeOf(screen.looks[0].width), hasTouch: screen.touch ?? false, isMobile: false }, { bypassCSP: true, serviceWorkers: 'block', reducedMotion: 'reduce' })
    await page.evaluate(([english, large]) => { if (english) localStorage.setItem('halfsky.language', 'en'); if (large) localStorage.setItem('halfsky.size', 'large') }, [screen.english ?? false, screen.large ?? false])
    const wrong = [], titles = new Set()
    await look(page, '/')
    for (const path of pages) {
      for (const [n, { width, dark, axe }] of screen.looks.entries()) {
        await page.setViewportSize(sizeOf(width))
        await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
        await (n === 0 ? turnTo(page, path) : settled(page))
        titles.add(await page.locator('h1').first().textContent())
        const found = await troubleOf(page, screen.touch ? 44 : 24)
        if (axe === 'all' || busiest.includes(path)) found.push(...await violations(page))
        wrong.push(...found.map((each) => `${path} at ${width}${dark ? ' dark' : ''}: ${each}`))
      }
    }
    assert.deepEqual([...wrong, ...troubles], [])
    assert.ok(titles.size > pages.length * 0.7, `pages that were turned to: ${[...titles]}`)
    await context.close()
  })
} })

test('Tab walks through every page, focus is to be seen and never under a bar', async () => {
  const { context, page } = await signedIn(browser, server.origin, 'lin', { viewport: { width: 1440, height: 900 } })
  for (const path of pages.slice(0, 12)) {
    await look(page, path)
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      const state = await page.evaluate(() => {
        const at = document.activeElement
        if (!at || at === document.body) return null
        const box = at.getBoundingClientRect()
        const outlined = [at, at.closest('label'), at.closest('.find'), at.closest('.box')].some((node) => node && (getComputedStyle(node).outlineStyle !== 'none' || getComputedStyle(node).boxShadow !== 'none'))
        const over = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.x + box.width / 2)), Math.min(innerHeight - 1, Math.max(0, box.y + box.height / 2)))
        const label = at.closest('label')
        return { name: at.outerHTML.slice(0, 90), outlined, covered: over !== null && !(at.contains(over) || over.contains(at) || label?.contains(over)) && box.width > 2 }
      })
      if (!state) break
      assert.ok(state.outlined, `${path}: no focus to be seen on ${state.name}`)
      assert.ok(!state.covered, `${path}: covered: ${state.name}`)
    }
  }
  await context.close()
})

// The auditor's own pages, which nobody else has.
test('audit', async () => {
  const { context, page, troubles } = await signedIn(browser, server.origin, 'zheng', { viewport: sizeOf(390), hasTouch: true, isMobile: false }, { bypassCSP: true, serviceWorkers: 'block', reducedMotion: 'reduce' })
  const wrong = []
  for (const path of ['/audit', '/audit/hours', '/audit/looks', '/me'])
    for (const [n, { width, dark }] of [{ width: 390 }, { width: 320, dark: true }, { width: 1440 }].entries()) {
      await page.setViewportSize(sizeOf(width))
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
      await (n === 0 ? look(page, path) : settled(page))
      wrong.push(...[...await troubleOf(page, width < 800 ? 44 : 24), ...await violations(page)].map((each) => `${path} at ${width}: ${each}`))
    }
  assert.deepEqual([...wrong, ...troubles], [])
  await context.close()
})
