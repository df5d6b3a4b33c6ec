import {formatBytes, formatCost, formatPercent} from '../../viz/format.js'
import type {CostUnit} from '../../viz/report-data.js'
import type {RoutedScore} from '../routed-score/routed-score.js'
import type {FoldResult, RefusedFold} from './run-fold.js'
import {isScored} from './summary.js'
import type {TextTable} from './tables.js'

const head = [
  'with the router',
  'WAN a day',
  'cost a day',
  'less',
  'away',
  'CPU away',
  'wait s',
  'imbalance',
  'limits broken',
]

/** A row for each strategy with what the router leaves on the test days: means over the folds, out-of-sample; `before → after`. */
export function routerTable(results: readonly (FoldResult | RefusedFold)[], unit: CostUnit): TextTable {
  const scored = results.filter(isScored)
  const names = [...new Set(scored.map(({strategy}) => strategy))]
  const rows = names.flatMap(name => {
    const routed = scored.filter(({strategy}) => strategy === name).flatMap(({score}) => score.router ?? [])
    return routed.length === 0 ? [] : [[name, ...figures(routed, unit)]]
  })
  return {head, rows}
}

function figures(scores: readonly RoutedScore[], unit: CostUnit): string[] {
  const mean = (of: (score: RoutedScore) => number): number => scores.reduce((sum, s) => sum + of(s), 0) / scores.length
  const pair = (show: (value: number) => string, of: (traffic: RoutedScore['routed']) => number): string =>
    `${show(mean(({without}) => of(without)))} → ${show(mean(({routed}) => of(routed)))}`
  const without = mean(score => score.without.wanCostPerDay)
  const routed = mean(score => score.routed.wanCostPerDay)
  return [
    pair(formatBytes, traffic => traffic.wanBytesPerDay),
    pair(
      cost => formatCost(cost, unit),
      traffic => traffic.wanCostPerDay,
    ),
    formatPercent(without === 0 ? 0 : 1 - routed / without),
    formatPercent(mean(score => score.foreignShare)),
    formatPercent(mean(score => score.foreignCpuShare)),
    pair(
      seconds => seconds.toFixed(1),
      traffic => traffic.meanWaitSeconds,
    ),
    pair(
      ratio => ratio.toFixed(2),
      traffic => traffic.imbalance,
    ),
    String(scores.reduce((sum, {violations}) => sum + violations.length, 0)),
  ]
}
