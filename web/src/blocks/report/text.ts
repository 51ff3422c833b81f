// A compiled report comes as pieces in order: Markdown text cut open by figures, names, tables, paragraphs to write. Here it
// becomes blocks that a page can show.
import type { Piece } from '../../api/types'

export interface Part { readonly text: string; readonly figure: number | null; readonly strong: boolean }
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly parts: readonly Part[] }
  | { readonly kind: 'paragraph' | 'item'; readonly parts: readonly Part[] }
  | { readonly kind: 'table'; readonly header: readonly string[]; readonly rows: ReadonlyArray<readonly Part[]> }
  | { readonly kind: 'write'; readonly key: string; readonly title: string }

export function blocksOf(pieces: readonly Piece[]): readonly Block[] {
  const blocks: Block[] = []
  let parts: Part[] = []
  let head: { kind: 'heading' | 'item'; level: number } | null = null
  let strong = false

  function close(): void {
    if (parts.some((part) => part.figure !== null || part.text.trim())) {
      if (head?.kind === 'heading') blocks.push({ kind: 'heading', level: head.level, parts })
      else blocks.push({ kind: head?.kind === 'item' ? 'item' : 'paragraph', parts })
    }
    parts = []
    head = null
    strong = false
  }

  function words(text: string): void {
    text.split('**').forEach((part, place) => {
      if (place > 0) strong = !strong
      if (part) parts.push({ text: part, figure: null, strong })
    })
  }

  function text(source: string): void {
    source.split('\n').forEach((line, place) => {
      if (place > 0 && (line.trim() === '' || head?.kind === 'heading')) close()
      const fresh = parts.length === 0
      const heading = fresh ? /^\s*(#{1,4})\s+(.*)$/.exec(line) : null
      const item = /^\s*[-*]\s+(.*)$/.exec(line)
      if (heading) {
        head = { kind: 'heading', level: heading[1]?.length ?? 1 }
        words(heading[2] ?? '')
      } else if (item && (fresh || place > 0)) {
        close()
        head = { kind: 'item', level: 0 }
        words(item[1] ?? '')
      } else {
        words(line)
      }
    })
  }

  for (const piece of pieces) {
    switch (piece.kind) {
      case 'text': text(piece.text ?? ''); break
      case 'name':
      case 'missed': words(piece.text ?? ''); break
      case 'figure': parts.push({ text: piece.shown ?? '', figure: piece.n ?? null, strong: false }); break
      case 'table':
        close()
        blocks.push({ kind: 'table', header: piece.header ?? [], rows: (piece.rows ?? []).map((row) => row.map((cell) => ({ text: cell.text, figure: cell.n ?? null, strong: false }))) })
        break
      case 'write': close(); blocks.push({ kind: 'write', key: piece.key ?? '', title: piece.title ?? '' }); break
      default: break
    }
  }
  close()
  return blocks
}
