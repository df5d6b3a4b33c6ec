import type {OptionTable} from '../options.js'
import type {Access, OnlineCache, OnlinePolicy, Pool} from './policy.js'
import {Recency} from './recency.js'

const options = {
  requests: {
    type: 'integer',
    default: 2,
    min: 1,
    max: 127,
    unit: '',
    meaning: 'reads that an entry needs to be let in',
  },
  windowDays: {
    type: 'number',
    default: 30,
    min: 0,
    max: 3650,
    unit: 'days',
    meaning: 'longest time between two of these reads; later ones count anew',
  },
} as const satisfies OptionTable

/**
 * Second hit: LRU behind a door that opens at the second request.
 *
 * Idea: most partitions are read once; whoever is asked for twice will be asked for again. Formula: a miss is admitted
 * if it is the `requests`-th read with no gap above `windowDays`; the count starts anew after it is let in. Eviction as in LRU.
 * Source: Carlsson & Eager, "Worst-case bounds and optimized cache on M-th request cache insertion policies under elastic conditions",
 * 2018 (window-based cache on 2nd request). Cost: O(1) a read, 17 bytes an entry. Guarantee: with elastic storage and windows at break-even within a
 * constant of the optimum for independent requests (there); none under a fixed budget. Loses: each kept entry pays at
 * least one remote read too many, which is dear where most of what is read at all is read two or three times.
 */
export const secondHit = {
  name: 'second-hit',
  summary: 'LRU that lets an entry in at its second read.',
  source: 'Carlsson & Eager, Performance Evaluation 2018, arXiv 1812.07264',
  kind: 'baseline',
  options,
  create: (pool, given): OnlineCache => new SecondHit(pool, given.requests as number, given.windowDays as number),
} as const satisfies OnlinePolicy

class SecondHit extends Recency {
  readonly #requests: number
  readonly #windowDays: number
  readonly #count: Int8Array
  readonly #latestDay: Float64Array

  constructor(pool: Pool, requests: number, windowDays: number) {
    super(pool.entryCount)
    this.#requests = requests
    this.#windowDays = windowDays
    this.#count = new Int8Array(pool.entryCount)
    this.#latestDay = new Float64Array(pool.entryCount)
  }

  override admits(entry: number, {day}: Access): boolean {
    if (day - this.#latestDay[entry] > this.#windowDays) this.#count[entry] = 0
    this.#latestDay[entry] = day
    this.#count[entry] += 1
    if (this.#count[entry] < this.#requests) return false
    this.#count[entry] = 0
    return true
  }
}
