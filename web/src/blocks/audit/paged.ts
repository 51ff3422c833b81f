// An answer whose rows come a page at a time.
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import { ask, query } from '../../api/client'
import { useReading, type Reading } from '../../parts/read'

interface Page<Row> { readonly rows: readonly Row[]; readonly cursor: string | null }

export function usePaged<Answer extends Page<Row>, Row>(path: string | (() => string)): { reading: Reading<Answer>; rows: ComputedRef<readonly Row[]>; cursor: Ref<string | null>; more: () => Promise<void> } {
  const at = (): string => (typeof path === 'string' ? path : path())
  const reading = useReading<Answer>(at, () => false)
  const further = shallowRef<readonly Row[]>([])
  const cursor = ref<string | null>(null)
  watch(reading.answer, (page) => { further.value = []; cursor.value = page?.cursor ?? null })
  const rows = computed<readonly Row[]>(() => [...(reading.answer.value?.rows ?? []), ...further.value])
  async function more(): Promise<void> {
    const page = await ask<Page<Row>>(`${at()}${at().includes('?') ? query({ cursor: cursor.value }).replace('?', '&') : query({ cursor: cursor.value })}`).catch(() => null)
    if (!page) return
    further.value = [...further.value, ...page.rows]
    cursor.value = page.cursor
  }
  return { reading, rows, cursor, more }
}
