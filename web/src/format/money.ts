// Money is text in yuan ("300.00"), exact: fen as bigint, never a floating number.

// Null where it is not an amount with at most two places.
export function fenOf(text: string): bigint | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/[,，\s]/g, ''))
  if (!match) return null
  const fen = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0') || '0')
  return match[1] ? -fen : fen
}

export function yuanOf(fen: bigint): string {
  const size = fen < 0n ? -fen : fen
  return `${fen < 0n ? '-' : ''}${size / 100n}.${(size % 100n).toString().padStart(2, '0')}`
}

export function grouped(digits: string): string {
  const [whole = '', places] = digits.replace('-', '').split('.')
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (places === undefined ? '' : `.${places}`)
  return digits.startsWith('-') ? `−${text}` : text
}

// In ledgers: always 612,000.00.
export function ledgerMoney(text: string): string {
  const fen = fenOf(text)
  return fen === null ? text : grouped(yuanOf(fen))
}

// On cards and rows: 1,500 · 61.2万 · 1.2亿; fen only where there are any.
export function shortMoney(text: string, english = false): string {
  const fen = fenOf(text)
  if (fen === null) return text
  const size = fen < 0n ? -fen : fen
  const sign = fen < 0n ? '−' : ''
  if (!english && size >= 10_000_000_000n) return `${sign}${tenths(size, 1_000_000_000n)}亿`
  if (!english && size >= 10_000_000n) return `${sign}${tenths(size, 100_000n)}万`
  const yuan = yuanOf(fen)
  return grouped(yuan.endsWith('.00') ? yuan.slice(0, -3) : yuan)
}

export function money(text: string, english = false): string {
  return english ? `¥${shortMoney(text, true)}` : `${shortMoney(text)}${/[万亿]$/.test(shortMoney(text)) ? '元' : ' 元'}`
}

// One decimal, rounded half up; a whole number without.
function tenths(size: bigint, unit: bigint): string {
  const count = (size + unit / 2n) / unit
  return count % 10n === 0n ? grouped((count / 10n).toString()) : `${grouped((count / 10n).toString())}.${count % 10n}`
}

const DIGITS = '零一二三四五六七八九'
const PLACES = ['', '十', '百', '千']
const GROUPS = ['', '万', '亿', '万亿']

// 三万元整, 一万零五十元五角: what was typed, read back. Null under 10,000 yuan: there is nothing to mistake.
export function moneyInWords(text: string): string | null {
  const fen = fenOf(text)
  if (fen === null || fen < 1_000_000n) return null
  const jiao = Number((fen % 100n) / 10n)
  const cent = Number(fen % 10n)
  const rest = jiao === 0 && cent === 0 ? '整' : `${jiao ? `${DIGITS[jiao]}角` : '零'}${cent ? `${DIGITS[cent]}分` : ''}`
  return `${wholeInWords(fen / 100n)}元${rest}`
}

function wholeInWords(whole: bigint): string {
  let left = whole
  let words = ''
  for (let group = 0; left > 0n; group++) {
    const part = Number(left % 10_000n)
    left /= 10_000n
    if (part === 0) {
      if (words && !words.startsWith('零')) words = `零${words}`
      continue
    }
    words = `${left > 0n && part < 1000 ? '零' : ''}${fourInWords(part)}${GROUPS[group] ?? ''}${words}`
  }
  return words.replace(/零+/g, '零').replace(/零$/, '').replace(/^一十/, '十') || '零'
}

function fourInWords(part: number): string {
  let words = ''
  let zero = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(part / 10 ** place) % 10
    if (digit === 0) {
      zero = words !== ''
      continue
    }
    words += `${zero ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`
    zero = false
  }
  return words
}
