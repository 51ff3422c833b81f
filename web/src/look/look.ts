// Light or dark, plain or large: chosen by her, else as the system says. Kept on this device.
import { ref } from 'vue'

export type Theme = 'system' | 'light' | 'dark'

const THEME = 'halfsky.theme'
const SIZE = 'halfsky.size'
const KEYS = 'halfsky.keys'
const system = window.matchMedia('(prefers-color-scheme: dark)')
const wide = window.matchMedia('(min-width: 800px)')

export const theme = ref<Theme>((localStorage.getItem(THEME) as Theme | null) ?? 'system')
export const large = ref(localStorage.getItem(SIZE) === 'large')
export const keysOn = ref(localStorage.getItem(KEYS) !== 'off') // single-key shortcuts
export const desktop = ref(wide.matches)

function apply(): void {
  const dark = theme.value === 'dark' || (theme.value === 'system' && system.matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  if (large.value) document.documentElement.dataset['size'] = 'large'
  else delete document.documentElement.dataset['size']
}

export function startLook(): void {
  apply()
  system.addEventListener('change', apply)
  wide.addEventListener('change', () => { desktop.value = wide.matches })
}

export function setTheme(next: Theme): void {
  theme.value = next
  localStorage.setItem(THEME, next)
  apply()
}

export function setLarge(next: boolean): void {
  large.value = next
  localStorage.setItem(SIZE, next ? 'large' : 'plain')
  apply()
}

export function setKeys(next: boolean): void {
  keysOn.value = next
  localStorage.setItem(KEYS, next ? 'on' : 'off')
}
