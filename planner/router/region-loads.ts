import {refusals} from '../../algorithms/routing/index.js'
import type {RouterCatalogue} from './router-index.js'
import {HOURS} from './router-index.js'

/** What a region says about its load; what is absent stays as it was told before. */
export interface LoadReport {
  /** Seconds that a job which comes now waits. */
  readonly waitSeconds?: number
  /** Used for the wait where `waitSeconds` was never told: queued ÷ CPU-hours of the hour. */
  readonly queuedCpuHours?: number
  readonly runningCpuHours?: number
  /** CPU-hours that new work may still take, where the scheduler knows better than capacity − running. */
  readonly freeCpuHours?: number
  /** Chance in [0, 1) that an attempt of a best-effort job is evicted. */
  readonly evictionShare?: number
}

const quota = refusals.indexOf('quota')
const capacity = refusals.indexOf('capacity')
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
  readonly #toldFree: Float64Array
  readonly #own: Float64Array
  readonly #foreignUsed: Float64Array
  readonly eviction: Float64Array
  /** Kept up to date, by region: seconds that a job which comes now waits, and CPU-hours of the hour that are free. */
  readonly wait: Float64Array
  readonly free: Float64Array
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
    this.#toldFree = new Float64Array(regions).fill(Number.NaN)
    this.#own = new Float64Array(regions)
    this.#foreignUsed = new Float64Array(regions)
    this.eviction = new Float64Array(regions)
    this.wait = new Float64Array(regions)
    this.free = new Float64Array(regions)
    this.#takeCapacities()
  }

  get hour(): number {
    return this.#hour
  }

  /** A new hour of the day: its capacities hold, the hour before has worked off what it could, and the quotas of foreign work start anew. */
  beginHour(hour: number): void {
    for (let e = 0; e < this.#own.length; e++) this.#own[e] = Math.max(0, this.#own[e] - this.#capacity[e])
    this.#hour = hour
    this.#foreignUsed.fill(0)
    this.#takeCapacities()
  }

  report(region: number, load: LoadReport): void {
    if (load.waitSeconds !== undefined) this.#toldWait[region] = atLeastZero(load.waitSeconds)
    if (load.queuedCpuHours !== undefined) this.#queued[region] = atLeastZero(load.queuedCpuHours)
    if (load.runningCpuHours !== undefined) this.#running[region] = atLeastZero(load.runningCpuHours)
    if (load.freeCpuHours !== undefined) this.#toldFree[region] = atLeastZero(load.freeCpuHours)
    if (load.evictionShare !== undefined) {
      this.eviction[region] = Math.min(mostEviction, atLeastZero(load.evictionShare))
    }
    this.#own[region] = 0
    this.#refresh(region)
  }

  /**
   * Index into `refusals` for work from elsewhere, by region: over the quota of foreign work, over the capacity, or 0.
   *
   * @param share of the region's hour that foreign work of this priority may fill
   */
  writeRefusals(cpuHours: number, share: number, out: Uint8Array): void {
    for (let e = 0; e < this.#own.length; e++) {
      out[e] = 0
      if (this.#foreignUsed[e] + cpuHours > this.#capacity[e] * share) out[e] = quota
      else if (this.free[e] < cpuHours) out[e] = capacity
    }
  }

  placed(region: number, cpuHours: number, foreign: boolean): void {
    this.#own[region] += cpuHours
    this.#refresh(region)
    if (foreign) this.#foreignUsed[region] += cpuHours
  }

  #takeCapacities(): void {
    for (let e = 0; e < this.#capacity.length; e++) {
      this.#capacity[e] = this.#catalogue.hourCapacityCpuHours[e * HOURS + this.#hour]
      this.#refresh(e)
    }
  }

  #refresh(region: number): void {
    const toldWait = this.#toldWait[region]
    const toldFree = this.#toldFree[region]
    const capacity = this.#capacity[region]
    const own = this.#own[region]
    const perCpuHour = capacity > 0 ? 3600 / capacity : 0
    this.wait[region] = (toldWait >= 0 ? toldWait : this.#queued[region] * perCpuHour) + own * perCpuHour
    this.free[region] = Math.max(0, (toldFree >= 0 ? toldFree : capacity - this.#running[region]) - own)
  }
}

/** The value; 0 where it is negative or no number. */
function atLeastZero(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(0, value)
}
