// Starts a move: straight into the outbox where nothing is asked and it can be taken back, else by its small form.
import type { Move, RecordType, Row } from '../../api/types'
import { titleOf } from '../../descriptors/descriptors'
import { useOutbox } from '../../outbox/outbox'
import { say } from '../../texts/language'
import { commandOf } from './form'
import { askMove } from './moves'

export async function startMove(type: RecordType, move: Move, rows: ReadonlyArray<Pick<Row, 'record' | 'label'> & Partial<Row>>, done?: () => void): Promise<void> {
  const one = rows[0]
  if (move.asks.length > 0 || move.money || !one) {
    askMove({ type, move, rows, ...(done ? { done } : {}) })
    return
  }
  const outbox = useOutbox()
    const command = rows.length === 1
    ? commandOf(type, move.id, one.record, one.version ? { base: one.version } : {})
    : (({ record: _, ...many }) => many)(commandOf(type, move.id, '', { records: rows.map((row) => ({ record: row.record, ...(row.version ? { base: row.version } : {}) })) }))
  if (rows.length === 1 && !outbox.open.some((entry) => entry.touched.includes(one.record))) {
    const found = await outbox.tried(command)
    if (found !== 'offline' && found.length > 0) {
      askMove({ type, move, rows, ...(done ? { done } : {}) }) // its form says what is in the way
      return
    }
  }
  await outbox.hand({ command, title: titleOf(move), label: rows.length === 1 ? `${titleOf(move)} ${one.label}` : say('list.doMove', { n: rows.length, move: titleOf(move) }), undo: true })
  done?.()
}
