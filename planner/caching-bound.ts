import {cachingBound} from '../algorithms/caching/bound.js'
import {solveLinear} from '../algorithms/caching/hull-linear.js'
import type {CachingProblem} from '../algorithms/caching/problem.js'
import {type Account, wanCost} from '../model/account.js'
import type {ReplicaBudgets} from '../model/budgets.js'
import type {Placement} from '../model/placement.js'
import type {Workload} from '../model/workload.js'

/**
 * The least that all WAN traffic of a day can cost under any replicas within the budgets: the bound on the reads that replicas
 * can change, plus what they cannot (write-backs, tables that may not be replicated), from the account without replicas.
 *
 * @param problem whose region duals the search for prices starts from: any demand will do, it only steers
 * @param evaluations how often all tables may be priced
 */
export function boundedCostPerDay(
  workload: Workload,
  placement: Placement,
  budgets: ReplicaBudgets,
  problem: CachingProblem,
  unreplicated: Account,
  evaluations: number,
): number {
  const bound = cachingBound(workload, placement, budgets, solveLinear(problem).regionPrice, evaluations)
  const costBefore = wanCost(unreplicated.traffic) / workload.dayCount
  return Math.max(0, costBefore - bound.unreplicatedCostPerDay + bound.remoteCostPerDay)
}
