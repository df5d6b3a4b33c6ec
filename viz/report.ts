import {movesFigures} from './article-figures.js'
import {budgetHeadline} from './budget-slider.js'
import {coverageSection} from './coverage-section.js'
import {jobsSection, movesSection, replicaSection, unmetSection} from './decision-tables.js'
import {escapeText} from './escape.js'
import {explanationsSection} from './explanations-section.js'
import {figuresHtml} from './figure.js'
import {reportFigures} from './figures.js'
import {formatDays} from './format.js'
import {pageScript} from './page-script.js'
import {htmlPage} from './page-shell.js'
import {remainingFigures} from './remaining-section.js'
import type {ReportData} from './report-data.js'
import {trustSection} from './trust-section.js'

/**
 * The report of one plan as one self-contained HTML page (design.md section 5): opens from disk or a mail attachment,
 * without a network, and reads without script too. The same data give the same bytes. The numbers are in the page as JSON
 * (`#isthmus-report`).
 */
export function renderReport(data: ReportData): string {
  return htmlPage({
    title: data.title,
    subtitle: `isthmus plan ${data.planId}`,
    noun: 'the report',
    leadHtml: lead(data),
    mainHtml: `<section aria-labelledby="headline-heading"><h2 id="headline-heading" class="quiet">In short</h2>
${budgetHeadline(data)}
<p class="note">${basis(data)}</p></section>
<section aria-labelledby="figures-heading"><h2 id="figures-heading">Where the traffic goes</h2>
${reportFigures(data)}</section>
<section aria-labelledby="replicas-heading"><h2 id="replicas-heading">What is kept where, and why</h2>
${replicaSection(data)}</section>
${movesSection(data)}
${jobsSection(data)}
<section aria-labelledby="unmet-heading"><h2 id="unmet-heading">What still crosses the WAN</h2>
${remainingFigures(data)}
${unmetSection(data)}</section>
${movesAtLarge(data)}
${trustSection(data)}
${explanationsSection(data)}${coverageSection(data)}
<section aria-labelledby="origin-heading"><h2 id="origin-heading">How this was made</h2>
${origin(data)}</section>`,
    dataId: 'isthmus-report',
    data,
    script: pageScript,
  })
}

function movesAtLarge({articleFigures, costUnit}: ReportData): string {
  if (articleFigures === undefined) return ''
  return `<section aria-labelledby="moves-at-large-heading"><h2 id="moves-at-large-heading">What moves bring</h2>
${figuresHtml(movesFigures({figures: articleFigures, costUnit}))}</section>`
}

function lead({asOf, history}: ReportData): string {
  return `Plan for ${escapeText(asOf)} and after, made from ${escapeText(formatDays(history.dayCount))} of history, ${escapeText(history.from)} to ${escapeText(history.to)}.`
}

function basis({headline, costUnit}: ReportData): string {
  const days = headline.inSample
    ? '<strong>In-sample:</strong> the figures are scored on the days that the plan was made from. Later days will differ; a backtest says by how much.'
    : '<strong>Out-of-sample:</strong> the figures are scored on days that the plan has not seen.'
  const prices = costUnit.kind === 'gigabytes' ? ' Every link has the price 1 per GB, so cost is counted in bytes.' : ''
  return `${days}${prices} 1 GB is 10<sup>9</sup> bytes; days are UTC.`
}

function origin({planId, fingerprint, algorithm, leftOut = []}: ReportData): string {
  const options = Object.entries(algorithm.options).map(([key, value]) => `${key} = ${value}`)
  const rows: readonly (readonly [string, string])[] = [
    ['Plan', planId],
    ['Input fingerprint', fingerprint],
    ['Caching', algorithm.caching],
    ['Migration', algorithm.migration],
    ['Placement', algorithm.placement],
    ['Options', options.length === 0 ? 'defaults' : options.join(', ')],
    ['Seed', String(algorithm.seed)],
  ]
  const notes = leftOut.map(sentence => `<p class="note">${escapeText(sentence)}</p>`)
  return `<dl>${rows.map(([term, text]) => `<div><dt>${term}</dt><dd><bdi>${escapeText(text)}</bdi></dd></div>`).join('')}</dl>${notes.join('')}`
}
