import type {OptionTable, OptionValues} from '../options.js'
import type {LookAhead} from './look-ahead.js'

/** One read of an entry. The simulator reuses the object: valid only during the call. */
export interface Access {
  /** Position in the trace. */
  readonly position: number
  readonly day: number
  /** Bytes that this read takes, and what crosses and is stored if the whole item is brought in. */
  readonly readBytes: number
  readonly fillBytes: number
  /** Link home → region, in currency per byte. */
  readonly pricePerByte: number
  /** Keeping one byte here for one day, in currency. */
  readonly storagePricePerByteDay: number
}

/** The cache that a policy manages: one region's, or one shared by all regions. Its entries are numbered from 0. */
export interface Pool {
  readonly entryCount: number
  /** Infinity where there is no budget. */
  readonly capacityBytes: number
  /** Bytes kept now. */
  readonly storedBytes: number
  /** Days of the trace and the last of them. */
  readonly dayCount: number
  readonly toDay: number
  /** The future, for oracles. */
  lookAhead(): LookAhead
}

export type Removal = 'evicted' | 'expired' | 'stale'

/**
 * The state of a policy in one pool. The simulator keeps the books and the budgets; the policy only chooses. Where an entry lies
 * under two budgets (its region's and the one over all), it is in two pools: both must admit it, and what leaves one leaves both.
 * Reads of failed runs are not shown to it.
 */
export interface OnlineCache {
  /** A read of an entry that is kept. */
  hit(entry: number, access: Access): void
  /** A read of an entry that is not kept and would fit the budget: bring it in? */
  admits(entry: number, access: Access): boolean
  /** The entry is kept from now on; there is room for it. */
  insert(entry: number, access: Access): void
  /** The entry that must leave next. Called only while something is kept; `remove` follows. */
  victim(): number
  /** The entry is kept no more. */
  remove(entry: number, why: Removal): void
  /** At the start of a day, again and again: an entry that is no longer worth keeping, or -1. */
  expired?(day: number): number
}

/** A member of the online caching family. Deterministic: the same trace, budgets and options give the same outcome. */
export interface OnlinePolicy {
  /** Equals its key in the registry and its file name. */
  readonly name: string
  /** One sentence for help, report and docs. */
  readonly summary: string
  /** Paper and section, or `folklore`. */
  readonly source: string
  /** `oracle` members look into the future. */
  readonly kind: 'baseline' | 'heuristic' | 'oracle'
  readonly options: OptionTable
  create(pool: Pool, options: OptionValues): OnlineCache
}
