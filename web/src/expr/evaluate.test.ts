// What the text cases in tests/expressions can't reach from outside: paths of a record, what only the server knows.
import { describe, expect, it } from 'vitest'

import { AsksServer, evaluate, type Tree, type Value, type World } from './index'
import { compareText } from './value'

const girl: Readonly<Record<string, Value>> = { grade: 7n, child: 'p1', publicity: null }
const child: Readonly<Record<string, Value>> = { birth: 3650n }

const world: World = {
  variable: () => null,
  member: (of, _type, node) => (of === undefined ? girl : of === 'p1' ? child : {})[node.key ?? ''] ?? null,
  back: () => ['l1', 'l2'],
  today: () => 20_000n,
  workingDays: (from, to) => to - from,
  addWorkingDays: (day, count) => day + count,
}

const own = (key: string, type: string): Tree => ({ op: 'name', type, how: 'field', key, record: 't.girl' })
const literal = (type: string, value: string | number | boolean): Tree => ({ op: 'literal', type, value })

describe('evaluate', () => {
  it('reads own fields and fields of a ref', () => {
    expect(evaluate(own('grade', 'int'), world)).toBe(7n)
    const birth: Tree = { op: 'member', type: 'date', how: 'field', key: 'birth', record: 'core.person', args: [own('child', 'ref core.person')] }
    expect(evaluate(birth, world)).toBe(3650n)
  })

  it('gives null behind an empty ref without asking', () => {
    const behind: Tree = { op: 'member', type: 'date', how: 'field', key: 'birth', args: [own('nobody', 'ref core.person')] }
    expect(evaluate(behind, { ...world, member: (of) => (of === undefined ? null : 1n) })).toBe(null)
  })

  it('counts rows of a back name', () => {
    const lines: Tree = { op: 'name', type: 'list(ref t.line)', how: 'back', key: 'lines' }
    expect(evaluate({ op: 'method', type: 'int', function: 'size', args: [lines] }, world)).toBe(2n)
  })

  it('keeps 64 bits', () => {
    const most = literal('int', '9223372036854775807')
    expect(evaluate({ op: 'add', type: 'int', args: [most, literal('int', 1)] }, world)).toBe(null)
    expect(evaluate({ op: 'subtract', type: 'int', args: [most, literal('int', 1)] }, world)).toBe(9223372036854775806n)
  })

  it('says what only the server can work out', () => {
    const figure: Tree = { op: 'call', type: 'decimal', function: 'figure', args: [literal('text', 'met')] }
    expect(() => evaluate(figure, world)).toThrow(AsksServer)
  })

  it('compares texts by code point', () => {
    expect(compareText('\u{1f33f}', '\uffee')).toBeGreaterThan(0)
    expect(compareText('a', 'ab')).toBeLessThan(0)
  })
})
