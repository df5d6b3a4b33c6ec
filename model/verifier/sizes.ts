import type {Day} from '../days.js'
import {type History, NO_DATE} from '../history.js'
import type {Decisions} from './decisions.js'

/**
 * Sizes of partitions and of snapshot versions (spec: formats.md section 1, last paragraphs, and 3.9). A partition is as large as
 * its row in `partitions`, else the table's `partition_bytes`, else the bytes written to it, else 0. Feed it all writes,
 * then call `settle`. Detail by day is kept only for replicated tables and for
 * tables without `partition_bytes`.
 */
export class Sizes {
  readonly #history: History
  readonly #decisions: Decisions
  /** Sizes that are not the table's `partition_bytes`, by table and day. */
  readonly #known = new Map<number, Map<Day, number>>()
  readonly #replicated: Uint8Array
  readonly #lastWriteDay: Float64Array
  readonly #lastWriteBytes: Float64Array
  /** For each replicated table, 1 on every scored day on which it was written. */
  readonly #written = new Map<number, Uint8Array>()

  constructor(history: History, decisions: Decisions) {
    const count = history.tables.names.length
    this.#history = history
    this.#decisions = decisions
    this.#lastWriteDay = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
    this.#lastWriteBytes = new Float64Array(count)
    this.#replicated = new Uint8Array(count)
    for (const table of decisions.windows.table) this.#replicated[table] = 1
  }

  addWrite(table: number, partitionDay: Day, runDay: Day, bytes: number): void {
    if (runDay > this.#lastWriteDay[table]!) {
      this.#lastWriteDay[table] = runDay
      this.#lastWriteBytes[table] = 0
    }
    if (runDay === this.#lastWriteDay[table]) this.#lastWriteBytes[table]! += bytes
    if (this.#replicated[table] === 1 && runDay >= this.#history.fromDay)
      this.#daysOf(table)[runDay - this.#history.fromDay] = 1
    if (partitionDay === NO_DATE) return
    if (Number.isNaN(this.#history.tables.partitionBytes[table]!) && partitionDay <= this.#history.toDay) {
      const known = this.#knownOf(table)
      known.set(partitionDay, (known.get(partitionDay) ?? 0) + bytes)
    }
  }

  /** Lets the rows of `partitions` overrule what was written. Call it after the last write. */
  settle(): void {
    const {partitions, tables, toDay} = this.#history
    for (let row = 0; row < partitions.table.length; row++) {
      const table = partitions.table[row]!
      const wanted = this.#replicated[table] === 1 || Number.isNaN(tables.partitionBytes[table]!)
      if (wanted && partitions.day[row]! <= toDay)
        this.#knownOf(table).set(partitions.day[row]!, partitions.bytes[row]!)
    }
  }

  isSnapshot(table: number): boolean {
    return this.#history.tables.snapshot[table] === 1
  }

  /** Bytes of the one version of a snapshot table: `partition_bytes`, else what was written on the last day that it was written. */
  versionBytes(table: number): number {
    const declared = this.#history.tables.partitionBytes[table]!
    return Number.isNaN(declared) ? this.#lastWriteBytes[table]! : declared
  }

  /** Whether any run wrote the (replicated) table on a scored day. */
  isWrittenOn(table: number, day: Day): boolean {
    return this.#written.get(table)?.[day - this.#history.fromDay] === 1
  }

  /** Bytes of the partition of `day` of a replicated daily table. */
  partitionBytes(table: number, day: Day): number {
    return this.#known.get(table)?.get(day) ?? this.#defaultBytes(table)
  }

  /** Bytes of the partitions of `firstDay … lastDay` (both included) of a replicated daily table. */
  spanBytes(table: number, firstDay: Day, lastDay: Day): number {
    if (firstDay > lastDay) return 0
    let bytes = 0
    let unknownDays = lastDay - firstDay + 1
    for (const [day, size] of this.#known.get(table) ?? []) {
      if (day < firstDay || day > lastDay) continue
      bytes += size
      unknownDays -= 1
    }
    return bytes + unknownDays * this.#defaultBytes(table)
  }

  /** Bytes at home: typical partition × retention (for ever: × the scored days); a snapshot: one version. */
  homeBytes(table: number): number {
    if (this.isSnapshot(table)) return this.versionBytes(table)
    const retention = this.#history.tables.retentionDays[table]!
    const days = Number.isNaN(retention) ? this.#history.toDay - this.#history.fromDay + 1 : retention
    return this.#typicalBytes(table) * days
  }

  /** Home bytes by region with the homes given. */
  homeBytesByRegion(homes: Int32Array): Float64Array {
    const bytes = new Float64Array(this.#history.topology.regions.length)
    for (let table = 0; table < homes.length; table++) bytes[homes[table]!]! += this.homeBytes(table)
    return bytes
  }

  /** Home bytes of the tables whose home the plan changes. */
  moveBytes(): number {
    const {tableHome, tableHomeBefore} = this.#decisions
    let bytes = 0
    for (let table = 0; table < tableHome.length; table++) {
      if (tableHome[table] !== tableHomeBefore[table]) bytes += this.homeBytes(table)
    }
    return bytes
  }

  #typicalBytes(table: number): number {
    const declared = this.#history.tables.partitionBytes[table]!
    if (!Number.isNaN(declared)) return declared
    const known = this.#known.get(table)
    if (known === undefined) return 0
    let bytes = 0
    for (const size of known.values()) bytes += size
    return bytes / known.size
  }

  #defaultBytes(table: number): number {
    const declared = this.#history.tables.partitionBytes[table]!
    return Number.isNaN(declared) ? 0 : declared
  }

  #knownOf(table: number): Map<Day, number> {
    const known = this.#known.get(table) ?? new Map<Day, number>()
    this.#known.set(table, known)
    return known
  }

  #daysOf(table: number): Uint8Array {
    const days = this.#written.get(table) ?? new Uint8Array(this.#history.toDay - this.#history.fromDay + 1)
    this.#written.set(table, days)
    return days
  }
}
