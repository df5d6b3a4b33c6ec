import type {LoadedHistory} from '../../datasets/history/index.js'
import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {History} from '../../model/history.js'
import type {Plan} from '../../model/plan.js'
import {claimsOf, verify} from '../../model/verifier/index.js'
import {type PlanSettings, planJointly} from '../joint-plan.js'
import type {Progress} from '../progress.js'
import {routedScore} from '../routed-score/routed-score.js'
import type {RoutingPolicyName} from '../router/index.js'
import {type Score, scoreOf} from '../score.js'
import type {Strategy} from '../strategy.js'

/** A strategy with all that it plans with. */
export interface Contender {
  readonly strategy: Strategy
  readonly settings: Omit<PlanSettings, 'change' | 'isBounded'>
  /** Routing policy for the jobs that the plan leaves open; absent: these run at home. */
  readonly router?: RoutingPolicyName
}

/** One strategy on one fold: planned on the training days, scored on the test days, which it had not seen. */
export interface FoldResult {
  readonly strategy: string
  readonly train: {readonly from: string; readonly to: string}
  readonly test: {readonly from: string; readonly to: string}
  /** What the plan costs a day on the days that it was made from. */
  readonly inSample: {readonly wanBytesPerDay: number; readonly wanCostPerDay: number}
  /** The same as `isthmus score` prints of the plan file on the test days. */
  readonly score: Score
  /** Replica bytes on the last test day, and all bytes at home after the moves. */
  readonly replicaBytes: number
  readonly homeBytes: number
  readonly moves: number
  readonly jobs: number
  /** The same strategy planned on the test days themselves; absent where no such plan keeps all limits. */
  readonly hindsight?: {readonly wanBytesPerDay: number; readonly wanCostPerDay: number}
  /** What the plan costs a day more than hindsight; below 0 where the plan breaks limits there, or hindsight is no optimum. */
  readonly regret?: {readonly wanBytesPerDay: number; readonly wanCostPerDay: number}
  /** Time that the decisions took: not the loading, the bound or the verifying. */
  readonly seconds: number
}

/** A strategy that had no plan for the training days, and why. */
export interface RefusedFold {
  readonly strategy: string
  readonly train: {readonly from: string; readonly to: string}
  readonly test: {readonly from: string; readonly to: string}
  readonly refused: string
}

export type FoldOutcome = {readonly result: FoldResult; readonly plan: Plan} | {readonly result: RefusedFold}

/**
 * Plans on one history and scores on another. Each plan starts from the homes of the history, with nothing in force.
 *
 * @param train the training days alone: nothing of the test days is in it
 * @param test the test days; also what hindsight plans on
 */
export async function runFold(
  train: LoadedHistory,
  test: LoadedHistory,
  {strategy, settings, router}: Contender,
  progress: Progress,
): Promise<FoldOutcome> {
  const spans = {strategy: strategy.name, train: spanOf(train.history), test: spanOf(test.history)}
  const planned = await attempt(() => planJointly(train, {...settings, change: {}, isBounded: true}, progress))
  if ('refused' in planned) return {result: {...spans, refused: planned.refused}}
  const {plan, decidingSeconds} = planned.value
  const verified = await verify(test.history, plan, {replicaBudgetRatio: settings.replicaBudgetRatio})
  const score = scoreOf(plan, verified, test.history, spans.test)
  const {replicaBudgetRatio} = settings
  const routed =
    router === undefined
      ? {}
      : {
          router: await routedScore(test.history, plan, await train.workload(), {
            policy: router,
            replicaBudgetRatio,
            verified,
          }),
        }

  const known = await attempt(() => planJointly(test, {...settings, change: {}, isBounded: false}, progress))
  const hindsight = 'refused' in known ? undefined : wan(known.value.plan.claims.after)
  const result: FoldResult = {
    ...spans,
    inSample: wan(claimsOf(planned.value.verified, train.history).after),
    score: {...score, ...routed},
    replicaBytes: sum(verified.after.replicaBytes),
    homeBytes: sum(verified.after.homeBytes),
    moves: plan.moves.length,
    jobs: plan.jobs.length,
    ...(hindsight === undefined
      ? {}
      : {
          hindsight,
          regret: {
            wanBytesPerDay: score.after.wanBytesPerDay - hindsight.wanBytesPerDay,
            wanCostPerDay: score.after.wanCostPerDay - hindsight.wanCostPerDay,
          },
        }),
    seconds: decidingSeconds,
  }
  return {result, plan}
}

const spanOf = ({fromDay, toDay}: History) => ({from: formatDay(fromDay), to: formatDay(toDay)})

const wan = ({wanBytesPerDay, wanCostPerDay}: {wanBytesPerDay: number; wanCostPerDay: number}) => ({
  wanBytesPerDay,
  wanCostPerDay,
})

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

/** A plan that a strategy or the verifier refuses is a result of a backtest; anything else is none. */
async function attempt<T>(work: () => Promise<T>): Promise<{readonly value: T} | {readonly refused: string}> {
  try {
    return {value: await work()}
  } catch (error) {
    if (error instanceof IsthmusError && error.code !== 'bad-input') return {refused: error.message}
    throw error
  }
}
