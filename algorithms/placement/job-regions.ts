import {followedRegionOf} from '../serving/fixed-costs.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'

const hoursPerDay = 24
/** Share of a limit that sums may cross by rounding: what fills a region to the last CPU-hour fits. The verifier allows 1e-9. */
const FILL_TOLERANCE = 1e-11
const SUM_TOLERANCE = 5e-10

/**
 * Where every job runs, and the CPU-hours that this takes: an option is a region, or `regionCount` = not placed, each row of
 * the job follows its project. Limits as formats.md 3.9: a region that is over its capacity before any plan may stay
 * there, and not rise. CPU is counted in slots: `region * 24 + hour` where the capacity is by hour, else the day's at hour 0.
 */
export class JobRegions {
  readonly problem: ServingProblem
  /** By job. */
  readonly option: Int32Array
  /** Region of each row while its job is not placed. */
  readonly follow: Int32Array
  /** CPU-hours a day by slot; the limit is Infinity where there is none. */
  readonly limit: Float64Array
  readonly used: Float64Array
  /** Entries of CPU in each slot: a slot that nobody uses is used 0, whatever rounding left. */
  readonly #users: Int32Array
  readonly #isHourly: Uint8Array
  readonly #isLimited: Uint8Array
  readonly #need: Float64Array
  readonly #needed: number[] = []

  constructor(problem: ServingProblem, start: Assignment) {
    const {regionCount, computeCapacity, rowCount, jobCount} = problem
    this.problem = problem
    this.#isHourly = Uint8Array.from(computeCapacity, hours => Number(hours.length > 1))
    this.#isLimited = Uint8Array.from(computeCapacity, hours => Number(hours.length > 0))
    this.follow = Int32Array.from({length: rowCount}, (_, row) => followedRegionOf(problem, start, row))
    this.option = Int32Array.from({length: jobCount}, (_, j) =>
      start.jobRegion[j] < 0 ? regionCount : start.jobRegion[j],
    )
    const before = new Float64Array(regionCount * hoursPerDay)
    this.used = new Float64Array(regionCount * hoursPerDay)
    this.#users = new Int32Array(regionCount * hoursPerDay)
    this.#need = new Float64Array(regionCount * hoursPerDay)
    for (let row = 0; row < rowCount; row++) {
      this.#addRow(before, row, problem.rowRegion[row], 1)
      this.#shift(row, this.regionOfRow(row, this.option[problem.rowJob[row]]), 1)
    }
    this.limit = new Float64Array(regionCount * hoursPerDay).fill(Infinity)
    computeCapacity.forEach((hours, e) => {
      hours.forEach((capacity, h) => {
        const slot = e * hoursPerDay + h
        this.limit[slot] = Math.max(capacity, before[slot])
      })
    })
  }

  isLimited(region: number): boolean {
    return this.#isLimited[region] === 1
  }

  slotOf(region: number, hour: number): number {
    return region * hoursPerDay + (this.#isHourly[region] === 1 ? hour : 0)
  }

  regionOfRow(row: number, option: number): number {
    return option < this.problem.regionCount ? option : this.follow[row]
  }

  /** The one region where all rows of the job run with this option; -1 where they run in several. */
  regionOf(job: number, option: number): number {
    if (option < this.problem.regionCount) return option
    const {jobRowStart} = this.problem
    const first = this.follow[jobRowStart[job]]
    for (let row = jobRowStart[job] + 1; row < jobRowStart[job + 1]; row++) if (this.follow[row] !== first) return -1
    return first
  }

  /** Whether the job's option may become this one within the limits. */
  fits(job: number, option: number): boolean {
    const {jobRowStart, cpuStart, cpuHour, cpuHoursPerDay} = this.problem
    const now = this.option[job]
    for (let row = jobRowStart[job]; row < jobRowStart[job + 1]; row++) {
      const to = this.regionOfRow(row, option)
      if (this.#isLimited[to] === 0 || to === this.regionOfRow(row, now)) continue
      for (let i = cpuStart[row]; i < cpuStart[row + 1]; i++) {
        const slot = this.slotOf(to, cpuHour[i])
        if (this.#need[slot] === 0) this.#needed.push(slot)
        this.#need[slot] += cpuHoursPerDay[i]
      }
    }
    let hasRoom = true
    for (const slot of this.#needed) {
      if (this.#need[slot] > 0 && this.used[slot] + this.#need[slot] > this.limit[slot] * (1 + FILL_TOLERANCE))
        hasRoom = false
      this.#need[slot] = 0
    }
    this.#needed.length = 0
    return hasRoom
  }

  place(job: number, option: number): void {
    const {jobRowStart} = this.problem
    for (let row = jobRowStart[job]; row < jobRowStart[job + 1]; row++) {
      const from = this.regionOfRow(row, this.option[job])
      const to = this.regionOfRow(row, option)
      if (from === to) continue
      this.#shift(row, from, -1)
      this.#shift(row, to, 1)
    }
    this.option[job] = option
  }

  /** Whether the slot is over its limit by more than rounding. */
  isOver(slot: number): boolean {
    return this.used[slot] > this.limit[slot] * (1 + SUM_TOLERANCE)
  }

  /** Whether every region is within its limits. */
  isKept(): boolean {
    for (let slot = 0; slot < this.used.length; slot++) if (this.isOver(slot)) return false
    return true
  }

  /** Adds what each slot would use more if the job, now nowhere, had this option; or takes it away. */
  addUse(use: Float64Array, job: number, option: number, sign: 1 | -1): void {
    const {jobRowStart} = this.problem
    for (let row = jobRowStart[job]; row < jobRowStart[job + 1]; row++) {
      this.#addRow(use, row, this.regionOfRow(row, option), sign)
    }
  }

  /** Σ price · CPU of the job with this option; prices by slot. */
  pricedUse(price: Float64Array, job: number, option: number): number {
    const {jobRowStart, cpuStart, cpuHour, cpuHoursPerDay} = this.problem
    let cost = 0
    for (let row = jobRowStart[job]; row < jobRowStart[job + 1]; row++) {
      const region = this.regionOfRow(row, option)
      if (this.#isLimited[region] === 0) continue
      for (let i = cpuStart[row]; i < cpuStart[row + 1]; i++) {
        cost += price[this.slotOf(region, cpuHour[i])] * cpuHoursPerDay[i]
      }
    }
    return cost
  }

  /** The assignment, without placements that put a job where it would run anyway. */
  toAssignment(start: Assignment): Assignment {
    const {regionCount} = this.problem
    return {
      projectRegion: start.projectRegion.slice(),
      tableRegion: start.tableRegion.slice(),
      jobRegion: this.option.map((option, job) =>
        option === regionCount || this.regionOf(job, regionCount) === option ? -1 : option,
      ),
    }
  }

  #addRow(use: Float64Array, row: number, region: number, sign: 1 | -1): void {
    if (this.#isLimited[region] === 0) return
    const {cpuStart, cpuHour, cpuHoursPerDay} = this.problem
    for (let i = cpuStart[row]; i < cpuStart[row + 1]; i++) {
      use[this.slotOf(region, cpuHour[i])] += sign * cpuHoursPerDay[i]
    }
  }

  #shift(row: number, region: number, sign: 1 | -1): void {
    if (this.#isLimited[region] === 0) return
    const {cpuStart, cpuHour, cpuHoursPerDay} = this.problem
    for (let i = cpuStart[row]; i < cpuStart[row + 1]; i++) {
      if (cpuHoursPerDay[i] === 0) continue
      const slot = this.slotOf(region, cpuHour[i])
      this.#users[slot] += sign
      this.used[slot] = this.#users[slot] === 0 ? 0 : this.used[slot] + sign * cpuHoursPerDay[i]
    }
  }
}
