import type {ServingProblem} from './problem.js'
import {RECORDED, type Relocation, type ServingState} from './serving-state.js'

const hoursPerDay = 24
/** Share of a limit by which it may be passed: sums in another order. Less than what the verifier calls rounding. */
const rounding = 1e-10
/** Share of all bytes (CPU-hours) that rounding may leave in the sums of a region after many steps. */
const drift = 1e-13

/**
 * Room for homes and runs in the regions (formats.md 3.9): bytes at home ≤ storage capacity, CPU-hours ≤ compute capacity a day
 * or by hour of day. A region that is over a limit before any plan may stay there, and not rise.
 */
export class RegionRoom {
  readonly #problem: ServingProblem
  readonly #homeBytes: Float64Array
  /** At `region * 24 + hour` where the capacity is by hour; else the day's at hour 0. Infinity where unlimited. */
  readonly #cpuHours: Float64Array
  readonly #isHourly: Uint8Array
  readonly #isLimited: Uint8Array
  /** Rounding that many steps may leave in a region's sums. */
  readonly #driftBytes: number
  readonly #driftCpuHours: number
  readonly #need = new Float64Array(hoursPerDay)

  /** @param unplanned the state before any plan */
  constructor(unplanned: ServingState) {
    const {problem} = unplanned
    const {regionCount, storageCapacityBytes, computeCapacity} = problem
    this.#problem = problem
    this.#homeBytes = storageCapacityBytes.map((capacity, e) => limitOf(capacity, unplanned.homeBytes[e]))
    this.#driftBytes = drift * sum(unplanned.homeBytes)
    this.#driftCpuHours = drift * sum(unplanned.cpuHours)
    this.#cpuHours = new Float64Array(regionCount * hoursPerDay).fill(Infinity)
    this.#isHourly = Uint8Array.from(computeCapacity, hours => (hours.length > 1 ? 1 : 0))
    this.#isLimited = Uint8Array.from(computeCapacity, hours => (hours.length > 0 ? 1 : 0))
    computeCapacity.forEach((hours, e) => {
      const used = unplanned.cpuHours.subarray(e * hoursPerDay, (e + 1) * hoursPerDay)
      hours.forEach((capacity, h) => {
        this.#cpuHours[e * hoursPerDay + h] = limitOf(capacity, hours.length === 1 ? sum(used) : used[h])
      })
    })
  }

  /** Whether the relocation to this region keeps its limits, as the state is. `rowsTo` as in `ServingState.apply`. */
  fits(state: ServingState, {rows, tables}: Relocation, to: number, rowsTo = to): boolean {
    const {homeBytes} = this.#problem
    let bytes = 0
    for (let i = 0; i < tables.length; i++) if (state.tableHome[tables[i]] !== to) bytes += homeBytes[tables[i]]
    if (bytes > 0 && state.homeBytes[to] + bytes > this.#homeBytes[to]) return false
    if (rowsTo !== RECORDED) return this.#fitsCpu(state, rows, rowsTo)
    const targets = new Set(Array.from(rows, row => this.#problem.rowRegion[row]))
    for (const e of targets) {
      const returning = Array.from(rows).filter(row => this.#problem.rowRegion[row] === e)
      if (!this.#fitsCpu(state, returning, e)) return false
    }
    return true
  }

  /** Whether every region is within its limits. */
  isKept(state: ServingState): boolean {
    for (let e = 0; e < this.#problem.regionCount; e++) {
      if (state.homeBytes[e] > this.#homeBytes[e] + this.#driftBytes) return false
      this.#need.fill(0)
      if (!this.#hasRoom(state, e, this.#driftCpuHours)) return false
    }
    return true
  }

  #fitsCpu(state: ServingState, rows: ArrayLike<number>, to: number): boolean {
    if (this.#isLimited[to] === 0) return true
    const {cpuStart, cpuHour, cpuHoursPerDay} = this.#problem
    const need = this.#need.fill(0)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      if (state.rowRegion[row] === to) continue
      for (let c = cpuStart[row]; c < cpuStart[row + 1]; c++) need[cpuHour[c]] += cpuHoursPerDay[c]
    }
    return this.#hasRoom(state, to, 0)
  }

  #hasRoom(state: ServingState, e: number, tolerance: number): boolean {
    const at = e * hoursPerDay
    if (this.#isLimited[e] === 0) return true
    if (this.#isHourly[e] === 1) {
      for (let h = 0; h < hoursPerDay; h++) {
        if (tolerance === 0 && this.#need[h] === 0) continue
        if (state.cpuHours[at + h] + this.#need[h] > this.#cpuHours[at + h] + tolerance) return false
      }
      return true
    }
    const need = sum(this.#need)
    if (tolerance === 0 && need === 0) return true
    return sum(state.cpuHours.subarray(at, at + hoursPerDay)) + need <= this.#cpuHours[at] + tolerance
  }
}

/** Capacity, or what was there before any plan, with room for rounding only. */
function limitOf(capacity: number, before: number): number {
  return Math.max(capacity, before) * (1 + rounding)
}

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
