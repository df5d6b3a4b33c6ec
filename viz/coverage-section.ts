import {coverageChart, coverageFinding, originColors} from './charts/coverage-bars.js'
import {broad} from './charts/frame.js'
import type {CoverageAspect, CoverageFigures, CoverageReason} from './coverage-data.js'
import {aspectWords, coverageOrigins, coverageSentence, originShare} from './coverage-words.js'
import {dataTable} from './data-table.js'
import {escapeText, nameHtml} from './escape.js'
import {figuresHtml, numbers} from './figure.js'
import {formatBytes, formatCount, formatPercent} from './format.js'
import type {ReportData} from './report-data.js'
import {swatchSvg} from './swatch.js'

/** What the history of the plan rests on, where it was ingested from other sources. Empty text where that is not known. */
export function coverageSection({coverage}: ReportData): string {
  if (coverage === undefined) return ''
  const {sources, runs, reads, readBytes, dropped, corrected} = coverage
  const figures = figuresHtml([
    {
      id: 'coverage',
      finding: coverageFinding(coverage),
      draw: size => coverageChart(coverage, size),
      wideSize: broad,
      span: 12,
      belowHtml: legend(coverage) + numbers(sharesTable(coverage)),
    },
  ])
  return `<section aria-labelledby="coverage-heading"><h2 id="coverage-heading">What the numbers rest on</h2>
<p class="note">From ${sources.map(nameHtml).join(', ')}: ${escapeText(`${formatCount(runs)} runs, ${formatCount(reads)} reads of ${formatBytes(readBytes)}; ${coverageSentence(coverage)}.`)}</p>
${figures}
${reasonsTable('dropped', 'Left out of the history', 'What is not in the history, and why', dropped)}
${reasonsTable('corrected', 'Set right', 'What is in the history otherwise than the source says it', corrected)}</section>`
}

/** The colours that are drawn, each with its meaning. */
function legend({aspects}: CoverageFigures): string {
  const used = coverageOrigins.filter(({origin}) => aspects.some(aspect => originShare(aspect, origin) > 0))
  const keys = used.map(({origin, label, meaning}) => {
    const swatch = swatchSvg(`<rect x="1" y="1" width="24" height="12" fill="${originColors[origin]}"/>`)
    return `<span class="key">${swatch}<span><b>${label}</b>: ${meaning}</span></span>`
  })
  return `<div class="keys">${keys.join('')}</div>`
}

function sharesTable({aspects}: CoverageFigures): string {
  return dataTable(
    {id: 'numbers-coverage', caption: 'Share of the bytes read by where numbers come from'},
    [
      {heading: 'What', text: (a: CoverageAspect) => a.label, sort: a => a.label},
      ...coverageOrigins.map(({origin, label}) => ({
        heading: label.charAt(0).toUpperCase() + label.slice(1),
        numeric: true,
        text: (a: CoverageAspect) => formatPercent(originShare(a, origin)),
        sort: (a: CoverageAspect) => originShare(a, origin),
      })),
      {heading: 'In words', text: aspectWords, sort: aspectWords},
    ],
    aspects,
  )
}

function reasonsTable(
  id: 'dropped' | 'corrected',
  words: string,
  caption: string,
  reasons: readonly CoverageReason[],
): string {
  if (reasons.length === 0) return ''
  const count = reasons.reduce((sum, reason) => sum + reason.count, 0)
  const bytes = reasons.reduce((sum, reason) => sum + reason.bytes, 0)
  const note = `${words}: ${formatCount(count)} ${count === 1 ? 'row' : 'rows'}, ${formatBytes(bytes)}.`
  const table = dataTable(
    {id, caption, csvOf: `coverage.${id}`},
    [
      {heading: 'Reason', html: r => nameHtml(r.reason), sort: r => r.reason},
      {heading: 'Rows', numeric: true, text: r => formatCount(r.count), sort: r => r.count},
      {heading: 'Bytes', numeric: true, text: r => formatBytes(r.bytes), sort: r => r.bytes},
      {heading: 'Examples', html: r => r.examples.map(nameHtml).join(', ') || '–', sort: r => r.examples[0] ?? ''},
    ],
    reasons,
  )
  return `<p class="note">${note}</p>${table}`
}
