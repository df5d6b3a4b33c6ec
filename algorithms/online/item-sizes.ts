import type {Column} from '../../model/columns.js'
import {type History, NO_DATE} from '../../model/history.js'

/** The (table, partition day) pairs that a history reads, numbered by table, then day: a snapshot table is one item. */
export class ItemIndex {
  readonly count: number
  readonly table: Int32Array
  readonly #ofTable: readonly Map<number, number>[]

  /** @param length rows to look at in `table` and `day`, which are row-aligned */
  constructor(tableCount: number, table: Column, day: Column, length: number) {
    const ofTable = Array.from({length: tableCount}, () => new Map<number, number>())
    for (let row = 0; row < length; row++) ofTable[table[row]].set(day[row], 0)
    const tables: number[] = []
    for (let t = 0; t < tableCount; t++) {
      for (const itemDay of [...ofTable[t].keys()].sort((a, b) => a - b)) {
        ofTable[t].set(itemDay, tables.length)
        tables.push(t)
      }
    }
    this.#ofTable = ofTable
    this.count = tables.length
    this.table = Int32Array.from(tables)
  }

  /** The item, or -1 where nobody reads it. */
  find(table: number, day: number): number {
    return this.#ofTable[table].get(day) ?? -1
  }
}

/**
 * Bytes of every item by formats.md section 1: its row in `partitions`, else the table's `partition_bytes`, else what was written to
 * it; a snapshot version: `partition_bytes`, else what was written on the last day that wrote it (decision 1); else 0. Feed it
 * all writes, then call `settle`.
 */
export class ItemSizes {
  readonly bytes: Float64Array
  readonly #history: History
  readonly #items: ItemIndex
  readonly #lastWriteDay: Float64Array

  constructor(history: History, items: ItemIndex) {
    this.#history = history
    this.#items = items
    this.bytes = new Float64Array(items.count)
    this.#lastWriteDay = new Float64Array(history.tables.names.length).fill(Number.NEGATIVE_INFINITY)
  }

  addWrite(table: number, partitionDay: number, runDay: number, bytes: number): void {
    const item = this.#items.find(table, partitionDay)
    if (item < 0) return
    if (partitionDay === NO_DATE) {
      if (runDay < this.#lastWriteDay[table]) return
      if (runDay > this.#lastWriteDay[table]) this.bytes[item] = 0
      this.#lastWriteDay[table] = runDay
    }
    this.bytes[item] += bytes
  }

  /** Lets `partition_bytes`, then the rows of `partitions`, overrule what was written. */
  settle(): void {
    const {tables, partitions, toDay} = this.#history
    for (let item = 0; item < this.bytes.length; item++) {
      const declared = tables.partitionBytes[this.#items.table[item]]
      if (!Number.isNaN(declared)) this.bytes[item] = declared
    }
    for (let row = 0; row < partitions.table.length; row++) {
      if (partitions.day[row] > toDay) continue
      const item = this.#items.find(partitions.table[row], partitions.day[row])
      if (item >= 0) this.bytes[item] = partitions.bytes[row]
    }
  }
}
