import type {AssignmentState} from '../serving/assignment-state.js'
import {cpuCost, rowCost} from '../serving/fixed-costs.js'
import {type BestEffort, bestEffortChange, mayBeBestEffort} from './best-effort.js'
import {dearestLinks, type JobBoard, readScale} from './job-board.js'
import {JobRegions} from './job-regions.js'

/**
 * Jobs with replicas priced: a job that moves changes what replicas are worth in two regions. Deltas are those of
 * `ServingState`; they stay true until another job that reads one of the same tables moves.
 */
export class PricedBoard implements JobBoard {
  readonly regions: JobRegions
  readonly #state: AssignmentState
  readonly #bestEffort: BestEffort | undefined
  readonly #rows: number[] = []
  readonly #relocation: {readonly rows: number[]; readonly tables: readonly number[]}
  readonly #cheapestCpu: number
  readonly #dearest: Float64Array
  readonly #seenAt: Int32Array
  readonly #changedAt: Int32Array
  #clock = 1
  /** What the best-effort class changes, over all jobs, in currency per day. */
  #classCost = 0

  constructor(state: AssignmentState, bestEffort?: BestEffort) {
    const {problem, assignment} = state
    this.#state = state
    this.#bestEffort = bestEffort
    this.#relocation = {rows: this.#rows, tables: []}
    this.regions = new JobRegions(problem, assignment)
    this.#cheapestCpu = problem.computePrice.indexOf(problem.computePrice.reduce((a, b) => Math.min(a, b), Infinity))
    this.#dearest = dearestLinks(problem)
    this.#seenAt = new Int32Array(problem.jobCount)
    this.#changedAt = new Int32Array(problem.tableCount).fill(1)
    if (bestEffort === undefined) return
    for (let j = 0; j < problem.jobCount; j++) this.#classCost += this.#classChange(j, this.regions.option[j])
  }

  get costPerDay(): number {
    return this.#state.cost + this.#classCost
  }

  /** All that the job can be charged for where it is, less its CPU where that is cheapest. */
  mostGain(job: number): number {
    const {problem, serving} = this.#state
    const {regionCount: R, jobRowStart, readStart, readTable, readBytes, linkPrice, dayCount} = problem
    let gain = 0
    for (let row = jobRowStart[job]; row < jobRowStart[job + 1]; row++) {
      const region = serving.rowRegion[row]
      let reads = 0
      for (let f = readStart[row]; f < readStart[row + 1]; f++) {
        reads += readBytes[f] * linkPrice[serving.tableHome[readTable[f]] * R + region]
      }
      gain += reads / dayCount + rowCost(problem, serving.tableHome, row, region)
      if (!this.#isClassed(job)) gain -= cpuCost(problem, row, this.#cheapestCpu)
    }
    return gain
  }

  roughLoss(job: number): number {
    return readScale(this.regions, this.#dearest, job)
  }

  isStale(job: number): boolean {
    const {jobRowStart, readStart, readTable} = this.#state.problem
    const seen = this.#seenAt[job]
    if (seen === 0) return true
    for (let f = readStart[jobRowStart[job]]; f < readStart[jobRowStart[job + 1]]; f++) {
      if (this.#changedAt[readTable[f]] > seen) return true
    }
    return false
  }

  evaluate(job: number, deltas: Float64Array): void {
    const {regionCount: R, jobRowStart} = this.#state.problem
    const now = this.regions.option[job]
    this.#rows.length = 0
    for (let row = jobRowStart[job]; row < jobRowStart[job + 1]; row++) this.#rows.push(row)
    this.#state.serving.evaluate(this.#relocation, deltas)
    this.#seenAt[job] = this.#clock
    if (now !== R) {
      const followed = this.regions.regionOf(job, R)
      deltas[R] = followed >= 0 ? deltas[followed] : this.#unplaced(job, now)
    }
    deltas[now] = 0
    if (!this.#isClassed(job)) return
    const change = this.#classChange(job, now)
    for (let o = 0; o <= R; o++) if (o !== now) deltas[o] += this.#classChange(job, o) - change
  }

  place(job: number, option: number): number {
    const {jobRowStart, readStart, readTable, regionCount} = this.#state.problem
    this.#clock++
    this.#seenAt[job] = 0
    for (let f = readStart[jobRowStart[job]]; f < readStart[jobRowStart[job + 1]]; f++) {
      this.#changedAt[readTable[f]] = this.#clock
    }
    let delta = this.#state.placeJob(job, option === regionCount ? -1 : option)
    if (this.#isClassed(job)) {
      const change = this.#classChange(job, option) - this.#classChange(job, this.regions.option[job])
      this.#classCost += change
      delta += change
    }
    this.regions.place(job, option)
    return delta
  }

  isBestEffort(job: number): boolean {
    return this.#isClassed(job) && this.#classChange(job, this.regions.option[job]) < 0
  }

  /** Change of cost if a placed job whose rows follow several regions were placed no longer. */
  #unplaced(job: number, now: number): number {
    const delta = this.#state.placeJob(job, -1)
    this.#state.placeJob(job, now)
    return delta
  }

  #isClassed(job: number): boolean {
    return this.#bestEffort !== undefined && mayBeBestEffort(this.#state.problem, job)
  }

  /** What the best-effort class changes with this option, at most 0; repeated reads count as if all came from home. */
  #classChange(job: number, option: number): number {
    const {problem, serving} = this.#state
    if (this.#bestEffort === undefined || !mayBeBestEffort(problem, job)) return 0
    const {regionCount: R, jobRowStart, readStart, readTable, readBytes, linkPrice, dayCount} = problem
    let reads = 0
    let cpu = 0
    for (let row = jobRowStart[job]; row < jobRowStart[job + 1]; row++) {
      const region = this.regions.regionOfRow(row, option)
      cpu += cpuCost(problem, row, region)
      for (let f = readStart[row]; f < readStart[row + 1]; f++) {
        reads += readBytes[f] * linkPrice[serving.tableHome[readTable[f]] * R + region]
      }
    }
    return Math.min(0, bestEffortChange(this.#bestEffort, reads / dayCount, cpu))
  }
}
