// One form over one record type: its values, what was there before, what is wrong, and the command it makes.
import { computed, reactive, ref, shallowRef, watch, type ComputedRef } from 'vue'

import { ask } from '../../api/client'
import type { Command, Field, FieldValue, Problem, RecordAnswer, RecordType, SentValue, SentValues, Values } from '../../api/types'
import { editionsFor } from '../../descriptors/editions'
import { isHidden, isMasked, today } from '../../format/words'
import { dropDraft, draftOf, keepDraft } from '../../outbox/drafts'
import type { Upload } from '../../outbox/store'
import { uuid7 } from '../../outbox/uuid'
import type { SummaryLine } from '../../parts/ErrorSummary.vue'
import { fieldOfPath, problemText, problemWithField } from '../../texts/problems'
import { empty, problemsOf } from './check'
import { sentOf, worth, type Filled } from './world'

export interface FormAsked {
  readonly type: RecordType
  readonly typeOf: (name: string) => RecordType | null
  readonly owner: string
  readonly draftKey: string
  readonly record: string
  readonly before: Values | null // edit, move: what is there
  readonly labels: Readonly<Record<string, string>>
  readonly fields: readonly Field[]
  readonly required: ReadonlySet<string> // beyond the fields' own rule
  readonly org: number
  readonly stage: string | null
  readonly entered: string
  readonly lines: boolean
}

export interface Form {
  readonly asked: FormAsked
  readonly values: Record<string, SentValue>
  readonly labels: Record<string, string>
  readonly org: { id: number; name: string }
  readonly filled: ComputedRef<Filled>
  readonly problems: { value: readonly Problem[] }
  readonly summary: { value: readonly SummaryLine[] }
  readonly restored: { value: boolean }
  readonly draftKept: { value: boolean }
  readonly uploads: { value: readonly Upload[] }
  problemOf(field: string): string | null
  lineProblem(back: string, row: number, field: string): string | null
  set(field: string, value: SentValue, label?: string): void
  untouchedMask(field: string): boolean
  check(): boolean
  refuse(problems: readonly Problem[]): void
  changed(): boolean
  sent(): { readonly values: SentValues; readonly saw: SentValues }
  start(): Promise<void>
  drop(): Promise<void>
}

export const targetOf = (field: string): string => `f-${field}`

export function makeForm(asked: FormAsked): Form {
  const values = reactive<Record<string, SentValue>>({})
  const labels = reactive<Record<string, string>>({ ...asked.labels })
  const org = reactive({ id: asked.org, name: '' })
  const problems = ref<readonly Problem[]>([])
  const summary = shallowRef<readonly SummaryLine[]>([])
  const restored = ref(false)
  const draftKept = ref(false)
  const leavesNothing = asked.type.class === 'secret' // what is written of a secret is not kept on the phone
  const uploads = ref<readonly Upload[]>([])
  const touched = new Set<string>()
  const others = reactive(new Map<string, Values>())
  const before: Record<string, SentValue> = {}
  const masked = new Set<string>()
  let started = false

  for (const field of asked.type.fields) {
    const value = asked.before?.[field.id]
    if (isMasked(value) || isHidden(value)) masked.add(field.id)
    const own = isMasked(value) || isHidden(value) ? null : ((value ?? null) as SentValue)
    before[field.id] = own
    values[field.id] = own
  }
  if (asked.lines) for (const line of asked.type.lines) values[line.name] = []

  const filled = computed<Filled>(() => ({
    type: asked.type,
    record: asked.record,
    org: org.id,
    stage: asked.stage,
    entered: asked.entered,
    today: today.value,
    values: { ...values },
    lineType: (back) => asked.typeOf(asked.type.lines.find((line) => line.name === back)?.type ?? ''),
    typeOf: asked.typeOf,
    other: (type, record, key): FieldValue | undefined => {
      const row = others.get(`${type}/${record}`)
      const value = row?.[key]
      return row && !isMasked(value) && !isHidden(value) ? (value ?? null) : undefined
    },
  }))

  // Defaults stand until she fills the field herself, and follow what they are worked out from.
  function fillDefaults(): void {
    for (const field of asked.fields) {
      if (!field.default || touched.has(field.id) || asked.before) continue
      const value = sentOf(field, worth(field.default, filled.value))
      if (!empty(value) && JSON.stringify(value) !== JSON.stringify(values[field.id])) values[field.id] = value
    }
  }

  async function readOther(field: Field, record: string): Promise<void> {
    const to = field.to ?? ''
    if (to === 'core.org' || others.has(`${to}/${record}`)) return
    try {
      const row = await ask<RecordAnswer>(`/records/${to}/${record}`)
      others.set(`${to}/${record}`, row.values)
      if (!labels[field.id]) labels[field.id] = row.label
      fillDefaults()
    } catch {
      // Without it the server checks what this form cannot.
    }
  }

  function set(id: string, value: SentValue, label?: string): void {
    touched.add(id)
    masked.delete(id)
    values[id] = value
    if (label !== undefined) labels[id] = label
    const field = asked.type.fields.find((each) => each.id === id)
    if (field?.kind === 'ref' && typeof value === 'string') void readOther(field, value)
    problems.value = problems.value.filter((problem) => fieldOfPath(problem.path) !== id)
    fillDefaults()
  }

  async function start(): Promise<void> {
    const draft = leavesNothing ? null : await draftOf(asked.owner, asked.draftKey)
    if (draft) {
      Object.assign(labels, draft.labels ?? {})
      Object.assign(org, draft.org ?? {})
      for (const [id, value] of Object.entries(draft.values)) {
        if (!(id in values)) continue
        values[id] = value
        touched.add(id)
        masked.delete(id)
      }
      restored.value = true
      draftKept.value = true
    }
    fillDefaults()
    for (const field of asked.fields) if (field.kind === 'ref' && typeof values[field.id] === 'string') void readOther(field, String(values[field.id]))
    started = true
  }

  watch([values, org], () => {
    if (!started || !changed()) return
    const own = Object.fromEntries(Object.entries(values).filter(([id]) => touched.has(id) || Array.isArray(values[id])))
    if (!leavesNothing) void keepDraft(asked.owner, asked.draftKey, { values: own, labels, org }).then(() => { draftKept.value = true })
  }, { deep: true })

  function changed(): boolean {
    return touched.size > 0 || asked.type.lines.some((line) => Array.isArray(values[line.name]) && (values[line.name] as readonly unknown[]).length > 0)
  }

  function refuse(found: readonly Problem[]): void {
    problems.value = found
    summary.value = found.map((problem) => {
      const field = fieldOfPath(problem.path)
      const known = field !== null && (asked.fields.some((each) => each.id === field) || asked.type.lines.some((line) => line.name === field))
      return { text: problemWithField(problem, asked.type), target: known ? targetOf(field) : null }
    })
  }

  function check(): boolean {
    const visible = asked.fields.filter((field) => !masked.has(field.id))
    refuse(problemsOf(filled.value, visible, asked.required))
    return problems.value.length === 0
  }

  // Enter and move: all that is filled. Edit: only what changed, with what was seen, so that others' changes merge.
  function sent(): { values: SentValues; saw: SentValues } {
    const out: Record<string, SentValue> = {}
    const saw: Record<string, SentValue> = {}
    for (const field of asked.fields) {
      if (masked.has(field.id)) continue
      const value = tidy(values[field.id] ?? null)
      const was = before[field.id] ?? null
      if (asked.before ? JSON.stringify(value) === JSON.stringify(was) : value === null) continue
      out[field.id] = value
      if (asked.before && !isMasked(asked.before[field.id]) && !isHidden(asked.before[field.id])) saw[field.id] = was
    }
    if (asked.lines) for (const line of asked.type.lines) {
      const rows = values[line.name]
      if (Array.isArray(rows) && rows.length > 0) out[line.name] = rows
    }
    return { values: out, saw }
  }

  return {
    asked, values, labels, org, filled, problems, summary, restored, draftKept, uploads,
    problemOf: (field) => {
      const found = problems.value.find((problem) => fieldOfPath(problem.path) === field && !problem.path.includes(']'))
        ?? problems.value.find((problem) => fieldOfPath(problem.path) === field && !/values\.[^.[]+\[\d+\]/.test(problem.path))
      return found ? problemText(found) : null
    },
    lineProblem: (back, row, field) => {
      const found = problems.value.find((problem) => problem.path.endsWith(`values.${back}[${row}].values.${field}`) || problem.path.endsWith(`values.${back}[${row}].${field}`))
      return found ? problemText(found) : null
    },
    set,
    untouchedMask: (field) => masked.has(field),
    check, refuse, changed, sent, start,
    drop: () => dropDraft(asked.owner, asked.draftKey),
  }
}

export function commandOf(type: RecordType, move: string, record: string, more: Partial<Command>): Command {
  return { id: uuid7(), type: type.name, move, record, ...editionsFor(type.name), ...more }
}

// An emptied box is empty, not "".
function tidy(value: SentValue): SentValue {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
  if (Array.isArray(value)) return value.length === 0 ? null : value
  if (typeof value === 'object' && value !== null && 'value' in value && (value.value === null || value.value === '')) return null
  return value
}
