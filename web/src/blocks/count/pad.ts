// Counting by the piece: each paper names some lines, or is spoilt for a reason. Kept as a list of papers, so that the last one can be taken back and
// a killed browser goes on where it was.
import type { Look, Move, RecordType } from '../../api/types'

export type CountLook = NonNullable<Look['count']>
// The lines that a paper names, or the field that says why it is none.
export interface Paper { readonly lines: readonly string[]; readonly spoilt: string | null }

export const votesOf = (papers: readonly Paper[], line: string): number => papers.filter((paper) => paper.lines.includes(line)).length
export const spoiltOf = (papers: readonly Paper[], field: string): number => papers.filter((paper) => paper.spoilt === field).length

// A tap on a name: marks it on the paper in hand, or takes the mark back. Not more than `most`.
export function tapped(marks: readonly string[], line: string, most: number): readonly string[] {
  if (marks.includes(line)) return marks.filter((each) => each !== line)
  return marks.length >= most ? marks : [...marks, line]
}

// The move that hands the count in: out of the first stage, asking how many there were.
export function handsIn(type: RecordType, look: CountLook): Move | null {
  const first = type.stages[0]?.id ?? ''
  return type.moves.find((move) => move.from.includes(first) && move.to !== '' && move.to !== first && move.asks.includes(look.total)) ?? null
}

// What the server is told: votes by line, and the sheet's own numbers.
export function filledOf(papers: readonly Paper[], look: CountLook): Record<string, number> {
  return Object.fromEntries([[look.total, papers.length], ...look.spoilt.map((field) => [field, spoiltOf(papers, field)] as const)])
}

// Five strokes make one character, as they are written on a wall.
export const FIVE = '正'
const STROKES = ['', '一', '丅', '下', '止']
export const strokes = (n: number): string => FIVE.repeat(Math.floor(n / 5)) + (STROKES[n % 5] ?? '')
