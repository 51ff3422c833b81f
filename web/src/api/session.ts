// Who is signed in, and in which role. Nothing of the former role stays: a change of role empties what pages remember.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { ask, speak } from './client'
import type { Role, Session } from './types'

const LAST_OWNER = 'halfsky.last'

// The role may come as the grant's id or whole.
function chosen(session: Session): Role | null {
  const role = session.role
  if (role === null) return null
  const grant = typeof role === 'string' ? role : role.grant
  return session.roles.find((each) => each.grant === grant) ?? (typeof role === 'string' ? null : role)
}

export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null)
  const known = ref(false)
  const account = computed(() => session.value?.account ?? null)
  const roles = computed(() => session.value?.roles ?? [])
  const role = computed(() => (session.value ? chosen(session.value) : null))
  // Whose commands and drafts: one account in one role.
  const owner = computed(() => (account.value && role.value ? `${account.value.id}/${role.value.grant}` : ''))

  function take(answer: Session): void {
    session.value = answer
    known.value = true
    if (answer.account.language) speak(answer.account.language)
    localStorage.setItem(LAST_OWNER, JSON.stringify(answer))
  }

  async function resume(): Promise<void> {
    try {
      take(await ask<Session>('/session'))
    } catch (reason) {
      if (isGone(reason)) forget()
      else session.value = remembered() // no signal: work goes on in the last role
      known.value = true
    }
  }

  async function signIn(login: string, password: string, code?: string): Promise<void> {
    take(await ask<Session>('/session', { method: 'POST', body: code ? { login, password, code } : { login, password } }))
  }

  async function choose(grant: string): Promise<void> {
    take(await ask<Session>('/session', { method: 'PUT', body: { grant } }))
  }

  async function signOut(): Promise<void> {
    try {
      await ask('/session', { method: 'DELETE' })
    } finally {
      forget()
    }
  }

  function forget(): void {
    session.value = null
    localStorage.removeItem(LAST_OWNER)
  }

  return { session, known, account, roles, role, owner, resume, signIn, choose, signOut, forget }
})

function isGone(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'status' in reason && (reason.status === 401 || reason.status === 403)
}

function remembered(): Session | null {
  const text = localStorage.getItem(LAST_OWNER)
  return text ? (JSON.parse(text) as Session) : null
}
