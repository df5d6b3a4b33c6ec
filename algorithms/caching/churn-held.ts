import {partitionBytesBetween} from '../../model/partition-sizes.js'
import type {WorkloadTables} from '../../model/workload.js'
import type {RelayWindows} from './problem.js'

/**
 * Replica windows that were in force on the day before the plan's first: rows of (table, region, fromAge, toAge), in any
 * order, disjoint within a table and region. `Placement.windows` is one.
 */
export type PreviousWindows = RelayWindows

/** Windows by table, then region, then age: group g has the rows `start[g] … start[g + 1]`. */
export class WindowGroups {
  readonly count: number
  readonly table: Int32Array
  readonly region: Int32Array
  readonly start: Int32Array
  readonly fromAge: Int32Array
  readonly toAge: Int32Array
  readonly #groupOfKey = new Map<number, number>()
  readonly #regionCount: number

  constructor(windows: RelayWindows, regionCount: number) {
    const rows = windows.table.length
    const order = Int32Array.from({length: rows}, (_, row) => row)
    order.sort(
      (a, b) =>
        windows.table[a] - windows.table[b] ||
        windows.region[a] - windows.region[b] ||
        windows.fromAge[a] - windows.fromAge[b] ||
        a - b,
    )
    const start: number[] = []
    this.#regionCount = regionCount
    order.forEach((row, at) => {
      const key = windows.table[row] * regionCount + windows.region[row]
      if (this.#groupOfKey.has(key)) return
      this.#groupOfKey.set(key, start.length)
      start.push(at)
    })
    this.count = start.length
    this.table = Int32Array.from(start, at => windows.table[order[at]])
    this.region = Int32Array.from(start, at => windows.region[order[at]])
    this.start = Int32Array.from([...start, rows])
    this.fromAge = Int32Array.from(order, row => windows.fromAge[row])
    this.toAge = Int32Array.from(order, row => windows.toAge[row])
  }

  /** Group of a table and region, or −1. */
  groupOf(table: number, region: number): number {
    return this.#groupOfKey.get(table * this.#regionCount + region) ?? -1
  }

  /** True where a window of the group holds this age. */
  holds(group: number, age: number): boolean {
    if (group < 0) return false
    for (let row = this.start[group]; row < this.start[group + 1]; row++) {
      if (this.fromAge[row] <= age && age < this.toAge[row]) return true
    }
    return false
  }
}

/**
 * Bytes of the ages [fromAge, toAge) of a daily table on `asOfDay` that a region has not got from the day before. What a window
 * [p, q) held then is one day older now: the ages p + 1 … q are there, age q too, which the window is about to let go.
 *
 * @param group of `previous`, for this table and region; −1 where nothing was held
 */
export function missingBytes(
  tables: WorkloadTables,
  table: number,
  fromAge: number,
  toAge: number,
  previous: WindowGroups,
  group: number,
  asOfDay: number,
): number {
  let bytes = 0
  let age = fromAge
  if (group >= 0) {
    for (let row = previous.start[group]; row < previous.start[group + 1] && age < toAge; row++) {
      const heldFrom = Math.min(previous.fromAge[row] + 1, toAge)
      if (heldFrom > age) bytes += partitionBytesBetween(tables, table, asOfDay - heldFrom + 1, asOfDay - age)
      age = Math.max(age, previous.toAge[row] + 1)
    }
  }
  return age < toAge ? bytes + partitionBytesBetween(tables, table, asOfDay - toAge + 1, asOfDay - age) : bytes
}

/**
 * One-off bytes that a window [fromAge, toAge) copies on its first day (formats.md 3.7): its ages but `fromAge`, which is the day's
 * refresh, as far as the region lacks them; of a snapshot table the one version, where it was not held.
 */
export function windowFillBytes(
  tables: WorkloadTables,
  table: number,
  fromAge: number,
  toAge: number,
  previous: WindowGroups,
  group: number,
  asOfDay: number,
): number {
  if (tables.snapshot[table] !== 1) return missingBytes(tables, table, fromAge + 1, toAge, previous, group, asOfDay)
  return fromAge > 0 || toAge <= 0 || previous.holds(group, 0) ? 0 : tables.partitionBytes[table]
}
