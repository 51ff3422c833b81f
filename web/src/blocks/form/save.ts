// Saving a form: the browser's checks, then the server's where there is signal, then the outbox.
import type { Command, Problem, RecordType } from '../../api/types'
import { useOutbox } from '../../outbox/outbox'
import type { Form } from './form'

export type Saved = 'handed' | 'delivered' | 'kept' | 'refused' | 'conflict'

export interface Saving {
  readonly form: Form
  readonly type: RecordType
  readonly command: Command
  readonly title: string
  readonly label: string
  readonly sure: boolean // money and what can't be taken back: sent at once and waited for
  readonly again: () => void
}

export async function save(saving: Saving): Promise<Saved> {
  const outbox = useOutbox()
  const { form, command } = saving
  if (!form.check()) return 'refused'
  if (saving.type.class === 'secret') return saveSecret(saving)
  // What an earlier command here is still to make, the server does not know yet: it can't be asked.
  const named = new Set([command.record, ...Object.values(command.values ?? {})])
  const earlier = outbox.open.some((entry) => entry.touched.some((record) => named.has(record)))
  if (!earlier && form.uploads.value.length === 0) {
    const found = await outbox.tried(command)
    if (found !== 'offline' && found.length > 0) return refused(form, found)
  }
  const handed = { command, title: saving.title, label: saving.label, undo: !saving.sure, uploads: form.uploads.value, again: saving.again }
  if (saving.sure) {
    const end = await outbox.handAndWait(handed)
    if (typeof end !== 'string') return refused(form, end)
    await form.drop()
    return end
  }
  await outbox.hand(handed)
  await form.drop()
  return 'handed'
}

// Nothing of a secret waits on the phone: it is sent now, or it stays in the form.
async function saveSecret({ form, command, title }: Saving): Promise<Saved> {
  const outbox = useOutbox()
  const found = await outbox.tried(command)
  if (found === 'offline') return refused(form, [{ code: 'no_signal', path: '', message: '' }])
  if (found.length > 0) return refused(form, found)
  const end = await outbox.handAndWait({ command, title, label: title, undo: false, uploads: form.uploads.value, forget: true })
  if (typeof end !== 'string') return refused(form, end)
  if (end === 'delivered') return 'delivered'
  await outbox.takeBack(command.id)
  return refused(form, [{ code: 'no_signal', path: '', message: '' }])
}

function refused(form: Form, problems: readonly Problem[]): Saved {
  form.refuse(problems)
  return problems.some((problem) => problem.code === 'conflict') ? 'conflict' : 'refused'
}
