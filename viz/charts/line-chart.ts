import {line, scaleLinear} from 'd3'
import {escapeText, nameHtml, nameSvg} from '../escape.js'
import {swatchSvg} from '../swatch.js'
import {color, type Marker} from '../theme.js'
import {bottomAxis, leftAxis, tickRoom} from './axes.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'
import {markerShape} from './marker.js'
import {spreadLabels} from './spread-labels.js'

export interface LinePoint {
  readonly x: number
  readonly y: number
  /** Exact values in words. */
  readonly tip: string
}

export interface LineSeries {
  readonly label: string
  readonly style: {readonly color: string; readonly dash: string; readonly marker: Marker}
  readonly points: readonly LinePoint[]
  /** Drawn as stairs: a value holds until the next point. */
  readonly isFaint?: boolean
}

export interface LineChart {
  readonly title: string
  readonly description: string
  readonly series: readonly LineSeries[]
  readonly xTitle: string
  readonly yTitle: string
  readonly xText: (x: number) => string
  readonly yText: (y: number) => string
  /** Whole numbers only along x: counts and days. */
  readonly isWhole?: boolean
}

/** Lines over numbers, each point with its exact values; named at the right end where there is room. The y axis starts at 0. */
export function lineChart(chart: LineChart, size: ChartSize): string {
  const {series} = chart
  const isWide = size.name === 'wide'
  const all = series.flatMap(({points}) => points)
  const [top, bottom] = [40, size.heightPx - 50]
  const y = scaleLinear(
    [Math.min(0, ...all.map(p => p.y)), Math.max(0, ...all.map(p => p.y)) * 1.05 || 1],
    [bottom, top],
  )
  const yTicks = y.ticks(5).map(v => ({at: y(v), text: chart.yText(v)}))
  const left = tickRoom(yTicks.map(({text}) => text))
  const right = size.widthPx - (isWide && series.length > 1 ? 150 : 14)
  const [first, last] = [Math.min(...all.map(p => p.x)), Math.max(...all.map(p => p.x))]
  const x =
    all.length === 0
      ? scaleLinear([0, 1], [left, right])
      : scaleLinear([first, last > first ? last : first + 1], [left + 8, right - 8])
  const xTicks = x
    .ticks(isWide ? 8 : 4)
    .filter(v => chart.isWhole !== true || Number.isInteger(v))
    .map(v => ({at: x(v), text: chart.xText(v)}))
  return svgFrame(
    {widthPx: size.widthPx, heightPx: size.heightPx, title: chart.title, description: chart.description},
    [
      leftAxis(yTicks, left, right, chart.yTitle, 14),
      bottomAxis(xTicks, left, right, bottom, chart.xTitle),
      ...seriesMarks(
        series,
        p => x(p.x),
        p => y(p.y),
        {right, top, bottom, isNamed: isWide && series.length > 1},
      ),
    ].join('\n'),
  )
}

interface Room {
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly isNamed: boolean
}

function seriesMarks(
  series: readonly LineSeries[],
  x: (p: LinePoint) => number,
  y: (p: LinePoint) => number,
  {right, top, bottom, isNamed}: Room,
): string[] {
  const ends = series.map(({points}) => points.at(-1))
  const spots = spreadLabels(
    ends.map(end => (end === undefined ? bottom : y(end))),
    17,
    top,
    bottom - 4,
  )
  return series.map(({label, style, points, isFaint}, i) => {
    if (points.length === 0) return ''
    const dash = style.dash === '' ? '' : ` stroke-dasharray="${style.dash}"`
    const path = line<LinePoint>(x, y).digits(2)(points) ?? ''
    const dots = points.map(p =>
      mark(
        `${markerShape(style.marker, x(p), y(p), isFaint === true ? 3 : 4.5)} fill="${style.color}" stroke="${color('ground')}"`,
        p.tip,
      ),
    )
    const name = isNamed
      ? `<text x="${cut(right + 8)}" y="${cut(spots[i]! + 4)}" fill="${style.color}">${nameSvg(label, 19)}</text>`
      : ''
    return `<g data-series="${i}"><path d="${path}" fill="none" stroke="${style.color}" stroke-width="${isFaint === true ? 1.2 : 2.2}"${dash} stroke-linejoin="round"/>${dots.join('')}${name}</g>`
  })
}

/** Key of a line chart; the page script makes its entries switches that hide and show their line. */
export function lineKeys(series: readonly LineSeries[], label: string): string {
  if (series.length < 2) return ''
  const keys = series.map(({label: name, style}, i) => {
    const dash = style.dash === '' ? '' : ` stroke-dasharray="${style.dash}"`
    const swatch = `<path d="M1,7H25" stroke="${style.color}" stroke-width="2"${dash}/>${markerShape(style.marker, 13, 7, 4)} fill="${style.color}"/>`
    return `<button type="button" class="key" data-toggle="${i}" aria-pressed="true">${swatchSvg(swatch)}${nameHtml(name)}</button>`
  })
  return `<div class="keys" role="group" aria-label="${escapeText(label)}">${keys.join('')}</div>`
}
