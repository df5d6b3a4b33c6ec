import {cellCost} from './cell-cost.js'
import type {ServingProblem} from './problem.js'

/**
 * What is read of every table in every region (a cell: table t at region e, at `t * regionCount + e`), and what its cheapest
 * windows cost there. Memory: 8 bytes a (region, table, age), 12 a cell.
 */
export class ReadingCells {
  readonly problem: ServingProblem
  /** Price of a replica byte a day by region. */
  readonly storagePrice: Float64Array
  /** Price of one byte over the span, per day, at `from * regionCount + to`. */
  readonly bytePrice: Float64Array
  /** Facts that are read in each cell. */
  readonly readers: Int32Array
  /** Cost of each cell a day, as last priced. */
  readonly cost: Float64Array
  readonly #demand: Float64Array

  constructor(problem: ServingProblem, storagePrice: ArrayLike<number>) {
    const {regionCount, tableCount, ageStart, linkPrice, dayCount} = problem
    this.problem = problem
    this.storagePrice = Float64Array.from(storagePrice)
    this.bytePrice = linkPrice.map(price => price / dayCount)
    this.#demand = new Float64Array(ageStart[tableCount] * regionCount)
    this.readers = new Int32Array(tableCount * regionCount)
    this.cost = new Float64Array(tableCount * regionCount)
  }

  /** Counts what a row reads at a region (sign 1), or no longer (−1). Prices nothing. */
  countRow(row: number, region: number, sign: 1 | -1): void {
    const {regionCount, readStart, readTable, readAge, readBytes, ageStart} = this.problem
    const demand = this.#demand
    const readers = this.readers
    const end = readStart[row + 1]
    for (let f = readStart[row]; f < end; f++) {
      const t = readTable[f]
      const first = ageStart[t]
      const ages = ageStart[t + 1] - first
      demand[first * regionCount + region * ages + readAge[f] - first] += sign * readBytes[f]
      readers[t * regionCount + region] += sign
    }
  }

  /** Cost of a cell with the table's home there. */
  priced(table: number, region: number, home: number): number {
    if (region === home || this.readers[table * this.problem.regionCount + region] === 0) return 0
    return this.#priced(table, region, home, undefined, 0, 1)
  }

  /** The same with `sign` times the demand at `extra[extraAt …]` (by age of the table) on top. */
  pricedWith(table: number, region: number, home: number, extra: Float64Array, extraAt: number, sign: 1 | -1): number {
    return region === home ? 0 : this.#priced(table, region, home, extra, extraAt, sign)
  }

  /** Cost of a cell that has only the demand at `only[at …]`. */
  pricedOnly(table: number, region: number, home: number, only: Float64Array, at: number): number {
    const {ageDays, ageStart, regionCount, partitionBytes} = this.problem
    const price = this.bytePrice[home * regionCount + region]
    if (price === 0) return 0
    return cellCost(
      ageDays,
      ageStart[table],
      ageStart[table + 1],
      only,
      at,
      undefined,
      0,
      1,
      price,
      this.#refreshCost(table, price),
      partitionBytes[table] * this.storagePrice[region],
    )
  }

  /** Prices a cell anew. Returns the change of cost. */
  reprice(table: number, region: number, home: number): number {
    const cell = table * this.problem.regionCount + region
    const old = this.cost[cell]
    const cost = this.priced(table, region, home)
    this.cost[cell] = cost
    return cost - old
  }

  #priced(
    table: number,
    region: number,
    home: number,
    extra: Float64Array | undefined,
    extraAt: number,
    sign: 1 | -1,
  ): number {
    const {ageDays, ageStart, regionCount, partitionBytes} = this.problem
    const price = this.bytePrice[home * regionCount + region]
    if (price === 0) return 0
    const first = ageStart[table]
    const last = ageStart[table + 1]
    return cellCost(
      ageDays,
      first,
      last,
      this.#demand,
      first * regionCount + region * (last - first),
      extra,
      extraAt,
      sign,
      price,
      this.#refreshCost(table, price),
      partitionBytes[table] * this.storagePrice[region],
    )
  }

  #refreshCost(table: number, price: number): number {
    return this.problem.replicable[table] === 1 ? this.problem.refreshBytes[table] * price : Infinity
  }
}
