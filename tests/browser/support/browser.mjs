// A browser and the two screens that the pages are made for.
import { createRequire } from 'node:module'

import { PASSWORD } from './server.mjs'

const require = createRequire(new URL('../../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-breakpad',
  // Fewer processes and threads that talk to each other: a tenth less of two cores.
  '--in-process-gpu', '--renderer-process-limit=1', '--js-flags=--single-threaded', '--disable-features=Translate,BackForwardCache,PaintHolding,MediaRouter,OptimizationHints']
export const AXE = require.resolve('axe-core/axe.min.js')
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
export const DESKTOP = { viewport: { width: 1440, height: 900 } }

// Chromium without its windows: the same engine, and a page costs a third of the processor time. CHROMIUM names another.
export const startBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ARGS })

// The service worker fetches all files of the client as soon as a page is open: for tests that go offline, and those alone.
export const OFFLINE = { serviceWorkers: 'allow' }

// What was recorded stands back for ten seconds, so that it can be undone: its page's clock is put forward by as many.
const UNDO_MS = 10_000
export async function passUndo(page) {
  await page.clock.fastForward(UNDO_MS + 500)
  await settled(page)
}

// A page that is signed in; what goes wrong in it is thrown at the end by `calm`.
export async function signedIn(browser, origin, login, screen = DESKTOP, more = {}, password = PASSWORD, to = '/') {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'block', ...screen, ...more })
  await context.clock.install()
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  watchRequests(page)
  const troubles = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d|net::ERR|Failed to load resource/.test(message.text())) troubles.push(message.text()) })
  // The log-in page has tests of its own; here the session comes without it, which saves loading a page.
  const session = await context.request.post(`${origin}/api/v1/session`, { data: { login, password } })
  if (!session.ok()) throw new Error(`${login} cannot sign in: ${await session.text()}`)
  await page.goto(origin + to)
  await page.waitForURL(origin + to)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { context, page, troubles }
}

const asking = new WeakMap() // page -> what it has asked for and not yet got
export function watchRequests(page) {
  const open = new Set()
  asking.set(page, open)
  page.on('request', (request) => { if (!request.url().endsWith('/api/v1/events')) open.add(request) })
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request))
  page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) open.clear() })
}

// Waits until the page has nothing left to fetch and has drawn what it got: quiet over several frames in a row, since a part that
// has come may ask for the next one.
const QUIET_FRAMES = 4
export async function settled(page, ms = 10_000) {
  const open = asking.get(page)
  const end = Date.now() + ms
  for (let quiet = 0; quiet < QUIET_FRAMES; quiet = open.size === 0 ? quiet + 1 : 0) {
    if (Date.now() > end) throw new Error(`the page still asks for ${[...open].map((request) => request.url()).join(', ')}`)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
  }
}
