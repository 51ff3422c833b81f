// One move of one or many records, asked for from anywhere: Today, a list, a record's page.
import { shallowRef } from 'vue'

import type { Move, RecordType, Row } from '../../api/types'

export interface MoveAsked {
  readonly type: RecordType
  readonly move: Move
  readonly rows: ReadonlyArray<Pick<Row, 'record' | 'label'> & Partial<Row>>
  readonly done?: () => void
}

export const moveAsked = shallowRef<MoveAsked | null>(null)

export function askMove(asked: MoveAsked): void {
  moveAsked.value = asked
}
