// A list's filters as they stand in the URL: what is chosen is a link that can be sent.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'

import { query } from '../../api/client'
import type { Field, RecordType } from '../../api/types'
import { fieldOf } from '../../descriptors/descriptors'

export interface Filters {
  readonly view: string
  readonly stages: readonly string[]
  readonly org: string
  readonly orgName: string
  readonly q: string
  readonly sort: string
  readonly where: string // written by hand
  readonly codes: Readonly<Record<string, string>> // choice field: code
  readonly ref: string
  readonly to: string
  readonly late: boolean // only what is past its day
  readonly handed: boolean // only what came from another org
  readonly year: string // by the type's date, else by entry
}

const text = (value: LocationQuery[string] | undefined): string => (typeof value === 'string' ? value : '')

export function filtersOf(at: LocationQuery, type: RecordType): Filters {
  const codes = Object.fromEntries(Object.entries(at).filter(([name, value]) => name.startsWith('is.') && fieldOf(type, name.slice(3)) && text(value)).map(([name, value]) => [name.slice(3), text(value)]))
  return {
    view: text(at['view']), stages: text(at['stage']) ? text(at['stage']).split(',') : [], org: text(at['org']), orgName: text(at['place']), q: text(at['q']), sort: text(at['sort']), where: text(at['where']), codes,
    ref: text(at['ref']), to: text(at['to']), late: text(at['late']) === '1', handed: text(at['handed']) === '1', year: /^\d{4}$/.test(text(at['year'])) ? text(at['year']) : '',
  }
}

export function toQuery(filters: Filters): LocationQueryRaw {
  const out: Record<string, string> = {}
  const put = (name: string, value: string): void => { if (value) out[name] = value }
  put('view', filters.view)
  put('stage', filters.stages.join(','))
  put('org', filters.org)
  put('place', filters.org ? filters.orgName : '')
  put('q', filters.q)
  put('sort', filters.sort)
  put('where', filters.where)
  put('ref', filters.ref)
  put('to', filters.to)
  put('late', filters.late ? '1' : '')
  put('handed', filters.handed ? '1' : '')
  put('year', filters.year)
  for (const [field, code] of Object.entries(filters.codes)) put(`is.${field}`, code)
  return out
}

export function listPath(type: RecordType, filters: Filters, more: Readonly<Record<string, string | number | null>>): string {
  const parts = [...(filters.where ? [`(${filters.where})`] : []), ...Object.entries(filters.codes).map(([field, code]) => `${field} == '${code}'`)]
  return `/records/${type.name}${query({
    view: filters.view, stage: filters.stages.join(','), org: filters.org, q: filters.q, sort: filters.sort || '-entered', where: parts.join(' && '), ref: filters.ref && filters.to ? `${filters.ref}:${filters.to}` : '',
    late: filters.late ? '1' : '', handed: filters.handed ? '1' : '', from: filters.year ? `${filters.year}-01-01` : '', to: filters.year ? `${filters.year}-12-31` : '', ...more,
  })}`
}

// Choices that a chip can offer: open to all, few enough.
export const choiceFilters = (type: RecordType): readonly Field[] => type.fields.filter((field) => field.kind === 'choice' && !field.private && !field.sealed && !field.computed && (field.codes?.length ?? 0) <= 24)
export const sortable = (type: RecordType): readonly Field[] => type.fields.filter((field) => !field.private && !field.sealed && !field.computed && ['date', 'money', 'int', 'decimal', 'choice'].includes(field.kind))
