import {createHash} from 'node:crypto'
import {deriveProblem} from '../algorithms/caching/derive-problem.js'
import {type CachingPolicyName, cachingPolicies} from '../algorithms/caching/index.js'
import type {CachingPolicy} from '../algorithms/caching/policy.js'
import {shedLinks} from '../algorithms/caching/shed-links.js'
import {completeOptions, type OptionValues} from '../algorithms/options.js'
import type {LoadedHistory} from '../datasets/history/index.js'
import {wanCost} from '../model/account.js'
import {replicaBudgets} from '../model/budgets.js'
import type {Day} from '../model/days.js'
import {homePlacement} from '../model/decode-plan.js'
import {objective} from '../model/objective.js'
import type {Claims, Plan} from '../model/plan.js'
import {claimsOf, type VerifiedAccount, verify} from '../model/verifier/index.js'
import type {Workload} from '../model/workload.js'
import {boundedCostPerDay} from './caching-bound.js'
import {type ChangeSettings, changeGently, fillAware, recordedChange} from './change.js'
import {type DemandChoice, plannedDemand} from './demand.js'
import {draftPlan} from './draft-plan.js'
import type {Progress} from './progress.js'
import {refuseDisagreement, refuseViolations} from './refuse.js'

export interface PlanSettings {
  readonly caching: CachingPolicyName
  readonly options: OptionValues
  /** Takes the place of the topology's ratio over all regions. */
  readonly replicaBudgetRatio?: number
  readonly seed: number
  /** First day of the plan; the day after the history where absent. */
  readonly asOfDay?: Day
  readonly forecast: DemandChoice
  readonly change: ChangeSettings
}

/** A plan with all that a report and a command line want to say about it. */
export interface PlannedCaching {
  readonly plan: Plan
  readonly workload: Workload
  readonly verified: VerifiedAccount
  /** Which demand was planned for, and why that. */
  readonly forecast: {readonly name: string; readonly reason: string}
  /** Replicas given up so that links keep their capacity. */
  readonly shedCount: number
  /** Fill of tonight and what the cap put off, in bytes; absent where no plan is in force. */
  readonly tonight?: {readonly fillBytes: number; readonly deferredBytes: number}
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
  const asOfDay = settings.asOfDay ?? workload.toDay + 1
  const demand = await plannedDemand(loaded, settings.forecast, asOfDay)
  const home = homePlacement(workload)
  const budgets = replicaBudgets(workload, home.tableRegion, settings.replicaBudgetRatio)
  const policy: CachingPolicy = cachingPolicies[settings.caching]
  const options = completeOptions(policy.name, policy.options, settings.options)

  progress.stage('choosing replicas', 0.2)
  const derived = deriveProblem(demand.workload, home, budgets)
  const problem = fillAware(derived, demand.workload, home, settings.change, asOfDay)
  const outcome = await policy.plan(problem, options, {seed: settings.seed})
  const changed = changeGently(problem, demand.workload, home, outcome, settings.change, asOfDay)
  const {windows, shedCount} = shedLinks(workload, {...home, windows: changed.windows}, asOfDay)
  const placement = {...home, windows}

  progress.stage('bounding', 0.5)
  const before = objective(workload, home, asOfDay)
  const boundCost = boundedCostPerDay(workload, home, budgets, derived, before, boundEvaluations)

  progress.stage('verifying', 0.8)
  const after = objective(workload, placement, asOfDay)
  const decided = {
    caching: settings.caching,
    options: {
      ...options,
      ...(settings.replicaBudgetRatio === undefined ? {} : {replicaBudgetRatio: settings.replicaBudgetRatio}),
      ...(settings.forecast === 'history' ? {} : {forecast: demand.name}),
      ...recordedChange(settings.change),
    },
    seed: settings.seed,
  }
  const draft = draftPlan(workload, decided, placement, after, asOfDay)
  const {replicaBudgetRatio} = settings
  const verified = await verify(loaded.history, draft, {replicaBudgetRatio})
  refuseDisagreement('before', before, verified.before)
  refuseDisagreement('after', after, verified.after)
  refuseViolations(verified)

  const claims: Claims = {
    ...claimsOf(verified, loaded.history),
    bound: {wanCostPerDay: boundCost, scope: 'caching', gap: gapTo(boundCost, verified)},
  }
  const plan = {...draft, claims, planId: `${draft.asOf}-${hashOf({...draft, claims})}`}
  progress.stage('verified', 1)
  return {
    plan,
    workload,
    verified,
    forecast: {name: demand.name, reason: demand.reason},
    shedCount,
    ...(changed.tonight === undefined ? {} : {tonight: changed.tonight}),
  }
}

function gapTo(boundCost: number, verified: VerifiedAccount): number {
  const cost = wanCost(verified.after.traffic) / verified.after.traffic.dayCount
  return cost === 0 ? 0 : Math.max(0, (cost - boundCost) / cost)
}

function hashOf(plan: Plan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16)
}
