import type {OptionTable} from '../options.js'
import {EntryLists} from './entry-lists.js'
import type {Access, OnlineCache, OnlinePolicy, Pool} from './policy.js'

const options = {
  days: {
    type: 'number',
    default: 30,
    min: 0,
    max: 3650,
    unit: 'days',
    meaning: 'longest time that an entry is kept after its latest read; shorter where storage has a price',
  },
} as const satisfies OptionTable

/**
 * TTL: keeps an entry for a fixed time after its latest read.
 *
 * Idea: rent or buy: once keeping it has cost as much as bringing it in again, let it go. Formula: T = link price ÷ storage price
 * of a byte-day (26.5 days at $0.02 a GB and $0.023 a GB-month), at most `days`, whole days; what is expired leaves at the start of a day; to keep
 * within a budget, the one read longest ago. Source: ski rental (papers.md section 3), Macaron's oracle. Cost: O(1) a read, 20 bytes
 * an entry and 4 a day of the trace. Guarantee: without a budget storage plus traffic is at most twice the offline optimum for one remote site and
 * whole reads; none under a budget. Loses: under a tight budget it is LRU; without a storage price `days` is a guess.
 */
export const ttl = {
  name: 'ttl',
  summary: 'Keeps an entry until keeping it has cost as much as bringing it in again.',
  source: 'ski rental; papers.md section 3',
  kind: 'baseline',
  options,
  create: (pool, given): OnlineCache => new TimeToLive(pool, given.days as number),
} as const satisfies OnlinePolicy

class TimeToLive implements OnlineCache {
  readonly #days: number
  readonly #recency: EntryLists
  /** List d holds what leaves at the start of day `#firstDay` + d; the last list, what outlives the trace. */
  readonly #leaving: EntryLists
  readonly #listCount: number
  readonly #toDay: number

  constructor(pool: Pool, days: number) {
    this.#days = days
    this.#recency = new EntryLists(pool.entryCount, 1)
    this.#listCount = pool.dayCount + 1
    this.#leaving = new EntryLists(pool.entryCount, this.#listCount)
    this.#toDay = pool.toDay
  }

  hit(entry: number, access: Access): void {
    this.remove(entry)
    this.insert(entry, access)
  }

  admits(_entry: number, _access: Access): boolean {
    return true
  }

  insert(entry: number, {day, pricePerByte, storagePricePerByteDay}: Access): void {
    const breakEven = storagePricePerByteDay > 0 ? pricePerByte / storagePricePerByteDay : Number.POSITIVE_INFINITY
    const keptDays = Math.floor(Math.min(this.#days, breakEven))
    this.#recency.pushFront(0, entry)
    this.#leaving.pushFront(this.#listOf(day + keptDays + 1), entry)
  }

  victim(): number {
    return this.#recency.back(0)
  }

  remove(entry: number): void {
    this.#recency.remove(entry)
    this.#leaving.remove(entry)
  }

  expired(day: number): number {
    return this.#leaving.back(this.#listOf(day))
  }

  #listOf(day: number): number {
    const fromEnd = this.#toDay - day
    return fromEnd < 0 ? this.#listCount - 1 : this.#listCount - 2 - fromEnd
  }
}
