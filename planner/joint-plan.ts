import {deriveProblem} from '../algorithms/caching/derive-problem.js'
import {type CachingPolicyName, cachingPolicies} from '../algorithms/caching/index.js'
import {type JointPolicyName, jointPolicies} from '../algorithms/joint/index.js'
import type {JointOutcome, JointPolicy, JointSettings} from '../algorithms/joint/policy.js'
import {withdrawFromLinks} from '../algorithms/joint/withdraw.js'
import {completeOptions, type OptionValues} from '../algorithms/options.js'
import type {LoadedHistory} from '../datasets/history/index.js'
import {type Account, wanCost} from '../model/account.js'
import {replicaBudgets} from '../model/budgets.js'
import type {Day} from '../model/days.js'
import {homePlacement} from '../model/decode-plan.js'
import {objective} from '../model/objective.js'
import type {Placement} from '../model/placement.js'
import type {Claims, Plan} from '../model/plan.js'
import {claimsOf, type VerifiedAccount, verify} from '../model/verifier/index.js'
import type {Workload} from '../model/workload.js'
import {boundedCostPerDay} from './caching-bound.js'
import {type ChangeSettings, recordedChange} from './change.js'
import {type ChosenReplicas, chooseReplicas} from './choose-replicas.js'
import {type DemandChoice, type PlannedDemand, plannedDemand} from './demand.js'
import {draftPlan} from './draft-plan.js'
import {withPlanId} from './plan-id.js'
import type {Progress} from './progress.js'
import {refuseDisagreement, refuseViolations} from './refuse.js'

export interface PlanSettings extends Omit<JointSettings, 'asOfDay' | 'caching'> {
  readonly strategy: JointPolicyName
  readonly strategyOptions: OptionValues
  /** Chooses the replicas where the strategy has no policy of its own; absent: the usual one. */
  readonly caching?: CachingPolicyName
  /** Options of the policy that chooses the replicas in the end. */
  readonly cachingOptions: OptionValues
  readonly seed: number
  /** First day of the plan; the day after the history where absent. */
  readonly asOfDay?: Day
  readonly forecast: DemandChoice
  readonly change: ChangeSettings
  /** False: no bound is computed, and none claimed. */
  readonly isBounded: boolean
}

/** A plan with all that a report and a command line want to say about it. */
export interface JointPlan {
  readonly plan: Plan
  readonly workload: Workload
  readonly verified: VerifiedAccount
  /** Which demand was planned for, and why that. */
  readonly forecast: {readonly name: string; readonly reason: string}
  /** Replicas given up so that links keep their capacity. */
  readonly shedCount: number
  /** Fill of tonight and what the cap put off, in bytes; absent where no plan is in force. */
  readonly tonight?: {readonly fillBytes: number; readonly deferredBytes: number}
  /** Time that the decisions took: not the loading, the bound or the verifying. */
  readonly decidingSeconds: number
}

/** The policy that chooses replicas where none is named. */
export const usualCaching: CachingPolicyName = 'holders'

/** How often the bound may price all tables. */
const boundEvaluations = 40

/**
 * History → workload → strategy → objective → verifier → plan. The plan that comes back has been recomputed twice, by the
 * objective on the workload and by the verifier on the raw rows, and the two agree; otherwise it throws (`refused`).
 */
export async function planJointly(
  loaded: LoadedHistory,
  settings: PlanSettings,
  progress: Progress,
): Promise<JointPlan> {
  progress.stage('aggregating', 0)
  const workload = await loaded.workload()
  const asOfDay = settings.asOfDay ?? workload.toDay + 1
  const {wantsDays = false}: JointPolicy = jointPolicies[settings.strategy]
  const demand = await plannedDemand(loaded, settings.forecast, asOfDay, wantsDays)

  progress.stage('deciding', 0.2)
  const begin = performance.now()
  const {joint, replicas, options} = await decide(demand.workload, settings, asOfDay)
  const decidingSeconds = (performance.now() - begin) / 1000
  const placement = {...joint.placement, windows: replicas.windows}

  progress.stage('bounding', 0.5)
  const before = objective(workload, homePlacement(workload), asOfDay)
  const boundCost = settings.isBounded
    ? boundAt(workload, demand.workload, joint.placement, settings, asOfDay)
    : undefined

  progress.stage('verifying', 0.8)
  const after = objective(workload, placement, asOfDay)
  const decided = {
    caching: joint.replicas.policy,
    migration: joint.migration,
    placement: joint.placing,
    options: recordedOptions(settings, options, demand),
    seed: settings.seed,
  }
  const draft = draftPlan(workload, decided, placement, after, asOfDay)
  const verified = await verify(loaded.history, draft, {replicaBudgetRatio: settings.replicaBudgetRatio})
  refuseDisagreement('before', before, verified.before)
  refuseDisagreement('after', after, verified.after)
  refuseViolations(verified)

  const claims: Claims = {
    ...claimsOf(verified, loaded.history),
    ...(boundCost === undefined
      ? {}
      : {bound: {wanCostPerDay: boundCost, scope: 'caching', gap: gapTo(boundCost, verified.after)}}),
  }
  const plan = withPlanId({...draft, claims})
  progress.stage('verified', 1)
  return {
    plan,
    workload,
    verified,
    forecast: {name: demand.name, reason: demand.reason},
    shedCount: replicas.shedCount,
    ...(replicas.tonight === undefined ? {} : {tonight: replicas.tonight}),
    decidingSeconds,
  }
}

interface Decisions {
  readonly joint: JointOutcome
  readonly replicas: ChosenReplicas
  /** The options that were used: the strategy's and its caching policy's. */
  readonly options: OptionValues
}

/**
 * The strategy decides on homes and jobs; the caching policy that it asks for chooses the replicas there. Decisions that overload a
 * link are taken back, and the replicas chosen anew.
 */
async function decide(demand: Workload, settings: PlanSettings, asOfDay: Day): Promise<Decisions> {
  const strategy: JointPolicy = jointPolicies[settings.strategy]
  const options = completeOptions(strategy.name, strategy.options, settings.strategyOptions)
  const {caching = usualCaching, replicaBudgetRatio, change, seed} = settings
  const ratio = replicaBudgetRatio === undefined ? {} : {replicaBudgetRatio}
  const joint = await strategy.plan(demand, {...limitsOf(settings), caching, asOfDay, ...ratio}, options, {seed})
  const policy = joint.replicas.policy
  const wanted = {...joint.replicas.options, ...settings.cachingOptions}
  const cachingOptions = completeOptions(policy, cachingPolicies[policy].options, wanted)
  const chosen = {caching: policy, cachingOptions, seed, change}
  let placement = joint.placement
  for (;;) {
    const budgets = replicaBudgets(demand, placement.tableRegion, replicaBudgetRatio)
    const replicas = await chooseReplicas(demand, placement, budgets, chosen, asOfDay)
    const lighter = withdrawFromLinks(demand, {...placement, windows: replicas.windows}, asOfDay)
    if (lighter === undefined) return {joint: {...joint, placement}, replicas, options: {...cachingOptions, ...options}}
    placement = lighter
  }
}

const limitsOf = ({mostMoves, mostMoveBytes, moveHorizonDays, leastGainPerDay, placeGold}: PlanSettings) => ({
  mostMoves,
  mostMoveBytes,
  moveHorizonDays,
  leastGainPerDay,
  placeGold,
})

/** What a plan file records under `options`: all that it takes to plan the same again. Limits that do not bind are left out. */
function recordedOptions(settings: PlanSettings, options: OptionValues, demand: PlannedDemand) {
  const limits = Object.entries(settings.strategy === 'caching' ? {} : limitsOf(settings))
  return {
    strategy: settings.strategy,
    ...options,
    ...Object.fromEntries(limits.filter(([, value]) => value !== Infinity)),
    ...(settings.replicaBudgetRatio === undefined ? {} : {replicaBudgetRatio: settings.replicaBudgetRatio}),
    ...(settings.forecast === 'history' ? {} : {forecast: demand.name}),
    ...recordedChange(settings.change),
  }
}

/** The least that these days can cost at the plan's homes and jobs, whatever the replicas: the bound of scope `caching`. */
function boundAt(
  workload: Workload,
  demand: Workload,
  placed: Placement,
  settings: PlanSettings,
  asOfDay: Day,
): number {
  const budgets = replicaBudgets(workload, placed.tableRegion, settings.replicaBudgetRatio)
  const problem = deriveProblem(demand, placed, budgets)
  const unreplicated = objective(workload, placed, asOfDay)
  return boundedCostPerDay(workload, placed, budgets, problem, unreplicated, boundEvaluations)
}

function gapTo(boundCost: number, {traffic}: Account): number {
  const cost = wanCost(traffic) / traffic.dayCount
  return cost === 0 ? 0 : Math.max(0, (cost - boundCost) / cost)
}
