// Money, numbers and days as people read them.
import { describe, expect, it } from 'vitest'

import { addMonths, day, near, range } from '../src/format/date'
import { fenOf, ledgerMoney, money, moneyInWords } from '../src/format/money'
import { figureValue, number, tally } from '../src/format/number'

describe('money in words', () => {
  it.each([
    ['9999', null], ['10000', '一万元整'], ['30000', '三万元整'], ['10050', '一万零五十元整'], ['12345.60', '一万二千三百四十五元六角'], ['10000.05', '一万元零五分'], ['100000', '十万元整'], ['612000.00', '六十一万二千元整'],
    ['1000000', '一百万元整'], ['1000010', '一百万零一十元整'], ['100000000', '一亿元整'], ['100050000', '一亿零五万元整'], ['120000000', '一亿二千万元整'], ['1000000000001', '一万亿零一元整'], ['三千', null],
  ])('%s', (typed, words) => expect(moneyInWords(typed)).toBe(words))
})

describe('money', () => {
  it.each([['1500.00', '1,500 元'], ['1500.5', '1,500.50 元'], ['99999', '99,999 元'], ['612000', '61.2万元'], ['600000', '60万元'], ['120000000', '1.2亿元'], ['-4500', '−4,500 元']])('%s on a card', (given, shown) => expect(money(given)).toBe(shown))
  it('in ledgers is always whole', () => expect(ledgerMoney('612000')).toBe('612,000.00'))
  it('is exact', () => expect([fenOf('0.1'), fenOf('999999999999999.99'), fenOf('1,234.50'), fenOf('1.234'), fenOf('5万')]).toEqual([10n, 99999999999999999n, 123450n, null, null]))
  it('in English stays in yuan', () => expect(money('612000', true)).toBe('¥612,000'))
})

describe('numbers', () => {
  it('keeps counts whole and shares as they come', () => expect([number(30889), number('59.3')]).toEqual(['30,889', '59.3']))
  it('says how sure', () => expect([tally({ value: 3500, sureness: 'at_least' }, false), tally({ value: 60, sureness: 'about' }, true)]).toEqual(['3,500 多', 'about 60']))
  it('shows no data as such, not as 0', () => expect([figureValue({ name: 'a', value: null }, false), figureValue({ name: 'a', value: '0' }, false)]).toEqual(['–', '0']))
  it('shows money and shares by their unit', () => expect([figureValue({ name: 'a', value: '612000', unit: '元' }, false), figureValue({ name: 'a', value: '59.3', unit: '%' }, false)]).toEqual(['61.2万元', '59.3%']))
})

describe('days', () => {
  const words = { english: false, today: '2026-11-24' }
  it.each([['2026-03-08', '3月8日'], ['2025-03-08', '2025年3月8日']])('%s', (given, shown) => expect(day(given, words)).toBe(shown))
  it.each([['2026-11-24', '今天'], ['2026-11-23', '昨天'], ['2026-11-25', '明天'], ['2026-11-27', '周五'], ['2026-12-01', '12月1日'], ['2026-11-22', '11月22日']])('%s as a deadline', (given, shown) => expect(near(given, words)).toBe(shown))
  it('in English', () => expect([day('2026-03-08', { ...words, english: true }), day('2025-03-08', { ...words, english: true })]).toEqual(['8 Mar', '8 Mar 2025']))
  it('cuts months to their length', () => expect([addMonths('2026-01-31', 1), addMonths('2026-12-15', 1)]).toEqual(['2026-02-28', '2027-01-15']))
  it('spans with 至', () => expect(range('2026-01-01', '2026-12-31', words)).toBe('1月1日 至 12月31日'))
})
