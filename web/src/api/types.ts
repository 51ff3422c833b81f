// Names for the server's shapes (schema.ts, made from its OpenAPI), and the few that are the client's own.
// Money and decimals are text, dates "2026-03-08", an org its number.
import type { components } from './schema'

export type Shapes = components['schemas']

export type Scalar = Shapes['Scalar']
export type Tally = Shapes['Tally']
export type Consent = Shapes['Consent']
export type Masked = Shapes['Masked']
export type Hidden = Shapes['Hidden']
export type FieldValue = Shapes['FieldValue']
export type Values = Shapes['Values']
// What a command carries: field values, and lines of a record under their back name.
export type SentValue = Shapes['SentValue']
export type SentValues = Shapes['SentValues']
export type Problem = Shapes['Problem']
export type Desk = Shapes['Desk']
export type DeskRow = Shapes['DeskRow']
export type PublicNotices = Shapes['PublicNotices']
export type Account = Shapes['Account']
export type Role = Shapes['Role']
export type Session = Shapes['Session']

export type TotpSecret = Shapes['TotpSecret']
export type HeldGrant = Shapes['HeldGrant']
export type HeldAccount = Shapes['HeldAccount']
export type RoleName = Shapes['RoleName']
export type Accounts = Shapes['Accounts']

// ---- descriptors

export type FieldKind = Shapes['FieldKind']
export type Code = Shapes['Code']
export type Titled = Shapes['Titled']
export type Field = Shapes['Field']
export type Move = Shapes['Move']
export type Stage = Shapes['Stage']
export type Back = Shapes['Back']
export type Look = Shapes['Look']
export type RecordType = Shapes['RecordType']
export type IndicatorBrief = Shapes['IndicatorBrief']
export type ReportKind = Shapes['ReportKind']
export type Reports = Shapes['Reports']
export type Gathered = Shapes['Gathered']
export type ReportDrift = Shapes['ReportDrift']
export type Programme = Shapes['Programme']
export type Descriptors = Shapes['Descriptors']
export type Org = Shapes['Org']

// ---- records

export type MayMove = Shapes['MayMove']
export type Holder = Shapes['Holder']
export type Row = Shapes['Row']
export type ListAnswer = Shapes['List']
export type TimelineEntry = Shapes['TimelineEntry']
export type RecordTask = Shapes['RecordTask']
export type RecordAnswer = Shapes['Record']

// ---- commands: as the outbox makes them, which is one form of what the server takes

export type CommandItem = Shapes['CommandItem']
export interface Command extends Partial<CommandItem> {
  readonly id: string
  readonly type: string
  readonly move: string
  readonly day?: string
  readonly records?: readonly CommandItem[]
  readonly dry_run?: boolean
  readonly editions?: Readonly<Record<string, number>>   // by programme, of the packs this client has
}
export type CommandAnswer = Shapes['CommandAnswer']

// ---- today, search, figures

export type Waiting = Shapes['Waiting']
export type Task = Shapes['Task']
export type InboxItem = Shapes['InboxItem']
export type Receipt = Shapes['Receipt']
// A figure as a page hands it on: live, or frozen in a report.
export type Figure = Partial<Shapes['Figure']> & { readonly name: string; readonly value: string | null; readonly title_en?: string; readonly slice?: string }
export type TodayAnswer = Shapes['Today']
export type Overdue = Shapes['Overdue']
export type Contacts = Shapes['Contacts']
export type Sent = Shapes['SentList']
export type Hit = Shapes['Hit']
export type FigureRow = Shapes['FigureRow']
export type FigureRows = Shapes['FigureRows']

// ---- money, reports

export type Fund = Shapes['Fund']
export type Party = Shapes['Party']
export type Posting = Shapes['Posting']
export type SignedStep = Shapes['SignedStep']
export type Postings = Shapes['Postings']
export type Balances = Shapes['Balances']
export type Follow = Shapes['Follow']
export type ReportBrief = Shapes['ReportBrief']
export type Piece = Shapes['Piece']
export type Report = Shapes['Report']
// A figure of a report, as its text lists it or opened by itself.
export type ReportFigure = Shapes['FrozenFigure'] | Shapes['ReportFigure']

// ---- sheets and the public

export type FormPlan = Shapes['FormPlan']
export type FormFilled = Shapes['FormFilled']
export type FormHeading = Shapes['FormHeading']
export type FormMeaning = Shapes['FormMeaning']
export type FormCell = Shapes['FormCell']
export type Job = Shapes['Job']
export type JobList = Shapes['JobList']
export type JobBad = Shapes['JobBad']
export type JobDoubles = Shapes['JobDoubles']
export type PublicNeed = Shapes['Need']
export type OfferForm = Shapes['OfferForm']
export type RequestForms = Shapes['RequestForms']
export type RequestForm = Shapes['RequestForm']
export type PublicNeeds = Shapes['Needs']
