import type {Topology} from '../../model/topology.js'
import {HOURS} from '../router/router-index.js'
import type {ExpectedLoad} from './expected-load.js'

/**
 * The CPU of the regions as a global scheduler keeps book of it while jobs arrive: an account an hour where the topology gives
 * 24 numbers, an account a day where it gives one (formats.md 3.9). Work that belongs to a region has its room kept, as much
 * as the training days had; work from elsewhere gets what is left.
 */
export class CpuRoom {
  readonly #regions: Topology['regions']
  readonly #expected: Float64Array
  readonly #expectedOfDay: Float64Array
  /** CPU-hours of the running account by region: of work that belongs there, and of work from elsewhere. */
  readonly #own: Float64Array
  readonly #foreign: Float64Array
  #hour = 0

  constructor({regions}: Topology, {cpuHours}: ExpectedLoad) {
    this.#regions = regions
    this.#expected = cpuHours
    this.#expectedOfDay = Float64Array.from(regions, (_, e) =>
      cpuHours.subarray(e * HOURS, (e + 1) * HOURS).reduce((sum, hours) => sum + hours, 0),
    )
    this.#own = new Float64Array(regions.length)
    this.#foreign = new Float64Array(regions.length)
  }

  /** Goes to another hour, of the same day or another. */
  begin(hour: number, isNewDay: boolean): void {
    this.#hour = hour
    this.#regions.forEach(({computeCapacityCpuHours: capacity}, e) => {
      if (capacity.length !== HOURS && !isNewDay) return
      this.#own[e] = 0
      this.#foreign[e] = 0
    })
  }

  placed(region: number, cpuHours: number, isForeign: boolean): void {
    if (isForeign) this.#foreign[region] += cpuHours
    else this.#own[region] += cpuHours
  }

  /** CPU-hours that work from elsewhere may still take; Infinity where the region is unlimited. */
  freeCpuHours(region: number): number {
    const {computeCapacityCpuHours: capacity} = this.#regions[region]
    if (capacity.length === 0) return Infinity
    const isByHour = capacity.length === HOURS
    const expected = isByHour ? this.#expected[region * HOURS + this.#hour] : this.#expectedOfDay[region]
    const limit = capacity[isByHour ? this.#hour : 0]
    return Math.max(0, limit - Math.max(this.#own[region], expected) - this.#foreign[region])
  }
}
