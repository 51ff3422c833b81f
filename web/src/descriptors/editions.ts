// Which edition of each programme this client works by. Every command says so: one that lay on the phone while the programme changed is
// carried forward by the server.
const editions = new Map<string, number>()

export function keepEditions(programmes: ReadonlyArray<{ readonly id: string; readonly edition: number }>): void {
  editions.clear()
  for (const { id, edition } of programmes) editions.set(id, edition)
}

export function editionsFor(type: string): { readonly editions?: Readonly<Record<string, number>> } {
  const programme = type.split('.')[0] ?? ''
  const edition = editions.get(programme)
  return edition === undefined ? {} : { editions: { [programme]: edition } }
}
