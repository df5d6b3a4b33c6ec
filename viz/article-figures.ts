import {wide} from './charts/frame.js'
import {lineKeys} from './charts/line-chart.js'
import {
  type MovesFrame,
  reductionByMovesChart,
  reductionByMovesFinding,
  storageByMovesChart,
  storageByMovesFinding,
  storageByMovesSeries,
} from './charts/moves-charts.js'
import {dataTable} from './data-table.js'
import {type Figure, numbers} from './figure.js'
import {costNoun, formatBytes, formatCost, formatCount, formatPercent} from './format.js'

/** What moves bring: reduction against their number, and storage–bandwidth curves at several limits (Yugong, PVLDB 2019). */
export function movesFigures(frame: MovesFrame): Figure[] {
  const {reductionByMoves, storageByMoves} = frame.figures
  return [
    ...(reductionByMoves.length === 0 ? [] : [reductionFigure(frame)]),
    ...(storageByMoves.length === 0 ? [] : [storageFigure(frame)]),
  ]
}

function reductionFigure(frame: MovesFrame): Figure {
  const {costUnit, figures} = frame
  const table = dataTable(
    {id: 'numbers-by-moves', caption: 'Plans by their limit of moves'},
    [
      {heading: 'Most moves', numeric: true, text: p => formatCount(p.mostMoves), sort: p => p.mostMoves},
      {heading: 'Moves', numeric: true, text: p => formatCount(p.moves), sort: p => p.moves},
      {
        heading: `${costNoun(costUnit)} a day`,
        numeric: true,
        text: p => formatCost(p.wanCostPerDay, costUnit),
        sort: p => p.wanCostPerDay,
      },
      {heading: 'Saved', numeric: true, text: p => formatPercent(p.reduction), sort: p => p.reduction},
      {heading: 'Moved once', numeric: true, text: p => formatBytes(p.moveBytes), sort: p => p.moveBytes},
    ],
    figures.reductionByMoves,
  )
  return {
    id: 'by-moves',
    finding: reductionByMovesFinding(frame),
    draw: size => reductionByMovesChart(frame, size),
    wideSize: wide,
    span: 6,
    belowHtml: numbers(table),
  }
}

function storageFigure(frame: MovesFrame): Figure {
  const {costUnit, figures} = frame
  const rows = figures.storageByMoves.flatMap(({mostMoves, points}) => points.map(p => ({mostMoves, ...p})))
  const table = dataTable(
    {id: 'numbers-storage-moves', caption: 'Storage and traffic by the limit of moves'},
    [
      {heading: 'Most moves', numeric: true, text: p => formatCount(p.mostMoves), sort: p => p.mostMoves},
      {heading: 'Replicas', numeric: true, text: p => formatBytes(p.replicaBytes), sort: p => p.replicaBytes},
      {
        heading: `${costNoun(costUnit)} a day`,
        numeric: true,
        text: p => formatCost(p.wanCostPerDay, costUnit),
        sort: p => p.wanCostPerDay,
      },
    ],
    rows,
  )
  return {
    id: 'storage-moves',
    finding: storageByMovesFinding(frame),
    draw: size => storageByMovesChart(frame, size),
    wideSize: wide,
    span: 6,
    belowHtml: lineKeys(storageByMovesSeries(frame), 'Lines shown') + numbers(table),
  }
}
