// Days as numbers since 1970-01-01, and the civil calendar.
import { fitting, type Span } from './value'

const DAY_LOWEST = -719_162n // 0001-01-01
const DAY_HIGHEST = 2_932_896n // 9999-12-31
const MINUTES_PER_DAY = 1440n
const MONTHS_MOST = 120_000n // beyond any date

export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

export function dateOf(day: bigint): Civil {
  const shifted = Number(day) + 719_468 // from 0000-03-01
  const era = Math.floor(shifted / 146_097)
  const inEra = shifted - era * 146_097
  const year = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365)
  const inYear = inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const fromMarch = Math.floor((5 * inYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return { year: year + era * 400 + (month <= 2 ? 1 : 0), month, day: inYear - Math.floor((153 * fromMarch + 2) / 5) + 1 }
}

export function dayOf(date: Civil): bigint {
  const year = date.month <= 2 ? date.year - 1 : date.year
  const era = Math.floor(year / 400)
  const inEra = year - era * 400
  const inYear = Math.floor((153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5) + date.day - 1
  return BigInt(era * 146_097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear - 719_468)
}

export function monthLength(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const isDay = (day: bigint) => day >= DAY_LOWEST && day <= DAY_HIGHEST

// Months first, cut to the length of the month that is reached; then days. Null outside of the years 1 to 9999.
function movedDay(day: bigint, months: bigint, days: bigint): bigint | null {
  if (months < -MONTHS_MOST || months > MONTHS_MOST) return null
  let moved = day
  if (months !== 0n) {
    const date = dateOf(day)
    const count = date.year * 12 + date.month - 1 + Number(months)
    const year = Math.floor(count / 12)
    const month = count - year * 12 + 1
    moved = dayOf({ year, month, day: Math.min(date.day, monthLength(year, month)) })
  }
  return isDay(moved) && isDay(moved + days) ? moved + days : null
}

// A date (or a time, in minutes) plus, or with sign -1n minus, a span.
export function addSpan(at: bigint, span: Span, sign: bigint, isTime: boolean): bigint | null {
  const days = fitting(span.days * sign)
  const months = fitting(span.months * sign)
  if (days === null || months === null) return null
  if (!isTime) return movedDay(at, months, days)
  const minute = ((at % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY
  const moved = movedDay((at - minute) / MINUTES_PER_DAY, months, days)
  return moved === null ? null : moved * MINUTES_PER_DAY + minute
}

// Whole years from a day of birth; one less before the birthday.
export function ageBetween(birth: bigint, day: bigint): bigint {
  const from = dateOf(birth)
  const to = dateOf(day)
  const before = to.month < from.month || (to.month === from.month && to.day < from.day)
  return BigInt(to.year - from.year - (before ? 1 : 0))
}
