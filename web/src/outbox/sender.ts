// Sends what is kept, in order, one at a time. An answer decides: delivered, needs you, or kept for later.
// A command keeps its id for ever, so one that was sent and never answered is sent again without harm.
import { ApiProblem, Offline } from '../api/client'
import type { Command, CommandAnswer } from '../api/types'
import type { Entry, PhoneStore } from './store'

export interface Wire {
  send(command: Command): Promise<CommandAnswer>
  upload(photo: Blob, name: string): Promise<string>
}

// done: nothing more to send now · waiting: something is still in its undo time · blocked: no signal, busy or signed out.
export interface Round { readonly end: 'done' | 'waiting' | 'blocked'; readonly nextAt: number | null; readonly retryAfterSeconds: number | null; readonly signedOut: boolean }

export class Sender {
  private readonly store: PhoneStore
  private readonly wire: Wire
  private readonly now: () => number

  constructor(store: PhoneStore, wire: Wire, now: () => number = Date.now) {
    this.store = store
    this.wire = wire
    this.now = now
  }

  // What was being sent when the browser was killed is kept again.
  async recover(owner: string): Promise<void> {
    await this.store.outbox.where({ owner, state: 'sending' }).modify({ state: 'kept' })
  }

  async round(owner: string): Promise<Round> {
    for (;;) {
      const next = await this.next(owner)
      if (!next.entry) return { end: next.nextAt === null ? 'done' : 'waiting', nextAt: next.nextAt, retryAfterSeconds: null, signedOut: false }
      const blocked = await this.one(next.entry)
      if (blocked) return blocked
    }
  }

  // The earliest that may go. One whose record has an earlier command still here waits; so does one with photos, for words.
  private async next(owner: string): Promise<{ entry: Entry | null; nextAt: number | null }> {
    const open = (await this.store.outbox.where('owner').equals(owner).sortBy('seq')).filter((entry) => entry.state !== 'delivered')
    const held = new Set<string>()
    const ready: Entry[] = []
    let nextAt: number | null = null
    for (const entry of open) {
      const free = entry.state === 'kept' && !entry.touched.some((record) => held.has(record))
      if (free && entry.sendAfter <= this.now()) ready.push(entry)
      else if (free) nextAt = Math.min(nextAt ?? Infinity, entry.sendAfter)
      if (!free || entry.sendAfter > this.now()) {
        for (const record of entry.touched) held.add(record)
        if (entry.state === 'kept' && entry.sendAfter > this.now()) break // order is kept: later ones wait for this one's undo time
      } else {
        for (const record of entry.touched) held.add(record)
      }
    }
    return { entry: ready.find((entry) => entry.uploads.length === 0) ?? ready[0] ?? null, nextAt }
  }

  private async one(entry: Entry): Promise<Round | null> {
    const seq = entry.seq ?? 0
    // Taken back in this very moment? Then it is gone, or no longer kept.
    const taken = await this.store.outbox.where('seq').equals(seq).and((each) => each.state === 'kept').modify({ state: 'sending' })
    if (taken === 0) return null
    try {
      const whole = await this.uploaded(entry)
      const answer = await this.wire.send(whole.command)
      await this.store.outbox.update(seq, { state: 'delivered', deliveredAt: this.now(), problems: [], answeredVersion: answer.records?.[0]?.version ?? 0 })
      return null
    } catch (reason) {
      return this.refused(seq, reason)
    }
  }

  private async refused(seq: number, reason: unknown): Promise<Round | null> {
    if (reason instanceof ApiProblem && isFinal(reason.status)) {
      const problems = reason.problems.length > 0 ? reason.problems : [{ code: reason.code || `http_${reason.status}`, path: '', message: reason.message }]
      await this.store.outbox.update(seq, { state: 'needs', problems: problems.map((problem) => ({ ...problem })) })
      return null
    }
    await this.store.outbox.update(seq, { state: 'kept' })
    const status = reason instanceof ApiProblem ? reason.status : 0
    if (!(reason instanceof ApiProblem) && !(reason instanceof Offline)) throw reason
    return { end: 'blocked', nextAt: null, retryAfterSeconds: reason instanceof ApiProblem ? reason.retryAfterSeconds : null, signedOut: status === 401 }
  }

  // Photos first get their id, which then stands in the command: what is sent again is the same to the letter.
  private async uploaded(entry: Entry): Promise<Entry> {
    if (entry.uploads.length === 0) return entry
    let command = entry.command
    for (const upload of entry.uploads) {
      const photo = await this.store.photos.get(upload.photo)
      if (!photo) continue
      const fileId = photo.fileId ?? (await this.wire.upload(photo.blob, photo.name))
      await this.store.photos.update(photo.id, { fileId })
      command = JSON.parse(JSON.stringify(command).split(upload.photo).join(fileId)) as Command
    }
    const whole: Entry = { ...entry, command, uploads: [] }
    await this.store.outbox.update(entry.seq ?? 0, { command, uploads: [] })
    return whole
  }
}

// 401 waits for a new sign-in, 429 and 5xx for a better moment; everything else is the command's own trouble.
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 425 && status !== 429
}
