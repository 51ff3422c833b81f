// Writes brotli and gzip beside each built file that is worth it, and says what a phone has to fetch first.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const DIST = new URL('../dist/', import.meta.url).pathname
const WORTH = /\.(js|css|html|svg|json|webmanifest|txt)$/
const FIRST_LOAD_BYTES_MAX = 160 * 1024

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}

const gzipBytes = new Map()
for (const path of files(DIST)) {
  if (!WORTH.test(path)) continue
  const content = readFileSync(path)
  const gzip = gzipSync(content, { level: 9 })
  gzipBytes.set(path.slice(DIST.length), gzip.length)
  if (content.length < 512) continue
  writeFileSync(path + '.gz', gzip)
  writeFileSync(path + '.br', brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }))
}

const page = readFileSync(join(DIST, 'index.html'), 'utf8')
const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1])
const first = named.reduce((sum, name) => sum + (gzipBytes.get(name) ?? 0), gzipBytes.get('index.html') ?? 0)
console.log(`first load: ${(first / 1024).toFixed(1)} KB gzip in ${named.length + 1} files`)
if (first > FIRST_LOAD_BYTES_MAX) {
  console.error(`first load is over ${FIRST_LOAD_BYTES_MAX / 1024} KB`)
  process.exit(1)
}
