import {scaleBand} from 'd3'
import {escapeText, nameSvg, shorten, textColumns} from '../escape.js'
import {byteUnit, formatBytes, formatCost, formatPercent, perDay} from '../format.js'
import type {LinkMatrix, ReportData} from '../report-data.js'
import {color, heatLevels, heatStyle} from '../theme.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'

/** Level of the heat scale for a share of the largest value: even steps of the square root, so that small links show too. */
function heatLevel(share: number): number {
  return share <= 0 ? 0 : Math.min(heatLevels - 1, Math.ceil(Math.sqrt(share) * (heatLevels - 1)))
}

/** e.g. `The busiest link, hangzhou → beijing, falls from 12 TB to 3 TB a day`. */
export function linkMatrixFinding({regions, links}: ReportData): string {
  const busiest = links.before.bytesPerDay.reduce((best, v, i, all) => (v > all[best]! ? i : best), 0)
  const before = links.before.bytesPerDay[busiest] ?? 0
  if (before === 0) return 'No traffic between regions before the plan'
  const after = links.after.bytesPerDay[busiest]!
  const from = shorten(regions[Math.floor(busiest / regions.length)]!.name, 24)
  const to = shorten(regions[busiest % regions.length]!.name, 24)
  const verb = after < before ? 'falls' : after > before ? 'rises' : 'stays'
  const change = after === before ? `at ${formatBytes(before)}` : `from ${formatBytes(before)} to ${formatBytes(after)}`
  return `The busiest link, ${from} → ${to}, ${verb} ${change} a day`
}

/** Region-to-region traffic before and after as two matrices (rows: from, columns: to) on one colour scale. */
export function linkMatrixChart(data: ReportData, size: ChartSize): string {
  const {regions, links} = data
  const isWide = size.name === 'wide'
  const largest = Math.max(0, ...links.before.bytesPerDay, ...links.after.bytesPerDay)
  const unit = byteUnit(largest)
  const letters = isWide ? 16 : 10
  const labelRoom = Math.min(
    isWide ? 134 : 92,
    14 + 7.4 * Math.max(1, ...regions.map(r => Math.min(textColumns(r.name), letters))),
  )
  const room = (isWide ? (size.widthPx - 40) / 2 : size.widthPx) - labelRoom
  const upright = room / Math.max(1, regions.length) < 26
  const overhang = upright ? 0 : 0.5 * labelRoom
  const side = Math.min(room - overhang - 4, Math.max(isWide ? 380 : 200, 34 * regions.length))
  const band = scaleBand<number>(
    regions.map((_, i) => i),
    [0, side],
  ).paddingInner(0.04)
  const cell = band.bandwidth()
  const prints = cell >= 30
  const head = 34 + labelRoom * (upright ? 1 : 0.8)
  const name = (i: number): string => nameSvg(regions[i]!.name, letters)

  const cellMarks = (matrix: LinkMatrix, from: number, to: number): string => {
    const i = from * regions.length + to
    const bytes = matrix.bytesPerDay[i] ?? 0
    const cost = matrix.costPerDay[i] ?? 0
    const x = band(to)!
    const y = band(from)!
    const box = `<rect x="${cut(x)}" y="${cut(y)}" width="${cut(cell)}" height="${cut(cell)}"`
    if (from === to) return `${box} fill="none" stroke="${color('rule')}" stroke-dasharray="2 3"/>`
    const money = data.costUnit.kind === 'money' ? `, ${perDay(formatCost(cost, data.costUnit))}` : ''
    const tip = `${shorten(regions[from]!.name, 40)} → ${shorten(regions[to]!.name, 40)}: ${perDay(formatBytes(bytes))}${money}`
    const {fill, ink} = heatStyle(heatLevel(bytes / (largest || 1)))
    const text =
      prints && bytes > 0
        ? `<text x="${cut(x + cell / 2)}" y="${cut(y + cell / 2 + 4)}" text-anchor="middle" font-size="12.5" fill="${ink}" pointer-events="none">${escapeText(cellNumber(bytes / unit.bytes))}</text>`
        : ''
    return mark(`${box} fill="${fill}"`, tip) + text
  }
  const matrixMarks = (title: string, matrix: LinkMatrix, left: number, top: number): string => {
    const rows = regions.map(
      (_, i) => `<text x="-8" y="${cut(band(i)! + cell / 2 + 4)}" text-anchor="end">${name(i)}</text>`,
    )
    const columns = regions.map(
      (_, i) =>
        `<text transform="translate(${cut(band(i)! + cell / 2 + (upright ? 4 : 3))},-8) rotate(${upright ? -90 : -50})">${name(i)}</text>`,
    )
    const cells = regions.flatMap((_r, from) => regions.map((_s, to) => cellMarks(matrix, from, to)))
    const total = matrix.bytesPerDay.reduce((sum, v) => sum + v, 0)
    return `<g transform="translate(${cut(left)},${cut(top)})"><text x="${cut(-labelRoom + 2)}" y="14" font-weight="700" font-size="14" fill="${color('ink')}">${title}: ${perDay(formatBytes(total))}</text><g transform="translate(0,${cut(head)})"><g fill="${color('muted')}" font-size="12.5">${rows.join('')}${columns.join('')}</g>${cells.join('')}</g></g>`
  }
  const height = head + side
  const second = isWide ? {left: labelRoom + room + 40 + labelRoom, top: 0} : {left: labelRoom, top: height + 26}
  const legendTop = second.top + height + 26
  const description = `Bytes a day from each region (rows) to each other region (columns), before and after the plan, in ${unit.name}; darker is more. In all ${formatPercent(reduction(links))} less.`
  return svgFrame(
    {widthPx: size.widthPx, heightPx: legendTop + 34, title: linkMatrixFinding(data), description},
    [
      matrixMarks('Before', links.before, labelRoom, 0),
      matrixMarks('After', links.after, second.left, second.top),
      legend(largest, labelRoom, legendTop),
    ].join('\n'),
  )
}

function reduction({before, after}: ReportData['links']): number {
  const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0)
  const total = sum(before.bytesPerDay)
  return total === 0 ? 0 : 1 - sum(after.bytesPerDay) / total
}

/** A number for a cell some 30 px wide: at most three digits and a point. */
function cellNumber(value: number): string {
  return value < 0.05 ? '<0.1' : value < 9.95 ? value.toFixed(1) : value.toFixed(0)
}

function legend(largest: number, left: number, top: number): string {
  if (largest === 0) return ''
  const steps = Array.from({length: heatLevels}, (_, level) => {
    const low = formatBytes((Math.max(0, level - 1) / (heatLevels - 1)) ** 2 * largest)
    const high = formatBytes((level / (heatLevels - 1)) ** 2 * largest)
    const shape = `<rect x="${level * 30}" y="0" width="30" height="12" fill="${heatStyle(level).fill}"`
    return mark(shape, level === 0 ? 'nothing' : `${low} to ${perDay(high)}`)
  })
  const end = perDay(formatBytes(largest))
  return `<g transform="translate(${cut(left)},${cut(top)})" fill="${color('muted')}" font-size="12.5">${steps.join('')}<text x="0" y="28">0</text><text x="${30 * heatLevels}" y="28" text-anchor="end">${end}</text></g>`
}
