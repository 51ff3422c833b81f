// Answers as last seen, so that a page without signal still shows something, with the time it is from.
import { ask, fetchFrom, Offline } from '../api/client'
import { phoneStore } from './store'

const KEPT_MOST = 300

export interface Read<Answer> { readonly answer: Answer; readonly at: number; readonly stale: boolean }

// Secret records are not kept: `keeps` says which answer is one.
export async function readKept<Answer>(owner: string, path: string, signal?: AbortSignal, keeps: (answer: Answer) => boolean = () => true): Promise<Read<Answer>> {
  const key = `${owner}|${path}`
  try {
    const answer = await ask<Answer>(path, signal ? { signal } : {})
    const at = Date.now()
    if (keeps(answer)) void phoneStore().seen.put({ key, owner, tag: '', answer: JSON.stringify(answer), at }).then(trim)
    return { answer, at, stale: false }
  } catch (reason) {
    if (!(reason instanceof Offline)) throw reason
    const kept = await phoneStore().seen.get(key)
    if (!kept) throw reason
    return { answer: JSON.parse(kept.answer) as Answer, at: kept.at, stale: true }
  }
}

// As last seen, or null: shown while the true answer is on its way.
export async function lastSeen<Answer>(owner: string, path: string): Promise<Read<Answer> | null> {
  const kept = await phoneStore().seen.get(`${owner}|${path}`)
  return kept ? { answer: JSON.parse(kept.answer) as Answer, at: kept.at, stale: true } : null
}

// With an ETag: what has not changed is not sent again.
export async function readTagged<Answer>(owner: string, path: string): Promise<Answer> {
  const key = `${owner}|${path}`
  const kept = await phoneStore().seen.get(key)
  try {
    const response = await fetchFrom(path, kept?.tag ? { headers: { 'If-None-Match': kept.tag } } : {})
    if (response.status === 304 && kept) return JSON.parse(kept.answer) as Answer
    const text = await response.text()
    await phoneStore().seen.put({ key, owner, tag: response.headers.get('ETag') ?? '', answer: text, at: Date.now() })
    return JSON.parse(text) as Answer
  } catch (reason) {
    if (reason instanceof Offline && kept) return JSON.parse(kept.answer) as Answer
    throw reason
  }
}

export async function forgetSeen(): Promise<void> {
  await phoneStore().seen.clear()
}

async function trim(): Promise<void> {
  const count = await phoneStore().seen.count()
  if (count > KEPT_MOST) await phoneStore().seen.bulkDelete((await phoneStore().seen.orderBy('at').limit(count - KEPT_MOST).primaryKeys()) as string[])
}
