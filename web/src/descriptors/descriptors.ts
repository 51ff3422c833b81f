// What the packs in use declare, for this role: read once, kept by its hash.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { useSession } from '../api/session'
import type { Code, Descriptors, Field, Move, Programme, RecordType, Stage, Titled } from '../api/types'
import { readTagged } from '../outbox/seen'
import { language } from '../texts/language'

export const useDescriptors = defineStore('descriptors', () => {
  const session = useSession()
  const all = shallowRef<Descriptors | null>(null)
  const owner = ref('')
  let loading: Promise<void> | null = null

  async function load(): Promise<void> {
    if (all.value && owner.value === session.owner) return
    const asked = session.owner
    loading ??= readTagged<Descriptors>(asked, '/meta')
      .then((answer) => { all.value = answer; owner.value = asked })
      .finally(() => { loading = null })
    await loading
  }

  function forget(): void {
    all.value = null
    owner.value = ''
  }

  const programmes = computed<readonly Programme[]>(() => all.value?.programmes ?? [])
  const types = computed(() => new Map(programmes.value.flatMap((programme) => programme.records.map((type) => [type.name, type] as const))))
  const type = (name: string): RecordType | null => types.value.get(name) ?? null
  // What can be entered by itself: lines are filled within their record.
  const enterable = computed(() => [...types.value.values()].filter((each) => each.may_enter && !each.part_of))
  const readable = computed(() => [...types.value.values()].filter((each) => each.may_read && !each.part_of))

  return { all, load, forget, programmes, types, type, enterable, readable }
})

export const titleOf = (titled: Partial<Titled> | null | undefined): string => (language.value === 'en' && titled?.title_en ? titled.title_en : (titled?.title ?? ''))
export const fieldOf = (type: RecordType, id: string): Field | null => type.fields.find((field) => field.id === id) ?? null
export const moveOf = (type: RecordType, id: string): Move | null => type.moves.find((move) => move.id === id) ?? null
export const stageOf = (type: RecordType, id: string | null): Stage | null => type.stages.find((stage) => stage.id === id) ?? null
// A move forward leads to a later stage than the one it leaves; from there `A` makes it, and its button is filled.
export function isForward(type: RecordType, move: Move, stage: string | null): boolean {
  const place = (id: string | null): number => type.stages.findIndex((each) => each.id === id)
  return move.to !== null && place(move.to) > place(stage)
}
// The stages that lead on: every one from which something still follows, and the first end reached by them. Others (withdrawn,
// refused) stand beside the way.
export function onTheWay(type: RecordType): ReadonlySet<string> {
  const way = new Set<string>()
  let at = type.stages[0]?.id ?? null
  while (at !== null && !way.has(at)) {
    way.add(at)
    const from: string = at
    const next = type.moves.filter((move) => move.from.includes(from) && move.to !== null && isForward(type, move, from)).map((move) => move.to as string)
    const place = (id: string): number => type.stages.findIndex((stage) => stage.id === id)
    at = next.sort((a, b) => place(a) - place(b))[0] ?? null
  }
  return way
}
export const codeOf = (field: Field, id: string): Code | null => field.codes?.find((code) => code.id === id) ?? null
export const isProtected = (type: RecordType): boolean => type.class === 'sensitive' || type.class === 'secret'

// Fields that a person fills: not worked out by the pack.
export const filledFields = (type: RecordType): readonly Field[] => type.fields.filter((field) => !field.computed && !field.gone && !field.part_of)

// The columns of a list without hints: the first two fields that are not private, money last.
export function columnsOf(type: RecordType): readonly Field[] {
  const named = (type.look?.list ?? []).map((id) => fieldOf(type, id)).filter((field): field is Field => field !== null)
  if (named.length > 0) return named.slice(0, 6)
  const open = type.fields.filter((field) => !field.private && !field.gone && !field.part_of && field.kind !== 'note' && field.kind !== 'file' && field.kind !== 'consent')
  const plain = open.filter((field) => field.kind !== 'money').slice(0, 2)
  const money = open.filter((field) => field.kind === 'money').slice(0, 1)
  return [...plain, ...money]
}
