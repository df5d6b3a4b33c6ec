import type {ComparisonData, ComparisonDays} from './comparison-data.js'
import {comparisonFigures} from './comparison-figures.js'
import {headlineHtml} from './comparison-findings.js'
import {comparisonScript} from './comparison-script.js'
import {comparisonStyle} from './comparison-style.js'
import {comparisonTable} from './comparison-table.js'
import {comparisonTiles} from './comparison-tiles.js'
import {escapeText, nameHtml} from './escape.js'
import {formatDays} from './format.js'
import {htmlPage} from './page-shell.js'

/**
 * All caching policies side by side as one self-contained HTML page: planned and online, in-sample and out-of-sample, at several
 * budgets. Opens without a network and reads without script. The same data give the same bytes. The numbers are in the page as
 * JSON (`#isthmus-comparison`).
 */
export function renderComparison(data: ComparisonData): string {
  return htmlPage({
    title: data.title,
    subtitle: 'isthmus comparison of caching policies',
    noun: 'the comparison',
    leadHtml: `Planned from ${daysHtml(data.train)} (in-sample), scored on ${daysHtml(data.test)} (out-of-sample). Forecast: ${nameHtml(data.forecast)}.`,
    mainHtml: `<section aria-labelledby="headline-heading"><h2 id="headline-heading" class="quiet">In short</h2>
<p class="headline">${headlineHtml(data)}</p>
${comparisonTiles(data)}
<p class="note">${basis(data)}</p></section>
<section aria-labelledby="figures-heading"><h2 id="figures-heading">Storage against traffic</h2>
${comparisonFigures(data)}</section>
<section aria-labelledby="results-heading"><h2 id="results-heading">Every result</h2>
${comparisonTable(data)}</section>`,
    dataId: 'isthmus-comparison',
    data,
    script: comparisonScript,
    style: comparisonStyle(data),
  })
}

const daysHtml = ({from, to, dayCount}: ComparisonDays): string =>
  `${escapeText(formatDays(dayCount))}, ${escapeText(from)} to ${escapeText(to)}`

function basis({costUnit}: ComparisonData): string {
  const prices = costUnit.kind === 'gigabytes' ? ' Every link has the price 1 per GB, so cost is counted in bytes.' : ''
  return `Tiles: out-of-sample, at the middle budget. Best among the policies that keep their budget and do not know the future. Planned policies fix their replicas before the test days; online ones fill and evict read by read.${prices} 1 GB is 10<sup>9</sup> bytes; days are UTC.`
}
