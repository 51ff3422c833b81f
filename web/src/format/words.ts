// The formats in the language and on the day of the moment: what pages call.
import { computed, ref } from 'vue'

import type { Field, FieldValue, Hidden, Masked, RecordType, Row, Tally } from '../api/types'
import { codeOf, columnsOf, titleOf, useDescriptors } from '../descriptors/descriptors'
import { language, say } from '../texts/language'
import * as dates from './date'
import * as moneys from './money'
import * as numbers from './number'

export const today = ref(dates.localToday()) // the server's day, once it has said one
export const english = computed(() => language.value === 'en')
const words = computed<dates.Words>(() => ({ english: english.value, today: today.value }))

export const day = (text: string): string => dates.day(text, words.value)
export const near = (text: string): string => dates.near(text, words.value)
export const weekday = (text: string): string => dates.weekday(text, words.value)
export const moment = (text: string): string => dates.moment(text, words.value)
export const range = (from: string, to: string): string => dates.range(from, to, words.value)
export const money = (text: string): string => moneys.money(text, english.value)
export const clock = dates.clock
// When something was seen: today the hour says enough, else the day with it.
export const sinceText = (ms: number): string => (dates.localToday(new Date(ms)) === dates.localToday() ? dates.clock(ms) : moment(new Date(ms).toISOString()))
export const ledgerMoney = moneys.ledgerMoney
export const number = numbers.number

export const isMasked = (value: FieldValue | undefined): value is Masked => typeof value === 'object' && value !== null && 'masked' in value
export const isHidden = (value: FieldValue | undefined): value is Hidden => typeof value === 'object' && value !== null && 'hidden' in value
export const isEmpty = (value: FieldValue | undefined): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

// A field's value in a row, in words; '' where it is empty.
export function valueText(field: Field, value: FieldValue | undefined, labels: Row['labels'] = {}): string {
  if (value === null || value === undefined) return ''
  if (isMasked(value)) return '••••'
  if (isHidden(value)) return say('record.hidden')
  switch (field.kind) {
    case 'money': return moneys.money(String(value), english.value)
    case 'int': case 'decimal': return withUnit(numbers.number(String(value)), field.unit)
    case 'date': return day(String(value))
    case 'time': return moment(String(value))
    case 'flag': return value === true ? say('common.yes') : say('common.no')
    case 'choice': return choiceText(field, String(value))
    case 'choices': return Array.isArray(value) ? value.map((each: string) => choiceText(field, each)).join(english.value ? ', ' : '、') : ''
    case 'ref': return labels[field.id] || say('record.unnamed')
    case 'tally': return withUnit(numbers.tally(value as Tally, english.value), field.unit)
    case 'consent': return typeof value === 'object' && 'given' in value ? consentText(value.given, value.until ?? null) : ''
    case 'file': return Array.isArray(value) ? say('record.files', { n: value.length }) : ''
    default: return String(value)
  }
}

// A value among others, without its title above it: a bare number lends its title (年级 5), lest nobody knows what is 5.
export function toldText(field: Field, value: FieldValue | undefined, labels: Row['labels'] = {}): string {
  const text = valueText(field, value, labels)
  const bare = ['int', 'decimal', 'tally'].includes(field.kind) && !field.unit && !isMasked(value) && !isHidden(value)
  return text && bare ? `${titleOf(field)} ${text}` : text
}

// What a record is called: its label; where it has none (the server then gives the head of its id), its first values.
export function rowName(type: RecordType | null, row: Pick<Row, 'record' | 'label'> & Partial<Pick<Row, 'values' | 'labels'>>): string {
  if (row.label && !row.record.startsWith(row.label)) return type ? useDescriptors().labelOf(type.name, row.label) : row.label
  const told = (type ? columnsOf(type) : []).map((field) => toldText(field, row.values?.[field.id], row.labels)).filter(Boolean)
  return told.slice(0, 2).join(' · ') || say('record.unnamed')
}

function choiceText(field: Field, id: string): string {
  const code = codeOf(field, id)
  return code ? titleOf(code) : id
}

function withUnit(text: string, unit: string | undefined): string {
  return unit ? `${text}${unit === '%' ? '' : ' '}${unit}` : text
}

function consentText(given: boolean, until: string | null): string {
  if (!given) return say('record.consentRefused')
  return until ? say('record.consentUntil', { day: day(until) }) : say('record.consentGiven')
}
