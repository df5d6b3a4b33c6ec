import {deriveProblem} from '../../algorithms/caching/derive-problem.js'
import {cachingPolicies} from '../../algorithms/caching/index.js'
import type {CachingPolicy} from '../../algorithms/caching/policy.js'
import {withWindows} from '../../algorithms/caching/with-windows.js'
import {
  buildTrace,
  type OnlinePolicy,
  onlinePolicies,
  pfooBound,
  type ReadTrace,
  replay,
} from '../../algorithms/online/index.js'
import {completeOptions} from '../../algorithms/options.js'
import type {LoadedHistory} from '../../datasets/history/index.js'
import {type Account, wanCost} from '../../model/account.js'
import {type ReplicaBudgets, replicaBudgets} from '../../model/budgets.js'
import {formatDay} from '../../model/days.js'
import {homePlacement} from '../../model/decode-plan.js'
import {IsthmusError} from '../../model/errors.js'
import {objective} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import {verify} from '../../model/verifier/index.js'
import type {Workload} from '../../model/workload.js'
import type {ComparisonData, Sample} from '../../viz/index.js'
import {boundedCostPerDay} from '../caching-bound.js'
import {costUnitOf} from '../cost-unit.js'
import {draftPlan} from '../draft-plan.js'
import type {Progress} from '../progress.js'
import {curvePoint} from '../report/storage-curve.js'

export interface ComparisonSettings {
  readonly title: string
  /** Budgets over all regions, as shares of what is at home. */
  readonly budgetRatios: readonly number[]
  readonly seed: number
  /** Name of the forecast that made the training workload's demand. */
  readonly forecast: string
}

type Result = ComparisonData['results'][number]
type BoundRow = ComparisonData['bounds'][number]

/** How often a bound may price all tables. */
const boundEvaluations = 30

/**
 * Every caching policy, planned and online, at several budgets: planned on the training days and scored by the verifier
 * on them and on the test days; online policies replayed over both, scored on the test days after the training days have
 * warmed them up. The same budgets and the same accounting for all.
 *
 * @param train history of the training days; `test` of the days after them; `both` of all of these days
 * @param workload the training days, with the demand to plan for
 */
export async function compareCaching(
  train: LoadedHistory,
  test: LoadedHistory,
  both: LoadedHistory,
  workload: Workload,
  settings: ComparisonSettings,
  progress: Progress,
): Promise<ComparisonData> {
  const facts = await train.workload()
  const home = homePlacement(workload)
  const testWorkload = await test.workload()
  const trainTrace = await buildTrace(train.history)
  const fullTrace = await buildTrace(both.history)
  const before = {
    inSample: objective(facts, home, facts.toDay + 1),
    outOfSample: objective(testWorkload, homePlacement(testWorkload), testWorkload.toDay + 1),
  }
  const planned: readonly CachingPolicy[] = Object.values(cachingPolicies)
  const online: readonly OnlinePolicy[] = Object.values(onlinePolicies).filter(policy => policy.name !== 'none')
  const results: Result[] = []
  const bounds: BoundRow[] = []
  const steps = settings.budgetRatios.length * (planned.length + online.length)
  for (const [index, ratio] of settings.budgetRatios.entries()) {
    const budgets = replicaBudgets(workload, home.tableRegion, ratio)
    const bound = boundsAt(index, facts, home, testWorkload, budgets, before, fullTrace)
    bounds.push(bound)
    for (const policy of planned) {
      progress.stage(`${policy.name} at ${ratio}`, results.length / steps)
      results.push(
        await plannedResult(policy, index, ratio, workload, home, budgets, train, test, settings.seed, bound),
      )
    }
    for (const policy of online) {
      progress.stage(`${policy.name} at ${ratio}`, results.length / steps)
      results.push(onlineResult(policy, index, budgets, trainTrace, fullTrace, testWorkload.fromDay, before))
    }
  }
  const span = (w: Workload) => ({from: formatDay(w.fromDay), to: formatDay(w.toDay), dayCount: w.dayCount})
  return {
    title: settings.title,
    train: span(workload),
    test: span(testWorkload),
    costUnit: costUnitOf(workload.topology),
    forecast: settings.forecast,
    budgets: settings.budgetRatios.map(ratio => ({
      label: `${Number((ratio * 100).toPrecision(6))} %`,
      ratio,
      replicaBytes: replicaBudgets(workload, home.tableRegion, ratio).totalBytes,
    })),
    before: {
      inSampleCostPerDay: wanCost(before.inSample.traffic) / workload.dayCount,
      outOfSampleCostPerDay: wanCost(before.outOfSample.traffic) / testWorkload.dayCount,
    },
    policies: [
      ...planned.map(({name, kind}) => ({name, label: name, family: 'planned' as const, kind})),
      ...online.map(({name, kind}) => ({
        name,
        label: name,
        family: 'online' as const,
        kind: kind === 'oracle' ? ('bound' as const) : kind,
      })),
    ],
    results,
    bounds,
  }
}

interface BeforeAccounts {
  readonly inSample: Account
  readonly outOfSample: Account
}

function boundsAt(
  budget: number,
  workload: Workload,
  home: Placement,
  testWorkload: Workload,
  budgets: ReplicaBudgets,
  before: BeforeAccounts,
  trace: ReadTrace,
): BoundRow {
  const costOf = (w: Workload, placement: Placement, account: Account) => {
    const problem = deriveProblem(w, placement, budgets)
    return boundedCostPerDay(w, placement, budgets, problem, account, boundEvaluations)
  }
  const {writeBackCost, dayCount} = before.outOfSample.traffic
  return {
    budget,
    inSampleCostPerDay: costOf(workload, home, before.inSample),
    hindsightCostPerDay: costOf(testWorkload, homePlacement(testWorkload), before.outOfSample),
    onlineCostPerDay: (pfooBound(trace, budgets, testWorkload.fromDay).wanCost + writeBackCost) / dayCount,
  }
}

async function plannedResult(
  policy: CachingPolicy,
  budget: number,
  ratio: number,
  workload: Workload,
  home: Placement,
  budgets: ReplicaBudgets,
  train: LoadedHistory,
  test: LoadedHistory,
  seed: number,
  bound: BoundRow,
): Promise<Result> {
  const problem = deriveProblem(workload, home, budgets)
  const allocatedBefore = allocatedBytes()
  const begin = performance.now()
  const outcome = await attempt(async () =>
    policy.plan(problem, completeOptions(policy.name, policy.options, {}), {seed}),
  )
  const milliseconds = performance.now() - begin
  const peakMemoryBytes = Math.max(0, allocatedBytes() - allocatedBefore)
  const measured = {policy: policy.name, budget, milliseconds, peakMemoryBytes}
  if ('refused' in outcome) return {...measured, inSample: nothing, outOfSample: nothing, refused: outcome.refused}
  const placement = withWindows(home, problem, outcome.value)
  const draft = draftPlan(
    workload,
    {caching: policy.name, migration: 'stay', placement: 'home', options: {replicaBudgetRatio: ratio}, seed},
    placement,
    objective(workload, placement, workload.toDay + 1),
    workload.toDay + 1,
  )
  const inSample = await verify(train.history, draft, {replicaBudgetRatio: ratio})
  const outOfSample = await verify(test.history, draft, {replicaBudgetRatio: ratio})
  const sample = curvePoint(inSample.after)
  const [violation] = policy.keepsBudgets ? inSample.violations : []
  if (violation !== undefined) {
    return {...measured, inSample: nothing, outOfSample: nothing, refused: violation.message}
  }
  const gap = sample.wanCostPerDay === 0 ? 0 : 1 - bound.inSampleCostPerDay / sample.wanCostPerDay
  return {
    ...measured,
    inSample: sample,
    outOfSample: curvePoint(outOfSample.after),
    ...(policy.keepsBudgets ? {gap} : {}),
  }
}

const nothing: Sample = {wanBytesPerDay: 0, wanCostPerDay: 0, replicaBytes: 0}

async function attempt<T>(work: () => Promise<T>): Promise<{value: T} | {refused: string}> {
  try {
    return {value: await work()}
  } catch (error) {
    if (error instanceof IsthmusError) return {refused: error.message}
    throw error
  }
}

/** On-demand caching never touches writes: write-backs are those before. */
function onlineResult(
  policy: OnlinePolicy,
  budget: number,
  budgets: ReplicaBudgets,
  trainTrace: ReadTrace,
  fullTrace: ReadTrace,
  testFromDay: number,
  before: BeforeAccounts,
): Result {
  const begin = performance.now()
  const allocatedBefore = allocatedBytes()
  const outOfSample = replay(fullTrace, budgets, policy, {scoreFromDay: testFromDay})
  const milliseconds = performance.now() - begin
  const peakMemoryBytes = Math.max(0, allocatedBytes() - allocatedBefore)
  const inSample = replay(trainTrace, budgets, policy)
  const sample = (outcome: typeof inSample, account: Account): Sample => ({
    wanBytesPerDay: (outcome.wanBytes + account.traffic.writeBackBytes) / outcome.dayCount,
    wanCostPerDay: (outcome.wanCost + account.traffic.writeBackCost) / outcome.dayCount,
    replicaBytes: outcome.stored.maxBytes,
  })
  return {
    policy: policy.name,
    budget,
    inSample: sample(inSample, before.inSample),
    outOfSample: sample(outOfSample, before.outOfSample),
    milliseconds,
    peakMemoryBytes,
  }
}

function allocatedBytes(): number {
  const {heapUsed, external, arrayBuffers} = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}
