import type {JobCosts} from './given-replicas.js'
import type {JobBoard} from './job-board.js'
import type {JobRegions} from './job-regions.js'

/** Jobs with replicas given: the cost of one does not depend on where the others run. */
export class GivenBoard implements JobBoard {
  readonly regions: JobRegions
  readonly #costs: JobCosts
  readonly #options: number
  readonly #isSeen: Uint8Array

  constructor(regions: JobRegions, costs: JobCosts) {
    this.regions = regions
    this.#costs = costs
    this.#options = regions.problem.regionCount + 1
    this.#isSeen = new Uint8Array(regions.problem.jobCount)
  }

  get costPerDay(): number {
    const {option} = this.regions
    let cost = 0
    for (let j = 0; j < option.length; j++) cost += this.#costs.cost[j * this.#options + option[j]]
    return cost
  }

  mostGain(): number {
    return Infinity
  }

  roughLoss(job: number): number {
    const {option} = this.regions
    const at = job * this.#options
    const region = this.regions.regionOf(job, option[job])
    let least = Infinity
    for (let o = 0; o < this.#options; o++) {
      if (this.regions.regionOf(job, o) !== region) least = Math.min(least, this.#costs.cost[at + o])
    }
    return least - this.#costs.cost[at + option[job]]
  }

  isStale(job: number): boolean {
    return this.#isSeen[job] === 0
  }

  evaluate(job: number, deltas: Float64Array): void {
    const {cost} = this.#costs
    const at = job * this.#options
    const now = cost[at + this.regions.option[job]]
    for (let o = 0; o < this.#options; o++) deltas[o] = cost[at + o] - now
    this.#isSeen[job] = 1
  }

  place(job: number, option: number): number {
    const at = job * this.#options
    const delta = this.#costs.cost[at + option] - this.#costs.cost[at + this.regions.option[job]]
    this.regions.place(job, option)
    this.#isSeen[job] = 0
    return delta
  }

  isBestEffort(job: number): boolean {
    return this.#costs.isBestEffort[job * this.#options + this.regions.option[job]] === 1
  }
}
