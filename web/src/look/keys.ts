// Single-key shortcuts: off while typing, while pinyin is being composed, under a dialog, and where she switched them off.
import { onBeforeUnmount, onMounted } from 'vue'

import { keysOn } from './look'

export const composing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]'

// A letter with Shift is "Shift+J". The act says whether it took the key.
export function useKeys(act: (key: string, event: KeyboardEvent) => boolean): void {
  function onKey(event: KeyboardEvent): void {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest(TYPING) || document.querySelector('dialog[open]')) return
    const single = event.key.length === 1
    if (single && !keysOn.value) return
    const name = single ? event.key.toUpperCase() : event.key
    if (act(event.shiftKey && name !== '?' ? `Shift+${name}` : name, event)) event.preventDefault()
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
