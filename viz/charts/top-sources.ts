import {shorten} from '../escape.js'
import {byteUnit, formatBytes, formatPercent, perDay} from '../format.js'
import type {CauseBytes} from '../report-data.js'
import type {SourceRow} from '../report-sections.js'
import {causeColors} from '../theme.js'
import {causes} from './causes.js'
import type {ChartSize} from './frame.js'
import {stackedRowsChart} from './stacked-rows.js'

/** Rows that are drawn; the table below holds more. */
const drawnSources = 8

/** What one chart of sources is about. */
export interface SourcesFrame {
  /** `table`, `project` or `job`. */
  readonly noun: string
  readonly rows: readonly SourceRow[]
  /** All that still crosses, in bytes a day. */
  readonly totalBytesPerDay: number
}

export const sourceBytes = (bytes: CauseBytes): number =>
  bytes.remoteReadBytesPerDay + bytes.refreshBytesPerDay + bytes.writeBackBytesPerDay

export const sourceRowId = (noun: string, i: number): string => `remaining-${noun}s-${i}`

/** e.g. `8 tables make up 41 % of what still crosses`. */
export function topSourcesFinding({noun, rows, totalBytesPerDay}: SourcesFrame): string {
  if (rows.length === 0 || totalBytesPerDay === 0) return `No ${noun} sends anything across the WAN`
  const drawn = rows.slice(0, drawnSources)
  const bytes = drawn.reduce((sum, row) => sum + sourceBytes(row.bytesPerDay), 0)
  const share = formatPercent(Math.min(1, bytes / totalBytesPerDay))
  return drawn.length === 1
    ? `One ${noun} makes up ${share} of what still crosses`
    : `${drawn.length} ${noun}s make up ${share} of what still crosses`
}

/** The largest sources of the remaining traffic, by cause. A click on a bar leads to its row in the table. */
export function topSourcesChart(frame: SourcesFrame, size: ChartSize): string {
  const rows = frame.rows.slice(0, drawnSources)
  const unit = byteUnit(Math.max(0, ...rows.map(row => sourceBytes(row.bytesPerDay))))
  return stackedRowsChart(
    {
      title: topSourcesFinding(frame),
      description: `Bytes a day that still cross the WAN, for the ${rows.length} largest ${frame.noun}s, by cause.`,
      rows: rows.map((row, i) => ({
        label: row.name,
        total: formatBytes(sourceBytes(row.bytesPerDay)),
        rowId: sourceRowId(frame.noun, i),
        parts: causes.map(({key, label}) => ({
          value: row.bytesPerDay[key],
          color: causeColors[key],
          tip: `${shorten(row.name, 60)}, ${label}: ${perDay(formatBytes(row.bytesPerDay[key]))}`,
        })),
      })),
      xTitle: `still crosses, ${unit.name} a day`,
      perTick: unit.bytes,
      keys: causes.map(({key, label}) => ({label, color: causeColors[key]})),
    },
    size,
  )
}
