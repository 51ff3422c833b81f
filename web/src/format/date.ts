// Days are text "2026-03-08", told as people tell them. Nearness (今天, 周五) only for deadlines.
export interface Words { readonly english: boolean; readonly today: string }

const DAY_MS = 86_400_000
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']
const WEEKDAYS_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function parts(day: string): readonly [number, number, number] | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(day)
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null
}

export function dayNumber(day: string): number {
  const at = parts(day)
  return at ? Math.round(Date.UTC(at[0], at[1] - 1, at[2]) / DAY_MS) : NaN
}

export function dayText(count: number): string {
  return new Date(count * DAY_MS).toISOString().slice(0, 10)
}

// The phone's own day: the server's is taken where it is known.
export function localToday(now = new Date()): string {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
}

export function addDays(day: string, count: number): string {
  return dayText(dayNumber(day) + count)
}

// The same day of a later month, cut to its length.
export function addMonths(day: string, count: number): string {
  const at = parts(day)
  if (!at) return day
  const months = at[0] * 12 + at[1] - 1 + count
  const last = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate()
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-${String(Math.min(at[2], last)).padStart(2, '0')}`
}

// 2026年3月8日; this year 3月8日. English: 8 Mar 2026.
export function day(text: string, words: Words): string {
  const at = parts(text)
  if (!at) return text
  const sameYear = text.slice(0, 4) === words.today.slice(0, 4)
  if (words.english) return `${at[2]} ${MONTHS_EN[at[1] - 1]}${sameYear ? '' : ` ${at[0]}`}`
  return `${sameYear ? '' : `${at[0]}年`}${at[1]}月${at[2]}日`
}

export function weekday(text: string, words: Words): string {
  const count = dayNumber(text)
  if (Number.isNaN(count)) return ''
  return (words.english ? WEEKDAYS_EN : WEEKDAYS)[(count + 4) % 7] ?? ''
}

// For deadlines: 今天 昨天 明天, the weekday within a week, then the day.
export function near(text: string, words: Words): string {
  const away = dayNumber(text) - dayNumber(words.today)
  if (away === 0) return words.english ? 'today' : '今天'
  if (away === 1) return words.english ? 'tomorrow' : '明天'
  if (away === -1) return words.english ? 'yesterday' : '昨天'
  if (away > 1 && away < 7) return words.english ? weekday(text, words) : weekday(text, words).replace('星期', '周')
  return day(text, words)
}

// A day with its time, "2026-03-08 14:30" or an instant: 3月8日 14:30.
export function moment(text: string, words: Words): string {
  const local = /Z$|[+-]\d\d:\d\d$/.test(text) ? instantLocal(text) : text
  const time = /[T ](\d\d):(\d\d)/.exec(local)
  return time ? `${day(local, words)} ${Number(time[1])}:${time[2]}` : day(local, words)
}

export function clock(ms: number): string {
  const at = new Date(ms)
  return `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`
}

function instantLocal(text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) return text
  return `${localToday(at)} ${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
}

// Over two years both are named: 2020年11月25日 至 2026年11月24日.
export function range(from: string, to: string, now: Words): string {
  const words = from.slice(0, 4) === to.slice(0, 4) ? now : { ...now, today: '' }
  return words.english ? `${day(from, words)} to ${day(to, words)}` : `${day(from, words)} 至 ${day(to, words)}`
}
