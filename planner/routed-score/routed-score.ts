import type {History} from '../../model/history.js'
import type {Plan} from '../../model/plan.js'
import {claimsOf, type VerifiedAccount, verify} from '../../model/verifier/index.js'
import type {Workload} from '../../model/workload.js'
import {compileRouterIndex, type RouteReason, type RouterOptions} from '../router/index.js'
import {type LoadFigures, loadFigures} from './load-figures.js'
import {type RoutedRuns, routeRuns} from './route-runs.js'

/** One way to run the scored days, by the accounting of formats.md section 3. */
export interface ResidualTraffic extends LoadFigures {
  readonly wanBytesPerDay: number
  readonly wanCostPerDay: number
  readonly remoteReads: number
}

/** What the router is worth on some days under one plan. */
export interface RoutedScore {
  readonly policy: string
  readonly runs: number
  /** Runs that the router put away from home, and their share of all runs and of all CPU-hours. */
  readonly foreignRuns: number
  readonly foreignShare: number
  readonly foreignCpuShare: number
  /** Runs by what decided over them. */
  readonly reasons: Readonly<Partial<Record<RouteReason, number>>>
  /** The plan alone. */
  readonly without: ResidualTraffic
  /** The plan, and the router for the jobs that it does not place. */
  readonly routed: ResidualTraffic
  /** 1 − routed/without; 0 where there was nothing. */
  readonly reduction: {readonly wanBytes: number; readonly wanCost: number; readonly remoteReads: number}
  /** Limits that are broken with the router and not without it. */
  readonly violations: readonly string[]
}

/**
 * Scores a plan with the router on: the runs of the history are placed one by one as they arrive (route-runs.ts), then the
 * verifier accounts for the very places. Throws BadInput where history, plan and training do not share their names.
 *
 * @param history the days to score
 * @param training the workload that the plan was made from; nothing of the scored days should be in it
 * @param options of the router, and `verified`: the account without it, where it is known already
 */
export async function routedScore(
  history: History,
  plan: Plan,
  training: Workload,
  options: RouterOptions & {readonly replicaBudgetRatio?: number | undefined; readonly verified?: VerifiedAccount} = {},
): Promise<RoutedScore> {
  const index = compileRouterIndex(training, plan)
  const {replicaBudgetRatio} = options
  const routed = await routeRuns(history, training, index, options)
  const without = options.verified ?? (await verify(history, plan, {replicaBudgetRatio}))
  const {runRegions} = routed
  const verified = await verify(history, plan, {replicaBudgetRatio, runRegions})
  const capacity = index.catalogue.hourCapacityCpuHours
  const before = residual(history, without, loadFigures(history, routed.order, routed.home, capacity))
  const after = residual(history, verified, loadFigures(history, routed.order, routed.runRegion, capacity))
  const known = new Set(without.violations.map(({limit, subject}) => `${limit} ${subject}`))
  return {
    policy: options.policy ?? 'cost-and-load',
    ...foreign(history, routed),
    reasons: routed.reasons,
    without: before,
    routed: after,
    reduction: {
      wanBytes: reduction(before.wanBytesPerDay, after.wanBytesPerDay),
      wanCost: reduction(before.wanCostPerDay, after.wanCostPerDay),
      remoteReads: reduction(before.remoteReads, after.remoteReads),
    },
    violations: verified.violations
      .filter(({limit, subject}) => !known.has(`${limit} ${subject}`))
      .map(({message}) => message),
  }
}

function foreign({runs}: History, {order, runRegions}: RoutedRuns) {
  let foreignRuns = 0
  let foreignCpuHours = 0
  let cpuHours = 0
  for (const run of order) {
    const used = Number.isNaN(runs.cpuHours[run]!) ? 0 : runs.cpuHours[run]!
    cpuHours += used
    if (runRegions[run] < 0) continue
    foreignRuns += 1
    foreignCpuHours += used
  }
  return {
    runs: order.length,
    foreignRuns,
    foreignShare: order.length === 0 ? 0 : foreignRuns / order.length,
    foreignCpuShare: cpuHours === 0 ? 0 : foreignCpuHours / cpuHours,
  }
}

function residual(history: History, verified: VerifiedAccount, load: LoadFigures): ResidualTraffic {
  const {wanBytesPerDay, wanCostPerDay, remoteReads} = claimsOf(verified, history).after
  return {wanBytesPerDay, wanCostPerDay, remoteReads, ...load}
}

const reduction = (before: number, after: number): number => (before === 0 ? 0 : 1 - after / before)
