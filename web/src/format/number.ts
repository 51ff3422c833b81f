// Numbers as people read them. Counts stay whole (30,889); shares keep the places of their source.
import type { Figure, Tally } from '../api/types'
import { grouped, money } from './money'

export function number(value: string | number): string {
  const text = String(value)
  return /^-?\d+(\.\d+)?$/.test(text) ? grouped(text) : text
}

// "至少" and "约" follow the number: 3,500 多, 60 左右.
export function sure(text: string, sureness: string | undefined, english: boolean): string {
  if (sureness === 'at_least') return english ? `over ${text}` : `${text} 多`
  if (sureness === 'about') return english ? `about ${text}` : `${text} 左右`
  return text
}

export function tally(value: Tally, english: boolean): string {
  return sure(number(value.value), value.sureness, english)
}

export function figureValue(figure: Figure, english: boolean): string {
  if (figure.value === null) return '–'
  if (figure.unit === '元') return sure(money(String(figure.value), english), figure.sureness, english)
  const text = figure.unit === '%' ? `${figure.value}%` : number(figure.value)
  return sure(text, figure.sureness, english)
}
