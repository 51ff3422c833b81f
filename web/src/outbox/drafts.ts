// A form's draft, kept on every change: a killed browser loses nothing.
import { phoneStore, type DraftContent } from './store'

export async function draftOf(owner: string, key: string): Promise<DraftContent | null> {
  return (await phoneStore().drafts.get(`${owner}|${key}`)) ?? null
}

export async function keepDraft(owner: string, key: string, content: DraftContent): Promise<void> {
  await phoneStore().drafts.put({ ...(JSON.parse(JSON.stringify(content)) as DraftContent), key: `${owner}|${key}`, owner, at: Date.now() })
}

export async function dropDraft(owner: string, key: string): Promise<void> {
  await phoneStore().drafts.delete(`${owner}|${key}`)
}
