import {deriveProblem} from '../algorithms/caching/derive-problem.js'
import {type CachingPolicyName, cachingPolicies} from '../algorithms/caching/index.js'
import type {CachingPolicy} from '../algorithms/caching/policy.js'
import {shedLinks} from '../algorithms/caching/shed-links.js'
import type {OptionValues} from '../algorithms/options.js'
import type {ReplicaBudgets} from '../model/budgets.js'
import type {Day} from '../model/days.js'
import type {Placement} from '../model/placement.js'
import type {Workload} from '../model/workload.js'
import {type ChangeSettings, changeGently, fillAware} from './change.js'

export interface ReplicaSettings {
  readonly caching: CachingPolicyName
  /** Complete. */
  readonly cachingOptions: OptionValues
  readonly seed: number
  readonly change: ChangeSettings
}

export interface ChosenReplicas {
  readonly windows: Placement['windows']
  /** Replicas given up so that links keep their capacity. */
  readonly shedCount: number
  /** Fill of tonight and what the cap put off, in bytes; absent where no plan is in force and no cap is set. */
  readonly tonight?: {readonly fillBytes: number; readonly deferredBytes: number}
}

/**
 * Replicas for homes and jobs as placed, by one caching policy with its options, held back by what is in force.
 *
 * @param demand the workload with the demand to plan for
 * @param budgets at these homes
 */
export async function chooseReplicas(
  demand: Workload,
  placed: Placement,
  budgets: ReplicaBudgets,
  {caching, cachingOptions, seed, change}: ReplicaSettings,
  asOfDay: Day,
): Promise<ChosenReplicas> {
  const policy: CachingPolicy = cachingPolicies[caching]
  const problem = fillAware(deriveProblem(demand, placed, budgets), demand, placed, change, asOfDay)
  const outcome = await policy.plan(problem, cachingOptions, {seed})
  const changed = changeGently(problem, demand, placed, outcome, change, asOfDay)
  const {windows, shedCount} = shedLinks(demand, {...placed, windows: changed.windows}, asOfDay)
  return {windows, shedCount, ...(changed.tonight === undefined ? {} : {tonight: changed.tonight})}
}
