// A browser and the two screens that the pages are made for.
import { createRequire } from 'node:module'

import { PASSWORD } from './server.mjs'

const require = createRequire(new URL('../../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
export const AXE = require.resolve('axe-core/axe.min.js')
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
export const DESKTOP = { viewport: { width: 1440, height: 900 } }

export const startBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS })

// A page that is signed in; what goes wrong in it is thrown at the end by `calm`.
export async function signedIn(browser, origin, login, screen = DESKTOP, more = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', ...screen, ...more })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const troubles = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d|net::ERR|Failed to load resource/.test(message.text())) troubles.push(message.text()) })
  await page.goto(`${origin}/login`)
  await page.fill('#login', login)
  await page.fill('#password', PASSWORD)
  await page.click('button[type=submit]')
  await page.waitForURL(`${origin}/`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { context, page, troubles }
}
