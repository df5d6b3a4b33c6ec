/** A typed array seen read-only: the same memory without setters (freezing a typed array throws). */
export interface Column {
  readonly length: number
  readonly [index: number]: number
}

/** Names to dense integers, in the order given. */
export function indexNames(names: readonly string[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>()
  for (let i = 0; i < names.length; i++) index.set(names[i]!, i)
  return index
}

/** Orders strings by UTF-16 code units: the same everywhere, whatever the locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
