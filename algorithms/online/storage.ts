import type {ReplicaBudgets} from '../../model/budgets.js'
import type {OptionValues} from '../options.js'
import type {Entries} from './entries.js'
import type {LookAhead} from './look-ahead.js'
import type {Access, OnlineCache, OnlinePolicy, Pool, Removal} from './policy.js'
import type {ReadTrace} from './trace.js'

/** One budget with the policy's state beside it. Entries of the pool are the trace's from `firstEntry` on. */
class BudgetedPool implements Pool {
  storedBytes = 0
  storedEntries = 0
  readonly firstEntry: number
  readonly entryCount: number
  readonly capacityBytes: number
  readonly dayCount: number
  readonly toDay: number
  readonly lookAhead: () => LookAhead
  readonly cache: OnlineCache

  constructor(
    range: readonly [firstEntry: number, endEntry: number],
    capacityBytes: number,
    {fromDay, toDay}: ReadTrace,
    lookAhead: () => LookAhead,
    create: (pool: Pool) => OnlineCache,
  ) {
    this.firstEntry = range[0]
    this.entryCount = range[1] - range[0]
    this.capacityBytes = capacityBytes
    this.dayCount = toDay - fromDay + 1
    this.toDay = toDay
    this.lookAhead = lookAhead
    this.cache = create(this)
  }
}

/**
 * What all regions keep, under all budgets. Each region with a budget below the one over all is a pool, and so are all regions together
 * where there is a total budget or a region without one; every entry lies in one or two pools.
 */
export class Storage {
  readonly storedByRegion: Float64Array
  storedBytes = 0
  /** Bytes of each entry that is kept; -1 = not kept. */
  readonly #bytes: Float64Array
  readonly #entries: Entries
  readonly #pools: readonly BudgetedPool[]
  readonly #poolsOfRegion: readonly (readonly BudgetedPool[])[]
  /** Told of each entry that leaves to keep within a budget or by age. */
  readonly #onLeave: (why: Removal) => void

  constructor(
    trace: ReadTrace,
    entries: Entries,
    budgets: ReplicaBudgets,
    policy: OnlinePolicy,
    options: OptionValues,
    lookAhead: () => LookAhead,
    onLeave: (why: Removal) => void,
  ) {
    const create = (pool: Pool) => policy.create(pool, options)
    const regionCount = entries.regionStart.length - 1
    const capacities = Array.from({length: regionCount}, (_, e) => budgets.regionBytes[e])
    const {regionStart} = entries
    const own = capacities.map((capacity, e) =>
      capacity < budgets.totalBytes
        ? [new BudgetedPool([regionStart[e], regionStart[e + 1]], capacity, trace, lookAhead, create)]
        : [],
    )
    const isShared = Number.isFinite(budgets.totalBytes) || own.some(pools => pools.length === 0)
    const shared = isShared ? [new BudgetedPool([0, entries.count], budgets.totalBytes, trace, lookAhead, create)] : []
    this.#pools = [...own.flat(), ...shared]
    this.#poolsOfRegion = own.map(pools => [...pools, ...shared])
    this.#entries = entries
    this.#onLeave = onLeave
    this.#bytes = new Float64Array(entries.count).fill(-1)
    this.storedByRegion = new Float64Array(regionCount)
  }

  has(entry: number): boolean {
    return this.#bytes[entry] >= 0
  }

  hit(entry: number, access: Access): void {
    for (const pool of this.#poolsOf(entry)) pool.cache.hit(entry - pool.firstEntry, access)
  }

  /** Whether the entry came in: it fits, every pool admits it, and there is now room for it. An entry of 0 bytes never does. */
  bringIn(entry: number, access: Access): boolean {
    const pools = this.#poolsOf(entry)
    const bytes = access.fillBytes
    if (bytes === 0) return false
    for (const pool of pools) if (bytes > pool.capacityBytes) return false
    let isAdmitted = true
    for (const pool of pools) isAdmitted = pool.cache.admits(entry - pool.firstEntry, access) && isAdmitted
    if (!isAdmitted) return false
    for (const pool of pools) {
      while (pool.storedBytes + bytes > pool.capacityBytes && pool.storedEntries > 0) {
        this.#remove(pool.firstEntry + pool.cache.victim(), 'evicted')
      }
    }
    for (const pool of pools) {
      pool.storedBytes += bytes
      pool.storedEntries += 1
      pool.cache.insert(entry - pool.firstEntry, access)
    }
    this.#bytes[entry] = bytes
    this.storedByRegion[this.#entries.region[entry]] += bytes
    this.storedBytes += bytes
    return true
  }

  /** Drops every region's copy of an item. */
  dropItem(item: number): void {
    const {itemStart, itemEntry} = this.#entries
    for (let at = itemStart[item]; at < itemStart[item + 1]; at++) {
      if (this.has(itemEntry[at])) this.#remove(itemEntry[at], 'stale')
    }
  }

  /** Drops what the policy holds for expired on this day. */
  expire(day: number): void {
    for (const pool of this.#pools) {
      for (;;) {
        const entry = pool.cache.expired?.(day) ?? -1
        if (entry < 0) break
        this.#remove(pool.firstEntry + entry, 'expired')
      }
    }
  }

  #poolsOf(entry: number): readonly BudgetedPool[] {
    return this.#poolsOfRegion[this.#entries.region[entry]]
  }

  #remove(entry: number, why: Removal): void {
    const bytes = this.#bytes[entry]
    for (const pool of this.#poolsOf(entry)) {
      pool.storedBytes -= bytes
      pool.storedEntries -= 1
      pool.cache.remove(entry - pool.firstEntry, why)
    }
    this.#bytes[entry] = -1
    this.storedByRegion[this.#entries.region[entry]] -= bytes
    this.storedBytes -= bytes
    this.#onLeave(why)
  }
}
