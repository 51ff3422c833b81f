// A password to begin with, easy to say: four groups, no letters that look alike. About 70 bits.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz'
const DIGITS = '23456789'

export function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  const from = (set: string, place: number): string => set[(bytes[place] ?? 0) % set.length] ?? ''
  const groups = [0, 1, 2].map((group) => [0, 1, 2, 3].map((at) => from(LETTERS, group * 4 + at)).join(''))
  return `${groups.map((group, place) => (place === 0 ? group.charAt(0).toUpperCase() + group.slice(1) : group)).join('-')}-${[12, 13, 14, 15].map((place) => from(DIGITS, place)).join('')}`
}
