// What a heading stands for, in the language of the moment: 人员 · 姓名; 家庭户.
import { useI18n } from 'vue-i18n'

import type { FormMeaning, Problem } from '../../api/types'
import { titleOf, useDescriptors } from '../../descriptors/descriptors'
import { problemText } from '../../texts/problems'
import { isFigure } from './strange'

export function useMeanings() {
  const descriptors = useDescriptors()
  const { t, te } = useI18n()

  function titleOfMeaning(meaning: Pick<FormMeaning, 'is' | 'title'>): string {
    if (!meaning.is) return ''
    const key = `forms.means.${meaning.is.replace('.', '_')}`
    if (te(key)) return t(key)
    if (isFigure(meaning.is)) return descriptors.figureTitle(meaning.is, meaning.title)
    const [programme, type, ...path] = meaning.is.split('.')
    let of = descriptors.type(`${programme}.${type}`)
    const titles = path.map((id) => {
      const field = of?.fields.find((each) => each.id === id)
      of = field?.to ? descriptors.type(field.to) : null
      return field ? titleOf(field) : ''
    })
    return titles.length && titles.every(Boolean) ? titles.join(' · ') : meaning.title
  }

  // A reason in the page's words; the server's own name options of the command line.
  function whyText(problem: Problem): string {
    const key = `forms.why.${problem.code}`
    if (problem.code === 'form_withheld' && te(`forms.withheld.${problem.args?.['why']}`)) return t(`forms.withheld.${problem.args?.['why']}`)
    return te(key) ? t(key, problem.args ?? {}) : problemText(problem)
  }

  return { titleOfMeaning, whyText }
}
