import {movesSection, replicaSection, unmetSection} from './decision-tables.js'
import {embedJson, escapeText, nameHtml} from './escape.js'
import {reportFigures} from './figures.js'
import {formatDays} from './format.js'
import {headlineTiles} from './headline-tiles.js'
import {pageScript} from './page-script.js'
import {pageStyle} from './page-style.js'
import type {ReportData} from './report-data.js'
import {themeCss} from './theme.js'

/** Nothing is loaded, from anywhere: the page holds all that it shows. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"

/**
 * The report of one plan as one self-contained HTML page (design.md section 5): opens from disk or a mail attachment,
 * without a network, and reads without script too. The same data give the same bytes. The numbers are in the page as JSON
 * (`#isthmus-report`).
 */
export function renderReport(data: ReportData): string {
  const title = escapeText(data.title)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}: isthmus plan ${escapeText(data.planId)}</title>
<style>
${themeCss()}
${pageStyle}
</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<div class="masthead"><p class="brand">isthmus</p><button type="button" id="theme" hidden>Dark or light</button></div>
<h1>${nameHtml(data.title)}</h1>
<p class="lead">${lead(data)}</p>
</header>
<main id="main" tabindex="-1">
<section aria-labelledby="headline-heading"><h2 id="headline-heading" class="quiet">In short</h2>
${headlineTiles(data)}
<p class="note">${basis(data)}</p></section>
<section aria-labelledby="figures-heading"><h2 id="figures-heading">Where the traffic goes</h2>
${reportFigures(data)}</section>
<section aria-labelledby="replicas-heading"><h2 id="replicas-heading">What is kept where, and why</h2>
${replicaSection(data)}</section>
${movesSection(data)}
<section aria-labelledby="unmet-heading"><h2 id="unmet-heading">What still crosses the WAN</h2>
${unmetSection(data)}</section>
<section aria-labelledby="origin-heading"><h2 id="origin-heading">How this was made</h2>
${origin(data)}</section>
</main>
<div id="tip" role="status" aria-live="polite" hidden></div>
<script type="application/json" id="isthmus-report">${embedJson(data)}</script>
<script>
${pageScript}
</script>
</body>
</html>
`
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

function origin({planId, fingerprint, algorithm}: ReportData): string {
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
  return `<dl>${rows.map(([term, text]) => `<div><dt>${term}</dt><dd><bdi>${escapeText(text)}</bdi></dd></div>`).join('')}</dl>`
}
