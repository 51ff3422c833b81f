// Arithmetic and functions over values that are not null; null where a result does not fit. The twin of src/lang/expr/calculate.cpp.
import { addSpan, ageBetween, dateOf, monthLength } from './calendar'
import { type Kind, type Op } from './tree'
import { compare, fitting, isSpan, isTally, numberOf, surenessOf, type Value } from './value'

const DECIMAL = 10_000n
const FEN_PER_YUAN = 100n

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

// a / b rounded half away from zero. REQUIRES: b is not 0.
function rounded(a: bigint, b: bigint): bigint {
  const whole = (2n * magnitude(a) + magnitude(b)) / (2n * magnitude(b))
  return a < 0n !== b < 0n ? -whole : whole
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n)
}

// A number of the result's kind; a tally keeps the weakest sureness of what went in.
function made(kind: Kind, value: bigint | null, sureness: number): Value {
  const fits = value === null ? null : fitting(value)
  if (fits === null || kind !== 'tally') return fits
  return { number: fits, sureness }
}

function quotient(kind: Kind, a: bigint, b: bigint, decimal: boolean): bigint | null {
  if (b === 0n) return null
  if (kind === 'decimal' || decimal) return rounded(a * DECIMAL, b)
  return kind === 'money' ? rounded(a, b) : a / b
}

// `decimal`: one of the two is a decimal.
export function calculate(op: Op, kind: Kind, left: Value, right: Value, decimal: boolean): Value {
  const a = numberOf(left)
  const b = numberOf(right)
  const sureness = Math.max(surenessOf(left), surenessOf(right))
  switch (op) {
    case 'add': return made(kind, a + b, sureness)
    case 'subtract': return made(kind, a - b, sureness)
    case 'multiply': return made(kind, decimal ? rounded(a * b, DECIMAL) : a * b, sureness)
    case 'divide': return made(kind, quotient(kind, a, b, decimal), sureness)
    default: return made(kind, b === 0n ? null : a % b, sureness)
  }
}

export function negate(value: Value): Value {
  if (isSpan(value)) {
    const days = fitting(-value.days)
    const months = fitting(-value.months)
    return days === null || months === null ? null : { days, months }
  }
  return made(isTally(value) ? 'tally' : 'int', -numberOf(value), surenessOf(value))
}

export function withSpan(at: Value, span: Value, op: Op, kind: Kind): Value {
  if (!isSpan(span)) throw new Error('a span was expected')
  return addSpan(numberOf(at), span, op === 'subtract' ? -1n : 1n, kind === 'time')
}

function span(days: bigint, months: bigint): Value {
  return fitting(days) === null || fitting(months) === null ? null : { days, months }
}

function extreme(kind: Kind, values: readonly Value[], least: boolean): Value {
  const best = values.reduce((soFar, value) => ((least ? compare(value, soFar) < 0 : compare(value, soFar) > 0) ? value : soFar))
  return made(kind, numberOf(best), Math.max(...values.map(surenessOf)))
}

// An org's subtree is a range of ids, three digits a level.
function within(org: bigint, unit: bigint): boolean {
  let width = 1n
  while (width < 10n ** 15n && unit % (width * 1000n) === 0n) width *= 1000n
  return org >= unit && org <= unit + width - 1n
}

// GB 11643: 17 digits and a check character, a date that exists.
function idCardOk(text: string): boolean {
  if (!/^[0-9]{17}[0-9X]$/.test(text)) return false
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, place) => total + weight * Number(text[place]), 0)
  const [year, month, day] = [Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))]
  const isDate = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month)
  return isDate && '10X98765432'[sum % 11] === text[17]
}

// Functions that need no world. No argument is null.
export function callFunction(name: string, kind: Kind, args: readonly Value[], decimal: boolean): Value {
  const first = args[0] ?? null
  const number = (place: number) => numberOf(args[place] ?? null)
  switch (name) {
    case 'days': return span(number(0), 0n)
    case 'months': return span(0n, number(0))
    case 'years': return span(0n, number(0) * 12n)
    case 'days_between': return number(1) - number(0)
    case 'age_at': return ageBetween(number(0), number(1))
    case 'year': return BigInt(dateOf(number(0)).year)
    case 'month': return BigInt(dateOf(number(0)).month)
    case 'yuan': return fitting(decimal ? rounded(number(0) * FEN_PER_YUAN, DECIMAL) : number(0) * FEN_PER_YUAN)
    case 'abs': return number(0) < 0n ? negate(first) : first
    case 'min': return extreme(kind, args, true)
    case 'max': return extreme(kind, args, false)
    case 'floor': return floorDivide(number(0), DECIMAL)
    case 'ceil': return -floorDivide(-number(0), DECIMAL)
    case 'round': return rounded(number(0), DECIMAL)
    case 'within': return within(number(0), number(1))
    case 'id_card_ok': return idCardOk(String(first))
    default: throw new Error(`there is no function ${name} in the browser`)
  }
}
