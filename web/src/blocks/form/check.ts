// The same checks as the server's, before anything is sent: all problems at once, by field.
import { fenOf } from '../../format/money'
import { dayNumber } from '../../format/date'
import type { Field, Problem, RecordType, SentValue, SentValues } from '../../api/types'
import { holds, type Filled } from './world'

const TEXT_MAX = 200
const NOTE_MAX = 20_000
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

// `asked`: the fields that this form shows. `required`: those that a move needs although the pack leaves them open elsewhere.
export function problemsOf(filled: Filled, asked: readonly Field[], required: ReadonlySet<string> = new Set()): Problem[] {
  const problems: Problem[] = []
  for (const field of asked) {
    const path = `values.${field.id}`
    const value = filled.values[field.id] ?? null
    if (empty(value)) {
      if (isRequired(field, filled) || required.has(field.id)) problems.push({ code: 'required', path, args: { field: field.title } })
      continue
    }
    const formal = formProblem(field, value, path)
    if (formal) problems.push(formal)
    else if (field.check && holds(field.check, filled) === false)
      problems.push(field.message ? { code: 'check', path, args: { message: field.message, ...(field.message_en ? { message_en: field.message_en } : {}) } } : { code: 'check_failed', path, args: { field: field.title } })
  }
  for (const line of filled.type.lines) problems.push(...lineProblems(filled, line.name))
  return problems
}

export function isRequired(field: Field, filled: Filled): boolean {
  if (field.required) return true
  return field.required_when ? holds(field.required_when, filled) === true : false
}

export function empty(value: SentValue | undefined): boolean {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && 'value' in value && (value.value === '' || value.value === null)
}

function lineProblems(filled: Filled, back: string): Problem[] {
  const type = filled.lineType(back)
  const rows = filled.values[back]
  if (!type || !Array.isArray(rows)) return []
  return rows.flatMap((row, place) => {
    const own = row as SentValues
    const inner: Filled = { ...filled, type: type as RecordType, values: own }
    return problemsOf(inner, lineFields(type)).map((problem) => ({ ...problem, path: `values.${back}[${place}].${problem.path}` }))
  })
}

// What is filled in a line: all but the ref to its parent and what is worked out.
export function lineFields(type: RecordType): readonly Field[] {
  return type.fields.filter((field) => !field.computed && !field.gone && !field.part_of)
}

function formProblem(field: Field, value: SentValue, path: string): Problem | null {
  switch (field.kind) {
    case 'money': {
      if (fenOf(String(value)) === null) return { code: /^-?\d+(\.\d+)?$/.test(String(value).trim()) ? 'two_places' : 'not_a_number', path, args: { got: String(value), meant: '' } }
      return bounds(field, fenOf(String(value)) ?? 0n, (limit) => fenOf(String(limit)), String(value), path)
    }
    case 'int': {
      if (!/^-?\d{1,18}$/.test(String(value))) return { code: /^-?\d+\.\d+$/.test(String(value)) ? 'whole_number' : 'not_a_number', path, args: { got: String(value), meant: '' } }
      return bounds(field, BigInt(String(value)), (limit) => BigInt(Math.trunc(Number(limit))), String(value), path)
    }
    case 'decimal': {
      if (!/^-?\d+(\.\d{1,4})?$/.test(String(value))) return { code: 'not_a_number', path, args: { got: String(value), meant: '' } }
      return bounds(field, BigInt(Math.round(Number(value) * 10_000)), (limit) => BigInt(Math.round(Number(limit) * 10_000)), String(value), path)
    }
    case 'date': {
      if (Number.isNaN(dayNumber(String(value)))) return { code: 'not_a_date', path, args: { got: String(value) } }
      return bounds(field, BigInt(dayNumber(String(value))), (limit) => BigInt(dayNumber(String(limit))), String(value), path)
    }
    case 'text': case 'note': return textProblem(field, String(value), path)
    default: return null
  }
}

function bounds(field: Field, value: bigint, read: (limit: string | number) => bigint | null, got: string, path: string): Problem | null {
  const min = field.min === null || field.min === undefined ? null : read(field.min)
  const max = field.max === null || field.max === undefined ? null : read(field.max)
  if (min !== null && value < min) return { code: 'too_small', path, args: { min: String(field.min), got } }
  if (max !== null && value > max) return { code: 'too_big', path, args: { max: String(field.max), got } }
  return null
}

function textProblem(field: Field, text: string, path: string): Problem | null {
  const max = field.kind === 'note' ? NOTE_MAX : TEXT_MAX
  const size = [...text].length
  if (size > max) return { code: 'too_long', path, args: { max: String(max), got: String(size) } }
  return asksIdCard(field) ? idProblem(text.replace(/\s/g, '').toUpperCase(), path) : null
}

function asksIdCard(field: Field): boolean {
  return field.check ? JSON.stringify(field.check).includes('"id_card_ok"') : false
}

// One digit short is said as such.
export function idProblem(text: string, path: string): Problem | null {
  if (/^\d{15}$/.test(text)) return { code: 'id_number_15', path }
  if (text.length !== 18) return { code: 'id_number_length', path, args: { got: String(text.length) } }
  const sum = ID_WEIGHTS.reduce((total, weight, place) => total + weight * Number(text[place]), 0)
  return '10X98765432'[sum % 11] === text[17] ? null : { code: 'id_number_checksum', path }
}

// Whether a field's day can't lie ahead: it is checked to be `<= today`, or its last day is past.
export function neverAhead(field: Field, today: string): boolean {
  if (field.max !== null && field.max !== undefined && String(field.max) <= today) return true
  const [left, right] = field.check?.args ?? []
  return (field.check?.op === 'less_equal' || field.check?.op === 'less') && left?.key === field.id && right?.function === 'today'
}

const FAR_YEARS = 60
export function reachesFarBack(field: Field, today: string): boolean {
  return field.min !== null && field.min !== undefined && Number(today.slice(0, 4)) - Number(String(field.min).slice(0, 4)) >= FAR_YEARS
}
