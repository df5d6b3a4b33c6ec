import {scaleLinear} from 'd3'
import {nameSvg, textColumns} from '../escape.js'
import {formatNumber} from '../format.js'
import {color} from '../theme.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'

export interface StackedRow {
  readonly label: string
  readonly parts: readonly {readonly value: number; readonly color: string; readonly tip: string}[]
  /** Stands after the bar. */
  readonly total: string
  /** Table row that a click on the bar leads to. */
  readonly rowId?: string
}

export interface StackedRows {
  readonly title: string
  readonly description: string
  readonly rows: readonly StackedRow[]
  readonly xTitle: string
  /** Units of value for one unit of the axis. */
  readonly perTick: number
  readonly xText?: (x: number) => string
  readonly keys: readonly {readonly label: string; readonly color: string}[]
}

/** Horizontal bars, largest on top as given, each made of parts; the picture is as high as its rows. Narrow: names stand above their bars. */
export function stackedRowsChart(chart: StackedRows, size: ChartSize): string {
  const {rows, keys, perTick, xText = formatNumber} = chart
  const isWide = size.name === 'wide'
  const letters = isWide ? 30 : 40
  const pitch = isWide ? 30 : 46
  const left = isWide ? 12 + 7.2 * Math.max(4, ...rows.map(r => Math.min(textColumns(r.label), letters))) : 8
  const right = size.widthPx - 82
  const top = keys.length > 0 ? 34 : 12
  const bottom = top + pitch * Math.max(1, rows.length)
  const totalOf = (row: StackedRow): number => row.parts.reduce((sum, {value}) => sum + value, 0)
  const largest = Math.max(0, ...rows.map(totalOf))
  const x = scaleLinear([0, largest / perTick || 1], [left, right])
  const bars = rows.map((row, i) => {
    const y = top + pitch * (i + 1) - 24
    let sum = 0
    const parts = row.parts.map(({value, color: fill, tip}) => {
      const from = x(sum / perTick)
      sum += value
      const width = x(sum / perTick) - from
      if (value <= 0) return ''
      return mark(
        `<rect x="${cut(from)}" y="${cut(y)}" width="${cut(Math.max(0.5, width))}" height="18" fill="${fill}"`,
        tip,
        row.rowId,
      )
    })
    const name = isWide
      ? `<text x="${cut(left - 8)}" y="${cut(y + 13)}" text-anchor="end" fill="${color('ink')}">`
      : `<text x="${cut(left)}" y="${cut(y - 5)}" fill="${color('ink')}">`
    return `${name}${nameSvg(row.label, letters)}</text>${parts.join('')}<text x="${cut(x(sum / perTick) + 7)}" y="${cut(y + 13)}" fill="${color('muted')}">${row.total}</text>`
  })
  const ticks = x
    .ticks(isWide ? 6 : 3)
    .map(
      v =>
        `<path d="M${cut(x(v))},${cut(top)}V${cut(bottom)}" stroke="${color('rule')}"/><text x="${cut(x(v))}" y="${cut(bottom + 17)}" text-anchor="middle">${xText(v)}</text>`,
    )
  let keyX = isWide ? left : 6
  const key = keys.map(({label, color: fill}) => {
    const at = keyX
    keyX += 30 + 6.9 * label.length
    return `<rect x="${cut(at)}" y="6" width="12" height="12" fill="${fill}"/><text x="${cut(at + 17)}" y="17">${label}</text>`
  })
  return svgFrame(
    {widthPx: size.widthPx, heightPx: bottom + 46, title: chart.title, description: chart.description},
    [
      `<g fill="${color('ink')}">${key.join('')}</g>`,
      `<g fill="${color('muted')}">${ticks.join('')}<text x="${cut(right)}" y="${cut(bottom + 36)}" text-anchor="end">${chart.xTitle}</text></g>`,
      ...bars,
    ].join('\n'),
  )
}
