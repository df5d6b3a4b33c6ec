/** Most tables whose partitioning is remembered: some 200 MB. */
const mostTables = 1_000_000

/** Which tables are known to have a partition for each day. */
export class KnownTables {
  readonly #tables = new Map<string, 'partitioned' | 'dated' | 'undated'>()
  readonly #forget: (table: string) => void

  /** @param forget told of tables beyond the million that are remembered */
  constructor(forget: (table: string) => void) {
    this.#forget = forget
  }

  /** The table has partitions, TABLES says. */
  partitioned(table: string): void {
    if (!this.#tables.has(table)) this.#set(table, 'partitioned')
  }

  /** The table has a partition, PARTITIONS says, of a day or not. */
  partition(table: string, isDated: boolean): void {
    if (isDated) this.#set(table, 'dated')
    else if (this.#tables.get(table) !== 'dated') this.#set(table, 'undated')
  }

  /** Whether the table is partitioned by day: by the names of its partitions, else because it is partitioned at all. */
  isByDay(table: string): boolean {
    const known = this.#tables.get(table)
    return known === 'dated' || known === 'partitioned'
  }

  #set(table: string, known: 'partitioned' | 'dated' | 'undated'): void {
    if (this.#tables.size >= mostTables && !this.#tables.has(table)) this.#forget(table)
    else this.#tables.set(table, known)
  }
}
