import type {ServingProblem} from './problem.js'

/**
 * What a group of rows reads, gathered by table and age: over all of them, and apart by the region where they run. Buffers are
 * kept from one group to the next.
 */
export class LiftedReads {
  readonly #problem: ServingProblem
  /** The tables read: the first `tableCount` of these. */
  table: Int32Array = new Int32Array(64)
  tableCount = 0
  /** The regions that the rows run in: the first `regionCount` of these. */
  readonly region: Int32Array
  regionCount = 0
  /** Bytes over the span by age, in blocks: see `totalAt` and `partAt`. */
  bytes: Float64Array = new Float64Array(1024)
  readonly #slotOf: Int32Array
  readonly #blockAt: Int32Array
  readonly #stampOf: Int32Array
  #stamp = 0

  constructor(problem: ServingProblem) {
    this.#problem = problem
    this.region = new Int32Array(problem.regionCount)
    this.#slotOf = new Int32Array(problem.regionCount).fill(-1)
    this.#blockAt = new Int32Array(problem.tableCount)
    this.#stampOf = new Int32Array(problem.tableCount)
  }

  gather(rows: ArrayLike<number>, rowRegion: Int32Array): void {
    const {readStart, readTable, readAge, readBytes, ageStart} = this.#problem
    this.#findRegions(rows, rowRegion)
    const blocks = this.regionCount === 1 ? 1 : 1 + this.regionCount
    const stampOf = this.#stampOf
    const blockAt = this.#blockAt
    const stamp = ++this.#stamp
    let count = 0
    let used = 0
    let bytes = this.bytes
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      const part = blocks === 1 ? 0 : 1 + this.#slotOf[rowRegion[row]]
      const end = readStart[row + 1]
      for (let f = readStart[row]; f < end; f++) {
        const t = readTable[f]
        const first = ageStart[t]
        const ages = ageStart[t + 1] - first
        if (stampOf[t] !== stamp) {
          stampOf[t] = stamp
          blockAt[t] = used
          const next = used + ages * blocks
          if (next > bytes.length) {
            this.bytes = new Float64Array(2 * next)
            this.bytes.set(bytes.subarray(0, used))
            bytes = this.bytes
          }
          bytes.fill(0, used, next)
          used = next
          if (count === this.table.length) this.#growTables()
          this.table[count++] = t
        }
        const at = blockAt[t] + readAge[f] - first
        bytes[at] += readBytes[f]
        if (part > 0) bytes[at + part * ages] += readBytes[f]
      }
    }
    this.tableCount = count
  }

  reads(table: number): boolean {
    return this.#stampOf[table] === this.#stamp
  }

  /** Place of the region among `region`, or -1. */
  slotOf(region: number): number {
    return this.#slotOf[region]
  }

  /** Where the bytes of all rows begin; only for tables that are read. */
  totalAt(table: number): number {
    return this.#blockAt[table]
  }

  /** Where the bytes of the rows of one region begin, by its slot. */
  partAt(table: number, slot: number): number {
    const {ageStart} = this.#problem
    if (this.regionCount === 1) return this.#blockAt[table]
    return this.#blockAt[table] + (1 + slot) * (ageStart[table + 1] - ageStart[table])
  }

  #findRegions(rows: ArrayLike<number>, rowRegion: Int32Array): void {
    for (let s = 0; s < this.regionCount; s++) this.#slotOf[this.region[s]] = -1
    this.regionCount = 0
    for (let i = 0; i < rows.length; i++) {
      const e = rowRegion[rows[i]]
      if (this.#slotOf[e] >= 0) continue
      this.#slotOf[e] = this.regionCount
      this.region[this.regionCount++] = e
    }
  }

  #growTables(): void {
    const wider = new Int32Array(2 * this.table.length)
    wider.set(this.table)
    this.table = wider
  }
}
