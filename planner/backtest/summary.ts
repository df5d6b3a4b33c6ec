import type {Violation} from '../../model/account.js'
import type {FoldResult, RefusedFold} from './run-fold.js'

/** A limit that plans broke on days that they had not seen. */
export interface BrokenLimit {
  /** Which rule, e.g. `link-capacity`. */
  readonly limit: string
  /** How often, over all folds, and in how many of them. */
  readonly count: number
  readonly folds: number
  /** Where the most was used of what is allowed. */
  readonly worst: Violation
}

/** One strategy over all folds that it had a plan for. Figures a day and a plan are means over these folds, out-of-sample. */
export interface StrategySummary {
  readonly strategy: string
  readonly folds: number
  /** Folds that it had no plan for, with the reason. */
  readonly refused: readonly {readonly test: string; readonly reason: string}[]
  readonly before: {readonly wanBytesPerDay: number; readonly wanCostPerDay: number}
  readonly after: {readonly wanBytesPerDay: number; readonly wanCostPerDay: number}
  /** 1 − after/before of these means. */
  readonly reduction: {readonly wanBytes: number; readonly wanCost: number}
  /** Mean share of the remote reads before that are local after. */
  readonly localised: number
  readonly replicaBytes: number
  /** Replica bytes as a share of what is at home. */
  readonly replicaShare: number
  readonly moves: number
  readonly jobs: number
  readonly oneOff: {readonly moveBytes: number; readonly fillBytes: number; readonly snapshotFillBytes: number}
  /** Means over the folds with a hindsight plan; absent where there is none. */
  readonly hindsightCostPerDay?: number
  readonly regretCostPerDay?: number
  /** Mean excess over the cheapest hindsight plan of any of the strategies on the same fold: the regret to compare them by. */
  readonly regretToBestCostPerDay?: number
  readonly brokenLimits: readonly BrokenLimit[]
  readonly seconds: number
}

export interface BacktestSummary {
  /** In the order given. */
  readonly strategies: readonly StrategySummary[]
  /**
   * Cost left by the first strategy over cost left by the second, over the folds that both had a plan for. Absent where there is
   * no such fold, or the second leaves nothing to pay.
   */
  readonly costRatios: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** @param results of every strategy on every fold, in any order; the strategies are told in the order of their first */
export function summarise(results: readonly (FoldResult | RefusedFold)[]): BacktestSummary {
  const names = [...new Set(results.map(({strategy}) => strategy))]
  const best = bestHindsight(results.filter(isScored))
  const scoredOf = (name: string) => results.filter(isScored).filter(({strategy}) => strategy === name)
  const refusedOf = (name: string) => results.filter(isRefused).filter(({strategy}) => strategy === name)
  return {
    strategies: names.map(name => summaryOf(name, scoredOf(name), refusedOf(name), best)),
    costRatios: Object.fromEntries(
      names.map(name => [
        name,
        Object.fromEntries(
          names.flatMap(other => {
            const ratio = other === name ? undefined : costRatio(scoredOf(name), scoredOf(other))
            return ratio === undefined ? [] : [[other, ratio]]
          }),
        ),
      ]),
    ),
  }
}

export const isRefused = (result: FoldResult | RefusedFold): result is RefusedFold => 'refused' in result
export const isScored = (result: FoldResult | RefusedFold): result is FoldResult => !isRefused(result)

function summaryOf(
  strategy: string,
  scored: readonly FoldResult[],
  refused: readonly RefusedFold[],
  best: ReadonlyMap<string, number>,
): StrategySummary {
  const mean = (of: (result: FoldResult) => number) => meanOf(scored.map(of))
  const before = {
    wanBytesPerDay: mean(({score}) => score.before.wanBytesPerDay),
    wanCostPerDay: mean(({score}) => score.before.wanCostPerDay),
  }
  const after = {
    wanBytesPerDay: mean(({score}) => score.after.wanBytesPerDay),
    wanCostPerDay: mean(({score}) => score.after.wanCostPerDay),
  }
  const hindsight = scored.flatMap(result => (result.hindsight === undefined ? [] : [result.hindsight.wanCostPerDay]))
  const regret = scored.flatMap(result => (result.regret === undefined ? [] : [result.regret.wanCostPerDay]))
  const regretToBest = scored.flatMap(({score, test}) => {
    const least = best.get(test.from)
    return least === undefined ? [] : [score.after.wanCostPerDay - least]
  })
  const replicaBytes = mean(result => result.replicaBytes)
  const homeBytes = mean(result => result.homeBytes)
  return {
    strategy,
    folds: scored.length,
    refused: refused.map(({test, refused: reason}) => ({test: test.from, reason})),
    before,
    after,
    reduction: {
      wanBytes: reduction(before.wanBytesPerDay, after.wanBytesPerDay),
      wanCost: reduction(before.wanCostPerDay, after.wanCostPerDay),
    },
    localised: mean(({score}) => score.localised),
    replicaBytes,
    replicaShare: homeBytes === 0 ? 0 : replicaBytes / homeBytes,
    moves: mean(result => result.moves),
    jobs: mean(result => result.jobs),
    oneOff: {
      moveBytes: mean(({score}) => score.oneOff.moveBytes),
      fillBytes: mean(({score}) => score.oneOff.fillBytes),
      snapshotFillBytes: mean(({score}) => score.oneOff.snapshotFillBytes ?? 0),
    },
    ...(hindsight.length === 0 ? {} : {hindsightCostPerDay: meanOf(hindsight), regretCostPerDay: meanOf(regret)}),
    ...(regretToBest.length === 0 ? {} : {regretToBestCostPerDay: meanOf(regretToBest)}),
    brokenLimits: brokenLimits(scored),
    seconds: mean(({seconds}) => seconds),
  }
}

/** The least cost a day that any strategy's hindsight plan leaves, by first test day. */
function bestHindsight(scored: readonly FoldResult[]): ReadonlyMap<string, number> {
  const best = new Map<string, number>()
  for (const {test, hindsight} of scored) {
    if (hindsight === undefined) continue
    best.set(test.from, Math.min(best.get(test.from) ?? Infinity, hindsight.wanCostPerDay))
  }
  return best
}

/** Kinds of broken limits in the order in which they are first met. */
function brokenLimits(scored: readonly FoldResult[]): BrokenLimit[] {
  const violations = scored.flatMap(({score}, fold) => score.violations.map(violation => ({violation, fold})))
  const kinds = [...new Set(violations.map(({violation}) => violation.limit))]
  return kinds.map(limit => {
    const own = violations.filter(({violation}) => violation.limit === limit)
    const worst = own.reduce((a, b) => (used(b.violation) > used(a.violation) ? b : a))
    return {limit, count: own.length, folds: new Set(own.map(({fold}) => fold)).size, worst: worst.violation}
  })
}

const used = ({actual, allowed}: Violation): number => actual / allowed

function costRatio(own: readonly FoldResult[], other: readonly FoldResult[]): number | undefined {
  let cost = 0
  let otherCost = 0
  for (const result of own) {
    const same = other.find(({test}) => test.from === result.test.from)
    if (same === undefined) continue
    cost += result.score.after.wanCostPerDay
    otherCost += same.score.after.wanCostPerDay
  }
  return otherCost === 0 ? undefined : cost / otherCost
}

/** Mean in the order given; 0 of nothing. */
function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

const reduction = (before: number, after: number): number => (before === 0 ? 0 : 1 - after / before)
