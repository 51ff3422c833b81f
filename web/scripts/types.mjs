// Makes src/api/schema.ts from the server's own description. With the server's address: node scripts/types.mjs http://127.0.0.1:8080
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

import openapiTS, { astToString } from 'openapi-typescript'

const HEAD = '// Made by scripts/types.mjs from /api/v1/openapi.json; not by hand. The shapes are in src/http/shapes.cpp.\n'

export async function typesOf(document) {
  return HEAD + astToString(await openapiTS(JSON.stringify(document), { immutable: true, additionalProperties: false }))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const origin = process.argv[2] ?? process.env['HALFSKY'] ?? 'http://127.0.0.1:8080'
  const document = await (await fetch(`${origin}/api/v1/openapi.json`)).json()
  writeFileSync(new URL('../src/api/schema.ts', import.meta.url), await typesOf(document))
}
