// Asks the server. An answer that is not 2xx is an ApiProblem (RFC 9457); no connection is an Offline.
import type { Problem } from './types'

export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly problems: readonly Problem[]
  readonly retryAfterSeconds: number | null

  constructor(status: number, title: string, code: string, problems: readonly Problem[], retryAfterSeconds: number | null) {
    super(title)
    this.status = status
    this.code = code
    this.problems = problems
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export class Offline extends Error {}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: object | Blob
  readonly signal?: AbortSignal
  readonly keepalive?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

const BASE = '/api/v1'
let language = 'zh'
let onSignedOut: () => void = () => undefined

export function speak(next: string): void {
  language = next
}

// Called when the server no longer knows who asks.
export function whenSignedOut(act: () => void): void {
  onSignedOut = act
}

export async function ask<Answer>(path: string, asking: Asking = {}): Promise<Answer> {
  const response = await fetchFrom(path, asking)
  if (response.status === 204) return undefined as Answer
  return (await response.json()) as Answer
}

// The raw answer, for ETags and downloads; problems are thrown just the same. 304 passes.
export async function fetchFrom(path: string, asking: Asking = {}): Promise<Response> {
  const method = asking.method ?? 'GET'
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language, ...asking.headers }
  if (method !== 'GET') headers['X-Halfsky'] = '1'
  let body: BodyInit | undefined
  if (asking.body instanceof Blob) {
    body = asking.body
    if (!headers['Content-Type']) headers['Content-Type'] = asking.body.type || 'application/octet-stream'
  } else if (asking.body) {
    body = JSON.stringify(asking.body)
    headers['Content-Type'] = 'application/json'
  }
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store', keepalive: asking.keepalive ?? false }
  if (body !== undefined) init.body = body
  if (asking.signal) init.signal = asking.signal
  let response: Response
  try {
    response = await fetch(path.startsWith('/') && path.startsWith(BASE) ? path : BASE + path, init)
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason
    throw new Offline('no connection')
  }
  if (response.ok || response.status === 304) return response
  const problem = await problemOf(response)
  if (problem.status === 401 && !path.startsWith('/session')) onSignedOut()
  throw problem
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const after = Number(response.headers.get('Retry-After'))
  try {
    const body = (await response.json()) as { title?: string; detail?: string; code?: string; problems?: Problem[] }
    return new ApiProblem(response.status, body.detail ?? body.title ?? '', body.code ?? '', body.problems ?? [], after > 0 ? after : null)
  } catch {
    return new ApiProblem(response.status, '', '', [], after > 0 ? after : null)
  }
}

// What went wrong, as problems to show beside what was typed.
export function problemsOf(reason: unknown, notConnected: string): readonly Problem[] {
  if (!(reason instanceof ApiProblem)) return [{ code: 'offline', path: '', message: notConnected }]
  return reason.problems.length ? reason.problems : [{ code: reason.code || `http_${reason.status}`, path: '', message: reason.message }]
}

export function query(params: Readonly<Record<string, string | number | null | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text ? `?${text}` : ''
}

export const urlOf = (path: string): string => BASE + path
