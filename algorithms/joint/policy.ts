import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import type {CachingPolicyName} from '../caching/index.js'
import type {OptionTable, OptionValues} from '../options.js'
import type {MoveLimits} from '../serving/assignment-state.js'

/** What every strategy must keep, and what it may count on. */
export interface JointSettings extends MoveLimits {
  /** The policy that chooses the replicas in the end, where the strategy has none of its own. */
  readonly caching: CachingPolicyName
  /** Takes the place of the topology's ratio over all regions. */
  readonly replicaBudgetRatio?: number
  /** Days over which the bytes of a moved home are spread when a move is weighed; Infinity: they cost nothing. */
  readonly moveHorizonDays: number
  /** Least gain a day, in currency, for which a project moves. */
  readonly leastGainPerDay: number
  /** Gold jobs stay at home unless this says otherwise. */
  readonly placeGold: boolean
  /** First day of the plan. */
  readonly asOfDay: number
}

/** Homes and jobs as a strategy decides them, and who is to choose the replicas. The planner completes it: `replicas.policy` on the saving curves of `placement`. */
export interface JointOutcome {
  /** Homes and placed jobs within all limits, and no replica window. */
  readonly placement: Placement
  readonly replicas: {readonly policy: CachingPolicyName; readonly options: OptionValues}
  /** Names for the plan file. */
  readonly migration: string
  readonly placing: string
  /** Counters of the work done: deterministic. */
  readonly work: Readonly<Record<string, number>>
}

/** A strategy: all three decisions together. Pure and deterministic. */
export interface JointPolicy {
  /** Equals its key in the registry and its file name. */
  readonly name: string
  readonly summary: string
  readonly source: string
  readonly options: OptionTable
  /** True where the strategy looks at single days: give it a workload with `reads.daily`. */
  readonly wantsDays?: boolean
  plan(
    workload: Workload,
    settings: JointSettings,
    options: OptionValues,
    run: {readonly seed: number},
  ): Promise<JointOutcome>
}
