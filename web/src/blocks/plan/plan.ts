// Plan against actual: lines of the server's answer in words, which of them are furthest behind, and the act that sets a target.
import { ask } from '../../api/client'
import type { Shapes } from '../../api/types'
import { english } from '../../format/words'
import { money } from '../../format/money'
import { number } from '../../format/number'
import { uuid7 } from '../../outbox/uuid'

export type PlanIndicator = Shapes['TargetIndicator']
export type PlanSlice = Shapes['TargetSlice']
export interface PlanLine { readonly indicator: PlanIndicator; readonly slice: PlanSlice }
// What was set, so that it can be taken back.
export interface PlanChange { readonly line: PlanLine; readonly before: string | null; readonly after: string | null }

export const nameOf = ({ slice }: PlanLine): string => slice.figure.name

export function planValue(value: string | null, unit: string): string {
  if (value === null) return '–'
  if (unit === '元') return money(value, english.value)
  return unit === '%' ? `${number(value)}%` : number(value)
}

// Those with a target, the latest first: what is behind its time, then what has reached least of its plan.
export function worstOf(indicators: readonly PlanIndicator[], count: number): readonly PlanLine[] {
  const planned = indicators.flatMap((indicator) => indicator.slices.filter((slice) => slice.percent !== null).map((slice) => ({ indicator, slice })))
  return planned.sort((a, b) => Number(b.slice.behind) - Number(a.slice.behind) || Number(a.slice.percent) - Number(b.slice.percent)).slice(0, count)
}

// As typed, without the commas that people put between thousands; empty takes the target away.
export function setTarget(line: PlanLine, org: number, year: number, typed: string | null): Promise<Shapes['TargetSet']> {
  const value = typed === null ? '' : typed.replace(/[,，\s]/g, '')
  return ask('/targets', { method: 'PUT', body: { id: uuid7(), indicator: line.indicator.indicator, org, year, dims: line.slice.dims, value: value === '' ? null : value } })
}
