import {homeCost, rowCost, rowRegionOf, tableRegionOf} from './fixed-costs.js'
import {LiftedReads} from './lifted-reads.js'
import type {Assignment, ServingProblem} from './problem.js'
import {ReadingCells} from './reading-cells.js'
import {WriteCosts} from './write-costs.js'

/** What moves together: job rows that run elsewhere, and tables that get another home. Each row and table once. */
export interface Relocation {
  readonly rows: ArrayLike<number>
  readonly tables: ArrayLike<number>
}

/** Rows go back to the regions where they were seen to run, instead of to one region. */
export const RECORDED = -1

/**
 * The cost of an assignment, kept up to date under relocations. Every table in every region that reads it (a cell) costs
 * what its cheapest windows cost at the price of storage there; on top come write-backs, bytes at home and CPU at their
 * prices, and the bytes of moved homes over the horizon.
 *
 * `evaluate` prices one relocation to all regions at once: O(facts of the rows + tables read · regions · ages) for what is
 * read, less where regions without readers have one price; and O(reading regions · regions · ages) for each table that gets a
 * new home, less where links have one price. Memory: 8 bytes a (region, table, age), 12 a (region, table).
 */
export class ServingState {
  readonly problem: ServingProblem
  /** Home region of each table, and region of each row, now. */
  readonly tableHome: Int32Array
  readonly rowRegion: Int32Array
  /** Bytes at home by region, and CPU-hours a day at `region * 24 + hour`. */
  readonly homeBytes: Float64Array
  readonly cpuHours: Float64Array
  /** Price of a replica byte a day by region. */
  readonly storagePrice: Float64Array
  /** Cost a day now. */
  cost = 0
  readonly #moveHorizonDays: number
  readonly #cells: ReadingCells
  readonly #lifted: LiftedReads
  readonly #writes: WriteCosts
  /** Cost of a table's cells without the lifted rows, by slot of the region that they leave. */
  readonly #without: Float64Array
  readonly #involved: Int32Array
  readonly #isInvolved: Uint8Array

  /**
   * @param storagePrice price of a replica byte a day by region, in currency: the user's, or the dual of a budget
   * @param moveHorizonDays days over which the bytes of a moved home are spread; Infinity: they cost nothing
   */
  constructor(
    problem: ServingProblem,
    assignment: Assignment,
    storagePrice: ArrayLike<number>,
    moveHorizonDays: number,
  ) {
    const {regionCount: R, tableCount, rowCount} = problem
    this.problem = problem
    this.#moveHorizonDays = moveHorizonDays
    this.tableHome = new Int32Array(tableCount)
    for (let t = 0; t < tableCount; t++) this.tableHome[t] = tableRegionOf(problem, assignment, t)
    this.rowRegion = new Int32Array(rowCount)
    for (let row = 0; row < rowCount; row++) this.rowRegion[row] = rowRegionOf(problem, assignment, row)
    this.homeBytes = new Float64Array(R)
    for (let t = 0; t < tableCount; t++) this.homeBytes[this.tableHome[t]] += problem.homeBytes[t]
    this.cpuHours = new Float64Array(R * 24)
    this.#cells = new ReadingCells(problem, storagePrice)
    this.storagePrice = this.#cells.storagePrice
    this.#lifted = new LiftedReads(problem)
    this.#writes = new WriteCosts(problem, this.rowRegion, this.tableHome)
    this.#without = new Float64Array(R)
    this.#involved = new Int32Array(R)
    this.#isInvolved = new Uint8Array(R)
    for (let row = 0; row < rowCount; row++) this.#countRow(row, this.rowRegion[row], 1)
    this.recount()
  }

  /** Cost a day of serving each table in each region, at `table * regionCount + region`. */
  get cellCosts(): ArrayLike<number> {
    return this.#cells.cost
  }

  /** New prices of storage: all cells are priced again, O(facts · regions). */
  reprice(storagePrice: ArrayLike<number>): void {
    this.storagePrice.set(storagePrice)
    this.recount()
  }

  /** The cost from all cells: clears the rounding of many additions. */
  recount(): void {
    const {regionCount: R, tableCount, rowCount} = this.problem
    const cells = this.#cells
    let cost = 0
    for (let t = 0; t < tableCount; t++) {
      const home = this.tableHome[t]
      for (let e = 0; e < R; e++) {
        cells.reprice(t, e, home)
        cost += cells.cost[t * R + e]
      }
      cost += homeCost(this.problem, this.#moveHorizonDays, t, home)
    }
    for (let row = 0; row < rowCount; row++) cost += rowCost(this.problem, this.tableHome, row, this.rowRegion[row])
    this.cost = cost
  }

  /** Change of cost a day if the relocation went to each region, by region, written into `deltas`. Nothing is changed. */
  evaluate({rows, tables}: Relocation, deltas: Float64Array): void {
    const {regionCount: R} = this.problem
    const lifted = this.#lifted
    const writes = this.#writes
    writes.select(rows, tables)
    lifted.gather(rows, this.rowRegion)
    for (let to = 0; to < R; to++) deltas[to] = 0
    let leaving = -writes.now(rows, tables)
    for (let i = 0; i < tables.length; i++) leaving += this.#addNewHomes(tables[i], deltas)
    for (let i = 0; i < lifted.tableCount; i++) {
      const t = lifted.table[i]
      if (!writes.isMoving(t)) leaving += this.#addReadElsewhere(t, deltas)
    }
    writes.addAtEach(rows, tables, deltas)
    for (let to = 0; to < R; to++) deltas[to] += leaving
  }

  /**
   * Change of cost a day if a relocation that is all at `current` went to `home`, its rows to where they were seen to run.
   * Everything is put back.
   */
  evaluateRecorded(relocation: Relocation, home: number, current: number): number {
    const before = this.cost
    const delta = this.apply(relocation, home, RECORDED)
    this.apply(relocation, current)
    this.cost = before
    return delta
  }

  /** Makes the relocation: tables get the home `to`, rows run at `rowsTo` (or where they were seen to run). Returns the change of cost a day. */
  apply({rows, tables}: Relocation, to: number, rowsTo = to): number {
    const {problem, tableHome, rowRegion} = this
    const {regionCount: R, homeBytes} = problem
    const lifted = this.#lifted
    const writes = this.#writes
    writes.select(rows, tables)
    lifted.gather(rows, rowRegion)
    let delta = -writes.now(rows, tables)
    for (let i = 0; i < tables.length; i++) {
      const t = tables[i]
      delta -= homeCost(problem, this.#moveHorizonDays, t, tableHome[t])
      this.homeBytes[tableHome[t]] -= homeBytes[t]
      this.homeBytes[to] += homeBytes[t]
      tableHome[t] = to
      delta += homeCost(problem, this.#moveHorizonDays, t, to)
    }
    const involvedCount = this.#runRows(rows, rowsTo)
    for (let i = 0; i < tables.length; i++) {
      for (let e = 0; e < R; e++) delta += this.#cells.reprice(tables[i], e, to)
    }
    for (let i = 0; i < lifted.tableCount; i++) {
      const t = lifted.table[i]
      if (writes.isMoving(t)) continue
      for (let k = 0; k < involvedCount; k++) delta += this.#cells.reprice(t, this.#involved[k], tableHome[t])
    }
    delta += writes.now(rows, tables)
    this.cost += delta
    return delta
  }

  /** Rows run at `rowsTo`. Returns how many regions gained or lost rows: the first of `#involved`. */
  #runRows(rows: ArrayLike<number>, rowsTo: number): number {
    const {rowRegion} = this
    const recorded = this.problem.rowRegion
    let count = 0
    const involve = (region: number) => {
      if (this.#isInvolved[region] === 1) return
      this.#isInvolved[region] = 1
      this.#involved[count++] = region
    }
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      const from = rowRegion[row]
      const target = rowsTo === RECORDED ? recorded[row] : rowsTo
      if (from === target) continue
      involve(from)
      involve(target)
      this.#countRow(row, from, -1)
      this.#countRow(row, target, 1)
      rowRegion[row] = target
    }
    for (let k = 0; k < count; k++) this.#isInvolved[this.#involved[k]] = 0
    return count
  }

  #countRow(row: number, region: number, sign: 1 | -1): void {
    const {cpuStart, cpuHour, cpuHoursPerDay} = this.problem
    this.#cells.countRow(row, region, sign)
    const end = cpuStart[row + 1]
    for (let i = cpuStart[row]; i < end; i++) this.cpuHours[region * 24 + cpuHour[i]] += sign * cpuHoursPerDay[i]
  }

  /** A table that gets another home: adds what it would cost with each. Returns the cost that ends. */
  #addNewHomes(t: number, deltas: Float64Array): number {
    const {regionCount: R} = this.problem
    const cells = this.#cells
    const {bytePrice, readers} = cells
    const lifted = this.#lifted
    const isRead = lifted.reads(t)
    const home = this.tableHome[t]
    let leaving = -homeCost(this.problem, this.#moveHorizonDays, t, home)
    for (let e = 0; e < R; e++) {
      const cell = t * R + e
      if (readers[cell] === 0) continue
      leaving -= cells.cost[cell]
      const slot = isRead ? lifted.slotOf(e) : -1
      let price = slot < 0 && e !== home ? bytePrice[home * R + e] : Number.NaN
      let cost = cells.cost[cell]
      for (let to = 0; to < R; to++) {
        if (to === e) continue
        if (bytePrice[to * R + e] !== price) {
          price = bytePrice[to * R + e]
          cost =
            slot < 0 ? cells.priced(t, e, to) : cells.pricedWith(t, e, to, lifted.bytes, lifted.partAt(t, slot), -1)
        }
        deltas[to] += cost
      }
    }
    for (let to = 0; to < R; to++) deltas[to] += homeCost(this.problem, this.#moveHorizonDays, t, to)
    return leaving
  }

  /** A table that stays at home and is read from elsewhere: adds what that changes at each region. Returns what ends where the rows leave. */
  #addReadElsewhere(t: number, deltas: Float64Array): number {
    const {regionCount: R, ageStart} = this.problem
    const cells = this.#cells
    const {bytePrice, readers, cost, storagePrice} = cells
    const lifted = this.#lifted
    const {bytes} = lifted
    const home = this.tableHome[t]
    const total = lifted.totalAt(t)
    const ages = ageStart[t + 1] - ageStart[t]
    let leaving = 0
    for (let slot = 0; slot < lifted.regionCount; slot++) {
      const e = lifted.region[slot]
      const old = cost[t * R + e]
      const part = lifted.partAt(t, slot)
      this.#without[slot] = old === 0 ? 0 : cells.pricedWith(t, e, home, bytes, part, -1)
      leaving += this.#without[slot] - old
      if (part === total) continue
      for (let k = 0; k < ages; k++) bytes[part + k] = bytes[total + k] - bytes[part + k]
    }
    let price = Number.NaN
    let storage = Number.NaN
    let alone = 0
    for (let to = 0; to < R; to++) {
      if (to === home) continue
      const cell = t * R + to
      const slot = lifted.slotOf(to)
      if (slot >= 0) {
        const part = lifted.partAt(t, slot)
        const coming = part === total ? cost[cell] : cells.pricedWith(t, to, home, bytes, part, 1)
        deltas[to] += coming - this.#without[slot]
      } else if (readers[cell] > 0) {
        deltas[to] += cells.pricedWith(t, to, home, bytes, total, 1) - cost[cell]
      } else {
        if (bytePrice[home * R + to] !== price || storagePrice[to] !== storage) {
          price = bytePrice[home * R + to]
          storage = storagePrice[to]
          alone = cells.pricedOnly(t, to, home, bytes, total)
        }
        deltas[to] += alone
      }
    }
    return leaving
  }
}
