import type {CoverageFigures, CoverageOrigin} from '../coverage-data.js'
import {coverageOrigins, originShare} from '../coverage-words.js'
import {formatBytes, formatPercent} from '../format.js'
import {color} from '../theme.js'
import type {ChartSize} from './frame.js'
import {stackedRowsChart} from './stacked-rows.js'

export const originColors: Readonly<Record<CoverageOrigin, string>> = {
  exact: color('series2'),
  scannedFiles: color('series0'),
  wholeTable: color('series7'),
  apportioned: color('series4'),
  assumed: color('series1'),
  none: color('series6'),
}

/** e.g. `The region is the least certain: exact for 92 % of the bytes read` */
export function coverageFinding({aspects, readBytes}: CoverageFigures): string {
  if (readBytes === 0) return 'The sources show no bytes read'
  const sure = aspects.map(aspect => ({aspect, share: originShare(aspect, 'exact') + originShare(aspect, 'none')}))
  if (sure.every(({share}) => share === 1)) return 'Every byte read is known exactly: how much, of which day, where'
  const least = sure.reduce((a, b) => (b.share < a.share ? b : a))
  const noun = least.aspect.name === 'bytes' ? 'number of bytes' : least.aspect.label.toLowerCase()
  return `The ${noun} is the least certain: exact for ${formatPercent(least.share)} of the bytes read`
}

/** One bar for each thing that must be known of a byte read, in shares by where the knowledge comes from. */
export function coverageChart(coverage: CoverageFigures, size: ChartSize): string {
  return stackedRowsChart(
    {
      title: coverageFinding(coverage),
      description: `Share of the bytes read by where numbers come from: ${coverageOrigins.map(({label}) => label).join(', ')}.`,
      rows: coverage.aspects.map(aspect => ({
        label: aspect.label,
        total: '',
        parts: coverageOrigins.map(({origin, label}) => ({
          value: originShare(aspect, origin),
          color: originColors[origin],
          tip: `${aspect.label}, ${label}: ${formatPercent(originShare(aspect, origin))}, ${formatBytes(aspect.bytes[origin] ?? 0)}`,
        })),
      })),
      xTitle: 'share of the bytes read',
      perTick: 1,
      xText: formatPercent,
      keys: [],
    },
    size,
  )
}
