// The interpreter as a program for `halfsky expr --reading tree` and the tests: a line {tree, variables, today} in, a line
// {value} or {error} out, one for one. Numbers travel as text. Built by: esbuild cli.ts --bundle --platform=node --format=esm.
import { createInterface } from 'node:readline'
import { stdin, stdout } from 'node:process'

import { evaluate, type World } from './evaluate'
import type { Tree } from './tree'
import { isSpan, isTally, items, type Value } from './value'

type Raw = null | boolean | number | string | readonly Raw[] | { readonly [key: string]: Raw }

interface Question {
  readonly tree?: Tree
  readonly variables?: Readonly<Record<string, Raw>>
  readonly today?: number
}

const NUMBERS = /^(int|decimal|money|date|time|tally|ref core\.org)$/
const MONDAY_SHIFT = 3n + 7n * 200_000n // 1970-01-01 was a Thursday

// Monday to Friday: no calendar of holidays is at hand here.
function weekdaysUpTo(day: bigint): bigint {
  const shifted = day + MONDAY_SHIFT
  const inWeek = (shifted % 7n) + 1n
  return 5n * (shifted / 7n) + (inWeek < 5n ? inWeek : 5n)
}

function addWeekdays(day: bigint, count: bigint): bigint {
  if (count === 0n) return day
  const place = (count > 0n ? weekdaysUpTo(day) + count : weekdaysUpTo(day - 1n) + count + 1n) - 1n
  return 7n * (place / 5n) + (place % 5n) - MONDAY_SHIFT
}

function fromRaw(raw: Raw, type: string): Value {
  if (raw === null || typeof raw === 'boolean') return raw
  if (Array.isArray(raw)) {
    const element = type.startsWith('list(') ? type.slice(5, -1) : 'choice'
    return (raw as readonly Raw[]).map((item) => fromRaw(item, element))
  }
  if (typeof raw === 'object') {
    const tally = raw as { readonly number: string; readonly sureness: number }
    return { number: BigInt(tally.number), sureness: tally.sureness }
  }
  return NUMBERS.test(type) ? BigInt(raw) : String(raw)
}

function toRaw(value: Value): Raw {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return value.toString()
  if (isTally(value)) return { number: value.number.toString(), sureness: value.sureness }
  if (isSpan(value)) return { days: value.days.toString(), months: value.months.toString() }
  return items(value).map(toRaw)
}

function worldOf(question: Question): World {
  return {
    variable: (node) => fromRaw(question.variables?.[node.key ?? ''] ?? null, node.type),
    member: () => null,
    back: () => [],
    today: () => BigInt(question.today ?? 0),
    workingDays: (from, to) => weekdaysUpTo(to) - weekdaysUpTo(from),
    addWorkingDays: addWeekdays,
  }
}

function answer(line: string): Raw {
  try {
    const question = JSON.parse(line) as Question
    return question.tree ? { value: toRaw(evaluate(question.tree, worldOf(question))) } : {}
  } catch (problem) {
    return { error: problem instanceof Error ? problem.message : String(problem) }
  }
}

createInterface({ input: stdin }).on('line', (line) => stdout.write(JSON.stringify(answer(line)) + '\n'))
