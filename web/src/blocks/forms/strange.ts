// One form of another office while the page is open: the file stays here, each question sends it again, and the server keeps nothing of it but,
// where told to, what its headings stand for.
import { computed, ref, shallowRef } from 'vue'

import { ask, problemsOf, query } from '../../api/client'
import type { FormCell, FormFilled, FormHeading, FormMeaning, FormPlan, Problem } from '../../api/types'
import { idsByBody } from '../../outbox/uuid'

export type Mask = FormMeaning['masks'][number]
// What somebody said of a heading; null: its cells stay empty.
export type Said = { readonly is: string; readonly mask?: Mask } | null
export interface Chosen { readonly id: string; readonly label: string }

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const BYTES_MAX = 11_000_000 // what fits into a request
const CHUNK = 0x8000
const ORDER = { unknown: 0, guessed: 1, blocked: 2, sure: 3, said: 4, left: 5 } as const

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(text)
}

export function save(name: string, base64: string, type = XLSX): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([bytes], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => { URL.revokeObjectURL(address) }, 1000)
}

// A3, as Excel calls it.
export function cellName(row: number, column: number): string {
  let letters = ''
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return `${letters}${row}`
}

export function useStrangeForm(org: () => number | null, period: () => string, notConnected: () => string) {
  const name = ref('')
  const form = shallowRef('')
  const sheet = ref('')
  const type = ref('')
  const record = ref<Chosen | null>(null)
  const recordType = ref('')
  const reason = ref('')
  const remember = ref(true)
  const said = ref<Record<string, Said>>({})
  const plan = shallowRef<FormPlan | null>(null)
  const filled = shallowRef<FormFilled | null>(null)
  const problems = ref<readonly Problem[]>([])
  const busy = ref<'' | 'plan' | 'fill'>('')
  const headings = computed(() => (plan.value?.headings ?? []).map((heading, at) => ({ heading, at })).sort((a, b) => ORDER[a.heading.state] - ORDER[b.heading.state] || a.at - b.at))
  const cells = computed(() => new Map((filled.value?.cells ?? []).map((cell): [string, FormCell] => [cell.cell, cell])))
  const idOf = idsByBody()
  let turn = 0

  function body(mapping: object): object {
    const named = record.value ? { record_type: recordType.value, record: record.value.id } : {}
    return { form: form.value, name: name.value, org: org() ?? 0, period: period(), ...(sheet.value ? { sheet: sheet.value } : {}), ...(reason.value.trim() ? { reason: reason.value.trim() } : {}), ...named, mapping }
  }

  const own = (): object => ({ ...(type.value ? { type: type.value } : {}), headings: said.value })
  // All that the plan shows, so that next time nothing is guessed; what could not be known is not said.
  function shown(): object {
    const settled = (plan.value?.headings ?? []).filter((heading) => heading.is && heading.state !== 'unknown' && heading.state !== 'left')
    const known = Object.fromEntries(settled.map((heading) => [heading.heading, heading.mask ? { is: heading.is, mask: heading.mask } : { is: heading.is }]))
    const of = type.value || plan.value?.type || plan.value?.wants || ''
    return { ...(of ? { type: of } : {}), headings: { ...known, ...said.value } }
  }

  async function asked<Answer>(what: 'plan' | 'fill', sent: object): Promise<Answer | null> {
    const mine = ++turn
    busy.value = what
    problems.value = []
    try {
      const answer = await ask<Answer>(`/forms/${what}`, { method: 'POST', body: sent })
      return mine === turn ? answer : null
    } catch (refusal) {
      if (mine === turn) problems.value = problemsOf(refusal, notConnected())
      return null
    } finally {
      if (mine === turn) busy.value = ''
    }
  }

  async function look(): Promise<void> {
    if (!form.value || !org() || !period()) return
    filled.value = null
    const answer = await asked<FormPlan>('plan', body(own()))
    if (answer) plan.value = answer
    if (answer?.wants && !recordType.value) recordType.value = answer.wants
  }

  async function take(file: File): Promise<void> {
    begin()
    if (file.size > BYTES_MAX) {
      problems.value = [{ code: 'form_too_large', path: '', args: { max: String(BYTES_MAX / 1_000_000) } }]
      return
    }
    name.value = file.name
    form.value = base64Of(new Uint8Array(await file.arrayBuffer()))
    await look()
  }

  function begin(): void {
    turn += 1
    busy.value = ''
    for (const each of [name, form, sheet, type, recordType, reason]) each.value = ''
    record.value = null
    remember.value = true
    said.value = {}
    plan.value = null
    filled.value = null
    problems.value = []
  }

  async function say(heading: string, what: Said, of = ''): Promise<void> {
    said.value = { ...said.value, [heading]: what }
    if (of) type.value = of
    await look()
  }

  async function fill(): Promise<void> {
    const keeps = remember.value && plan.value?.may_remember === true
    const sent = keeps ? { ...body(shown()), remember: true } : body(own())
    const answer = await asked<FormFilled>('fill', keeps ? { id: idOf(sent), ...sent } : sent)
    if (!answer) return
    filled.value = answer
    plan.value = answer.plan
  }

  return { name, form, sheet, type, record, recordType, reason, remember, said, plan, filled, problems, busy, headings, cells, take, begin, look, say, fill }
}

export const meaningsPath = (type: string, figures: boolean, q: string): string => `/forms/meanings${query({ type, figures: figures ? '' : '0', q })}`
export const isFigure = (is: string): boolean => is !== 'number' && is !== 'stage' && !/^org(\.|$)/.test(is) && is.replace(/\[.*$/, '').split('.').length === 2
export const toneOf = (state: FormHeading['state']): string => ({ unknown: 'red', guessed: 'amber', blocked: 'amber', sure: 'leaf', said: 'sky', left: '' })[state]
