// Bulk moves: the server is asked first, per record; the good ones then go as one command, all or none.
import type { MayMove, Move, Problem, RecordType, Row } from '../../api/types'
import { isForward, moveOf } from '../../descriptors/shape'

export interface BulkMove { readonly move: Move; readonly forward: boolean; readonly good: readonly Row[]; readonly skipped: ReadonlyArray<{ readonly row: Row; readonly problem: Problem }> }

// What may be done with the chosen, as the list already knows.
export function bulkMoves(type: RecordType, rows: readonly Row[]): readonly BulkMove[] {
  const names = [...new Set(rows.flatMap((row) => row.may.map((may) => may.move)))]
  return names.flatMap((name) => {
    const move = moveOf(type, name)
    if (!move) return []
    const skipped = rows.flatMap((row) => {
      const may = row.may.find((each) => each.move === name)
      return may?.ok ? [] : [{ row, problem: whyNot(may, move) }]
    })
    return [{ move, forward: rows.some((row) => isForward(type, move, row.stage)), good: rows.filter((row) => row.may.some((may) => may.move === name && may.ok)), skipped }]
  })
}

export function whyNot(may: MayMove | undefined, move: Move): Problem {
  if (!may) return { code: 'wrong_stage_here', path: '', args: { move: move.title } }
  return { code: may.why ?? 'not_yours', path: '', args: { move: move.title, message: may.message ?? '', message_en: may.message_en ?? '' } }
}

// "records[2].move" and "steps[0].records[2]…" name the third.
export function placeOf(problem: Problem): number | null {
  const match = /records\[(\d+)\]/.exec(problem.path)
  return match ? Number(match[1]) : null
}

// After a dry run of the good ones: those with a problem join the skipped.
export function sifted(bulk: BulkMove, problems: readonly Problem[]): BulkMove {
  const bad = new Map<number, Problem>()
  for (const problem of problems) {
    const place = placeOf(problem)
    if (place !== null && !bad.has(place)) bad.set(place, problem)
  }
  const whole = problems.find((problem) => placeOf(problem) === null)
  if (whole && bad.size === 0) return { ...bulk, good: [], skipped: [...bulk.skipped, ...bulk.good.map((row) => ({ row, problem: whole }))] }
  return {
    move: bulk.move,
    forward: bulk.forward,
    good: bulk.good.filter((_, place) => !bad.has(place)),
    skipped: [...bulk.skipped, ...bulk.good.flatMap((row, place) => { const problem = bad.get(place); return problem ? [{ row, problem }] : [] })],
  }
}
