import {formatDay, parseDay} from '../../model/days.js'
import {formatBytes, formatCost, formatPercent} from '../../viz/format.js'
import type {CostUnit} from '../../viz/report-data.js'
import type {FoldResult, RefusedFold} from './run-fold.js'
import {type BacktestSummary, isRefused, type StrategySummary} from './summary.js'

/** A table for people: column heads and rows. */
export interface TextTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A row for each strategy: means over the folds, out-of-sample. `to best`: against the cheapest hindsight of any strategy. */
export function strategyTable({strategies}: BacktestSummary, unit: CostUnit): TextTable {
  const rows = strategies.map(summary => [
    summary.strategy,
    ...(summary.folds === 0 ? Array<string>(strategyHead.length - 1).fill('–') : figures(summary, unit)),
  ])
  return {head: strategyHead, rows}
}

const strategyHead = [
  'strategy',
  'WAN a day',
  'cost a day',
  'less',
  'localised',
  'stored',
  'moves',
  'jobs',
  'one-off',
  'hindsight',
  'regret',
  'to best',
  'limits broken',
  'seconds',
]

function figures(summary: StrategySummary, unit: CostUnit): string[] {
  const {after, reduction, oneOff, hindsightCostPerDay, regretCostPerDay, regretToBestCostPerDay} = summary
  const broken = summary.brokenLimits.reduce((count, limit) => count + limit.count, 0)
  return [
    formatBytes(after.wanBytesPerDay),
    formatCost(after.wanCostPerDay, unit),
    formatPercent(reduction.wanCost),
    formatPercent(summary.localised),
    `${formatBytes(summary.replicaBytes)} (${formatPercent(summary.replicaShare)})`,
    decimal(summary.moves),
    decimal(summary.jobs),
    formatBytes(oneOff.moveBytes + oneOff.fillBytes + oneOff.snapshotFillBytes),
    hindsightCostPerDay === undefined ? '–' : formatCost(hindsightCostPerDay, unit),
    regretCostPerDay === undefined ? '–' : signed(regretCostPerDay, unit),
    regretToBestCostPerDay === undefined ? '–' : signed(regretToBestCostPerDay, unit),
    String(broken),
    summary.seconds.toFixed(1),
  ]
}

/** The cost that a strategy leaves as a share of what each other one leaves; below 1: it leaves less. */
export function ratioTable({strategies, costRatios}: BacktestSummary): TextTable {
  const names = strategies.map(({strategy}) => strategy)
  return {
    head: ['cost left ÷', ...names],
    rows: names.map(name => [
      name,
      ...names.map(other => (name === other ? '' : (costRatios[name]?.[other]?.toFixed(3) ?? '–'))),
    ]),
  }
}

/** The cost of every test day, fold by fold: a row a day, a column a strategy. */
export function dayTable(results: readonly (FoldResult | RefusedFold)[], unit: CostUnit): TextTable {
  const names = [...new Set(results.map(({strategy}) => strategy))]
  const tests = new Map(results.map(({test}) => [test.from, test]))
  const rows = [...tests.values()].flatMap(({from, to}) => {
    const first = parseDay(from)
    return Array.from({length: parseDay(to) - first + 1}, (_, index) => [
      formatDay(first + index),
      ...names.map(name => {
        const own = results.find(result => result.strategy === name && result.test.from === from)
        return own === undefined || isRefused(own) ? '–' : formatCost(own.score.costByDay[index]!, unit)
      }),
    ])
  })
  return {head: ['cost on', ...names], rows}
}

/** What went wrong, a sentence each: folds without a plan, and limits that did not hold on unseen days. */
export function remarks({strategies}: BacktestSummary): string[] {
  return strategies.flatMap(({strategy, refused, brokenLimits}) => [
    ...refused.map(({test, reason}) => `${strategy} has no plan for the days from ${test}: ${reason}`),
    ...brokenLimits.map(
      ({limit, count, folds, worst}) =>
        `${strategy} breaks ${limit} on days it had not seen: ${count} in ${folds} of its folds; worst: ${worst.message}`,
    ),
  ])
}

const decimal = (mean: number): string => (Number.isInteger(mean) ? String(mean) : mean.toFixed(1))

const signed = (cost: number, unit: CostUnit): string =>
  cost < 0 ? `−${formatCost(-cost, unit)}` : formatCost(cost, unit)
