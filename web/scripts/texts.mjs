// Chinese and English must have the same keys and the same {placeholders}; a key that is missing is a defect, not a warning.
import { readFileSync } from 'node:fs'

const read = (name) => JSON.parse(readFileSync(new URL(`../src/texts/${name}`, import.meta.url), 'utf8'))
const flat = (tree, before = '') =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`)))
const places = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join(',')

let wrong = 0
const say = (line) => { wrong += 1; console.error(line) }
for (const [zhName, enName] of [['zh.json', 'en.json'], ['problems.zh.json', 'problems.en.json']]) {
  const zh = new Map(flat(read(zhName)))
  const en = new Map(flat(read(enName)))
  for (const [key, text] of zh) {
    if (!en.has(key)) say(`${enName} lacks ${key}`)
    else if (!zhName.startsWith('problems') && places(text) !== places(en.get(key))) say(`${key}: {${places(text)}} in zh, {${places(en.get(key))}} in en`)
    if (/非法|无效|失败|错误代码/.test(text)) say(`${zhName} ${key}: say what would be right`)
  }
  for (const key of en.keys()) if (!zh.has(key)) say(`${zhName} lacks ${key}`)
}
process.exit(wrong ? 1 : 0)
