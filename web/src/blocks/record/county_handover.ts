// What is said to a handover between counties that waits.
import { ask } from '../../api/client'
import { uuid7 } from '../../outbox/uuid'

export function answerHandover(move: 'accept' | 'refuse' | 'withdraw', handover: string, more: { readonly org?: number; readonly reason?: string } = {}): Promise<unknown> {
  return ask('/commands', { method: 'POST', body: { id: uuid7(), type: 'handover', move, handover, ...more } })
}
