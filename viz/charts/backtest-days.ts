import {costNoun, formatCost, formatPercent, perDay} from '../format.js'
import type {CostUnit} from '../report-data.js'
import type {BacktestDay, BacktestFigures, BacktestStrategy} from '../report-sections.js'
import {color, seriesStyle} from '../theme.js'
import {costAxis} from './cost-axis.js'
import type {ChartSize} from './frame.js'
import {type LineSeries, lineChart} from './line-chart.js'

/** What the backtest chart needs. */
export interface BacktestFrame {
  readonly backtest: BacktestFigures
  readonly costUnit: CostUnit
}

const sum = (days: readonly BacktestDay[], of: (day: BacktestDay) => number): number =>
  days.reduce((total, day) => total + of(day), 0)

/** Cost of the days with a hindsight figure, over what hindsight leaves, less 1. Undefined where there is none. */
export function regretShare({days}: BacktestStrategy): number | undefined {
  const known = days.filter(day => day.hindsightCost !== undefined)
  const hindsight = sum(known, day => day.hindsightCost!)
  return hindsight > 0 ? sum(known, day => day.afterCost) / hindsight - 1 : undefined
}

/** Share of the cost before that a strategy saves on days that it has not seen. */
export function savedOutOfSample({days}: BacktestStrategy): number {
  const before = sum(days, day => day.beforeCost)
  return before === 0 ? 0 : 1 - sum(days, day => day.afterCost) / before
}

/** e.g. `On days not seen, search saves 52 %, 6 % short of hindsight`. */
export function backtestFinding({backtest: {strategies}}: BacktestFrame): string {
  const best = strategies.reduce<BacktestStrategy | undefined>(
    (a, b) => (a === undefined || savedOutOfSample(b) > savedOutOfSample(a) ? b : a),
    undefined,
  )
  if (best === undefined) return 'No backtest'
  const regret = regretShare(best)
  const tail = regret === undefined ? '' : `, at ${formatPercent(1 + regret)} of the cost of hindsight`
  return `On days not seen before, ${best.name} saves ${formatPercent(savedOutOfSample(best))}${tail}`
}

/** Lines of the chart: the cost before, each strategy, and the hindsight of the first that has one. */
export function backtestSeries({backtest, costUnit}: BacktestFrame): LineSeries[] {
  const days = daysOf(backtest)
  const axis = costAxis(largestCost(backtest), costUnit)
  const point = (day: string, cost: number, label: string) => ({
    x: days.indexOf(day),
    y: cost / axis.perTick,
    tip: `${day}, ${label}: ${perDay(formatCost(cost, costUnit))}`,
  })
  const known = backtest.strategies.find(({days}) => days.some(day => day.hindsightCost !== undefined))
  const before = backtest.strategies[0]?.days ?? []
  return [
    ...backtest.strategies.map(({name, days}, i) => ({
      label: name,
      style: seriesStyle(i),
      points: days.map(day =>
        day.hindsightCost === undefined
          ? point(day.day, day.afterCost, name)
          : {
              ...point(day.day, day.afterCost, name),
              tip: `${point(day.day, day.afterCost, name).tip}; regret against hindsight ${formatCost(day.afterCost - day.hindsightCost, costUnit)}`,
            },
      ),
    })),
    ...(known === undefined
      ? []
      : [
          {
            label: `${known.name}, hindsight`,
            style: {color: color('ink'), dash: '4 4', marker: 'diamond' as const},
            isFaint: true,
            points: known.days.flatMap(day =>
              day.hindsightCost === undefined ? [] : [point(day.day, day.hindsightCost, 'with hindsight')],
            ),
          },
        ]),
    {
      label: 'nothing planned',
      style: {color: color('before'), dash: '', marker: 'square' as const},
      isFaint: true,
      points: before.map(day => point(day.day, day.beforeCost, 'nothing planned')),
    },
  ]
}

const daysOf = ({strategies}: BacktestFigures): string[] =>
  [...new Set(strategies.flatMap(({days}) => days.map(({day}) => day)))].sort()

const largestCost = ({strategies}: BacktestFigures): number =>
  Math.max(0, ...strategies.flatMap(({days}) => days.flatMap(d => [d.beforeCost, d.afterCost])))

/** WAN cost of each day that no plan had seen: before, by strategy, and with hindsight. */
export function backtestChart(frame: BacktestFrame, size: ChartSize): string {
  const days = daysOf(frame.backtest)
  const axis = costAxis(largestCost(frame.backtest), frame.costUnit)
  return lineChart(
    {
      title: backtestFinding(frame),
      description: `${costNoun(frame.costUnit)} of ${days.length} days out-of-sample, for ${frame.backtest.strategies.length} strategies.`,
      series: backtestSeries(frame),
      xTitle: 'day',
      yTitle: axis.title,
      xText: v => days[v]?.slice(5) ?? '',
      yText: axis.print,
      isWhole: true,
    },
    size,
  )
}
