import {movesFigures} from './article-figures.js'
import {broad} from './charts/frame.js'
import {scenarioBarsChart, scenariosFinding} from './charts/scenario-bars.js'
import {choiceScript} from './choice-script.js'
import {escapeText, nameHtml} from './escape.js'
import {type Figure, figuresHtml} from './figure.js'
import {formatDays} from './format.js'
import {scriptOver} from './page-script.js'
import {htmlPage} from './page-shell.js'
import type {WhatIfData} from './what-if-data.js'
import {baseRegionsFigure, scenarioPicker} from './what-if-panels.js'
import {scenarioTable} from './what-if-table.js'

/**
 * The plan for the platform as it is and the plans for changed ones, side by side, as one self-contained HTML page: opens without
 * a network and reads without script. The same data give the same bytes. The numbers are in the page as JSON (`#isthmus-what-if`).
 */
export function renderWhatIf(data: WhatIfData): string {
  return htmlPage({
    title: data.title,
    subtitle: 'isthmus what-if',
    noun: 'the scenarios',
    leadHtml: `${data.scenarios.length} ${data.scenarios.length === 1 ? 'scenario' : 'scenarios'} beside the platform as it is, planned from ${escapeText(formatDays(data.history.dayCount))} of history, ${escapeText(data.history.from)} to ${escapeText(data.history.to)}.`,
    mainHtml: `<section aria-labelledby="scenarios-heading"><h2 id="scenarios-heading">What would change</h2>
${figuresHtml([barsFigure(data)])}
${refusedNote(data)}
<p class="note">${basis(data)}</p></section>
<section aria-labelledby="picker-heading"><h2 id="picker-heading">One scenario in detail</h2>
${scenarioPicker(data)}</section>
${platformSection(data)}
<section aria-labelledby="table-heading"><h2 id="table-heading">Side by side</h2>
${scenarioTable(data)}</section>`,
    dataId: 'isthmus-what-if',
    data,
    script: `${scriptOver('isthmus-what-if', '[data.base, ...data.scenarios]')}\n${choiceScript}`,
  })
}

function barsFigure(data: WhatIfData): Figure {
  return {
    id: 'scenarios',
    finding: scenariosFinding(data),
    draw: size => scenarioBarsChart(data, size),
    wideSize: broad,
    span: 12,
    belowHtml: '',
  }
}

/** The founding article's figures, on the platform as it is. */
function platformSection(data: WhatIfData): string {
  const {articleFigures, costUnit} = data
  const figures = [
    ...(articleFigures === undefined ? [] : movesFigures({figures: articleFigures, costUnit})),
    ...baseRegionsFigure(data),
  ]
  if (figures.length === 0) return ''
  return `<section aria-labelledby="platform-heading"><h2 id="platform-heading">The platform as it is</h2>
${figuresHtml(figures)}</section>`
}

function refusedNote({base, scenarios}: WhatIfData): string {
  const refused = [base, ...scenarios].filter(scenario => scenario.outcome === undefined)
  if (refused.length === 0) return ''
  const items = refused.map(
    ({name, refused: reason}) =>
      `<li><strong>${nameHtml(name)}</strong>: ${reason === undefined ? 'no plan' : escapeText(reason)}</li>`,
  )
  return `<h3>No plan keeps all limits</h3><ul>${items.join('')}</ul>`
}

function basis({inSample, costUnit}: WhatIfData): string {
  const days = inSample
    ? '<strong>In-sample:</strong> every plan is scored on the days that it was made from.'
    : '<strong>Out-of-sample:</strong> every plan is scored on days that it has not seen.'
  const prices = costUnit.kind === 'gigabytes' ? ' Every link has the price 1 per GB, so cost is counted in bytes.' : ''
  return `${days}${prices} 1 GB is 10<sup>9</sup> bytes; days are UTC.`
}
