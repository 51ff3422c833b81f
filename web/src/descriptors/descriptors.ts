// What the packs in use declare, for this role: read once, kept by its hash.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { useSession } from '../api/session'
import type { Descriptors, Programme, RecordType, Titled } from '../api/types'
import { readTagged } from '../outbox/seen'
import { language } from '../texts/language'

import { keepEditions } from './editions'
import { isListed } from './shape'

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

  return { all, load, forget, programmes, types, type, enterable, readable }
})

export const titleOf = (titled: Partial<Titled> | null | undefined): string => (language.value === 'en' && titled?.title_en ? titled.title_en : (titled?.title ?? ''))
