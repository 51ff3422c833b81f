// A form's values as the world that expressions read: what is filled, what was there, lines under their back name.
import { AsksServer, evaluate, type Tree, type Value, type World } from '../../expr'
import { dayNumber, dayText } from '../../format/date'
import { fenOf, yuanOf } from '../../format/money'
import type { Field, FieldValue, RecordType, SentValue, SentValues } from '../../api/types'

export interface Filled {
  readonly type: RecordType
  readonly record: string
  readonly org: number
  readonly stage: string | null
  readonly entered: string
  readonly today: string
  readonly values: SentValues
  readonly lineType: (back: string) => RecordType | null
  readonly typeOf: (name: string) => RecordType | null
  // Another record's field, as far as it is at hand: undefined where only the server knows.
  readonly other: (type: string, record: string, key: string) => FieldValue | undefined
}

// true, false or null as the server would say; undefined where only the server can.
export function holds(tree: Tree, filled: Filled): boolean | null | undefined {
  const value = worth(tree, filled)
  return typeof value === 'boolean' || value === null || value === undefined ? value : null
}

export function worth(tree: Tree, filled: Filled): Value | undefined {
  try {
    return evaluate(tree, worldOf(filled))
  } catch (reason) {
    if (reason instanceof AsksServer) return undefined
    throw reason
  }
}

export function worldOf(filled: Filled): World {
  const lines = (back: string): ReadonlyArray<Readonly<Record<string, SentValue>>> => {
    const value = filled.values[back]
    return Array.isArray(value) && value.every((each) => typeof each === 'object') ? (value as ReadonlyArray<Readonly<Record<string, SentValue>>>) : []
  }
  return {
    variable(node) {
      if (node.key === 'this') return filled.record
      throw new AsksServer(`${node.key ?? ''} is the server's`)
    },
    member(of, ofType, node) {
      if (of === undefined) return own(filled, node)
      if (typeof of === 'string' && of.startsWith('line:')) {
        const [, back = '', place = '0'] = of.split(':')
        const type = filled.lineType(back)
        const field = type?.fields.find((each) => each.id === node.key)
        if (!field) throw new AsksServer(`${node.key ?? ''} of a line`)
        return valueOf(field, lines(back)[Number(place)]?.[field.id] ?? null)
      }
      if (typeof of === 'object' && of !== null && 'given' in of) return node.key === 'given' ? of.given : node.key === 'on' ? of.on : node.key === 'until' ? of.until : of.by
      const target = filled.typeOf(ofType.replace(/^ref /, ''))
      const field = target?.fields.find((each) => each.id === node.key)
      if (!target || !field || typeof of !== 'string') throw new AsksServer(`${node.key ?? ''} of another record`)
      const value = filled.other(target.name, of, field.id)
      if (value === undefined) throw new AsksServer(`${node.key ?? ''} of another record`)
      return valueOf(field, value as SentValue)
    },
    back(of, _ofType, node) {
      if (of !== undefined || filled.lineType(node.key ?? '') === null) throw new AsksServer(`${node.key ?? ''} stands with the server`)
      return lines(node.key ?? '').map((_, place) => `line:${node.key}:${place}`)
    },
    today: () => BigInt(dayNumber(filled.today)),
    workingDays: () => { throw new AsksServer('the calendar of holidays is the server\'s') },
    addWorkingDays: () => { throw new AsksServer('the calendar of holidays is the server\'s') },
  }
}

function own(filled: Filled, node: Tree): Value {
  if (node.how === 'system') {
    if (node.key === 'org') return BigInt(filled.org)
    if (node.key === 'entered') return BigInt(dayNumber(filled.entered))
    if (node.key === 'stage') return filled.stage
  }
  const field = filled.type.fields.find((each) => each.id === node.key)
  if (!field || node.how === 'reached' || node.how === 'level') throw new AsksServer(`${node.key ?? ''} is the server's`)
  const value = filled.values[field.id] ?? null
  if (typeof value === 'object' && value !== null && ('masked' in value || 'hidden' in value)) throw new AsksServer(`${field.id} is masked`)
  if (field.computed) throw new AsksServer(`${field.id} is worked out by the server`)
  return valueOf(field, value)
}

// As sent -> as expressions reckon. What is not (yet) a value of its kind is empty.
export function valueOf(field: Field, value: SentValue): Value {
  if (value === null || value === '') return null
  switch (field.kind) {
    case 'money': return fenOf(String(value))
    case 'int': return /^-?\d{1,18}$/.test(String(value)) ? BigInt(String(value)) : null
    case 'decimal': return scaled(String(value))
    case 'date': return dayOf(String(value))
    case 'time': return timeOf(String(value))
    case 'flag': return typeof value === 'boolean' ? value : null
    case 'choices': case 'file': return Array.isArray(value) && value.length > 0 ? value.map(String) : null
    case 'ref': return field.to === 'core.org' ? BigInt(String(value)) : String(value)
    case 'tally': return tallyOf(value)
    case 'consent': return consentOf(value)
    default: return String(value)
  }
}

// A default that was worked out -> as sent.
export function sentOf(field: Field, value: Value | undefined): SentValue {
  if (value === undefined || value === null) return null
  if (field.kind === 'money' && typeof value === 'bigint') return yuanOf(value)
  if (field.kind === 'date' && typeof value === 'bigint') return dayText(Number(value))
  if (field.kind === 'decimal' && typeof value === 'bigint') return unscaled(value)
  if (field.kind === 'tally' && typeof value === 'object' && 'number' in value) return { value: Number(value.number), sureness: 'exact' }
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : null
}

function dayOf(text: string): bigint | null {
  const count = dayNumber(text)
  return Number.isNaN(count) ? null : BigInt(count)
}

function timeOf(text: string): bigint | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)/.exec(text)
  const count = match ? dayNumber(match[1] ?? '') : NaN
  return match && !Number.isNaN(count) ? BigInt(count) * 1440n + BigInt(Number(match[2]) * 60 + Number(match[3])) : null
}

function scaled(text: string): bigint | null {
  const match = /^(-?)(\d{1,14})(?:\.(\d{1,4}))?$/.exec(text.trim())
  if (!match) return null
  const size = BigInt(match[2] ?? '0') * 10_000n + BigInt((match[3] ?? '').padEnd(4, '0') || '0')
  return match[1] ? -size : size
}

function unscaled(value: bigint): string {
  const size = value < 0n ? -value : value
  const places = (size % 10_000n).toString().padStart(4, '0').replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${size / 10_000n}${places ? `.${places}` : ''}`
}

function tallyOf(value: SentValue): Value {
  if (typeof value !== 'object' || value === null || !('value' in value) || !/^\d+$/.test(String(value.value))) return null
  return { number: BigInt(String(value.value)), sureness: value.sureness === 'at_least' ? 1 : value.sureness === 'about' ? 2 : 0 }
}

function consentOf(value: SentValue): Value {
  if (typeof value !== 'object' || value === null || !('given' in value)) return null
  const consent = value as { given: boolean; on: string; by?: string | null; until?: string | null }
  return { given: consent.given, on: dayOf(consent.on), by: consent.by ?? null, until: consent.until ? dayOf(consent.until) : null }
}
