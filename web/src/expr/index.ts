// Expressions of packs in the browser: a form shows the same defaults, conditions and problems as the server before it is sent.
export { AsksServer, evaluate, type World } from './evaluate'
export type { How, Kind, Op, Tree } from './tree'
export type { Consent, Span, Tally, Value } from './value'
