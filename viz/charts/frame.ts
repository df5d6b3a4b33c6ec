import {escapeText} from '../escape.js'
import {fontFamily} from '../theme.js'

/** Room that a chart is drawn for, in viewBox pixels. `narrow` is for phones and slim columns, where the text stays readable. */
export interface ChartSize {
  readonly name: 'wide' | 'narrow'
  readonly widthPx: number
  readonly heightPx: number
}

export const wide: ChartSize = {name: 'wide', widthPx: 720, heightPx: 420}
export const narrow: ChartSize = {name: 'narrow', widthPx: 340, heightPx: 380}
/** For charts that take the whole breadth of the page. */
export const broad: ChartSize = {name: 'wide', widthPx: 1080, heightPx: 480}

export interface Frame {
  readonly widthPx: number
  readonly heightPx: number
  /** The finding, in plain language. */
  readonly title: string
  /** What is drawn and in which units. */
  readonly description: string
}

/** One self-contained SVG picture around its marks. */
export function svgFrame({widthPx, heightPx, title, description}: Frame, body: string): string {
  const name = escapeText(title)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${cut(widthPx)} ${cut(heightPx)}" role="img" aria-label="${name}" font-family="${fontFamily}" font-size="13"><title>${name}</title><desc>${escapeText(description)}</desc>
${body}
</svg>`
}

/**
 * A mark that shows its exact values on hover. `shape` is an SVG element without its end tag's slash, e.g. `<rect x="0"`. `rowId`
 * is the table row that a click on the mark leads to.
 */
export function mark(shape: string, tip: string, rowId?: string): string {
  const element = shape.slice(1, shape.indexOf(' '))
  const row = rowId === undefined ? '' : ` data-row="${escapeText(rowId)}"`
  return `${shape} data-mark=""${row}><title>${escapeText(tip)}</title></${element}>`
}

/** Coordinates with at most two decimals: small files, and the same bytes on every machine. */
export function cut(value: number): number {
  return Math.round(value * 100) / 100 || 0
}
