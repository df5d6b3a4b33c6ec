import {deriveProblem} from '../../algorithms/caching/derive-problem.js'
import {type CachingPolicyName, cachingPolicies} from '../../algorithms/caching/index.js'
import type {CachingPolicy} from '../../algorithms/caching/policy.js'
import {withWindows} from '../../algorithms/caching/with-windows.js'
import {withdrawFromLinks} from '../../algorithms/joint/withdraw.js'
import {completeOptions, type OptionValues} from '../../algorithms/options.js'
import {type Account, wanCost} from '../../model/account.js'
import {type ReplicaBudgets, replicaBudgets} from '../../model/budgets.js'
import type {Day} from '../../model/days.js'
import {homePlacement} from '../../model/decode-plan.js'
import {objective} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import type {CurvePoint} from '../../viz/report-data.js'
import type {ArticleFigures, MovesCurve, MovesPoint} from '../../viz/what-if-data.js'
import {chooseReplicas} from '../choose-replicas.js'
import {curvePoint} from '../report/storage-curve.js'
import {movePrefixes, movesOf, type PrefixSettings} from './move-prefixes.js'

export interface ArticleSettings extends PrefixSettings {
  /** Chooses the replicas of the plans with so many moves. */
  readonly caching: CachingPolicyName
  readonly cachingOptions: OptionValues
  readonly seed: number
  readonly asOfDay: Day
}

/** Moves at which plans are made, before the one with all moves. */
const moveLimits = [0, 5, 10, 20, 50]
/** Moves with which storage–bandwidth curves are drawn. */
const curveLimits = [0, 20, 50]
/** Budgets of the curves, as multiples of today's. */
const budgetSteps = [0, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4]
/** A curve is drawn for the eye: no exact repair, no search for the last thousandth. */
const drawnOptions: OptionValues = {coreColumns: 0, probeVisits: 0}

/**
 * The figures of Yugong (PVLDB 2019) section 7 from one search: plans with 0, 5, 10, 20, 50 and all of its moves, the best moves first, jobs placed
 * and replicas chosen anew for each; and storage–bandwidth curves with 0, 20 and 50 moves, replicas by `hull`, fed from home and without regard to links'
 * capacities. Every point is a plan, scored by the objective on the days that it was made from. A limit that brings no plan better than a
 * lower one keeps that of the lower one, so reductions never fall. Moves of single tables count only where all moves are made.
 *
 * @param many homes and jobs of a search that may move as many homes as it likes (or of any plan: then its moves are all there are)
 * @param onPoint told how many of how many points are made
 */
export async function articleFigures(
  workload: Workload,
  many: Placement,
  settings: ArticleSettings,
  onPoint: (done: number, all: number) => void = () => undefined,
): Promise<ArticleFigures> {
  const none = homePlacement(workload).windows
  const unreplicated = {...many, windows: none}
  const all = mostHomes(workload)
  const limits = [...moveLimits.filter(limit => limit < all), all]
  const homes = movePrefixes(workload, unreplicated, limits, settings)
  const before = wanCost(objective(workload, homePlacement(workload), settings.asOfDay).traffic)
  const pointCount = limits.length + curveLimits.length * budgetSteps.length
  let made = 0

  const plans: {readonly placement: Placement; readonly account: Account}[] = []
  for (const placed of homes) {
    const next = await completed(workload, placed, settings)
    const last = plans.at(-1)
    plans.push(last !== undefined && wanCost(last.account.traffic) <= wanCost(next.account.traffic) ? last : next)
    onPoint(++made, pointCount)
  }
  const reductionByMoves = plans.map(({placement, account}, i): MovesPoint => {
    const {wanBytesPerDay, wanCostPerDay} = curvePoint(account)
    const reduction = before === 0 ? 0 : 1 - wanCost(account.traffic) / before
    const moves = movesOf(workload, placement)
    return {moves, mostMoves: limits[i]!, wanBytesPerDay, wanCostPerDay, reduction, moveBytes: account.moveBytes}
  })

  const storageByMoves: MovesCurve[] = []
  for (const mostMoves of curveLimits) {
    const {placement} = plans[limits.findLastIndex((limit, i) => i === 0 || limit <= mostMoves)]!
    const points: CurvePoint[] = []
    for (const step of budgetSteps) {
      points.push(await drawnPoint(workload, {...placement, windows: none}, step, settings))
      onPoint(++made, pointCount)
    }
    points.sort((a, b) => a.replicaBytes - b.replicaBytes || b.wanCostPerDay - a.wanCostPerDay)
    storageByMoves.push({mostMoves, points})
  }
  return {reductionByMoves, storageByMoves}
}

/** Homes that could move at most. */
const mostHomes = ({topology, projects, tables}: Workload): number =>
  topology.unit === 'table' ? projects.names.length + tables.names.length : projects.names.length

/** Replicas for homes and jobs, within all budgets and capacities; what overloads a link is taken back. */
async function completed(workload: Workload, homes: Placement, settings: ArticleSettings) {
  const {caching, seed, asOfDay, replicaBudgetRatio} = settings
  const policy: CachingPolicy = cachingPolicies[caching]
  const chosen = {
    caching,
    cachingOptions: completeOptions(caching, policy.options, settings.cachingOptions),
    seed,
    change: {},
  }
  let placed = homes
  for (;;) {
    const budgets = replicaBudgets(workload, placed.tableRegion, replicaBudgetRatio)
    const {windows} = await chooseReplicas(workload, placed, budgets, chosen, asOfDay)
    const placement = {...placed, windows}
    const lighter = withdrawFromLinks(workload, placement, asOfDay)
    if (lighter === undefined) return {placement, account: objective(workload, placement, asOfDay)}
    placed = lighter
  }
}

async function drawnPoint(
  workload: Workload,
  homes: Placement,
  step: number,
  {replicaBudgetRatio, seed, asOfDay}: ArticleSettings,
): Promise<CurvePoint> {
  const {hull} = cachingPolicies
  const problem = deriveProblem(workload, homes, replicaBudgets(workload, homes.tableRegion, replicaBudgetRatio))
  const today = await boundedBudgets(problem, replicaBudgets(workload, homes.tableRegion, replicaBudgetRatio))
  const times = (bytes: number) => (bytes === Infinity ? Infinity : bytes * step)
  const scaled = {
    ...problem,
    regionBudgetBytes: today.regionBytes.map(times),
    totalBudgetBytes: times(today.totalBytes),
  }
  const outcome = await hull.plan(scaled, completeOptions('hull', hull.options, drawnOptions), {seed})
  return curvePoint(objective(workload, withWindows(homes, problem, outcome), asOfDay))
}

/** Where no budget is set at all, today's is what keeping everything that pays takes. */
async function boundedBudgets(
  problem: ReturnType<typeof deriveProblem>,
  budgets: ReplicaBudgets,
): Promise<ReplicaBudgets> {
  if (budgets.totalBytes < Infinity || budgets.regionBytes.some(bytes => bytes < Infinity)) return budgets
  const all: CachingPolicy = cachingPolicies.all
  return {...budgets, totalBytes: (await all.plan(problem, {}, {seed: 1})).storedBytes}
}
