// One stream of server-sent events for the whole client. Pages are told what changed and decide themselves; nothing jumps.
import { onScopeDispose, ref } from 'vue'

import type { Job } from './types'

export interface Change { readonly county: number; readonly place: number; readonly types: readonly string[] }
type Listener = (change: Change) => void
type JobListener = (job: Job) => void

const listeners = new Set<Listener>()
const jobListeners = new Set<JobListener>()
let source: EventSource | null = null
export const connected = ref(false)

export function openEvents(): void {
  if (source || typeof EventSource === 'undefined') return
  source = new EventSource('/api/v1/events')
  source.addEventListener('open', () => { connected.value = true })
  source.addEventListener('error', () => { connected.value = false }) // the browser tries again by itself
  source.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as Partial<Change>
    for (const listener of listeners) listener({ county: change.county ?? 0, place: change.place ?? 0, types: change.types ?? [] })
  })
  // What was missed is gone: whoever listens asks for all of it anew.
  source.addEventListener('reset', () => { for (const listener of listeners) listener({ county: 0, place: 0, types: [] }) })
  source.addEventListener('job', (event) => {
    const job = JSON.parse((event as MessageEvent<string>).data) as Job
    for (const listener of jobListeners) listener(job)
  })
}

export function closeEvents(): void {
  source?.close()
  source = null
  connected.value = false
}

export function onJob(listener: JobListener): void {
  jobListeners.add(listener)
  onScopeDispose(() => jobListeners.delete(listener))
}

// Until the component that asks is gone.
export function onChange(listener: Listener): void {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}
