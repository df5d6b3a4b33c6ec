/** Most names that are kept; beyond, a table keeps the name that its event gives it. */
const mostAliases = 200_000

/** Names of one table in different events: its location where a catalogue knows it by a name. */
export class TableAliases {
  readonly #names = new Map<string, string>()

  /** Of two names of one location the first in order of text counts, whatever the order of events. */
  add(location: string, name: string): void {
    const known = this.#names.get(location)
    if (known === undefined ? this.#names.size < mostAliases : name < known) this.#names.set(location, name)
  }

  /** The one name of a table. */
  nameOf(table: string): string {
    return this.#names.get(table) ?? table
  }
}
