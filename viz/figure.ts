import {type ChartSize, narrow} from './charts/frame.js'
import {escapeText} from './escape.js'

/** A chart with its finding as heading, drawn for wide and for narrow places, and what stands below it. */
export interface Figure {
  readonly id: string
  readonly finding: string
  readonly draw: (size: ChartSize) => string
  readonly wideSize: ChartSize
  /** Legend, notes and the numbers behind the chart, as HTML. */
  readonly belowHtml: string
  /** Twelfths of the page's breadth on wide screens; absent: the page's style says. */
  readonly span?: 4 | 6 | 12
}

export const figuresHtml = (figures: readonly Figure[]): string =>
  `<div class="figures">${figures.map(figureHtml).join('\n')}</div>`

function figureHtml({id, finding, draw, wideSize, belowHtml, span}: Figure): string {
  const breadth = span === undefined ? '' : ` span${span}`
  return `<section class="figure${breadth}" id="figure-${id}" aria-labelledby="finding-${id}"><h3 id="finding-${id}">${escapeText(finding)}</h3>
<div class="chart-room"><div class="wide">${draw(wideSize)}</div><div class="narrow">${draw(narrow)}</div></div>
${belowHtml}</section>`
}

/** The numbers behind a chart, folded away. */
export const numbers = (table: string): string => `<details><summary>The numbers</summary>${table}</details>`
