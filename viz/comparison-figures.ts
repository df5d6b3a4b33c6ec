import {comparisonCurvesChart, measuredResults} from './charts/comparison-curves.js'
import {comparisonPlane, half} from './charts/comparison-plane.js'
import {narrow} from './charts/frame.js'
import {savingDotsChart} from './charts/saving-dots.js'
import type {ComparisonData} from './comparison-data.js'
import {curvesFinding, dotsFinding} from './comparison-findings.js'
import {comparisonLegend} from './comparison-legend.js'
import {budgetOrder, middleBudget, type Side} from './comparison-standings.js'
import {escapeText, nameHtml} from './escape.js'

/** The charts of the comparison: storage against bandwidth, in-sample beside out-of-sample, and the savings at one budget. */
export function comparisonFigures(data: ComparisonData): string {
  return `<div class="figures">${curvesFigure(data)}
${dotsFigure(data)}</div>`
}

const room = (wideSvg: string, narrowSvg: string): string =>
  `<div class="chart-room"><div class="wide">${wideSvg}</div><div class="narrow">${narrowSvg}</div></div>`

function curvesFigure(data: ComparisonData): string {
  const panel = (side: Side): string =>
    `<div class="side"><h3>${escapeText(curvesFinding(data, side))}</h3>
${room(comparisonCurvesChart(data, side, half), comparisonCurvesChart(data, side, narrow))}</div>`
  return `<section class="figure" id="figure-curves" aria-label="WAN cost against replica storage"><div class="sides">${panel('inSample')}
${panel('outOfSample')}</div>
${comparisonLegend(data)}${beyondNote(data)}</section>`
}

/** Names what lies outside both charts. */
function beyondNote(data: ComparisonData): string {
  const {isInSight} = comparisonPlane(data, half)
  const names = data.policies.filter(policy => {
    const results = measuredResults(data, policy)
    return results.length > 0 && !results.some(r => isInSight(r.inSample) || isInSight(r.outOfSample))
  })
  const beyond =
    names.length === 0
      ? ''
      : ` Beyond the edges of the charts (see the table): ${names.map(p => nameHtml(p.label)).join(', ')}.`
  return `<p class="note">Upright lines are the budgets. The bounds are known at the budgets and drawn as stairs; the grey ones hold planned policies only, the dotted one those that fetch on demand.${beyond}</p>`
}

/** One chart a budget; the radio buttons choose by style alone, so the choice works without script. */
function dotsFigure(data: ComparisonData): string {
  const order = budgetOrder(data)
  if (order.length === 0) return ''
  const chosen = middleBudget(data)
  const choices = order.map(
    i =>
      `<input type="radio" name="budget" id="budget-${i}"${i === chosen ? ' checked' : ''}><label for="budget-${i}">${nameHtml(data.budgets[i]!.label)}</label>`,
  )
  const panels = order.map(
    i =>
      `<div class="at-budget" data-budget="${i}"><h3>${escapeText(dotsFinding(data, i))}</h3>
${room(savingDotsChart(data, i, half), savingDotsChart(data, i, narrow))}</div>`,
  )
  return `<section class="figure" id="figure-dots" aria-label="Saving in-sample and out-of-sample at one budget"><fieldset class="budgets"><legend>Budget</legend>${choices.join('')}
<div class="panels">${panels.join('\n')}</div></fieldset></section>`
}
