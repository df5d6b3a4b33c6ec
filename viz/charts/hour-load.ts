import {scaleLinear} from 'd3'
import {byteUnit, formatBytes, formatNumber, formatPercent} from '../format.js'
import type {HourLoad} from '../report-sections.js'
import {color} from '../theme.js'
import {bottomAxis, leftAxis, tickRoom} from './axes.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'

const two = (hour: number): string => String(hour).padStart(2, '0')

/** e.g. `The busiest hour, 02:00 UTC, falls by 48 %`. */
export function hourLoadFinding({before, after}: HourLoad): string {
  const peak = before.reduce((best, v, hour) => (v > before[best]! ? hour : best), 0)
  const most = before[peak] ?? 0
  if (most === 0) return 'No reads cross the WAN at any hour'
  const newPeak = Math.max(...after)
  const change = 1 - newPeak / most
  const words =
    change > 0 ? `${formatPercent(change)} lower` : change < 0 ? `${formatPercent(-change)} higher` : 'as high'
  return `The busiest hour (${two(peak)}:00 UTC before) is ${words} with the plan`
}

/** Bytes that reads and write-backs move across the WAN in each hour of the day, before and after. */
export function hourLoadChart(load: HourLoad, size: ChartSize): string {
  const isWide = size.name === 'wide'
  const largest = Math.max(0, ...load.before, ...load.after)
  const unit = byteUnit(largest)
  const [top, bottom] = [48, size.heightPx - 50]
  const y = scaleLinear([0, (largest / unit.bytes) * 1.05 || 1], [bottom, top])
  const yTicks = y.ticks(5).map(v => ({at: y(v), text: formatNumber(v)}))
  const left = tickRoom(yTicks.map(({text}) => text))
  const right = size.widthPx - 10
  const x = scaleLinear([0, 24], [left, right])
  const width = (x(1) - x(0)) * 0.4
  const bar = (hour: number, bytes: number, shift: number, fill: string, when: string): string =>
    bytes <= 0
      ? ''
      : mark(
          `<rect x="${cut(x(hour) + shift)}" y="${cut(y(bytes / unit.bytes))}" width="${cut(width)}" height="${cut(bottom - y(bytes / unit.bytes))}" fill="${fill}"`,
          `${two(hour)}:00 to ${two(hour + 1)}:00 UTC, ${when}: ${formatBytes(bytes)}`,
        )
  const bars = Array.from({length: 24}, (_, hour) =>
    [
      bar(hour, load.before[hour] ?? 0, width * 0.2, color('before'), 'before'),
      bar(hour, load.after[hour] ?? 0, width * 1.25, color('accent'), 'after'),
    ].join(''),
  )
  const step = isWide ? 3 : 6
  const xTicks = Array.from({length: 24 / step}, (_, i) => ({at: x(i * step), text: two(i * step)}))
  const keyX = right - 150
  const key = `<g fill="${color('ink')}"><rect x="${cut(keyX)}" y="22" width="12" height="12" fill="${color('before')}"/><text x="${cut(keyX + 18)}" y="33">before</text><rect x="${cut(keyX + 80)}" y="22" width="12" height="12" fill="${color('accent')}"/><text x="${cut(keyX + 98)}" y="33">after</text></g>`
  return svgFrame(
    {
      widthPx: size.widthPx,
      heightPx: size.heightPx,
      title: hourLoadFinding(load),
      description: 'Mean bytes of reads and write-backs across the WAN in each hour of the day, UTC, before and after.',
    },
    [
      leftAxis(yTicks, left, right, `across the WAN, ${unit.name} an hour`, 14),
      key,
      ...bars,
      bottomAxis(xTicks, left, right, bottom, 'hour of the day, UTC'),
    ].join('\n'),
  )
}
