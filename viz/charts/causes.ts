import {scaleLinear} from 'd3'
import {byteUnit, formatBytes, formatNumber, formatPercent, perDay} from '../format.js'
import type {CauseBytes, ReportData} from '../report-data.js'
import {causeColors, color} from '../theme.js'
import {leftAxis} from './axes.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'
import {spreadLabels} from './spread-labels.js'

/** From the bottom of the bar upwards. */
export const causes = [
  {key: 'remoteReadBytesPerDay', label: 'remote reads'},
  {key: 'refreshBytesPerDay', label: 'refreshes'},
  {key: 'writeBackBytesPerDay', label: 'write-backs'},
] as const satisfies readonly {readonly key: keyof CauseBytes; readonly label: string}[]

const totalOf = (bytes: CauseBytes): number => causes.reduce((sum, {key}) => sum + bytes[key], 0)

/** e.g. `Of what still crosses, 58 % are remote reads`. */
export function causesFinding({byCause: {after}}: Pick<ReportData, 'byCause'>): string {
  const total = totalOf(after)
  if (total === 0) return 'Nothing crosses the WAN after the plan'
  const largest = causes.reduce((a, b) => (after[b.key] > after[a.key] ? b : a))
  return `Of what still crosses the WAN, ${formatPercent(after[largest.key] / total)} is ${largest.label}`
}

/** Stacked bars of the WAN bytes a day by cause, before and after. */
export function causesChart(data: Pick<ReportData, 'byCause'>, size: ChartSize): string {
  const {before, after} = data.byCause
  const isWide = size.name === 'wide'
  const box = {left: isWide ? 56 : 46, right: size.widthPx - (isWide ? 200 : 112), top: 40, bottom: size.heightPx - 32}
  const largest = Math.max(totalOf(before), totalOf(after))
  const unit = byteUnit(largest)
  const y = scaleLinear([0, (largest / unit.bytes) * 1.06 || 1], [box.bottom, box.top])
  const width = (box.right - box.left) * 0.36
  const lefts = {before: box.left + width * 0.18, after: box.right - width}
  const stack = (bytes: CauseBytes): {key: keyof CauseBytes; label: string; top: number; bottom: number}[] => {
    let sum = 0
    return causes.map(({key, label}) => {
      const bottom = y(sum / unit.bytes)
      sum += bytes[key]
      return {key, label, top: y(sum / unit.bytes), bottom}
    })
  }
  const bar = (bytes: CauseBytes, left: number, when: string): string => {
    const total = totalOf(bytes)
    const parts = stack(bytes)
      .filter(({key}) => bytes[key] > 0)
      .map(({key, label, top, bottom}) =>
        mark(
          `<rect x="${cut(left)}" y="${cut(top)}" width="${cut(width)}" height="${cut(bottom - top)}" fill="${causeColors[key]}" stroke="${color('ground')}"`,
          `${label}, ${when}: ${perDay(formatBytes(bytes[key]))} (${formatPercent(bytes[key] / total)})`,
        ),
      )
    const middle = cut(left + width / 2)
    return `${parts.join('')}<text x="${middle}" y="${cut(y(total / unit.bytes) - 7)}" text-anchor="middle" font-weight="700" fill="${color('ink')}">${formatBytes(total)}</text><text x="${middle}" y="${cut(box.bottom + 19)}" text-anchor="middle" fill="${color('ink')}">${when}</text>`
  }
  const parts = stack(after)
  const spots = spreadLabels(
    parts.map(({top, bottom}) => (top + bottom) / 2),
    36,
    box.top + 8,
    box.bottom - 22,
  )
  const labels = parts.map(
    ({key, label, top, bottom}, i) =>
      `<path d="M${cut(lefts.after + width + 2)},${cut((top + bottom) / 2)}L${cut(box.right + 12)},${cut(spots[i]!)}" stroke="${causeColors[key]}"/><text x="${cut(box.right + 16)}" y="${cut(spots[i]! + 4)}" fill="${causeColors[key]}" font-weight="600">${label}</text><text x="${cut(box.right + 16)}" y="${cut(spots[i]! + 19)}" fill="${color('muted')}" font-size="12.5">${formatBytes(after[key])}</text>`,
  )
  return svgFrame(
    {
      ...size,
      title: causesFinding(data),
      description:
        'Bytes a day across the WAN by cause, before and after: remote reads, refreshes of replicas, write-backs.',
    },
    [
      leftAxis(
        y.ticks(5).map(v => ({at: y(v), text: formatNumber(v)})),
        box.left,
        box.right,
        `WAN traffic, ${unit.name} a day`,
        14,
      ),
      bar(before, lefts.before, 'before'),
      bar(after, lefts.after, 'after'),
      `<path d="M${cut(box.left)},${cut(box.bottom)}H${cut(box.right)}" stroke="${color('muted')}"/>`,
      ...labels,
    ].join('\n'),
  )
}
