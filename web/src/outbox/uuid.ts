// Version 7: the millisecond first, so that ids made later sort later, also within one millisecond.
let lastMs = 0
let sequence = 0

export function uuid7(nowMs: number = Date.now(), random: (bytes: Uint8Array) => Uint8Array = fill): string {
  if (nowMs > lastMs) {
    lastMs = nowMs
    sequence = (random(new Uint8Array(1))[0] ?? 0) & 0x7f
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  const bytes = random(new Uint8Array(16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(lastMs / 2 ** (8 * (5 - i))) & 0xff
  bytes[6] = 0x70 | (sequence >> 8)
  bytes[7] = sequence & 0xff
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function fill(bytes: Uint8Array): Uint8Array {
  crypto.getRandomValues(bytes)
  return bytes
}

/** Ids for what is asked of the server: the same question sent again, after a lost answer, keeps its id and is done once. */
export function idsByBody(): (body: object) => string {
  let before = ''
  let id = ''
  return (body) => {
    const text = JSON.stringify(body)
    if (text !== before) [before, id] = [text, uuid7()]
    return id
  }
}
