import type {Placement} from '../../model/placement.js'
import type {OptionTable, OptionValues} from '../options.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'
import type {BestEffort} from './best-effort.js'
import type {PlaceableSettings} from './job-board.js'

/** What every member must keep, and what it may count on. */
export interface PlacementSettings extends PlaceableSettings {
  /** Price of a replica byte a day by region, in currency: what replicas cost that would follow the jobs. */
  readonly storagePrice: ArrayLike<number>
  /** The replicas that there are; jobs then read from the nearest holder. Absent: replicas follow the jobs, at their price. */
  readonly replicas?: Placement['windows']
  /** A cheap class of compute for bronze jobs; absent: there is none. */
  readonly bestEffort?: BestEffort
}

export interface PlacementOutcome {
  /** The homes of the start, and the jobs placed; none where it would run anyway. */
  readonly assignment: Assignment
  /** `optimal`: proven, for the replicas given. */
  readonly status: 'optimal' | 'feasible'
  /**
   * Currency per day. Replicas given: remote reads, write-backs and CPU of all jobs. Replicas priced: that of `ServingState`
   * (refreshes, priced storage and bytes at home too).
   */
  readonly costPerDay: number
  /**
   * Replicas given only: no placement of the placeable jobs within the CPU limits costs less, homes and replicas as they are, jobs
   * that are not placeable as they were. With replicas priced no bound is known.
   */
  readonly boundCostPerDay?: number
  /** 1 = the job is cheaper in the best-effort class; by job. */
  readonly isBestEffort: Uint8Array
  /** Counters of the work done: deterministic. */
  readonly work: Readonly<Record<string, number>>
}

/** A member of the family that places recurring jobs. Pure and deterministic. */
export interface PlacementPolicy {
  /** Equals its key in the registry and its file name. */
  readonly name: string
  readonly summary: string
  readonly source: string
  readonly kind: 'baseline' | 'heuristic' | 'exact'
  /** True where the member works with replicas given only. */
  readonly needsReplicas?: boolean
  readonly options: OptionTable
  /** @param start homes, which stay; and where jobs are placed so far */
  plan(
    problem: ServingProblem,
    start: Assignment,
    settings: PlacementSettings,
    options: OptionValues,
    run: {readonly seed: number},
  ): PlacementOutcome | Promise<PlacementOutcome>
}
