// Dialogs that are open, the last on top: Back closes the top one instead of leaving the page.
const open: Array<() => void> = []

export function sheetOpened(close: () => void): () => void {
  open.push(close)
  return () => {
    const place = open.lastIndexOf(close)
    if (place >= 0) open.splice(place, 1)
  }
}

export function closeTopSheet(): boolean {
  const close = open[open.length - 1]
  if (!close) return false
  close()
  return true
}
