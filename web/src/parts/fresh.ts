// A picker that finds nobody may lead to the form that registers her, and come back with her picked. The form page says where.
import type { InjectionKey } from 'vue'

export interface Fresh {
  // Whether a new record of this type can be registered from the control with this id.
  readonly offers: (control: string, to: string) => boolean
  readonly register: (control: string, to: string, typed: string) => void
}
export const FRESH: InjectionKey<Fresh> = Symbol('fresh')
