import {bin, scaleLinear} from 'd3'
import {formatBytes, formatCount, formatDays, formatNumber, formatPercent} from '../format.js'
import type {LifeSpanCount, ReportData} from '../report-data.js'
import {color} from '../theme.js'
import {bottomAxis, leftAxis} from './axes.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'

/** Up to so many days each day gets a bar of its own. */
const singleDays = 31

/** e.g. `Half of the 1,234 replicas keep 3 days or less`. */
export function lifeSpanFinding({lifeSpanHistogram: rows}: ReportData): string {
  const total = rows.reduce((sum, r) => sum + r.replicaCount, 0)
  if (total === 0) return 'The plan keeps no replicas'
  const sorted = [...rows].sort((a, b) => a.lifeSpanDays - b.lifeSpanDays)
  let count = 0
  for (const row of sorted) {
    count += row.replicaCount
    if (count * 2 < total) continue
    if (count === total)
      return `All ${formatCount(total)} replicas keep ${formatDays(row.lifeSpanDays)}${sorted.length > 1 ? ' or less' : ''}`
    return `${formatPercent(count / total)} of the ${formatCount(total)} replicas keep ${formatDays(row.lifeSpanDays)} or less`
  }
  return ''
}

/** Histogram of the days that replicas keep: bars count replicas, hover tells their bytes too. */
export function lifeSpanChart(data: ReportData, size: ChartSize): string {
  const rows = data.lifeSpanHistogram
  const isWide = size.name === 'wide'
  const longest = Math.max(1, ...rows.map(r => r.lifeSpanDays))
  const bins = binDays(rows, longest, singleDays)
  const box = {left: isWide ? 56 : 52, right: size.widthPx - 12, top: 34, bottom: size.heightPx - 50}
  const first = 1
  const x = scaleLinear([first - 0.5, Math.max(longest, bins.at(-1)?.to ?? 1, 7) + 0.5], [box.left, box.right])
  const y = scaleLinear([0, Math.max(1, ...bins.map(b => b.replicaCount)) * 1.04], [box.bottom, box.top])
  const bars = bins
    .filter(b => b.replicaCount > 0)
    .map(b => {
      const left = x(b.from - 0.5) + 1
      const width = Math.max(1, x(b.to + 0.5) - x(b.from - 0.5) - 2)
      const days = b.from === b.to ? formatDays(b.from) : `${b.from} to ${formatDays(b.to)}`
      const shape = `<rect x="${cut(left)}" y="${cut(y(b.replicaCount))}" width="${cut(width)}" height="${cut(box.bottom - y(b.replicaCount))}" fill="${color('accent')}"`
      return mark(shape, `${days}: ${formatCount(b.replicaCount)} replicas, ${formatBytes(b.storedBytes)} stored`)
    })
  const whole = (values: number[]): number[] => values.filter(Number.isInteger)
  const yTicks = whole(y.ticks(5)).map(v => ({at: y(v), text: formatNumber(v)}))
  const xTicks = whole(x.ticks(isWide ? 10 : 6)).map(v => ({at: x(v), text: formatCount(v)}))
  const empty =
    bars.length > 0
      ? ''
      : `<text x="${cut((box.left + box.right) / 2)}" y="${cut((box.top + box.bottom) / 2)}" text-anchor="middle" fill="${color('muted')}">no replicas</text>`
  return svgFrame(
    {
      ...size,
      title: lifeSpanFinding(data),
      description: 'Number of replicas by the days of partitions that they keep.',
    },
    [
      leftAxis(yTicks, box.left, box.right, 'replicas', 14),
      ...bars,
      empty,
      bottomAxis(xTicks, box.left, box.right, box.bottom, 'days of partitions kept'),
    ].join('\n'),
  )
}

interface DayBin {
  readonly from: number
  readonly to: number
  readonly replicaCount: number
  readonly storedBytes: number
}

function binDays(rows: readonly LifeSpanCount[], longest: number, most: number): DayBin[] {
  const width = Math.ceil(longest / most)
  const starts = Array.from({length: Math.ceil(longest / width)}, (_, i) => 1 + i * width)
  const groups = bin<LifeSpanCount, number>()
    .value(r => r.lifeSpanDays)
    .domain([1, longest + 1])
    .thresholds(starts.slice(1))(rows)
  return groups.map((group, i) => ({
    from: starts[i]!,
    to: starts[i]! + width - 1,
    replicaCount: group.reduce((sum, r) => sum + r.replicaCount, 0),
    storedBytes: group.reduce((sum, r) => sum + r.storedBytes, 0),
  }))
}
