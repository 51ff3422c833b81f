// A reporter of node's test runner: at the end, a line for each file of tests in which nothing failed.
import { relative } from 'node:path'

export default async function* passed(events) {
  const files = new Map() // file -> whether all of it passed
  for await (const { type, data } of events) {
    if ((type !== 'test:pass' && type !== 'test:fail') || !data.file) continue
    const file = relative(process.cwd(), data.file)
    files.set(file, type === 'test:pass' && (files.get(file) ?? true))
  }
  for (const [file, ok] of files) if (ok) yield `${file}\n`
}
