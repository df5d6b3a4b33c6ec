import {scaleLinear} from 'd3'
import {escapeText, nameSvg, shorten, textColumns} from '../escape.js'
import {byteUnit, formatBytes, formatNumber, formatPercent, perDay} from '../format.js'
import type {RegionTraffic, ReportData} from '../report-data.js'
import {color} from '../theme.js'
import {type ChartSize, cut, mark, svgFrame} from './frame.js'

const saving = (r: RegionTraffic): number =>
  r.incomingBytesPerDayBefore === 0 ? 0 : 1 - r.incomingBytesPerDayAfter / r.incomingBytesPerDayBefore

/** e.g. `Every region receives less, from 14 % in dc3 to 88 % in dc2`. */
export function regionSavingsFinding({regions}: Pick<ReportData, 'regions'>): string {
  const busy = regions.filter(r => r.incomingBytesPerDayBefore > 0)
  if (busy.length === 0) return 'No region receives WAN traffic before the plan'
  const least = busy.reduce((a, b) => (saving(b) < saving(a) ? b : a))
  const most = busy.reduce((a, b) => (saving(b) > saving(a) ? b : a))
  const share = (r: RegionTraffic): string => `${formatPercent(saving(r))} in ${shorten(r.name, 24)}`
  if (busy.length === 1) return `Incoming traffic changes by ${share(least).replace(/^/, '−').replace('−−', '+')}`
  if (saving(least) > 0) return `Every region receives less: from ${share(least)} to ${share(most)}`
  const down = busy.filter(r => saving(r) > 0).length
  return down === 0
    ? 'No region receives less'
    : `${down} of ${busy.length} regions receive less, at best ${share(most)}`
}

/** Bytes a day that come into each region over the WAN, before and after, with the reduction beside them. */
export function regionSavingsChart(data: Pick<ReportData, 'regions'>, size: ChartSize): string {
  const {regions} = data
  const isWide = size.name === 'wide'
  const letters = isWide ? 18 : 12
  const left = 12 + 7.4 * Math.max(3, ...regions.map(r => Math.min(textColumns(r.name), letters)))
  const right = size.widthPx - 74
  const top = 34
  const pitch = Math.max(36, (size.heightPx - top - 48) / Math.max(1, regions.length))
  const bar = Math.min(17, pitch * 0.36)
  const bottom = top + pitch * Math.max(1, regions.length)
  const largest = Math.max(0, ...regions.flatMap(r => [r.incomingBytesPerDayBefore, r.incomingBytesPerDayAfter]))
  const unit = byteUnit(largest)
  const x = scaleLinear([0, largest / unit.bytes || 1], [left, right])
  const barMarks = (r: RegionTraffic, y: number, bytes: number, fill: string, when: string): string =>
    mark(
      `<rect x="${cut(left)}" y="${cut(y)}" width="${cut(Math.max(0, x(bytes / unit.bytes) - left))}" height="${cut(bar)}" fill="${fill}"`,
      `${shorten(r.name, 40)}, ${when}: ${perDay(formatBytes(bytes))} incoming`,
    )
  const rows = regions.map((r, i) => {
    const y = top + pitch * i + (pitch - 2 * bar - 2) / 2
    const end = x(Math.max(r.incomingBytesPerDayBefore, r.incomingBytesPerDayAfter) / unit.bytes)
    const share = saving(r)
    const text =
      r.incomingBytesPerDayBefore === 0
        ? '–'
        : share > 0
          ? `−${formatPercent(share)}`
          : share < 0
            ? `+${formatPercent(-share)}`
            : '±0'
    const tone = share > 0 ? 'good' : share < 0 ? 'bad' : 'muted'
    return `<text x="${cut(left - 8)}" y="${cut(y + bar + 5)}" text-anchor="end" fill="${color('ink')}">${nameSvg(r.name, letters)}</text>${barMarks(r, y, r.incomingBytesPerDayBefore, color('before'), 'before')}${barMarks(r, y + bar + 2, r.incomingBytesPerDayAfter, color('accent'), 'after')}<text x="${cut(end + 8)}" y="${cut(y + bar + 5)}" font-weight="600" fill="${color(tone)}">${escapeText(text)}</text>`
  })
  const ticks = x
    .ticks(isWide ? 6 : 3)
    .map(
      v =>
        `<path d="M${cut(x(v))},${cut(top)}V${cut(bottom)}" stroke="${color('rule')}"/><text x="${cut(x(v))}" y="${cut(bottom + 17)}" text-anchor="middle">${formatNumber(v)}</text>`,
    )
  const key = `<g fill="${color('ink')}"><rect x="${cut(left)}" y="6" width="12" height="12" fill="${color('before')}"/><text x="${cut(left + 18)}" y="17">before</text><rect x="${cut(left + 76)}" y="6" width="12" height="12" fill="${color('accent')}"/><text x="${cut(left + 94)}" y="17">after</text></g>`
  const axis = `<g fill="${color('muted')}">${ticks.join('')}<text x="${cut(right)}" y="${cut(bottom + 36)}" text-anchor="end">incoming WAN traffic, ${unit.name} a day</text></g>`
  return svgFrame(
    {
      widthPx: size.widthPx,
      heightPx: bottom + 46,
      title: regionSavingsFinding(data),
      description: `Bytes a day that come into each of ${regions.length} regions over the WAN, before and after the plan.`,
    },
    [key, axis, ...rows].join('\n'),
  )
}
