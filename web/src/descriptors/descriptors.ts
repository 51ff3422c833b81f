// What the packs in use declare, for this role: read once, kept by its hash.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { useSession } from '../api/session'
import type { Descriptors, Field, Party, Programme, RecordType, Shapes, Titled } from '../api/types'
import { readTagged } from '../outbox/seen'
import { knows, language, say } from '../texts/language'

import { keepEditions } from './editions'
import { fieldOf, isListed, moveOf } from './shape'

export * from './shape'

export const useDescriptors = defineStore('descriptors', () => {
  const session = useSession()
  const all = shallowRef<Descriptors | null>(null)
  const owner = ref('')
  let loading: Promise<void> | null = null

  async function load(): Promise<void> {
    if (all.value && owner.value === session.owner) return
    const asked = session.owner
    loading ??= readTagged<Descriptors>(asked, '/meta')
      .then((answer) => { all.value = answer; owner.value = asked; keepEditions(answer.programmes) })
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
  const readable = computed(() => [...types.value.values()].filter(isListed))

  // Titles in the language of the moment: answers carry the pack's own alone.
  const indicators = computed(() => new Map(programmes.value.flatMap((programme) => (programme.indicators ?? []).map((each) => [each.name, each] as const))))
  const funds = computed(() => new Map(programmes.value.flatMap((programme) => (programme.funds ?? []).map((each) => [each.name, each] as const))))
  const matches = computed(() => programmes.value.flatMap((programme) => programme.matches))
  const match = (name: string): Shapes['MatchBrief'] | null => matches.value.find((each) => each.name === name) ?? null
  const typeTitle = (name: string, otherwise = ''): string => titleOf(type(name)) || otherwise
  const moveTitle = (name: string, move: string, otherwise = ''): string => {
    const one = type(name)
    const declared = one ? titleOf(moveOf(one, move)) : ''
    if (declared) return declared
    return otherwise && otherwise !== move ? otherwise : knows(`move.${move}`) ? say(`move.${move}`) : otherwise || move // the engine's own moves
  }
  // A record that is called by a choice (a return by its kind) is called so in the language of the moment.
  const labelOf = (name: string, label: string): string => {
    const one = type(name)
    const code = one?.label ? fieldOf(one, one.label)?.codes?.find((each) => each.title === label || each.id === label) : undefined
    return code ? titleOf(code) : label
  }
  // Of a slice, x['a', 'b'], with its codes: 讲座：家教.
  const figureTitle = (name: string, otherwise = ''): string => {
    const whole = indicatorOf(name)
    const title = titleOf(indicators.value.get(whole)) || otherwise || whole
    const codes = [...name.slice(whole.length).matchAll(/'([^']*)'/g)].map(([, id], place) => titleOf(indicators.value.get(whole)?.by[place]?.codes.find((code) => code.id === id)) || (id ?? ''))
    return codes.length ? `${title}${say('common.colon')}${codes.join(say('common.listComma'))}` : title
  }
  const fundTitle = (name: string, otherwise = ''): string => titleOf(funds.value.get(name)) || otherwise
  const partyTitle = (party: Party): string => (party.fund ? fundTitle(party.fund, party.label) : party.label) || say('money.anonymous')

  return { all, load, forget, programmes, types, type, enterable, readable, matches, match, indicators, typeTitle, moveTitle, labelOf, figureTitle, fundTitle, partyTitle }
})

// The indicator that a slice is of.
export const indicatorOf = (figure: string): string => figure.split('[')[0] ?? figure

// A pack without an English text gives the id instead: read as words, left_behind is Left behind.
const spoken = (text: string): string => (/^[a-z][a-z0-9_]*$/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1).replaceAll('_', ' ') : text)
// A sentence of a pack (why a move or a value is refused, what was told), in her language where the pack has it.
export const sentenceOf = (chinese: string | null | undefined, english: string | null | undefined): string => (language.value === 'en' && english ? english : (chinese ?? ''))
export const titleOf = (titled: Partial<Titled> | null | undefined): string => (language.value === 'en' && titled?.title_en ? spoken(titled.title_en) : (titled?.title ?? ''))
export const helpOf = (field: Pick<Field, 'help' | 'help_en'>): string => (language.value === 'en' && field.help_en ? field.help_en : (field.help ?? ''))
