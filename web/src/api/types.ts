// What the server sends and takes: docs/API.md, by hand. Money and decimals are text, dates "2026-03-08", an org its number.
import type { Tree } from '../expr'

export type Scalar = null | boolean | number | string
export interface Tally { readonly value: number | string; readonly sureness: 'exact' | 'at_least' | 'about' }
export interface Consent { readonly given: boolean; readonly on: string; readonly by?: string | null; readonly until?: string | null }
export interface Masked { readonly masked: true }
export interface Hidden { readonly hidden: true }
export type FieldValue = Scalar | readonly string[] | Tally | Consent | Masked | Hidden
export type Values = Readonly<Record<string, FieldValue>>
// What a command carries: field values, and lines of a record under their back name.
export type SentValue = Scalar | readonly string[] | Tally | Consent | ReadonlyArray<Readonly<Record<string, SentValue>>>
export type SentValues = Readonly<Record<string, SentValue>>

export interface Problem {
  readonly code: string
  readonly path: string
  readonly args?: Readonly<Record<string, string>>
  readonly message?: string
}

export interface Account { readonly id: string; readonly login: string; readonly name: string; readonly language: string | null; readonly must_change: boolean }
export interface Role {
  readonly grant: string
  readonly org: number
  readonly org_name: string
  readonly level: string
  readonly role: string
  readonly role_title: string
  readonly open_tasks?: number
}
export interface Session { readonly account: Account; readonly roles: readonly Role[]; readonly role: Role | string | null }

// ---- descriptors

export type FieldKind =
  | 'text' | 'note' | 'int' | 'decimal' | 'money' | 'date' | 'time' | 'flag' | 'choice' | 'choices' | 'ref' | 'file' | 'tally' | 'consent'

export interface Code { readonly id: string; readonly title: string; readonly title_en?: string; readonly offered?: boolean }
export interface Titled { readonly id: string; readonly title: string; readonly title_en?: string }

export interface Field extends Titled {
  readonly kind: FieldKind
  readonly required?: boolean
  readonly required_when?: Tree | null
  readonly check?: Tree | null
  readonly message?: string
  readonly min?: string | number | null
  readonly max?: string | number | null
  readonly unit?: string
  readonly help?: string
  readonly to?: string
  readonly codes?: readonly Code[]
  readonly many?: boolean
  readonly image?: boolean
  readonly private?: boolean
  readonly sealed?: boolean
  readonly computed?: boolean
  readonly default?: Tree | null
  readonly on_reading?: boolean
  readonly gone?: boolean // no longer in the pack: shown, never asked
  readonly part_of?: boolean // the ref of a line to its record
}
export interface Move extends Titled {
  readonly from: readonly string[]
  readonly to: string | null
  readonly asks: readonly string[]
  readonly money?: boolean
  readonly by_person?: boolean
}
export interface Stage extends Titled { readonly final?: boolean }
export interface Back { readonly name: string; readonly type: string; readonly field: string; readonly title: string }
export interface Look {
  readonly icon?: string
  readonly tone?: string
  readonly card?: readonly string[]
  readonly list?: readonly string[]
  readonly quick?: readonly string[]
  readonly sort?: string
  readonly group?: string
  readonly first?: string
  readonly views?: ReadonlyArray<Titled>
  readonly groups?: ReadonlyArray<Titled & { readonly fields: readonly string[]; readonly when?: Tree | null }>
}
export interface RecordType extends Titled {
  readonly name: string
  readonly class: 'public' | 'internal' | 'sensitive' | 'secret'
  readonly staged: boolean
  readonly stages: readonly Stage[]
  readonly fields: readonly Field[]
  readonly moves: readonly Move[]
  readonly lines: readonly Back[]
  readonly backs: readonly Back[]
  readonly key: readonly string[]
  readonly look?: Look
  readonly part_of?: string | null
  readonly may_enter: boolean
  readonly may_read: boolean
}
export interface IndicatorBrief extends Titled { readonly name: string; readonly unit?: string }
export interface Programme extends Titled {
  readonly edition: number
  readonly records: readonly RecordType[]
  readonly indicators?: readonly IndicatorBrief[]
  readonly funds?: ReadonlyArray<Titled & { readonly name: string }>
  readonly reports?: readonly ReportKind[]
}
export interface Descriptors {
  readonly hash: string
  readonly org: number
  readonly role: string
  readonly roles: Readonly<Record<string, string>>
  readonly programmes: readonly Programme[]
}

// ---- records

export interface MayMove { readonly move: string; readonly title: string; readonly ok: boolean; readonly why?: string; readonly message?: string }
export interface Holder {
  readonly org: number
  readonly org_name: string
  readonly role: string
  readonly role_title: string
  readonly move?: string
  readonly since: string
  readonly due: string | null
  readonly days_left?: number
  readonly late: boolean
}
export interface Row {
  readonly record: string
  readonly type?: string
  readonly version: number
  readonly org: number
  readonly org_name: string
  readonly stage: string | null
  readonly entered: string
  readonly moved?: string
  readonly label: string
  readonly struck?: boolean
  readonly values: Values
  readonly labels: Readonly<Record<string, string>>
  readonly may: readonly MayMove[]
  readonly holder: Holder | null
}
export interface ListAnswer {
  readonly type: string
  readonly rows: readonly Row[]
  readonly cursor: string | null
  readonly count?: number
  readonly facets?: Readonly<Record<string, Readonly<Record<string, number>>>>
}
export interface TimelineEntry {
  readonly place: number
  readonly at: string
  readonly day: string
  readonly move: string
  readonly title: string
  readonly by: string
  readonly org_name: string
  readonly role_title: string
  readonly by_effect: boolean
  readonly to?: string | null
  readonly fields?: readonly string[]
}
export interface RecordTask {
  readonly move: string
  readonly title: string
  readonly org_name: string
  readonly role_title: string
  readonly since: string
  readonly due: string | null
  readonly closed: string | null
  readonly late?: boolean
}
export interface RecordAnswer extends Row {
  readonly type: string
  readonly title: string
  readonly can_edit: boolean
  readonly can_strike: boolean
  readonly lines: Readonly<Record<string, readonly Row[]>>
  readonly backs: ReadonlyArray<{ readonly name: string; readonly type: string; readonly field?: string; readonly title: string; readonly count: number }>
  readonly timeline: readonly TimelineEntry[]
  readonly tasks: readonly RecordTask[]
  readonly money?: readonly Posting[]
  readonly prints: ReadonlyArray<{ readonly print: string; readonly title: string }>
  readonly place: number
}

// ---- commands

export interface CommandItem { readonly record: string; readonly base?: number; readonly org?: number; readonly values?: SentValues; readonly saw?: SentValues }
export interface Command extends Partial<CommandItem> {
  readonly id: string
  readonly type: string
  readonly move: string
  readonly day?: string
  readonly records?: readonly CommandItem[]
  readonly dry_run?: boolean
}
export interface CommandAnswer {
  readonly id: string
  readonly ok: boolean
  readonly county: number
  readonly place: number
  readonly records: ReadonlyArray<{ readonly type: string; readonly record: string; readonly version: number; readonly stage: string | null }>
}

// ---- today, search, figures

export interface Task {
  readonly type: string
  readonly type_title?: string
  readonly record: string
  readonly label: string
  readonly move: string
  readonly title: string
  readonly org_name: string
  readonly since: string
  readonly due: string | null
  readonly days_left: number | null
  readonly late: boolean
  readonly ok?: boolean
  readonly why?: string
}
export interface Waiting extends Task { readonly holder_org_name: string; readonly holder_role_title: string }
export interface InboxItem { readonly id: string; readonly text: string; readonly type: string; readonly record: string; readonly at: string; readonly read: boolean }
export interface Receipt {
  readonly expression?: string
  readonly scope?: string
  readonly from?: string
  readonly to?: string
  readonly place?: Readonly<Record<string, number>>
  readonly definition?: string
}
export interface Figure extends Partial<Titled> {
  readonly name: string
  readonly unit?: string
  readonly org?: number
  readonly org_name?: string
  readonly from?: string
  readonly to?: string
  readonly value: string | number | null
  readonly shown?: string
  readonly sureness?: string
  readonly kind?: string
  readonly slice?: string
  readonly receipt?: Receipt
  readonly opens?: string
}
export interface TodayAnswer {
  readonly day: string
  readonly org?: number
  readonly org_name?: string
  readonly role?: string
  readonly role_title?: string
  readonly tasks?: readonly Task[]
  readonly waiting?: readonly Waiting[]
  readonly figures?: readonly Figure[]
  readonly inbox?: readonly InboxItem[]
  readonly counts?: { readonly tasks: number; readonly late: number; readonly waiting: number }
  readonly calendar_missing?: boolean
}
export interface Hit { readonly type: string; readonly type_title?: string; readonly record: string; readonly label: string; readonly note?: string; readonly org: number; readonly org_name: string }
export interface Org { readonly id: number; readonly name: string; readonly level: string; readonly kind?: string; readonly code?: string; readonly parent?: number }

// ---- money

export interface Fund {
  readonly fund: string
  readonly title: string
  readonly restricted?: boolean
  readonly org?: number
  readonly org_name?: string
  readonly purpose?: string
  readonly balance: string
  readonly held?: string
  readonly received?: string
  readonly spent?: string
}
export interface Party { readonly kind: 'fund' | 'org' | 'record'; readonly label: string; readonly fund?: string; readonly org?: number; readonly type?: string; readonly record?: string }
export interface Posting {
  readonly id: string
  readonly day: string
  readonly kind: string // post, hold, settle, void, reverse
  readonly amount: string
  readonly place: number
  readonly from: Party
  readonly to: Party
  readonly type: string
  readonly record: string
  readonly record_label: string
  readonly type_title: string
  readonly move: string
  readonly title: string
  readonly purpose: { readonly type: string; readonly record: string; readonly label: string } | null
  readonly common: boolean
}
// Who signed what on the record behind a posting.
export interface SignedStep { readonly move: string; readonly title: string; readonly day: string; readonly org_name: string; readonly role_title: string; readonly by: string }
export interface Follow {
  readonly posting: Posting
  readonly steps: readonly SignedStep[]
  readonly shares: ReadonlyArray<{ readonly posting: Posting; readonly amount: string; readonly steps: readonly SignedStep[] }>
  readonly direction: 'to' | 'from' // of the posting, seen from the fund
}

// ---- reports

export interface ReportKind { readonly name: string; readonly title: string; readonly title_en?: string; readonly level: string; readonly period: string; readonly params: ReadonlyArray<{ readonly id: string; readonly title: string; readonly type: string }> }
export interface ReportBrief { readonly id: string; readonly report: string; readonly title: string; readonly org: number; readonly org_name: string; readonly from: string; readonly until: string; readonly compiled_at: string; readonly state: 'draft' | 'final'; readonly params: Readonly<Record<string, string>>; readonly places: Readonly<Record<string, number>> }
// A piece of a report's text: Markdown, a figure by its number, a name, a table, names that were missed, a paragraph to write.
export interface Piece {
  readonly kind: string
  readonly text?: string
  readonly n?: number
  readonly shown?: string
  readonly key?: string
  readonly title?: string
  readonly header?: readonly string[]
  readonly rows?: ReadonlyArray<ReadonlyArray<{ readonly text: string; readonly n?: number }>>
  readonly count?: number
  readonly names?: readonly string[]
}
export interface ReportFigure extends Partial<Figure> { readonly n: number; readonly id?: string; readonly shown: string; readonly value: string | null; readonly expression?: string; readonly now?: string | null; readonly drift?: string | null }
export interface Report extends ReportBrief { readonly pieces: readonly Piece[]; readonly figures: readonly ReportFigure[]; readonly paragraphs: Readonly<Record<string, string>> }
// The records that a figure counted.
export interface FigureRow { readonly type: string; readonly type_title: string; readonly record: string; readonly label: string; readonly org_name: string; readonly day: string; readonly value: string | number; readonly open: boolean }
export interface FigureRows { readonly rows: readonly FigureRow[]; readonly count: number; readonly keys?: number; readonly cursor: string | null }

// ---- sheets and the public

export interface SheetAnswer { readonly unknown_headings?: readonly string[]; readonly good: number; readonly bad: number; readonly problems: ReadonlyArray<{ readonly cell: string; readonly row: number; readonly message: string }>; readonly marked?: string | null }
export interface PublicNeed { readonly type: string; readonly title: string; readonly code: string; readonly days_waiting: number; readonly values: Values; readonly offer?: string }
// What a stranger fills for an offer: who she is, and the offer itself.
export interface OfferForm { readonly me: readonly Field[]; readonly values: readonly Field[] }
export interface PublicNeeds { readonly needs: readonly PublicNeed[]; readonly fields?: Readonly<Record<string, readonly Field[]>>; readonly forms?: Readonly<Record<string, OfferForm>> }
