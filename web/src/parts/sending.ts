// One act at a time: busy while it is under way, and what was wrong with it.
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { problemsOf } from '../api/client'
import type { Problem } from '../api/types'

export function useSending() {
  const { t } = useI18n()
  const problems = ref<readonly Problem[]>([])
  const busy = ref(false)
  // Whether it was done; not where another one is still under way.
  async function send(act: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      await act()
      return true
    } catch (caught) {
      problems.value = problemsOf(caught, t('common.notConnected'))
      return false
    } finally {
      busy.value = false
    }
  }
  return { problems, busy, send }
}
