// Papers, marks and what is told of them.
import { describe, expect, test } from 'vitest'

import type { DeskRow, RecordType } from '../src/api/types'
import { filledOf, handsIn, spoiltOf, strokes, tapped, votesOf, type Paper } from '../src/blocks/count/pad'
import { counts, found, inOrder, isTail, nextMove } from '../src/blocks/desk/desk'

const look = { lines: 'counts', value: 'votes', total: 'papers', spoilt: ['blank', 'crowded'], most: 'most' }
const papers: readonly Paper[] = [{ lines: ['a', 'b'], spoilt: null }, { lines: [], spoilt: 'blank' }, { lines: ['a'], spoilt: null }]

describe('a count by the piece', () => {
  test('adds what the papers name, and the spoilt ones by their reason', () => {
    expect([votesOf(papers, 'a'), votesOf(papers, 'b'), votesOf(papers, 'c'), spoiltOf(papers, 'blank'), spoiltOf(papers, 'crowded')]).toEqual([2, 1, 0, 1, 0])
    expect(filledOf(papers, look)).toEqual({ papers: 3, blank: 1, crowded: 0 })
  })
  test('takes no more marks on a paper than are allowed, and a second tap takes one back', () => {
    expect(tapped(['a'], 'b', 2)).toEqual(['a', 'b'])
    expect(tapped(['a', 'b'], 'c', 2)).toEqual(['a', 'b'])
    expect(tapped(['a', 'b'], 'a', 2)).toEqual(['b'])
  })
  test('is handed in by the move out of the first stage that asks how many there were', () => {
    const move = (id: string, from: string, to: string, asks: readonly string[]) => ({ id, title: id, title_en: id, from: [from], to, asks, forward: true, money: false, by_person: true })
    const type = { stages: [{ id: 'open' }, { id: 'given' }], moves: [move('note', 'open', '', ['papers']), move('give', 'open', 'given', ['papers', 'blank']), move('reopen', 'given', 'open', [])] } as unknown as RecordType
    expect(handsIn(type, look)?.id).toBe('give')
  })
  test('is written in strokes of five', () => {
    expect([strokes(0), strokes(3), strokes(5), strokes(12)]).toEqual(['', '下', '正', '正正丅'])
  })
})

const row = (record: string, keys: readonly string[], stage = 'listed', group: string | null = null): DeskRow => ({ record, label: keys[0] ?? '', stage, version: 1, group, keys: [...keys], beside: '' })
const roster = [row('1', ['陈桂香', 'chenguixiang', 'cgx', '0315']), row('2', ['曹国珍', 'caoguozhen', 'cgz', '1202'], 'voted', 'g'), row('3', ['李小雨', 'lixiaoyu', 'lxy', '0315'], 'listed', 'g')]

describe('a desk', () => {
  test('finds by initials, pinyin, characters and birthday, within a group, and by numbers that the server told', () => {
    const of = (typed: string, group = '', tails: readonly string[] = []) => found(roster, typed, group, new Set(tails)).map((each) => each.record)
    expect(of('cg')).toEqual(['1', '2'])
    expect(of('LIXIAO')).toEqual(['3'])
    expect(of('国珍')).toEqual(['2'])
    expect(of('0315')).toEqual(['1', '3'])
    expect(of('0315', 'g')).toEqual(['3'])
    expect(of('2264', '', ['2'])).toEqual(['2'])
    expect(of('')).toEqual(['1', '2', '3'])
  })
  test('asks the server only for four digits of a number', () => {
    expect([isTail('2264'), isTail('226x'), isTail('226'), isTail('cgxx')]).toEqual([true, true, false, false])
  })
  test('offers the first move that can be made, counts by stage, and puts those that wait first', () => {
    const type = { moves: [{ id: 'arrive', from: ['listed'], to: 'voted' }, { id: 'finish', from: ['voted'], to: 'done' }] } as unknown as RecordType
    expect(nextMove(type, { moves: ['arrive', 'finish'] }, 'voted')?.id).toBe('finish')
    expect(nextMove(type, { moves: ['arrive', 'finish'] }, 'done')).toBeNull()
    expect(counts(roster, (each) => each.stage)).toEqual([{ stage: 'listed', n: 2 }, { stage: 'voted', n: 1 }])
    expect(inOrder(roster, (each) => each.stage === 'listed').map((each) => each.record)).toEqual(['1', '3', '2'])
  })
})
