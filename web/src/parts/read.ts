// Reads one answer for a page: what was seen last is shown at once, shapes after 200 ms, an error as a bar; old content stays.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import { ApiProblem, ask } from '../api/client'
import { useSession } from '../api/session'
import { lastSeen, readKept } from '../outbox/seen'

const SHAPES_AFTER_MS = 200

export interface Reading<Answer> {
  readonly answer: ShallowRef<Answer | null>
  readonly shapes: Ref<boolean> // grey shapes: nothing to show yet, and it takes long
  readonly trouble: Ref<'' | 'offline' | 'right' | 'gone' | 'server'>
  readonly problem: ShallowRef<ApiProblem | null>
  readonly staleAt: Ref<number | null>
  readonly again: () => Promise<void>
}

// `kept`: whether the answer may stay on the phone; asked before, with null, and again when the answer is there, since by its address alone a page may not
// know yet that it shows a secret. A null path reads nothing.
export function useReading<Answer>(path: () => string | null, kept: (answer: Answer | null) => boolean = () => true): Reading<Answer> {
  const session = useSession()
  const answer = shallowRef<Answer | null>(null)
  const shapes = ref(false)
  const trouble = ref<'' | 'offline' | 'right' | 'gone' | 'server'>('')
  const problem = shallowRef<ApiProblem | null>(null)
  const staleAt = ref<number | null>(null)
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort: AbortController | null = null

  async function again(): Promise<void> {
    const at = path()
    const turn = ++asked
    abort?.abort()
    if (at === null) return
    abort = new AbortController()
    clearTimeout(timer)
    timer = setTimeout(() => { shapes.value = answer.value === null && turn === asked }, SHAPES_AFTER_MS)
    if (answer.value === null && kept(null)) {
      const seen = await lastSeen<Answer>(session.owner, at)
      if (seen && turn === asked && answer.value === null) answer.value = seen.answer
    }
    try {
      const read = kept(null) ? await readKept<Answer>(session.owner, at, abort.signal, kept) : { answer: await ask<Answer>(at, { signal: abort.signal }), at: Date.now(), stale: false }
      if (turn !== asked) return
      answer.value = read.answer
      staleAt.value = read.stale ? read.at : null
      trouble.value = ''
      problem.value = null
    } catch (reason) {
      if (turn !== asked || (reason instanceof DOMException && reason.name === 'AbortError')) return
      take(reason)
    } finally {
      if (turn === asked) {
        clearTimeout(timer)
        shapes.value = false
      }
    }
  }

  function take(reason: unknown): void {
    problem.value = reason instanceof ApiProblem ? reason : null
    const status = problem.value?.status ?? 0
    trouble.value = status === 0 ? 'offline' : status === 403 ? 'right' : status === 404 ? 'gone' : 'server'
    if (trouble.value === 'right' || trouble.value === 'gone') answer.value = null
  }

  watch(path, () => {
    answer.value = null
    staleAt.value = null
    trouble.value = ''
    void again()
  }, { immediate: true })
  onScopeDispose(() => { clearTimeout(timer); abort?.abort() })
  return { answer, shapes, trouble, problem, staleAt, again }
}
