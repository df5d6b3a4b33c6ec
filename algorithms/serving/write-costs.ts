import {cpuCost, rowCost} from './fixed-costs.js'
import type {ServingProblem} from './problem.js'

/**
 * Write-backs and CPU of what moves together: rows that run elsewhere, and tables that get another home, into which also rows
 * write that stay where they are.
 */
export class WriteCosts {
  readonly #problem: ServingProblem
  readonly #rowRegion: Int32Array
  readonly #tableHome: Int32Array
  readonly #rowStamp: Int32Array
  readonly #tableStamp: Int32Array
  #stamp = 0

  /** @param rowRegion region of each row now, and home of each table: read at every call */
  constructor(problem: ServingProblem, rowRegion: Int32Array, tableHome: Int32Array) {
    this.#problem = problem
    this.#rowRegion = rowRegion
    this.#tableHome = tableHome
    this.#rowStamp = new Int32Array(problem.rowCount)
    this.#tableStamp = new Int32Array(problem.tableCount)
  }

  /** What moves, until the next call. */
  select(rows: ArrayLike<number>, tables: ArrayLike<number>): void {
    const stamp = ++this.#stamp
    for (let i = 0; i < rows.length; i++) this.#rowStamp[rows[i]] = stamp
    for (let i = 0; i < tables.length; i++) this.#tableStamp[tables[i]] = stamp
  }

  isMoving(table: number): boolean {
    return this.#tableStamp[table] === this.#stamp
  }

  /** Cost a day as things are, of the rows and tables selected. */
  now(rows: ArrayLike<number>, tables: ArrayLike<number>): number {
    const {writersOfTable, writerRow, writeBytes, linkPrice, regionCount: R, dayCount} = this.#problem
    let cost = 0
    for (let i = 0; i < rows.length; i++) {
      cost += rowCost(this.#problem, this.#tableHome, rows[i], this.#rowRegion[rows[i]])
    }
    for (let i = 0; i < tables.length; i++) {
      const t = tables[i]
      const end = writersOfTable.start[t + 1]
      for (let w = writersOfTable.start[t]; w < end; w++) {
        const fact = writersOfTable.item[w]
        const row = writerRow[fact]
        if (this.#rowStamp[row] === this.#stamp) continue
        cost += (writeBytes[fact] * linkPrice[this.#rowRegion[row] * R + this.#tableHome[t]]) / dayCount
      }
    }
    return cost
  }

  /** Adds the cost a day of the rows and tables selected, if all of them were at one region, by region. */
  addAtEach(rows: ArrayLike<number>, tables: ArrayLike<number>, costs: Float64Array): void {
    const problem = this.#problem
    const {regionCount: R, writeStart, writeTable, writeBytes, linkPrice, dayCount, computePrice} = problem
    const {writersOfTable, writerRow} = problem
    for (let to = 0; to < R; to++) {
      if (computePrice[to] === 0) continue
      for (let i = 0; i < rows.length; i++) costs[to] += cpuCost(problem, rows[i], to)
    }
    for (let i = 0; i < rows.length; i++) {
      const end = writeStart[rows[i] + 1]
      for (let f = writeStart[rows[i]]; f < end; f++) {
        if (this.isMoving(writeTable[f])) continue
        const home = this.#tableHome[writeTable[f]]
        const bytes = writeBytes[f] / dayCount
        for (let to = 0; to < R; to++) costs[to] += bytes * linkPrice[to * R + home]
      }
    }
    for (let i = 0; i < tables.length; i++) {
      const end = writersOfTable.start[tables[i] + 1]
      for (let w = writersOfTable.start[tables[i]]; w < end; w++) {
        const fact = writersOfTable.item[w]
        const row = writerRow[fact]
        if (this.#rowStamp[row] === this.#stamp) continue
        const bytes = writeBytes[fact] / dayCount
        const from = this.#rowRegion[row] * R
        for (let to = 0; to < R; to++) costs[to] += bytes * linkPrice[from + to]
      }
    }
  }
}
