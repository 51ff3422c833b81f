// The one way out for everything that changes something. Pages hand a command over and go on; the outbox keeps and sends it.
import { liveQuery, type Subscription } from 'dexie'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'

import { ask, Offline, query } from '../api/client'
import { useSession } from '../api/session'
import type { Command, CommandAnswer, Problem } from '../api/types'
import { Sender, type Wire } from './sender'
import { phoneStore, type Entry, type Upload } from './store'
import { uuid7 } from './uuid'

export const UNDO_MS = 10_000
const RETRY_FIRST_MS = 60_000
const RETRY_MOST_MS = 600_000
const DELIVERED_KEPT_MS = 86_400_000

// This page, for as long as it lives: it holds a lock of this name, which another page gets when this one is closed or killed.
const PAGE = `halfsky-page-${uuid7()}`
if (typeof navigator !== 'undefined') void navigator.locks?.request(PAGE, () => new Promise<never>(() => undefined))

const wire: Wire = {
  send: (command) => ask<CommandAnswer>('/commands', { method: 'POST', body: command, keepalive: JSON.stringify(command).length < 60_000 }),
  upload: async (photo, name) => (await ask<{ id: string }>(`/files${query({ name })}`, { method: 'POST', body: photo })).id,
}

export interface Handed {
  readonly command: Command
  readonly title: string
  readonly label: string
  readonly undo: boolean // ordinary saves can be taken back for 10 s; money, votes and publishing are asked before instead
  readonly uploads?: readonly Upload[]
  readonly again?: () => void // 改一下: opens the form with what was filled
  readonly forget?: boolean // of a secret: nothing stays here once it is delivered
}

export interface Snack { readonly entryId: string; readonly text: string; readonly until: number; readonly again: (() => void) | null }

export const useOutbox = defineStore('outbox', () => {
  const session = useSession()
  const store = phoneStore()
  const sender = new Sender(store, wire)
  const entries = ref<readonly Entry[]>([])
  const online = ref(navigator.onLine)
  const snack = ref<Snack | null>(null)
  const deliveredCount = ref(0) // grows with each delivery: pages that watch it read again
  const open = computed(() => entries.value.filter((entry) => entry.state === 'kept' || entry.state === 'sending'))
  const waiting = computed(() => entries.value.filter((entry) => entry.state === 'needs'))
  // Moves of records that are on their way: their tasks are done for her already.
  const moving = computed(() => new Set(entries.value.filter((entry) => entry.state !== 'needs').flatMap((entry) => entry.touched.map((record) => `${record}/${entry.command.move}`))))

  let subscription: Subscription | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = RETRY_FIRST_MS
  let running: Promise<void> | null = null
  let runAgain = false

  function watchOwner(owner: string): void {
    subscription?.unsubscribe()
    entries.value = []
    if (!owner) return
    subscription = liveQuery(() => store.outbox.where('owner').equals(owner).reverse().sortBy('seq')).subscribe((found) => {
      const delivered = found.filter((entry) => entry.state === 'delivered').length
      const before = entries.value.filter((entry) => entry.state === 'delivered').length
      entries.value = found
      if (delivered > before) deliveredCount.value += 1
    })
    void sender.recover(owner).then(() => endTimeOfPagesGone(owner)).then(() => tidy(owner)).then(() => sendNow())
  }
  watch(() => session.owner, watchOwner, { immediate: true })

  // Leaving a page ends its undo time, but a page that is killed can't say so any more, nor one that is closed in time.
  async function endTimeOfPagesGone(owner: string): Promise<void> {
    const held = await store.outbox.where({ owner, state: 'kept' }).and((entry) => entry.sendAfter > Date.now() && entry.page !== PAGE).toArray()
    for (const page of new Set(held.map((entry) => entry.page ?? '')))
      void navigator.locks?.request(page || 'halfsky-page', async () => {
        await store.outbox.where({ owner, state: 'kept' }).and((entry) => (entry.page ?? '') === page).modify({ sendAfter: 0 })
        void sendNow()
      })
  }

  async function tidy(owner: string): Promise<void> {
    const old = Date.now() - DELIVERED_KEPT_MS
    await store.outbox.where({ owner, state: 'delivered' }).and((entry) => (entry.deliveredAt ?? 0) < old).delete()
  }

  // What a command would do, or its problems; nothing where there is no signal.
  async function tried(command: Command): Promise<readonly Problem[] | 'offline'> {
    try {
      await ask<CommandAnswer>('/commands', { method: 'POST', body: { ...command, dry_run: true } })
      return []
    } catch (reason) {
      if (reason instanceof Offline) return 'offline'
      if (isProblem(reason) && reason.problems.length > 0) return reason.problems
      if (isProblem(reason) && (reason.status >= 500 || reason.status === 429 || reason.status === 401)) return 'offline'
      if (isProblem(reason)) return [{ code: reason.code || `http_${reason.status}`, path: '', message: reason.message }]
      throw reason
    }
  }

  async function hand(handed: Handed): Promise<void> {
    const now = Date.now()
    const { command } = handed
    const touched = [...(command.record ? [command.record] : []), ...(command.records ?? []).map((item) => item.record)]
    await store.outbox.add({
      id: command.id, owner: session.owner, command: plain(command), title: handed.title, label: handed.label, madeAt: now, sendAfter: handed.undo ? now + UNDO_MS : now,
      state: 'kept', page: PAGE, problems: [], touched, uploads: plain(handed.uploads ?? []),
    })
    if (handed.undo) snack.value = { entryId: command.id, text: handed.label, until: now + UNDO_MS, again: handed.again ?? null }
    schedule(handed.undo ? UNDO_MS + 50 : 0)
    void navigator.storage?.persist?.()
  }

  // Sent at once, and waited for: money and what can't be taken back.
  async function handAndWait(handed: Handed): Promise<'delivered' | 'kept' | readonly Problem[]> {
    await hand({ ...handed, undo: false })
    await sendNow()
    const entry = await store.outbox.where('id').equals(handed.command.id).first()
    if (entry?.state === 'delivered' && handed.forget) await store.outbox.delete(entry.seq ?? 0)
    if (!entry || entry.state === 'delivered') return 'delivered'
    if (entry.state !== 'needs') return 'kept'
    await store.outbox.delete(entry.seq ?? 0) // the form still shows every value
    return entry.problems
  }

  // False: too late, it has left.
  async function takeBack(id: string): Promise<boolean> {
    const count = await store.outbox.where('id').equals(id).and((entry) => entry.state === 'kept' || entry.state === 'needs').delete()
    if (snack.value?.entryId === id) snack.value = null
    return count > 0
  }

  function sendNow(): Promise<void> {
    if (running) {
      runAgain = true
      return running
    }
    running = locked(async () => {
      do {
        runAgain = false
        await round()
      } while (runAgain)
    }).finally(() => { running = null })
    return running
  }

  async function round(): Promise<void> {
    const owner = session.owner
    if (!owner) return
    const result = await sender.round(owner)
    if (result.end === 'blocked') {
      const waitMs = result.retryAfterSeconds ? result.retryAfterSeconds * 1000 : retryMs
      retryMs = Math.min(retryMs * 2, RETRY_MOST_MS)
      if (!result.signedOut) schedule(waitMs)
      online.value = navigator.onLine && result.retryAfterSeconds !== null
      return
    }
    retryMs = RETRY_FIRST_MS
    online.value = navigator.onLine
    if (result.nextAt !== null) schedule(Math.max(0, result.nextAt - Date.now()) + 50)
  }

  function schedule(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void sendNow(), ms)
  }

  // Leaving the page ends the undo time.
  async function release(): Promise<void> {
    if (!session.owner) return
    await store.outbox.where({ owner: session.owner, state: 'kept' }).modify({ sendAfter: 0 })
    snack.value = null
    await sendNow()
  }

  window.addEventListener('online', () => { online.value = true; retryMs = RETRY_FIRST_MS; void sendNow() })
  window.addEventListener('offline', () => { online.value = false })
  window.addEventListener('pagehide', () => void release())
  document.addEventListener('visibilitychange', () => { void (document.visibilityState === 'hidden' ? release() : sendNow()) })

  return { entries, open, waiting, moving, online, snack, deliveredCount, tried, hand, handAndWait, takeBack, sendNow, release }
})

// Two tabs, one sender.
function locked(act: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return act()
  return navigator.locks.request('halfsky-outbox', act).then(() => undefined)
}

function isProblem(reason: unknown): reason is { status: number; code: string; message: string; problems: readonly Problem[] } {
  return typeof reason === 'object' && reason !== null && 'status' in reason && 'problems' in reason
}

// IndexedDB takes no proxies of Vue's.
function plain<Thing>(thing: Thing): Thing {
  return JSON.parse(JSON.stringify(thing)) as Thing
}
