import {createHash} from 'node:crypto'
import {cachingBound} from '../algorithms/caching/bound.js'
import {deriveProblem} from '../algorithms/caching/derive-problem.js'
import {solveLinear} from '../algorithms/caching/hull-linear.js'
import {type CachingPolicyName, cachingPolicies} from '../algorithms/caching/index.js'
import type {CachingPolicy} from '../algorithms/caching/policy.js'
import type {CachingOutcome, CachingProblem} from '../algorithms/caching/problem.js'
import {completeOptions, type OptionValues} from '../algorithms/options.js'
import type {LoadedHistory} from '../datasets/history/index.js'
import {type Account, wanBytes, wanCost} from '../model/account.js'
import {type ReplicaBudgets, replicaBudgets} from '../model/budgets.js'
import type {Column} from '../model/columns.js'
import {type Day, formatDay} from '../model/days.js'
import {homePlacement} from '../model/decode-plan.js'
import {IsthmusError} from '../model/errors.js'
import {objective} from '../model/objective.js'
import type {Placement} from '../model/placement.js'
import type {Claims, Plan, Replica} from '../model/plan.js'
import {claimsOf, type VerifiedAccount, verify} from '../model/verifier/index.js'
import type {Workload} from '../model/workload.js'
import type {Progress} from './progress.js'

export interface PlanSettings {
  readonly caching: CachingPolicyName
  readonly options: OptionValues
  /** Takes the place of the topology's ratio over all regions. */
  readonly replicaBudgetRatio?: number
  readonly seed: number
  /** First day of the plan; the day after the history where absent. */
  readonly asOfDay?: Day
}

/** A plan with all that a report and a command line want to say about it. */
export interface PlannedCaching {
  readonly plan: Plan
  readonly workload: Workload
  readonly budgets: ReplicaBudgets
  readonly problem: CachingProblem
  readonly outcome: CachingOutcome
  readonly placement: Placement
  readonly verified: VerifiedAccount
  readonly home: Placement
}

/** How often the bound may price all tables. */
const boundEvaluations = 40

/**
 * History → workload → policy → objective → verifier → plan. The plan that comes back has been recomputed twice, by the
 * objective on the workload and by the verifier on the raw rows, and the two agree; otherwise it throws (`refused`).
 */
export async function planCaching(
  loaded: LoadedHistory,
  settings: PlanSettings,
  progress: Progress,
): Promise<PlannedCaching> {
  progress.stage('aggregating', 0)
  const workload = await loaded.workload()
  const home = homePlacement(workload)
  const budgets = replicaBudgets(workload, home.tableRegion, settings.replicaBudgetRatio)
  const problem = deriveProblem(workload, home, budgets)
  const policy: CachingPolicy = cachingPolicies[settings.caching]
  const options = completeOptions(policy.name, policy.options, settings.options)

  progress.stage('choosing replicas', 0.2)
  const outcome = await policy.plan(problem, options, {seed: settings.seed})
  const placement = withWindows(home, problem, outcome)
  const asOfDay = settings.asOfDay ?? workload.toDay + 1

  progress.stage('bounding', 0.5)
  const bound = cachingBound(workload, home, budgets, solveLinear(problem).regionPrice, boundEvaluations)

  progress.stage('verifying', 0.8)
  const before = objective(workload, home, asOfDay)
  const after = objective(workload, placement, asOfDay)
  const boundCost = Math.max(
    0,
    wanCost(before.traffic) / workload.dayCount - bound.unreplicatedCostPerDay + bound.remoteCostPerDay,
  )
  const draft = draftPlan(workload, settings, options, placement, after, asOfDay)
  const verified = await verify(
    loaded.history,
    draft,
    settings.replicaBudgetRatio === undefined ? {} : {replicaBudgetRatio: settings.replicaBudgetRatio},
  )
  refuseDisagreement('before', before, verified.before)
  refuseDisagreement('after', after, verified.after)
  refuseViolations(verified)

  const claims: Claims = {
    ...claimsOf(verified, loaded.history),
    bound: {wanCostPerDay: boundCost, scope: 'caching', gap: gapTo(boundCost, verified)},
  }
  const plan = {...draft, claims, planId: `${draft.asOf}-${hashOf({...draft, claims})}`}
  progress.stage('verified', 1)
  return {plan, workload, budgets, problem, outcome, placement, verified, home}
}

/** The same homes and jobs with an outcome's replica windows. */
export function withWindows(home: Placement, problem: CachingProblem, outcome: CachingOutcome): Placement {
  const {curve, fromAge, toAge} = outcome.windows
  const relays = outcome.extraWindows ?? {table: [], region: [], fromAge: [], toAge: []}
  const columnOf = (ofCurve: (row: number) => number, ofRelay: Column) =>
    Int32Array.from({length: curve.length + relays.table.length}, (_, row) =>
      row < curve.length ? ofCurve(row) : ofRelay[row - curve.length]!,
    )
  return {
    ...home,
    windows: {
      count: curve.length + relays.table.length,
      table: columnOf(row => problem.curveTable[curve[row]!]!, relays.table),
      region: columnOf(row => problem.curveRegion[curve[row]!]!, relays.region),
      fromAge: columnOf(row => fromAge[row]!, relays.fromAge),
      toAge: columnOf(row => toAge[row]!, relays.toAge),
    },
  }
}

/** A plan without claims: what the verifier is asked about. */
export function draftPlan(
  workload: Workload,
  settings: PlanSettings,
  options: OptionValues,
  placement: Placement,
  after: Account,
  asOfDay: Day,
): Plan {
  const ratio = settings.replicaBudgetRatio
  return {
    formatVersion: '1.0',
    planId: '',
    asOf: formatDay(asOfDay),
    history: {from: formatDay(workload.fromDay), to: formatDay(workload.toDay), fingerprint: workload.fingerprint},
    algorithm: {
      caching: settings.caching,
      migration: 'stay',
      placement: 'home',
      options: {...options, ...(ratio === undefined ? {} : {replicaBudgetRatio: ratio})},
      seed: settings.seed,
    },
    moves: [],
    replicas: replicaRows(workload, placement, after),
    jobs: [],
    claims: emptyClaims,
    noop: placement.windows.count === 0,
  }
}

const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}
const emptyClaims: Claims = {
  before: nothing,
  after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
  oneOff: {moveBytes: 0, fillBytes: 0},
}

/** Replica rows by table, region and first age: an order that does not depend on the policy. */
function replicaRows(workload: Workload, placement: Placement, after: Account): Replica[] {
  const {count, table, region, fromAge, toAge} = placement.windows
  const rows = Array.from({length: count}, (_, w) => w)
  rows.sort((a, b) => table[a]! - table[b]! || region[a]! - region[b]! || fromAge[a]! - fromAge[b]!)
  return rows.map(w => ({
    table: workload.tables.names[table[w]!]!,
    region: workload.topology.regions[region[w]!]!.name,
    fromAge: fromAge[w]!,
    toAge: toAge[w]!,
    storedBytes: after.windows.storedBytes[w]!,
    refreshBytesPerDay: after.windows.refreshBytes[w]! / workload.dayCount,
    savedBytesPerDay: (after.windows.localBytes[w]! - after.windows.refreshBytes[w]!) / workload.dayCount,
  }))
}

function gapTo(boundCost: number, verified: VerifiedAccount): number {
  const cost = wanCost(verified.after.traffic) / verified.after.traffic.dayCount
  return cost === 0 ? 0 : Math.max(0, (cost - boundCost) / cost)
}

/** Largest relative difference between the objective and the verifier that rounding explains. */
const agreement = 1e-9

function refuseDisagreement(which: string, fast: Account, independent: Account): void {
  const figures: [string, number, number][] = [
    ['WAN bytes', wanBytes(fast.traffic), wanBytes(independent.traffic)],
    ['WAN cost', wanCost(fast.traffic), wanCost(independent.traffic)],
    ['refresh bytes', fast.traffic.refreshBytes, independent.traffic.refreshBytes],
    ['remote reads', fast.traffic.remoteReads, independent.traffic.remoteReads],
    ['reads', fast.traffic.reads, independent.traffic.reads],
    ['fill bytes', fast.fillBytes, independent.fillBytes],
    [
      'replica bytes',
      fast.replicaBytes.reduce((a, b) => a + b, 0),
      independent.replicaBytes.reduce((a, b) => a + b, 0),
    ],
  ]
  for (const [name, ours, theirs] of figures) {
    if (Math.abs(ours - theirs) <= agreement * Math.max(1, Math.abs(ours), Math.abs(theirs))) continue
    throw new IsthmusError(
      'refused',
      `the verifier replays ${theirs} ${name} ${which} the plan where the objective counts ${ours}`,
      'Nothing was written. This is a fault of isthmus: please report it with the history.',
    )
  }
}

function refuseViolations(verified: VerifiedAccount): void {
  const [first] = verified.violations
  if (first === undefined) return
  const more = verified.violations.length - 1
  throw new IsthmusError(
    'refused',
    `the verifier refuses the plan: ${first.message}${more === 0 ? '' : ` (and ${more} more)`}`,
    'Nothing was written. Choose a policy that keeps the budgets, or raise the limit that is named.',
  )
}

function hashOf(plan: Plan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16)
}
