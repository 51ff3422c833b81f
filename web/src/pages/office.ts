// An office that goes from one to another: words that the dialog and the pages share.
import type { Shapes } from '../api/types'

export type OfficeDesk = Shapes['OfficeDesk']
export type HandedOffice = Shapes['HandedOffice']
export type OfficeHandover = Shapes['OfficeHandover']
export type OfficeHandovers = Shapes['OfficeHandovers']
export type OfficeCount = Shapes['OfficeCount']
export type OfficeItem = Shapes['OfficeItem']

export const passing = (counts: readonly OfficeCount[]): readonly OfficeCount[] => counts.filter((count) => count.why === null)
export const staying = (counts: readonly OfficeCount[]): readonly OfficeCount[] => counts.filter((count) => count.why !== null)
