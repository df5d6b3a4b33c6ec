import {formatBytes, formatCost, formatPercent} from '../../viz/format.js'
import type {CostUnit} from '../../viz/report-data.js'
import type {RoutedScore} from './routed-score.js'

/** The routed score as label and text, for people. */
export function routedRows(score: RoutedScore, unit: CostUnit): string[][] {
  const {without, routed, reduction} = score
  const pair = (before: string, after: string, less: number) => `${before} → ${after} (${formatPercent(less)} less)`
  const change = (before: number, after: number) => `${before.toFixed(2)} → ${after.toFixed(2)}`
  return [
    ['With the router', `${score.policy}: ${score.foreignRuns} of ${score.runs} runs away from home`],
    [
      '  WAN bytes a day',
      pair(formatBytes(without.wanBytesPerDay), formatBytes(routed.wanBytesPerDay), reduction.wanBytes),
    ],
    [
      '  WAN cost a day',
      pair(formatCost(without.wanCostPerDay, unit), formatCost(routed.wanCostPerDay, unit), reduction.wanCost),
    ],
    ['  remote reads', pair(String(without.remoteReads), String(routed.remoteReads), reduction.remoteReads)],
    ['  share of CPU-hours away from home', formatPercent(score.foreignCpuShare)],
    ['  mean wait, seconds', change(without.meanWaitSeconds, routed.meanWaitSeconds)],
    ['  overfull hours', `${without.overfullHours} → ${routed.overfullHours}`],
    ['  busiest region over the mean', change(without.imbalance, routed.imbalance)],
    [
      '  decided by',
      Object.entries(score.reasons)
        .map(([reason, count]) => `${reason} ${count}`)
        .join(', '),
    ],
    ...score.violations.map(message => ['  limit broken by the router', message]),
  ]
}
