// A server of its own for a browser test: a fresh data folder, a small county, four people, records as the test asks.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'

const ROOT = new URL('../../../', import.meta.url).pathname
const BINARY = process.env.HALFSKY_BIN ?? [join(ROOT, 'build/halfsky'), join(ROOT, 'build-dev/halfsky')].find(existsSync)
export const PASSWORD = 'Liu-yan-zhen-2026'

const ORGS = `code,name,level,kind,parent
990000000000,示范省,province,other,
990100000000,示范市,city,other,990000000000
990101000000,安澜县,county,other,990100000000
990101001000,柳堰镇,township,town,990101000000
990101002000,白石镇,township,town,990101000000
990101001001,杨家湾村,village,village,990101001000
990101001002,上坪村,village,village,990101001000
990101002001,云脚村,village,village,990101002000
990101900001,柳堰镇中心小学,partner,school,990101000000
`
const PEOPLE = [
  ['zhou', '周玉兰', '990101001001', 'officer'], ['chenjing', '陈静', '990101001000', 'officer'], ['lin', '林慧芳', '990101000000', 'chair'], ['sunli', '孙莉', '990101000000', 'officer'], ['zhao', '赵晓敏', '990101000000', 'cashier'],
]
const PACKS = ['programmes/core', 'tests/browser/pack/aid'].map((path) => join(ROOT, path))

let last = 0
export function uuid() {
  const ms = (last = Math.max(Date.now(), last + 1))
  const hex = ms.toString(16).padStart(12, '0')
  const rest = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`
}

// `more`: further packs by folder, further people and orgs (lines) as above.
export async function startServer(more = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'halfsky-browser-'))
  const data = join(folder, 'data')
  const run = (...args) => execFileSync(BINARY, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  run('init', '--data', data, '--packs', ...PACKS, ...(more.packs ?? []).map((path) => join(ROOT, path)))
  writeFileSync(join(folder, 'orgs.csv'), ORGS + (more.orgs ?? []).map((line) => `${line}\n`).join(''))
  run('org', 'load', '--data', data, '--file', join(folder, 'orgs.csv'), '--from', '2020-01-01')
  const people = [...PEOPLE, ...(more.people ?? [])].map(([login, name, org, role]) => [login, name, PASSWORD, org, role].join(','))
  writeFileSync(join(folder, 'people.csv'), ['login,name,password,org,role', ...people].join('\n'))
  run('user', 'load', '--data', data, '--file', join(folder, 'people.csv'))
  return serve(folder, data, PASSWORD)
}

// The data of `halfsky demo`: a made-up province, six years of Spring Bud, work of today. HALFSKY_DEMO names a folder of it to copy.
export const DEMO_PASSWORD = 'Chunlei-Qiao-2026'
export async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'halfsky-flow-'))
  const data = join(folder, 'data')
  if (process.env.HALFSKY_DEMO) cpSync(process.env.HALFSKY_DEMO, data, { recursive: true })
  else execFileSync(BINARY, ['demo', '--data', data], { stdio: ['ignore', 'ignore', 'pipe'] })
  return serve(folder, data, DEMO_PASSWORD)
}

async function serve(folder, data, password) {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const server = spawn(BINARY, ['serve', '--data', data, '--port', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  await new Promise((ready, failed) => {
    server.stderr.on('data', (chunk) => {
      log += chunk
      if (log.includes('http://')) ready()
    })
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}: ${log}`)))
  })
  const origin = `http://127.0.0.1:${port}`
  const front = process.env.HALFSKY_DIST ? await serveDist(process.env.HALFSKY_DIST, port) : null

  // Asks the API as one of the people.
  async function as(login) {
    const session = await (await fetch(`${origin}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ login, password }) })).json()
    const ask = async (method, path, body) => {
      const answer = await fetch(`${origin}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${session.token}`, 'Content-Type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) })
      const text = await answer.text()
      return { status: answer.status, body: text ? JSON.parse(text) : null }
    }
    const command = async (body) => {
      const answer = await ask('POST', '/commands', { id: uuid(), ...body })
      if (answer.status !== 200) throw new Error(`${login}: ${JSON.stringify(body)} -> ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    }
    return { session, ask, command, get: async (path) => (await ask('GET', path)).body }
  }

  async function stop() {
    front?.close()
    front?.closeAllConnections()
    server.removeAllListeners('exit')
    server.kill('SIGTERM')
    await new Promise((done) => { server.on('exit', done); setTimeout(() => { server.kill('SIGKILL'); done() }, 5000).unref() })
    rmSync(folder, { recursive: true, force: true })
  }
  const cli = (...args) => execFileSync(BINARY, [...args, '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] })
  return { cli, origin: front ? `http://127.0.0.1:${front.address().port}` : origin, as, stop }
}

// While the client is being changed: its built files from a folder, the API from the server. HALFSKY_DIST=web/dist
async function serveDist(folder, port) {
  const types = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html; charset=utf-8' }
  const front = createServer((request, answer) => {
    if (request.url.startsWith('/api/')) {
      const onward = httpRequest({ host: '127.0.0.1', port, path: request.url, method: request.method, headers: request.headers }, (reply) => { answer.writeHead(reply.statusCode, reply.headers); reply.pipe(answer) })
      onward.on('error', () => answer.destroy())
      answer.on('close', () => onward.destroy())
      request.pipe(onward)
      return
    }
    const asked = join(folder, new URL(request.url, 'http://x').pathname)
    const path = existsSync(asked) && statSync(asked).isFile() ? asked : join(folder, 'index.html')
    answer.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Content-Security-Policy': "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'" })
    answer.end(readFileSync(path))
  })
  await new Promise((ready) => front.listen(0, '127.0.0.1', ready))
  return front
}

// A person of Yangjiawan, entered by its officer; returns her id.
export async function addPerson(zhou, name, more = {}) {
  const record = uuid()
  await zhou.command({ type: 'core.person', move: 'enter', record, values: { name, sex: 'female', birth: '1968-03-02', ...more } })
  return record
}

// A visit that is due: a task of the village.
export async function addVisit(zhou, who) {
  const record = uuid()
  await zhou.command({ type: 'aid.visit', move: 'enter', record, values: { who } })
  return record
}

// Pleas for aid, up to the stage where the county's chair decides; without its paper one can't be approved.
export async function addPlea(zhou, township, who, more = {}) {
  const record = uuid()
  await zhou.command({ type: 'aid.plea', move: 'enter', record, values: { who, kind: 'school', amount: '1500.00', paper: true, ...more } })
  if (township) await township.command({ type: 'aid.plea', move: 'review', record, values: { opinion: '属实' } })
  return record
}
