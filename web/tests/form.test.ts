// Expressions in forms: the same defaults, conditions and problems as the server's, before anything is sent.
import { describe, expect, it } from 'vitest'

import type { Field, RecordType, SentValues } from '../src/api/types'
import { idProblem, isRequired, problemsOf } from '../src/blocks/form/check'
import { holds, sentOf, worth, type Filled } from '../src/blocks/form/world'
import type { Tree } from '../src/expr'
import { placeOf, sifted } from '../src/blocks/list/bulk'

const name = (key: string, type: string, how: 'field' | 'system' | 'back' = 'field'): Tree => ({ op: 'name', type, how, key })
const text = (value: string): Tree => ({ op: 'literal', type: 'text', value })
const choice = (value: string): Tree => ({ op: 'literal', type: 'choice', value })
const today: Tree = { op: 'call', type: 'date', function: 'today', args: [] }

const plain = (id: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({ id, title: id, title_en: id, kind, required: false, private: false, sealed: false, computed: false, on_reading: false, gone: false, part_of: false, ...more })
const line: RecordType = { name: 'a.item', id: 'item', title: '行', title_en: 'line', class: 'internal', staged: false, stages: [], fields: [plain('bill', 'ref', { part_of: true, to: 'a.bill' }), plain('price', 'money', { required: true })], moves: [], lines: [], backs: [], key: [], part_of: null, label: null, date: null, look: { icon: '', tone: '', sort: '', group: '', first: '', card: [], list: [], quick: [], views: [], groups: [] }, may_enter: false, may_read: true }
const type = (fields: readonly Field[]): RecordType => ({ ...line, name: 'a.bill', id: 'bill', title: '单', fields, lines: [{ name: 'items', type: 'a.item', field: 'bill', title: '行' }] })

function filled(fields: readonly Field[], values: SentValues): Filled {
  return { type: type(fields), record: 'r', org: 99001001, stage: 'open', entered: '2026-11-20', today: '2026-11-24', values, lineType: (back) => (back === 'items' ? line : null), typeOf: (at) => (at === 'a.item' ? line : null), other: () => undefined }
}

describe('conditions', () => {
  it('asks a field only when the pack says so', () => {
    const field = plain('needs', 'choices', { required_when: { op: 'equal', type: 'flag', args: [name('situation', 'choice'), choice('help')] } })
    expect(isRequired(field, filled([field, plain('situation', 'choice')], { situation: 'help' }))).toBe(true)
    expect(isRequired(field, filled([field, plain('situation', 'choice')], { situation: 'calm' }))).toBe(false)
    expect(isRequired(field, filled([field, plain('situation', 'choice')], {}))).toBe(false)
  })

  it('leaves to the server what only the server knows', () => {
    const tree: Tree = { op: 'call', type: 'int', function: 'rows', args: [text('x')] }
    expect(holds(tree, filled([], {}))).toBeUndefined()
  })

  it('never judges a masked value', () => {
    const field = plain('phone', 'text')
    expect(holds({ op: 'equal', type: 'flag', args: [name('phone', 'text'), text('1')] }, filled([field], { phone: { masked: true } as never }))).toBeUndefined()
  })
})

describe('checks', () => {
  const birth = plain('birth', 'date', { check: { op: 'less_equal', type: 'flag', args: [name('birth', 'date'), today] }, message: '出生日期不能晚于今天' })
  it("says the pack's own sentence", () => expect(problemsOf(filled([birth], { birth: '2027-01-01' }), [birth])).toEqual([{ code: 'check', path: 'values.birth', args: { message: '出生日期不能晚于今天' } }]))
  it('lets through what is right', () => expect(problemsOf(filled([birth], { birth: '2000-02-29' }), [birth])).toEqual([]))
  it('does not check what is empty', () => expect(problemsOf(filled([birth], {}), [birth])).toEqual([]))
  it('names all at once', () => {
    const fields = [plain('a', 'text', { required: true }), plain('b', 'money', { max: '3000' }), plain('c', 'int'), plain('d', 'date', { min: '2026-11-25' })]
    expect(problemsOf(filled(fields, { b: '30000', c: '1.5', d: '2026-11-20' }), fields).map((problem) => [problem.path, problem.code])).toEqual([['values.a', 'required'], ['values.b', 'too_big'], ['values.c', 'whole_number'], ['values.d', 'too_small']])
  })
  it('checks lines by their own fields', () => expect(problemsOf(filled([], { items: [{ price: '12.50' }, {}] }), [])).toEqual([{ code: 'required', path: 'values.items[1].values.price', args: { field: 'price' } }]))
  it('sums lines in an expression', () => {
    const total: Tree = { op: 'macro', type: 'money', function: 'sum', slot: 0, args: [name('items', 'list(ref a.item)', 'back'), { op: 'member', type: 'money', how: 'field', key: 'price', record: 'a.item', args: [{ op: 'element', type: 'ref a.item', slot: 0 }] }] }
    expect(worth(total, filled([], { items: [{ price: '12.50' }, { price: '7.50' }] }))).toBe(2000n)
  })
  it.each([['11010519491231002X', null], ['110105194912310021', 'id_number_checksum'], ['1101051949123100', 'id_number_length'], ['110105491231002', 'id_number_15']])('reads the ID %s', (typed, code) => expect(idProblem(typed, 'p')?.code ?? null).toBe(code))
})

describe('defaults', () => {
  it('go back as they are sent', () => {
    expect(sentOf(plain('day', 'date'), worth(today, filled([], {})))).toBe('2026-11-24')
    expect(sentOf(plain('fee', 'money'), 150000n)).toBe('1500.00')
    expect(sentOf(plain('rate', 'decimal'), 593000n)).toBe('59.3')
  })
})

describe('bulk moves', () => {
  const row = (record: string) => ({ record, type: 'a.bill', version: 1, org: 1, org_name: '', stage: 'a', entered: '', moved: '', label: record, values: {}, labels: {}, may: [], holder: null })
  const bulk = { move: { id: 'approve', title: '核准', title_en: 'Approve', from: ['a'], to: 'b', asks: [], forward: true, money: false, by_person: true, each: false }, forward: true, good: [row('1'), row('2'), row('3')], skipped: [] }
  it('skips those that the server names, and keeps the rest', () => {
    const after = sifted(bulk, [{ code: 'guard', path: 'records[1].move', args: { message: '缺授权' } }])
    expect([after.good.map((each) => each.record), after.skipped.map((each) => each.row.record)]).toEqual([['1', '3'], ['2']])
  })
  it('reads the place in a step too', () => expect(placeOf({ code: 'x', path: 'steps[0].records[12].values.a' })).toBe(12))
  it('skips all where the whole was refused', () => expect(sifted(bulk, [{ code: 'not_yours', path: 'move' }]).good).toEqual([]))
})
