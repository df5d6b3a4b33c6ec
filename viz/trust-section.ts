import {backtestChart, backtestFinding, backtestSeries, regretShare, savedOutOfSample} from './charts/backtest-days.js'
import {broad} from './charts/frame.js'
import {lineKeys} from './charts/line-chart.js'
import {dataTable} from './data-table.js'
import {escapeText, nameHtml} from './escape.js'
import {type Figure, figuresHtml, numbers} from './figure.js'
import {formatBytes, formatCount, formatPercent} from './format.js'
import type {ReportData} from './report-data.js'
import type {BacktestFigures, Churn} from './report-sections.js'

/** How far the figures can be trusted, and what the night changes: backtest by day, churn. Empty text where neither is known. */
export function trustSection({backtest, churn, costUnit}: ReportData): string {
  if (backtest === undefined && churn === undefined) return ''
  const figures: Figure[] =
    backtest === undefined
      ? []
      : [
          {
            id: 'backtest',
            finding: backtestFinding({backtest, costUnit}),
            draw: size => backtestChart({backtest, costUnit}, size),
            wideSize: broad,
            span: 12,
            belowHtml: lineKeys(backtestSeries({backtest, costUnit}), 'Lines shown') + numbers(backtestTable(backtest)),
          },
        ]
  return `<section aria-labelledby="trust-heading"><h2 id="trust-heading">How sure this is, and what changes</h2>
${churn === undefined ? '' : churnHtml(churn)}${figures.length === 0 ? '' : figuresHtml(figures)}</section>`
}

function backtestTable({strategies, trainDays}: BacktestFigures): string {
  return dataTable(
    {id: 'numbers-backtest', caption: `Each plan is made from ${trainDays} days and scored on later ones`},
    [
      {heading: 'Strategy', html: s => nameHtml(s.name), sort: s => s.name},
      {heading: 'Days scored', numeric: true, text: s => formatCount(s.days.length), sort: s => s.days.length},
      {heading: 'Saved', numeric: true, text: s => formatPercent(savedOutOfSample(s)), sort: savedOutOfSample},
      {
        heading: 'Regret against hindsight',
        numeric: true,
        text: s => formatPercent(regretShare(s) ?? Number.NaN),
        sort: s => regretShare(s) ?? -1,
      },
    ],
    strategies,
  )
}

function churnHtml({previousPlanId, keptReplicas, kinds}: Churn): string {
  const changed = kinds.reduce((sum, {count}) => sum + count, 0)
  const finding =
    changed === 0
      ? `Nothing changes against the plan in force: all ${formatCount(keptReplicas)} replicas stay as they are`
      : `${formatCount(changed)} decisions change against the plan in force; ${formatCount(keptReplicas)} replicas stay as they are`
  const table =
    kinds.length === 0
      ? ''
      : dataTable(
          {id: 'churn', caption: 'What changes', csvOf: 'churn.kinds'},
          [
            {heading: 'Change', text: k => k.label, sort: k => k.label},
            {heading: 'How many', numeric: true, text: k => formatCount(k.count), sort: k => k.count},
            {
              heading: 'Bytes more or less',
              numeric: true,
              text: k => `${k.bytes > 0 ? '+' : ''}${formatBytes(k.bytes)}`,
              sort: k => k.bytes,
            },
          ],
          kinds,
        )
  return `<h3>${escapeText(finding)}</h3><p class="note">In force: ${nameHtml(previousPlanId)}.</p>${table}`
}
