// A score sheet as its rubric's version has it: what is asked, what is computed, and the total so far, by the server's own rule
// (capabilities/rubric). Points are text with up to four places, worked out in ten-thousandths.
import type { FieldValue, RecordType, SentValue, Shapes } from '../../api/types'

export type Rubric = Shapes['Rubric']
export type Version = Rubric['versions'][number]
export type Criterion = Shapes['Criterion']
export type Answers = Readonly<Record<string, FieldValue | SentValue | undefined>>

const SCALE = 10_000n

export function versionOf(type: RecordType, year: number): Version | null {
  return type.rubric?.versions.filter((version) => version.year <= year).at(-1) ?? null
}

export const asked = (version: Version): readonly Criterion[] => version.criteria.filter((criterion) => !criterion.computed)

export const isAnswered = (value: Answers[string]): boolean => value !== null && value !== undefined && value !== ''

// "82.5" in ten-thousandths; nothing where it is no number.
function scaled(value: Answers[string]): bigint | null {
  const parts = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '')
  if (!parts) return null
  const size = BigInt(parts[2] ?? '0') * SCALE + BigInt((parts[3] ?? '').padEnd(4, '0'))
  return parts[1] ? -size : size
}

export function pointsText(points: bigint): string {
  const size = points < 0n ? -points : points
  const places = String(size % SCALE).padStart(4, '0').replace(/0+$/, '')
  return `${points < 0n ? '-' : ''}${size / SCALE}${places ? `.${places}` : ''}`
}

export interface Total {
  readonly points: string | null // nothing answered yet
  readonly full: string
  readonly vetoed: boolean | null // null: a veto is unanswered, and none is yes
  readonly grade: string | null // null: not all is answered
  readonly answered: number
  readonly of: number
  readonly noData: readonly string[] // computed criteria that came to nothing
}

export function totalOf(version: Version, values: Answers): Total {
  let sum = 0n
  let full = 0n
  let without = 0n
  let any = false
  let yes = false
  let vetoesOpen = false
  const noData: string[] = []
  for (const criterion of version.criteria) {
    const value = values[criterion.id]
    const most = scaled(criterion.points) ?? 0n
    full += most
    if (criterion.veto) {
      yes ||= value === true
      vetoesOpen ||= !criterion.computed && !isAnswered(value)
      continue
    }
    const points = scaled(value)
    if (points !== null) {
      any = true
      sum += points
    } else if (criterion.computed) {
      without += most
      noData.push(criterion.id)
    }
  }
  const counted = full - without
  const points = !any ? null : without === 0n ? sum : (2n * sum * full + counted) / (2n * counted)
  const people = asked(version)
  const answered = people.filter((criterion) => isAnswered(values[criterion.id])).length
  const last = version.grades.at(-1)?.id ?? null
  const reached = points === null || answered < people.length ? null : (version.grades.find((grade) => points >= (scaled(grade.from) ?? 0n))?.id ?? null)
  return { points: points === null ? null : pointsText(points), full: pointsText(full), vetoed: yes ? true : vetoesOpen ? null : false, grade: yes ? last : reached, answered, of: people.length, noData }
}

// Where the walk goes on: the next criterion that waits for an answer, round the corner too; where none waits, the end.
export function nextOpen(version: Version, values: Answers, from: number): number {
  const people = asked(version)
  for (let step = 1; step <= people.length; step += 1) {
    const place = (from + step) % people.length
    if (!isAnswered(values[people[place]?.id ?? ''])) return place
  }
  return people.length
}

// A criterion with points that asks for its evidence and has none yet.
export function wantsEvidence(criterion: Criterion, values: Answers): boolean {
  if (criterion.evidence === null) return false
  const points = scaled(values[criterion.id])
  const files = values[criterion.evidence]
  return points !== null && points > 0n && !(Array.isArray(files) && files.length > 0)
}

// Houses where nobody was at home, in the order in which they were passed by: they come at the end of the walk. Kept while the client is open.
const passed: string[] = []

export function nobodyHome(record: string): void {
  const at = passed.indexOf(record)
  if (at >= 0) passed.splice(at, 1)
  passed.push(record)
}

// The next sheet of the walk: the first in the list's order that was not passed by, else the one passed by first.
export function nextSheet<Sheet extends { readonly record: string }>(open: readonly Sheet[], here: string): Sheet | null {
  const rest = open.filter((each) => each.record !== here)
  const fresh = rest.find((each) => !passed.includes(each.record))
  if (fresh) return fresh
  return passed.map((record) => rest.find((each) => each.record === record)).find((each) => each !== undefined) ?? null
}
