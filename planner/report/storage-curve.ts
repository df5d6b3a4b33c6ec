import {cachingBound, supportedCostPerDay} from '../../algorithms/caching/bound.js'
import {deriveProblem} from '../../algorithms/caching/derive-problem.js'
import {cachingPolicies} from '../../algorithms/caching/index.js'
import type {CachingPolicy} from '../../algorithms/caching/policy.js'
import type {CachingProblem} from '../../algorithms/caching/problem.js'
import {withWindows} from '../../algorithms/caching/with-windows.js'
import {completeOptions, type OptionValues} from '../../algorithms/options.js'
import {type Account, wanBytes, wanCost} from '../../model/account.js'
import {type ReplicaBudgets, replicaBudgets} from '../../model/budgets.js'
import {objective} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import type {CurvePoint, PolicyCurve, StorageCurve} from '../../viz/report-data.js'
import {linkPrices} from '../cost-unit.js'
import {largerSize, type ReportSize, reportSize} from './report-size.js'

/** Budgets at which the policies are measured, as multiples of today's. */
const budgetSteps = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4]
/** On a large workload a report waits for three policies at fewer budgets, on a huge one for today's budget only; for no bound on either. */
const largePolicies: readonly string[] = ['none', 'k-probe', 'hull']
const stepsOfSize: Readonly<Record<ReportSize, readonly number[]>> = {
  usual: budgetSteps,
  large: [1 / 2, 1, 2],
  huge: [1],
}
/** A curve is drawn for the eye: no exact repair, no search for the last thousandth. */
const drawnOptions: OptionValues = {coreColumns: 0, probeVisits: 0, rounds: 1, pairs: 0}
/** Evaluations of the bound at each of these budgets. */
const boundEvaluations = 8
/** Budgets at which the bound is drawn, closer together where they are small. */
const boundDrawnAt = 80

/**
 * The storage–bandwidth curve of every caching policy: each is run at several budgets around today's, and what it leaves
 * is measured by the objective. The bound is computed at the same budgets. Large workloads: nothing, k-probe and hull, at fewer budgets, and no bound.
 */
export async function storageCurve(
  workload: Workload,
  home: Placement,
  chosen: CurvePoint & {readonly policy: string},
  seed: number,
  replicaBudgetRatio: number | undefined,
): Promise<StorageCurve> {
  const budgets = replicaBudgets(workload, home.tableRegion, replicaBudgetRatio)
  const problem = deriveProblem(workload, home, budgets)
  const curves: PolicyCurve[] = []
  const today = await todaysBudgets(problem, budgets)
  const size = largerSize(reportSize(workload), problem)
  const isLarge = size !== 'usual'
  const drawnSteps = stepsOfSize[size]
  for (const policy of drawnPolicies(isLarge)) {
    const steps = policy.keepsBudgets && policy.name !== 'none' ? drawnSteps : [1]
    const points: CurvePoint[] = []
    for (const step of steps) points.push(await measured(policy, workload, home, problem, scaled(today, step), seed))
    points.sort((a, b) => a.replicaBytes - b.replicaBytes || b.wanCostPerDay - a.wanCostPerDay)
    curves.push({
      ...{name: policy.name, label: policy.name, points, isLine: steps.length > 1, kind: policy.kind},
      series: drawnPolicies(false).indexOf(policy),
    })
  }
  return {policies: curves, boundPoints: isLarge ? [] : boundPoints(workload, home, today, drawnSteps), chosen}
}

const drawnPolicies = (isLarge: boolean): CachingPolicy[] =>
  (Object.values(cachingPolicies) as CachingPolicy[]).filter(
    ({name, isOracle}) => isOracle !== true && (!isLarge || largePolicies.includes(name)),
  )

async function measured(
  policy: CachingPolicy,
  workload: Workload,
  home: Placement,
  problem: CachingProblem,
  budgets: ReplicaBudgets,
  seed: number,
): Promise<CurvePoint> {
  const drawn = Object.entries(drawnOptions).filter(([name]) => name in policy.options)
  const options = completeOptions(policy.name, policy.options, Object.fromEntries(drawn))
  const outcome = await policy.plan(withBudgets(problem, budgets), options, {seed})
  return curvePoint(objective(workload, withWindows(home, problem, outcome), workload.toDay + 1))
}

export function curvePoint(account: Account): CurvePoint {
  return {
    replicaBytes: account.replicaBytes.reduce((sum, bytes) => sum + bytes, 0),
    wanBytesPerDay: wanBytes(account.traffic) / account.traffic.dayCount,
    wanCostPerDay: wanCost(account.traffic) / account.traffic.dayCount,
  }
}

/** Where no budget is set at all, today's is what keeping everything that pays takes. */
async function todaysBudgets(problem: CachingProblem, budgets: ReplicaBudgets): Promise<ReplicaBudgets> {
  if (budgets.totalBytes < Infinity || budgets.regionBytes.some(bytes => bytes < Infinity)) return budgets
  const all: CachingPolicy = cachingPolicies.all
  const ceiling = await all.plan(problem, {}, {seed: 1})
  return {...budgets, totalBytes: ceiling.storedBytes}
}

function withBudgets(problem: CachingProblem, budgets: ReplicaBudgets): CachingProblem {
  return {...problem, regionBudgetBytes: budgets.regionBytes, totalBudgetBytes: budgets.totalBytes}
}

function scaled(budgets: ReplicaBudgets, step: number): ReplicaBudgets {
  const times = (bytes: number) => (bytes === Infinity ? Infinity : bytes * step)
  return {regionBytes: budgets.regionBytes.map(times), totalBytes: times(budgets.totalBytes)}
}

/**
 * The bound as a curve over stored bytes, whichever regions they lie in: the regions' own budgets are left out, because a
 * plan that cannot use up its budget stands left of it. At each point it is the best of all supports found; a
 * chord between two bounds would lie above the bound in between, the supports never do.
 */
function boundPoints(
  workload: Workload,
  home: Placement,
  today: ReplicaBudgets,
  steps: readonly number[],
): CurvePoint[] {
  const before = objective(workload, home, workload.toDay + 1)
  const costBefore = wanCost(before.traffic) / workload.dayCount
  const highestPrice = Math.max(...linkPrices(workload.topology))
  const regionBytes = today.regionBytes.map(() => Infinity)
  const mostBytes = Math.min(
    today.totalBytes,
    today.regionBytes.reduce((sum, bytes) => sum + bytes, 0),
  )
  const bounds = steps.map(step =>
    cachingBound(workload, home, {regionBytes, totalBytes: mostBytes * step}, [], boundEvaluations),
  )
  const supports = bounds.flatMap(bound => bound.supports)
  const elsewhere = costBefore - bounds[0]!.unreplicatedCostPerDay
  const lastStep = steps[steps.length - 1]!
  return Array.from({length: boundDrawnAt + 1}, (_, i) => {
    const replicaBytes = mostBytes * lastStep * (i / boundDrawnAt) ** 2
    const budgets = {regionBytes, totalBytes: replicaBytes}
    const remote = Math.max(0, ...supports.map(support => supportedCostPerDay(support, budgets)))
    const wanCostPerDay = elsewhere + remote
    return {replicaBytes, wanCostPerDay, wanBytesPerDay: highestPrice > 0 ? wanCostPerDay / highestPrice : 0}
  })
}
