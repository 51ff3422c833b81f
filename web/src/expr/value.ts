// Values of expressions in the browser. All numbers are whole and exact: int, decimal in 1/10'000, money in fen, dates in days
// and times in minutes since 1970-01-01, an org's id; kept as bigint, so that what leaves 64 bits is seen.

export interface Span {
  readonly days: bigint
  readonly months: bigint
}

// How sure: 0 exact, 1 at least, 2 about. Sums keep the weakest.
export interface Tally {
  readonly number: bigint
  readonly sureness: number
}

export interface Consent {
  readonly given: boolean
  readonly by: string | null
  readonly on: bigint | null
  readonly until: bigint | null
}

// text, a choice's code, a ref's id are strings; choices and lists are arrays.
export type Value = null | boolean | bigint | string | Span | Tally | Consent | readonly Value[]

const LOWEST = -(2n ** 63n)
const HIGHEST = 2n ** 63n - 1n

// Null where it is outside of 64 bits.
export function fitting(value: bigint): bigint | null {
  return value < LOWEST || value > HIGHEST ? null : value
}

export function isTally(value: Value): value is Tally {
  return typeof value === 'object' && value !== null && 'sureness' in value
}

export function isSpan(value: Value): value is Span {
  return typeof value === 'object' && value !== null && 'months' in value
}

export function items(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : []
}

// The number in a number, money, day or tally. REQUIRES: not null.
export function numberOf(value: Value): bigint {
  if (typeof value === 'bigint') return value
  if (isTally(value)) return value.number
  throw new Error('a number was expected')
}

export function surenessOf(value: Value): number {
  return isTally(value) ? value.sureness : 0
}

// Null is a value and equals null.
export function same(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b
  if (isTally(a) || isTally(b)) return numberOf(a) === numberOf(b)
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [items(a), items(b)]
    return left.length === right.length && left.every((item, place) => same(item, right[place] ?? null))
  }
  return a === b
}

// By code point, as the other readings compare (JavaScript's own < goes by UTF-16 units).
export function compareText(a: string, b: string): number {
  const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff
  for (let i = 0; i < a.length && i < b.length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left === right) continue
    if (isSurrogate(left) !== isSurrogate(right)) return isSurrogate(left) ? 1 : -1
    return left < right ? -1 : 1
  }
  return a.length - b.length
}

export function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  const left = numberOf(a)
  const right = numberOf(b)
  return left < right ? -1 : left > right ? 1 : 0
}
