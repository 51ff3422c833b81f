// What is kept on the phone: commands on their way, drafts, photos that wait, answers as last seen.
import Dexie, { type Table } from 'dexie'

import type { Command, Problem, SentValues } from '../api/types'

// kept: 存在手机里 · sending · delivered: 已送到 · needs: 要你看一下. People see three; "sending" looks like kept.
export type State = 'kept' | 'sending' | 'delivered' | 'needs'

export interface Upload { readonly path: readonly (string | number)[]; readonly photo: string }

export interface Entry {
  readonly seq?: number // the order in which they are sent
  readonly id: string // the command's own id: sent twice, done once
  readonly owner: string // account/grant: nobody sends for another
  readonly command: Command
  readonly title: string // "家访", for the list; shown to its owner only
  readonly label: string
  readonly madeAt: number
  readonly sendAfter: number // until then it can be taken back
  readonly page?: string // whose undo time it is: the name of its page's lock
  readonly state: State
  readonly problems: readonly Problem[]
  readonly touched: readonly string[] // records: a later command on one waits for an earlier one
  readonly uploads: readonly Upload[]
  readonly deliveredAt?: number
  readonly answeredVersion?: number
}

export interface DraftContent { readonly values: SentValues; readonly labels?: Readonly<Record<string, string>>; readonly org?: { readonly id: number; readonly name: string } }
export interface Draft extends DraftContent { readonly key: string; readonly owner: string; readonly at: number }
export interface Photo { readonly id: string; readonly owner: string; readonly blob: Blob; readonly name: string; readonly fileId?: string }
export interface Seen { readonly key: string; readonly owner: string; readonly tag: string; readonly answer: string; readonly at: number }

export class PhoneStore extends Dexie {
  declare outbox: Table<Entry, number>
  declare drafts: Table<Draft, string>
  declare photos: Table<Photo, string>
  declare seen: Table<Seen, string>

  constructor(name = 'halfsky') {
    super(name)
    this.version(1).stores({ outbox: '++seq, &id, owner, [owner+state]', drafts: 'key, owner', photos: 'id, owner', seen: 'key, owner, at' })
  }
}

let opened: PhoneStore | null = null
export function phoneStore(): PhoneStore {
  opened ??= new PhoneStore()
  return opened
}
