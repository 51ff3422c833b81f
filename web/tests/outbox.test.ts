// The outbox: in order, one at a time, the same id however often; what is taken back never leaves; what is refused keeps its values.
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'

import { ApiProblem, Offline } from '../src/api/client'
import type { Command, CommandAnswer } from '../src/api/types'
import { isFinal, Sender, type Wire } from '../src/outbox/sender'
import { PhoneStore, type Entry, type State } from '../src/outbox/store'
import { uuid7 } from '../src/outbox/uuid'

const OWNER = 'account/grant'
let store: PhoneStore
let now = 1_000_000
let names = 0

class Server implements Wire {
  readonly got: Command[] = []
  readonly uploads: string[] = []
  answer: (command: Command) => CommandAnswer = (command) => ({ id: command.id, ok: true, county: 1, place: 1, changed: 1, records: [{ type: command.type, record: command.record ?? '', version: 1, stage: null }] })
  async send(command: Command): Promise<CommandAnswer> {
    this.got.push(command)
    return this.answer(command)
  }
  async upload(_photo: Blob, name: string): Promise<string> {
    this.uploads.push(name)
    return `file-${name}`
  }
}

async function put(record: string, more: Partial<Entry> = {}): Promise<string> {
  const id = uuid7()
  await store.outbox.add({
    id, owner: OWNER, command: { id, type: 'a.b', move: 'enter', record, values: { note: record } }, title: 't', label: record, madeAt: now, sendAfter: now, state: 'kept', problems: [], touched: [record], uploads: [], ...more,
  })
  return id
}
const state = async (id: string): Promise<State | undefined> => (await store.outbox.where('id').equals(id).first())?.state

beforeEach(() => {
  store = new PhoneStore(`phone-${names++}`)
  now = 1_000_000
})

describe('order', () => {
  it('sends what was kept first, first', async () => {
    const server = new Server()
    for (const record of ['1', '2', '3']) await put(record)
    expect((await new Sender(store, server, () => now).round(OWNER)).end).toBe('done')
    expect(server.got.map((command) => command.record)).toEqual(['1', '2', '3'])
  })

  it('waits for the undo time of the earlier one before a later one goes', async () => {
    const server = new Server()
    await put('1', { sendAfter: now + 10_000 })
    await put('2')
    const sender = new Sender(store, server, () => now)
    expect(await sender.round(OWNER)).toMatchObject({ end: 'waiting', nextAt: now + 10_000 })
    expect(server.got).toEqual([])
    now += 10_000
    await sender.round(OWNER)
    expect(server.got.map((command) => command.record)).toEqual(['1', '2'])
  })

  it('holds a command back while an earlier one on the same record needs her, and lets others pass', async () => {
    const server = new Server()
    server.answer = (command) => { if (command.record === '1') throw new ApiProblem(422, '', 'required', [{ code: 'required', path: 'values.x' }], null); return { id: command.id, ok: true, county: 1, place: 1, changed: 1, records: [] } }
    const first = await put('1')
    const second = await put('1')
    const other = await put('2')
    await new Sender(store, server, () => now).round(OWNER)
    expect([await state(first), await state(second), await state(other)]).toEqual(['needs', 'kept', 'delivered'])
  })

  it('sends words before photos', async () => {
    const server = new Server()
    await store.photos.put({ id: 'photo-a', owner: OWNER, blob: new Blob(['x']), name: 'a' })
    await put('1', { uploads: [{ path: ['values', 'photo'], photo: 'photo-a' }] })
    await put('2')
    await new Sender(store, server, () => now).round(OWNER)
    expect(server.got.map((command) => command.record)).toEqual(['2', '1'])
    expect(server.uploads).toEqual(['a'])
  })

  it('never sends for another account or role', async () => {
    const server = new Server()
    await put('1', { owner: 'other/grant' })
    await new Sender(store, server, () => now).round(OWNER)
    expect(server.got).toEqual([])
  })
})

describe('once', () => {
  it('sends again under the same id, to the letter, after a kill in the middle', async () => {
    const server = new Server()
    const id = await put('1')
    server.answer = () => { throw new Offline('cut') }
    const sender = new Sender(store, server, () => now)
    expect((await sender.round(OWNER)).end).toBe('blocked')
    await store.outbox.where('id').equals(id).modify({ state: 'sending' }) // the browser was killed while it waited
    await sender.recover(OWNER)
    server.answer = new Server().answer
    await sender.round(OWNER)
    expect(server.got).toHaveLength(2)
    expect(server.got[1]).toEqual(server.got[0])
    expect(await state(id)).toBe('delivered')
  })

  it('keeps the id of an uploaded photo, so that what is sent again is the same', async () => {
    const server = new Server()
    await store.photos.put({ id: 'photo-b', owner: OWNER, blob: new Blob(['x']), name: 'b' })
    const id = uuid7()
    await put('1', { id, command: { id, type: 'a.b', move: 'enter', record: '1', values: { photo: ['photo-b'] } }, uploads: [{ path: ['values', 'photo'], photo: 'photo-b' }] })
    server.answer = () => { throw new Offline('cut') }
    const sender = new Sender(store, server, () => now)
    await sender.round(OWNER)
    await sender.round(OWNER)
    expect(server.uploads).toEqual(['b'])
    expect(server.got.map((command) => command.values)).toEqual([{ photo: ['file-b'] }, { photo: ['file-b'] }])
  })
})

describe('undo', () => {
  it('lets nothing leave that was taken back in time', async () => {
    const server = new Server()
    const id = await put('1', { sendAfter: now + 10_000 })
    const sender = new Sender(store, server, () => now)
    await sender.round(OWNER)
    await store.outbox.where('id').equals(id).and((entry) => entry.state === 'kept').delete()
    now += 20_000
    await sender.round(OWNER)
    expect(server.got).toEqual([])
  })
})

describe('refusals', () => {
  it('keeps every value and says what is to be changed', async () => {
    const server = new Server()
    server.answer = () => { throw new ApiProblem(422, '', 'too_big', [{ code: 'too_big', path: 'values.amount', args: { max: '3000' } }], null) }
    const id = await put('1')
    await new Sender(store, server, () => now).round(OWNER)
    const entry = await store.outbox.where('id').equals(id).first()
    expect(entry).toMatchObject({ state: 'needs', command: { values: { note: '1' } }, problems: [{ code: 'too_big', path: 'values.amount' }] })
  })

  it.each([[401, false], [403, true], [404, true], [409, true], [422, true], [429, false], [500, false], [503, false]])('%i settles a command: %s', (status, final) => {
    expect(isFinal(status)).toBe(final)
  })

  it('waits as long as a busy server asks', async () => {
    const server = new Server()
    server.answer = () => { throw new ApiProblem(503, '', 'busy', [], 7) }
    const id = await put('1')
    expect(await new Sender(store, server, () => now).round(OWNER)).toMatchObject({ end: 'blocked', retryAfterSeconds: 7 })
    expect(await state(id)).toBe('kept')
  })

  it('waits for a new sign-in', async () => {
    const server = new Server()
    server.answer = () => { throw new ApiProblem(401, '', 'not_signed_in', [], null) }
    await put('1')
    expect(await new Sender(store, server, () => now).round(OWNER)).toMatchObject({ end: 'blocked', signedOut: true })
  })
})

describe('ids', () => {
  it('are version 7 and in order, also within a millisecond', () => {
    const ids = Array.from({ length: 2000 }, () => uuid7(1_790_000_000_000))
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
