// A pack's sentences in the language of the page: why a value is refused, what was told.
import { afterEach, expect, it, vi } from 'vitest'

vi.hoisted(() => {
  vi.stubGlobal('localStorage', { getItem: () => 'zh', setItem: () => undefined })
})

import { i18n } from '../src/texts/language'
import { problemText } from '../src/texts/problems'
import { toldText } from '../src/texts/told'

const line = { id: '1', text: '学校的使用明细逾期没有交来', text_en: 'A sheet is past its day', type: 'a.b', record: 'r', at: '2026-03-08T01:00:00Z', read: false }
const check = { code: 'check', path: 'values.birth', args: { message: '出生日期不能晚于今天', message_en: "The birthday can't be after today" } }

afterEach(() => { i18n.global.locale.value = 'zh' })

it('says them in Chinese', () => expect([toldText(line), problemText(check)]).toEqual([line.text, check.args.message]))

it('says them in English to whoever reads English', () => {
  i18n.global.locale.value = 'en'
  expect([toldText(line), problemText(check)]).toEqual([line.text_en, check.args.message_en])
})

it('says in Chinese what has no English', () => {
  i18n.global.locale.value = 'en'
  expect(problemText({ ...check, args: { message: check.args.message } })).toBe(check.args.message)
})

it("says the engine's own line by its name", () => expect(toldText({ ...line, text: '@glass', text_en: '@glass' })).toMatch(/^有人凭理由/))
