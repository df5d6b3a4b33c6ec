import {causesChart, causesFinding} from './charts/causes.js'
import {broad, wide} from './charts/frame.js'
import {regionSavingsChart, regionSavingsFinding} from './charts/region-savings.js'
import {escapeText, nameHtml, shorten} from './escape.js'
import {type Figure, figuresHtml} from './figure.js'
import {formatBytes, formatCost, formatCount, formatPercent, perDay} from './format.js'
import {type HeadlineData, headlineTiles} from './headline-tiles.js'
import type {ScenarioOutcome, ScenarioResult, WhatIfData} from './what-if-data.js'

/** A choice of scenario, and a panel for each with its figures. Without script all panels stand below one another. */
export function scenarioPicker(data: WhatIfData): string {
  const all = [data.base, ...data.scenarios]
  const first = data.scenarios.length > 0 ? 1 : 0
  const choices = all.map(
    ({name, outcome}, i) =>
      `<option value="${i}"${i === first ? ' selected' : ''}>${escapeText(shorten(name, 60))}${outcome === undefined ? ' (no plan)' : ''}</option>`,
  )
  const panels = all.map((scenario, i) => `<div data-scenario="${i}">${panelHtml(data, scenario, i)}</div>`)
  return `<div class="tools" hidden><label>Scenario <select id="scenario">${choices.join('')}</select></label></div>
${panels.join('\n')}`
}

function panelHtml(data: WhatIfData, scenario: ScenarioResult, i: number): string {
  const {name, changes, outcome, refused} = scenario
  const list = changes.length === 0 ? '' : `<ul>${changes.map(text => `<li>${escapeText(text)}</li>`).join('')}</ul>`
  const head = `<h3>${nameHtml(name)}</h3>${list}`
  if (outcome === undefined) return `${head}<p>No plan: ${escapeText(refused ?? 'no reason is stated')}</p>`
  const figures: Figure[] = [
    {
      id: `regions-${i}`,
      finding: regionSavingsFinding(outcome),
      draw: size => regionSavingsChart(outcome, size),
      wideSize: wide,
      span: 6,
      belowHtml: '',
    },
    {
      id: `causes-${i}`,
      finding: causesFinding(outcome),
      draw: size => causesChart(outcome, size),
      wideSize: wide,
      span: 6,
      belowHtml: '',
    },
  ]
  return `${head}<p>${escapeText(decisions(outcome))}${escapeText(againstBase(data, scenario))}</p>
${headlineTiles(headlineOf(data, outcome))}
${figuresHtml(figures)}`
}

const decisions = ({replicaCount, moveCount, placedJobCount}: ScenarioOutcome): string =>
  `The plan keeps ${formatCount(replicaCount)} replicas, moves ${formatCount(moveCount)} homes and places ${formatCount(placedJobCount)} jobs.`

function againstBase({base, costUnit}: WhatIfData, scenario: ScenarioResult): string {
  if (scenario === base || base.outcome === undefined || scenario.outcome === undefined) return ''
  const own = base.outcome.after.wanCostPerDay
  const cost = scenario.outcome.after.wanCostPerDay
  const change = cost - own
  if (change === 0) return ' It leaves as much as the plan for the platform as it is.'
  const share = own === 0 ? '' : ` (${formatPercent(Math.abs(change) / own)})`
  return ` It leaves ${perDay(formatCost(Math.abs(change), costUnit))}${share} ${change > 0 ? 'more' : 'less'} than the plan for the platform as it is, and stores ${formatBytes(scenario.outcome.replicaBytes)} of replicas beside its ${formatBytes(base.outcome.replicaBytes)}.`
}

const headlineOf = ({costUnit, inSample}: WhatIfData, outcome: ScenarioOutcome): HeadlineData => ({
  costUnit,
  headline: {...outcome, inSample},
})

/** Saving by region of the plan for the platform as it is; nothing where there is none. */
export function baseRegionsFigure({base: {outcome}}: WhatIfData): Figure[] {
  if (outcome === undefined) return []
  return [
    {
      id: 'regions-today',
      finding: regionSavingsFinding(outcome),
      draw: size => regionSavingsChart(outcome, size),
      wideSize: broad,
      span: 6,
      belowHtml: '',
    },
  ]
}
