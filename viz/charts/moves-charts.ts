import {
  byteUnit,
  costNoun,
  formatBytes,
  formatCost,
  formatCount,
  formatNumber,
  formatPercent,
  perDay,
} from '../format.js'
import type {CostUnit} from '../report-data.js'
import {seriesStyle} from '../theme.js'
import type {ArticleFigures} from '../what-if-data.js'
import {costAxis} from './cost-axis.js'
import type {ChartSize} from './frame.js'
import {type LineSeries, lineChart} from './line-chart.js'

/** What the two charts over moves need beside their points. */
export interface MovesFrame {
  readonly figures: ArticleFigures
  readonly costUnit: CostUnit
}

/** e.g. `20 moves take away 61 % of the WAN cost, none 38 %`. */
export function reductionByMovesFinding({figures, costUnit}: MovesFrame): string {
  const points = figures.reductionByMoves
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return 'No plan with moves was made'
  const noun = costNoun(costUnit)
  const end = `${formatCount(last.moves)} ${last.moves === 1 ? 'move' : 'moves'}`
  if (last.moves === first.moves) return `No home moves; ${formatPercent(last.reduction)} of the ${noun} is saved`
  const start = first.moves === 0 ? 'without moves' : `with ${formatCount(first.moves)}`
  return `With ${end}, ${formatPercent(last.reduction)} of the ${noun} is saved; ${start}, ${formatPercent(first.reduction)}`
}

/** Share of the WAN cost saved against the number of homes that move. */
export function reductionByMovesChart(frame: MovesFrame, size: ChartSize): string {
  const {figures, costUnit} = frame
  const points = figures.reductionByMoves.map(p => ({
    x: p.moves,
    y: 100 * p.reduction,
    tip: `${formatCount(p.moves)} of at most ${formatCount(p.mostMoves)} moves: ${formatPercent(p.reduction)} less, ${perDay(formatCost(p.wanCostPerDay, costUnit))} (${perDay(formatBytes(p.wanBytesPerDay))}) left, ${formatBytes(p.moveBytes)} to move once`,
  }))
  return lineChart(
    {
      title: reductionByMovesFinding(frame),
      description: `Share of the ${costNoun(costUnit)} saved against the number of homes that move, ${points.length} plans.`,
      series: [{label: 'saved', style: seriesStyle(0), points}],
      xTitle: 'homes that move',
      yTitle: `${costNoun(costUnit)} saved, %`,
      xText: formatCount,
      yText: formatNumber,
      isWhole: true,
    },
    size,
  )
}

/** The lines of the storage–bandwidth chart, one for each limit of moves. */
export function storageByMovesSeries({figures, costUnit}: MovesFrame): LineSeries[] {
  const unit = storageUnit(figures)
  const axis = costAxis(largestCost(figures), costUnit)
  return figures.storageByMoves.map(({mostMoves, points}, i) => ({
    label: movesLabel(mostMoves),
    style: seriesStyle(i),
    points: points.map(p => ({
      x: p.replicaBytes / unit.bytes,
      y: p.wanCostPerDay / axis.perTick,
      tip: `${movesLabel(mostMoves)}: ${formatBytes(p.replicaBytes)} of replicas, ${perDay(formatCost(p.wanCostPerDay, costUnit))} (${perDay(formatBytes(p.wanBytesPerDay))}) across the WAN`,
    })),
  }))
}

const movesLabel = (mostMoves: number): string =>
  mostMoves === 0 ? 'no moves' : `up to ${formatCount(mostMoves)} moves`
const storageUnit = ({storageByMoves}: ArticleFigures) =>
  byteUnit(Math.max(0, ...storageByMoves.flatMap(({points}) => points.map(p => p.replicaBytes))))
const largestCost = ({storageByMoves}: ArticleFigures): number =>
  Math.max(0, ...storageByMoves.flatMap(({points}) => points.map(p => p.wanCostPerDay)))

/** e.g. `At the largest budget, up to 50 moves leave 22 % less than no moves`. */
export function storageByMovesFinding({figures}: MovesFrame): string {
  const [first, last] = [figures.storageByMoves[0], figures.storageByMoves.at(-1)]
  const [a, b] = [first?.points.at(-1), last?.points.at(-1)]
  if (first === undefined || last === undefined || a === undefined || b === undefined || first === last) {
    return 'What replicas leave, at several budgets'
  }
  const less = a.wanCostPerDay === 0 ? 0 : 1 - b.wanCostPerDay / a.wanCostPerDay
  const words =
    less > 0 ? `${formatPercent(less)} less than` : less < 0 ? `${formatPercent(-less)} more than` : 'as much as'
  return `At the largest budget, ${movesLabel(last.mostMoves)} leave ${words} ${movesLabel(first.mostMoves)}`
}

/** WAN cost a day against replica storage, a line for each limit of moves. */
export function storageByMovesChart(frame: MovesFrame, size: ChartSize): string {
  const {figures, costUnit} = frame
  const axis = costAxis(largestCost(figures), costUnit)
  return lineChart(
    {
      title: storageByMovesFinding(frame),
      description: `${costNoun(costUnit)} a day against replica storage, for ${figures.storageByMoves.length} limits of moves.`,
      series: storageByMovesSeries(frame),
      xTitle: `replica storage, ${storageUnit(figures).name}`,
      yTitle: axis.title,
      xText: formatNumber,
      yText: axis.print,
    },
    size,
  )
}
