// Chinese comes with the client; English is fetched when asked for.
import { computed } from 'vue'
import { createI18n } from 'vue-i18n'

import { speak } from '../api/client'
import problemsZh from './problems.zh.json'
import zh from './zh.json'

type Tree = { readonly [key: string]: string | Tree }
export type Language = 'zh' | 'en'

const KEY = 'halfsky.language'
const chosen = (localStorage.getItem(KEY) as Language | null) ?? (navigator.language.startsWith('en') ? 'en' : 'zh')

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh: { ...(zh as Tree), problem: problemsZh as Tree } } as Record<string, Tree>, missingWarn: false, fallbackWarn: false })
export const language = computed<Language>(() => i18n.global.locale.value as Language)

export async function speakLanguage(next: Language): Promise<void> {
  if (next === 'en' && !i18n.global.availableLocales.includes('en')) {
    const [en, problems] = await Promise.all([import('./en.json'), import('./problems.en.json')])
    i18n.global.setLocaleMessage('en', { ...(en.default as Tree), problem: problems.default as Tree })
  }
  i18n.global.locale.value = next
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN'
  localStorage.setItem(KEY, next)
  speak(next)
}

export const startLanguage = (): Promise<void> => speakLanguage(chosen === 'en' ? 'en' : 'zh')
export const say = (key: string, args: Readonly<Record<string, string | number>> = {}): string => i18n.global.t(key, args as Record<string, unknown>)
export const knows = (key: string): boolean => i18n.global.te(key) || i18n.global.te(key, 'zh')
