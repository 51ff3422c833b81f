// Remembers on what a test passed: with every input the same, ./test does not run it again. `./test anew` runs all, as a fresh clone does.
//   passed.mjs plan PLAN SUITE:NAME...     writes the digests of their inputs to PLAN and prints the names that have to run
//   passed.mjs keep PLAN SUITE:NAME...     these have passed on what PLAN says
// Suites: cpp (a test program), scenarios, browser, unit, source (files of tests, by their path).
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const MEMORY = 'build/passed.json'
const hash = (...parts) => parts.reduce((sum, part) => sum.update(part).update('\0'), createHash('sha256')).digest('hex')

const seen = new Map()
function digest(path) {
  if (!seen.has(path)) seen.set(path, existsSync(path) ? hash(readFileSync(path)) : 'none')
  return seen.get(path)
}
const digests = (paths) => hash(...[...paths].sort().flatMap((path) => [path, digest(path)]))

// Files of the tree, new ones too; what git ignores is made from them, or is no input.
const tree = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\0').filter(Boolean)
const under = (...folders) => tree.filter((path) => folders.some((folder) => path.startsWith(folder)))
const isTestFile = (path) => /^tests\/(scenarios|browser|source)\/[^/]+[.]mjs$/.test(path)

// What the compiler made, so that a header counts where it is included and a comment does not. The client's files inside are a page's matter.
const isClient = (object) => object.includes('/embedded/assets')
const objects = (target) => execFileSync('ninja', ['-C', 'build', '-t', 'inputs', target], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n')
  .filter((path) => path.endsWith('.o') && !isClient(path)).map((path) => `build/${path}`)
const client = () => [...under('web/src', 'web/scripts', 'web/index.html', 'web/package', 'web/vite', 'web/public', 'web/tsconfig')]

// Programs that the tests start: another version may behave otherwise.
const machine = () => hash(process.version, execFileSync('dpkg-query', ['-W', '-f', '${Package} ${Version}\n'], { encoding: 'utf8' }))
const data = () => tree.filter((path) => /^(tests|programmes|scripts)\//.test(path) && !isTestFile(path) && !/[.](cpp|hpp)$/.test(path))
const shared = { machine, data: () => digests([...data(), 'test']), server: () => digests(objects('halfsky')), client: () => digests(client()), texts: () => digests(under('web/src/texts')) }
const known = {}
const part = (name) => (known[name] ??= shared[name]())

// A test that reads documents or sources names their folder in its text.
function named(path) {
  const text = readFileSync(path, 'utf8')
  return digests(['docs/', 'src/', 'bench/', 'README.md', 'web/', 'cmake/'].filter((folder) => text.includes(folder.replace(/\/$/, ''))).flatMap((folder) => under(folder)))
}

const inputs = {
  cpp: (name) => hash(part('machine'), part('data'), part('texts'), digests(objects(`test_${name}`)), digests(under('docs/PACKS.md', 'src/lang', 'web/src/expr', 'web/package-lock.json')), name === 'http' ? part('client') : ''),
  scenarios: (path) => hash(part('machine'), part('data'), part('texts'), part('server'), digest(path), named(path)),
  browser: (path) => hash(part('machine'), part('data'), part('client'), part('server'), digest(path), named(path)),
  unit: () => hash(part('machine'), digests(under('web/', 'tests/expressions', 'programmes'))),
  source: () => hash(part('machine'), digests(tree)),
}

const [what, plan, ...names] = process.argv.slice(2)
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {})
const memory = read(MEMORY)
if (what === 'plan') {
  const now = Object.fromEntries(names.map((name) => {
    const [suite, ...rest] = name.split(':')
    return [name, inputs[suite](rest.join(':'))]
  }))
  writeFileSync(plan, JSON.stringify(now, null, 1))
  for (const name of names) if (memory[name] !== now[name]) console.log(name)
} else {
  const planned = read(plan)
  for (const name of names) memory[name] = planned[name]
  writeFileSync(MEMORY, JSON.stringify(memory, null, 1))
}
