import type {RouterCatalogue} from './router-index.js'
import {HOURS} from './router-index.js'

/** What a region says about its load; what is absent stays as it was told before. */
export interface LoadReport {
  /** Seconds that a job which comes now waits. */
  readonly waitSeconds?: number
  /** Used for the wait where `waitSeconds` was never told: queued ÷ CPU-hours of the hour. */
  readonly queuedCpuHours?: number
  readonly runningCpuHours?: number
  /** Chance in [0, 1) that an attempt of a best-effort job is evicted. */
  readonly evictionShare?: number
}

/** Largest eviction chance that is believed: 20 attempts. */
const mostEviction = 0.95

/**
 * Load by region as told, plus what this router placed since the last report, and the foreign CPU-hours of the hour. The
 * own work counts as if spread over the capacity of the hour; a region without a capacity never grows slower by it.
 */
export class RegionLoads {
  readonly #capacity: Float64Array
  readonly #toldWait: Float64Array
  readonly #queued: Float64Array
  readonly #running: Float64Array
  readonly #own: Float64Array
  readonly #foreignUsed: Float64Array
  readonly eviction: Float64Array
  #catalogue: RouterCatalogue
  #hour: number

  constructor(catalogue: RouterCatalogue, hour: number) {
    const regions = catalogue.regionCount
    this.#catalogue = catalogue
    this.#hour = hour
    this.#capacity = new Float64Array(regions)
    this.#toldWait = new Float64Array(regions).fill(Number.NaN)
    this.#queued = new Float64Array(regions)
    this.#running = new Float64Array(regions)
    this.#own = new Float64Array(regions)
    this.#foreignUsed = new Float64Array(regions)
    this.eviction = new Float64Array(regions)
    this.#takeCapacities()
  }

  get hour(): number {
    return this.#hour
  }

  /** A new hour of the day: its capacities hold and the quotas of foreign work start anew. */
  beginHour(hour: number): void {
    this.#hour = hour
    this.#foreignUsed.fill(0)
    this.#takeCapacities()
  }

  report(region: number, load: LoadReport): void {
    if (load.waitSeconds !== undefined) this.#toldWait[region] = atLeastZero(load.waitSeconds)
    if (load.queuedCpuHours !== undefined) this.#queued[region] = atLeastZero(load.queuedCpuHours)
    if (load.runningCpuHours !== undefined) this.#running[region] = atLeastZero(load.runningCpuHours)
    if (load.evictionShare !== undefined) {
      this.eviction[region] = Math.min(mostEviction, atLeastZero(load.evictionShare))
    }
    this.#own[region] = 0
  }

  waitSeconds(region: number): number {
    const told = this.#toldWait[region]
    const capacity = this.#capacity[region]
    const perCpuHour = capacity > 0 ? 3600 / capacity : 0
    return (told >= 0 ? told : this.#queued[region] * perCpuHour) + this.#own[region] * perCpuHour
  }

  freeCpuHours(region: number): number {
    return Math.max(0, this.#capacity[region] - this.#running[region] - this.#own[region])
  }

  /** Whether foreign work of this size still fits into `share` of the region's hour. */
  fitsQuota(region: number, cpuHours: number, share: number): boolean {
    return this.#foreignUsed[region] + cpuHours <= this.#capacity[region] * share
  }

  placed(region: number, cpuHours: number, foreign: boolean): void {
    this.#own[region] += cpuHours
    if (foreign) this.#foreignUsed[region] += cpuHours
  }

  #takeCapacities(): void {
    for (let e = 0; e < this.#capacity.length; e++) {
      this.#capacity[e] = this.#catalogue.hourCapacityCpuHours[e * HOURS + this.#hour]
    }
  }
}

/** The value; 0 where it is negative or no number. */
function atLeastZero(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(0, value)
}
