import type {History} from '../model/history.js'
import type {Claims, Plan} from '../model/plan.js'
import {claimDifferences, claimsOf, type VerifiedAccount} from '../model/verifier/index.js'
import {formatBytes, formatCost, formatPercent} from '../viz/format.js'
import type {CostUnit} from '../viz/report-data.js'
import type {RoutedScore} from './routed-score/routed-score.js'
import {routedRows} from './routed-score/rows.js'

/** The verifier's account of a plan on some days, as `isthmus score --output json` prints it. */
export interface Score {
  readonly planId: string
  readonly from: string
  readonly to: string
  readonly days: number
  /** `in-sample`: the days that the plan was made from. `out-of-sample`: later days. `mixed`: some of both, or earlier ones. */
  readonly sample: 'in-sample' | 'out-of-sample' | 'mixed'
  readonly before: Claims['before']
  readonly after: Claims['after']
  readonly oneOff: Claims['oneOff']
  /** 1 − after/before (formats.md 3.8); 0 where there was nothing before. */
  readonly reduction: {readonly wanBytes: number; readonly wanCost: number; readonly remoteReads: number}
  /** Share of the remote reads before that are local after. */
  readonly localised: number
  readonly bytesByDay: readonly number[]
  readonly costByDay: readonly number[]
  readonly violations: readonly {
    readonly limit: string
    readonly subject: string
    readonly actual: number
    readonly allowed: number
    readonly message: string
  }[]
  /** Jobs of the plan that did not run on these days. */
  readonly unknownJobs: readonly string[]
  /** Only in-sample: where the plan's claims differ from this account by more than 1e-9. */
  readonly claimDifferences?: readonly string[]
  /** Only where asked for: the same days with the router on. */
  readonly router?: RoutedScore
}

export function scoreOf(
  plan: Plan,
  verified: VerifiedAccount,
  history: History,
  span: {readonly from: string; readonly to: string},
): Score {
  const claims = claimsOf(verified, history)
  const {before, after} = claims
  const sample = sampleOf(plan, span)
  return {
    planId: plan.planId,
    ...span,
    days: history.toDay - history.fromDay + 1,
    sample,
    ...claims,
    reduction: {
      wanBytes: reduction(before.wanBytesPerDay, after.wanBytesPerDay),
      wanCost: reduction(before.wanCostPerDay, after.wanCostPerDay),
      remoteReads: reduction(before.remoteReads, after.remoteReads),
    },
    localised: before.remoteReads === 0 ? 0 : verified.localisedReads / before.remoteReads,
    bytesByDay: [...(verified.after.bytesByDay ?? [])],
    costByDay: [...(verified.after.costByDay ?? [])],
    violations: verified.violations,
    unknownJobs: verified.unknownJobs,
    ...(sample === 'in-sample' ? {claimDifferences: claimDifferences(plan, verified).map(d => d.message)} : {}),
  }
}

function sampleOf(plan: Plan, span: {from: string; to: string}): Score['sample'] {
  if (span.from === plan.history.from && span.to === plan.history.to) return 'in-sample'
  return span.from > plan.history.to ? 'out-of-sample' : 'mixed'
}

const reduction = (before: number, after: number): number => (before === 0 ? 0 : 1 - after / before)

/** The score as label and text, for people. */
export function scoreRows(score: Score, unit: CostUnit): string[][] {
  const pair = (before: string, after: string, less: number) => `${before} → ${after} (${formatPercent(less)} less)`
  const {before, after} = score
  return [
    ['Plan', score.planId],
    ['Days', `${score.from} … ${score.to} (${score.days}), ${score.sample}`],
    [
      'WAN bytes a day',
      pair(formatBytes(before.wanBytesPerDay), formatBytes(after.wanBytesPerDay), score.reduction.wanBytes),
    ],
    [
      'WAN cost a day',
      pair(formatCost(before.wanCostPerDay, unit), formatCost(after.wanCostPerDay, unit), score.reduction.wanCost),
    ],
    ['Remote reads', pair(String(before.remoteReads), String(after.remoteReads), score.reduction.remoteReads)],
    ['Of the remote reads, now local', formatPercent(score.localised)],
    ['  remote reads a day', formatBytes(after.byCause.remoteRead)],
    ['  refresh a day', formatBytes(after.byCause.refresh)],
    ['  write-back a day', formatBytes(after.byCause.writeBack)],
    ['Replica bytes', formatBytes(Object.values(after.replicaBytesByRegion).reduce((sum, bytes) => sum + bytes, 0))],
    ['One-off', `${formatBytes(score.oneOff.fillBytes)} fill, ${formatBytes(score.oneOff.moveBytes)} moves`],
    ...score.violations.map(v => ['Limit broken', v.message]),
    ...(score.claimDifferences ?? []).map(message => ['Claim that does not hold', message]),
    ...(score.router === undefined ? [] : routedRows(score.router, unit)),
    ...(score.unknownJobs.length === 0 ? [] : [['Jobs that did not run', String(score.unknownJobs.length)]]),
  ]
}
