// A desk's roster: finding in it as people say a name, what stands where, and what a tap does to it before the server has answered.
import type { Desk, DeskRow, Move, RecordType } from '../../api/types'
import { moveOf } from '../../descriptors/shape'

// Letters find by pinyin and initials, characters by the name, digits by the birthday; from the beginning, but initials anywhere. `tails`: those
// whose number the server said ends so.
export function found(rows: readonly DeskRow[], typed: string, group: string, tails: ReadonlySet<string>): readonly DeskRow[] {
  const words = typed.trim().toLowerCase()
  return rows.filter((row) => (group === '' || row.group === group) && (words === '' || tails.has(row.record) || row.keys.some((key) => key.startsWith(words) || (words.length > 1 && !/^[a-z]/.test(words) && key.includes(words)))))
}

export const isTail = (typed: string): boolean => /^\d{3}[\dxX]$/.test(typed.trim())

// The first of the desk's moves that can be made where she stands; nothing: she is done.
export function nextMove(type: RecordType, desk: Pick<Desk, 'moves'>, stage: string): Move | null {
  for (const id of desk.moves) {
    const move = moveOf(type, id)
    if (move?.from.includes(stage)) return move
  }
  return null
}

export interface StageCount { readonly stage: string; readonly n: number }
export function counts(rows: readonly DeskRow[], stageNow: (row: DeskRow) => string): readonly StageCount[] {
  const of = new Map<string, number>()
  for (const row of rows) of.set(stageNow(row), (of.get(stageNow(row)) ?? 0) + 1)
  return [...of].map(([stage, n]) => ({ stage, n }))
}

// Who can still be moved first, then by name; the order does not jump while she reads.
export function inOrder(rows: readonly DeskRow[], waits: (row: DeskRow) => boolean): readonly DeskRow[] {
  return [...rows].sort((a, b) => Number(waits(b)) - Number(waits(a)) || a.label.localeCompare(b.label, 'zh'))
}
