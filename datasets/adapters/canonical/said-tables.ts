import type {ObservedTable} from '../../ingest/observed.js'

/** Tables whose last saying is remembered: some 20 MB. */
const mostTables = 100_000

/** Passes on what is said of a table only where it differs from what was said of it last. */
export class SaidTables {
  readonly #said = new Map<string, string>()
  readonly #tell: (table: ObservedTable) => void

  constructor(tell: (table: ObservedTable) => void) {
    this.#tell = tell
  }

  say(table: ObservedTable): void {
    const text = JSON.stringify(table)
    if (this.#said.get(table.table) === text) return
    // forgetting costs nothing but a second telling
    if (this.#said.size >= mostTables) this.#said.clear()
    this.#said.set(table.table, text)
    this.#tell(table)
  }
}
