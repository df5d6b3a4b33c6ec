import type {Explanation} from '../../viz/report-sections.js'

/** Why a plan treats one table, project or job as it does, in words and numbers: what `isthmus explain` prints and a report shows. */
export interface DetailedExplanation extends Explanation {
  /** Who reads how much, under the plan; largest first. */
  readonly demand: readonly DemandRow[]
  /** What was chosen and what could have been, each with all else as planned. */
  readonly alternatives: readonly Alternative[]
  /** What binds the decision, a sentence each. */
  readonly limits: readonly string[]
  /** What would change the decision. */
  readonly flips: readonly Flip[]
}

/** Bytes of ages [fromAge, toAge) that are read in a region. For jobs and projects, `region` is where the bytes are at home. */
export interface DemandRow {
  readonly region: string
  readonly fromAge: number
  readonly toAge: number
  readonly readBytesPerDay: number
  /** Of these, bytes that do not cross the WAN under the plan. */
  readonly localBytesPerDay: number
}

export interface Alternative {
  readonly what: string
  /**
   * WAN cost a day, in currency, of everything that this decision touches, recomputed by the objective with this one thing changed:
   * differences between alternatives are differences of the whole plan's cost.
   */
  readonly costPerDay: number
  /** Replica bytes that it takes; absent where it changes none. */
  readonly storedBytes?: number
  /** The same with the replicas chosen anew at today's price of storage: what a new home really brings. An estimate, relative to the plan. */
  readonly repricedDeltaPerDay?: number
  readonly isChosen: boolean
  /** Why it may not be chosen; empty where it may. */
  readonly obstacles: readonly string[]
}

/** One number at which the decision turns. */
export interface Flip {
  readonly kind: 'storage-price' | 'budget' | 'partition-bytes' | 'compute-price' | 'payback-days'
  /** Region that it is about. */
  readonly region: string
  /** In `unit`. */
  readonly at: number
  readonly unit: 'currency per GB and month' | 'bytes' | 'currency per CPU-hour' | 'days'
  /** In words. */
  readonly sentence: string
}
