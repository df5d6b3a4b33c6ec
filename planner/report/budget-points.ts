import {cachingPolicies} from '../../algorithms/caching/index.js'
import {type Account, wanBytes, wanCost} from '../../model/account.js'
import {type ReplicaBudgets, replicaBudgets} from '../../model/budgets.js'
import {parseDay} from '../../model/days.js'
import {objective} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'
import type {BudgetPoint, TrafficTotals} from '../../viz/index.js'
import {chooseReplicas} from '../choose-replicas.js'
import {plannedRatio} from '../planned-options.js'
import {ownOptions} from './recorded-options.js'
import {reportSize} from './report-size.js'

/** Smaller budgets are shares of what the plan stores, as one that it does not use up says nothing; larger ones multiples of today's. */
const usual = {sharesOfStored: [0, 1 / 8, 1 / 4, 1 / 2, 3 / 4], timesToday: [1.5, 2, 4]}
/** On a large workload a report waits for three other budgets only, and for none where the policy takes many passes; on a huge one for none. */
const large = {sharesOfStored: [0, 1 / 2], timesToday: [2], policies: ['greedy', 'k-probe', 'hull']}

/** A plan at another budget: its budgets and its homes, jobs and replicas. */
export interface BudgetPlan {
  readonly timesToday: number
  readonly budgets: ReplicaBudgets
  readonly placement: Placement
}

/**
 * The plan's like at other replica budgets: its homes and jobs, its replicas chosen anew by its caching policy with its options,
 * without regard to what is in force. Empty where the plan has no budget, or names a caching policy that is not known here.
 */
export async function plansAtBudgets(
  workload: Workload,
  plan: Plan,
  placement: Placement,
  storedBytes: number,
): Promise<BudgetPlan[]> {
  const {caching, seed, options} = plan.algorithm
  const today = replicaBudgets(workload, placement.tableRegion, plannedRatio(plan))
  if (!Number.isFinite(allowedBytes(today)) || allowedBytes(today) === 0) return []
  const size = reportSize(workload)
  if (size === 'huge') return []
  const isLarge = size === 'large'
  if (!isCachingPolicy(caching) || (isLarge && !large.policies.includes(caching))) return []
  const {sharesOfStored, timesToday} = isLarge ? large : usual
  const cachingOptions = ownOptions(cachingPolicies[caching], options)
  const placed = {...placement, windows: none}
  const plans: BudgetPlan[] = []
  const smaller = storedBytes > 0 ? sharesOfStored.map(share => (share * storedBytes) / allowedBytes(today)) : []
  for (const times of [...smaller, ...timesToday]) {
    const budgets = scaled(today, times)
    const {windows} = await chooseReplicas(
      workload,
      placed,
      budgets,
      {caching, cachingOptions, seed, change: {}},
      parseDay(plan.asOf),
    )
    plans.push({timesToday: times, budgets, placement: {...placed, windows}})
  }
  return plans
}

/** The plans at other budgets and the plan itself, scored on the days of the workload, by rising budget. */
export async function budgetPoints(
  workload: Workload,
  plan: Plan,
  placement: Placement,
  after: Account,
): Promise<BudgetPoint[]> {
  const storedBytes = after.replicaBytes.reduce((sum, bytes) => sum + bytes, 0)
  const plans = await plansAtBudgets(workload, plan, placement, storedBytes)
  if (plans.length === 0) return []
  const today = replicaBudgets(workload, placement.tableRegion, plannedRatio(plan))
  const points = plans.map(({timesToday, budgets, placement}) =>
    point(objective(workload, placement, parseDay(plan.asOf)), allowedBytes(budgets), timesToday, false),
  )
  return [...points, point(after, allowedBytes(today), 1, true)].sort((a, b) => a.timesToday - b.timesToday)
}

function point(account: Account, budgetBytes: number, timesToday: number, isPlan: boolean): BudgetPoint {
  return {
    budgetBytes,
    timesToday,
    isPlan,
    after: totals(account),
    replicaBytes: account.replicaBytes.reduce((sum, bytes) => sum + bytes, 0),
    fillBytes: account.fillBytes + account.snapshotFillBytes,
  }
}

function totals({traffic}: Account): TrafficTotals {
  return {
    wanBytesPerDay: wanBytes(traffic) / traffic.dayCount,
    wanCostPerDay: wanCost(traffic) / traffic.dayCount,
    remoteReads: traffic.remoteReads,
    reads: traffic.reads,
  }
}

const none: Placement['windows'] = {
  count: 0,
  table: new Int32Array(0),
  region: new Int32Array(0),
  fromAge: new Int32Array(0),
  toAge: new Int32Array(0),
}

type CachingName = keyof typeof cachingPolicies
const isCachingPolicy = (name: string): name is CachingName => name in cachingPolicies

/** Replica bytes over all regions together; infinite where a region has no budget and there is none over all. */
function allowedBytes({totalBytes, regionBytes}: ReplicaBudgets): number {
  return Math.min(
    totalBytes,
    regionBytes.reduce((sum, bytes) => sum + bytes, 0),
  )
}

function scaled({totalBytes, regionBytes}: ReplicaBudgets, times: number): ReplicaBudgets {
  const of = (bytes: number) => (bytes === Infinity ? Infinity : bytes * times)
  return {totalBytes: of(totalBytes), regionBytes: regionBytes.map(of)}
}
