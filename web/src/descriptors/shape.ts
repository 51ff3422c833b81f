// What a record type's declaration says, read without any store.
import type { Code, Field, Move, RecordType, Stage } from '../api/types'

// Offices are the engine's own: picked, never listed as records; lines stand in their record.
export const ORG = 'core.org'
export const isListed = (type: RecordType): boolean => type.may_read && !type.part_of && type.name !== ORG

export const fieldOf = (type: RecordType, id: string): Field | null => type.fields.find((field) => field.id === id) ?? null
export const moveOf = (type: RecordType, id: string): Move | null => type.moves.find((move) => move.id === id) ?? null
export const stageOf = (type: RecordType, id: string | null): Stage | null => type.stages.find((stage) => stage.id === id) ?? null
// A move forward leads to a later stage than the one it leaves; from there `A` makes it, and its button is filled.
export function isForward(type: RecordType, move: Move, stage: string | null): boolean {
  const place = (id: string | null): number => type.stages.findIndex((each) => each.id === id)
  return move.to !== '' && place(move.to) > place(stage)
}
// The stages that lead on: every one from which something still follows, and the first end reached by them. Others (withdrawn,
// refused) stand beside the way.
export function onTheWay(type: RecordType): ReadonlySet<string> {
  const way = new Set<string>()
  let at = type.stages[0]?.id ?? null
  while (at !== null && !way.has(at)) {
    way.add(at)
    const from: string = at
    const next = type.moves.filter((move) => move.from.includes(from) && isForward(type, move, from)).map((move) => move.to)
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
