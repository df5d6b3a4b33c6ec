import {max, scaleLinear} from 'd3'
import {byteUnit, formatBytes, formatCost, formatNumber, formatPercent, perDay} from '../format.js'
import type {CurvePoint, ReportData} from '../report-data.js'
import {type Tick, tickRoom} from './axes.js'
import {costAxis} from './cost-axis.js'
import {curveDomainBytes} from './curve-domain.js'
import type {ChartSize} from './frame.js'

/** The plane of the storage–bandwidth chart: where a point lies, which points are in sight and what one says. */
export interface CurvePlane {
  readonly isWide: boolean
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Replica bytes at the right edge. */
  readonly endBytes: number
  readonly xOfBytes: (replicaBytes: number) => number
  readonly x: (p: CurvePoint) => number
  readonly y: (p: CurvePoint) => number
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
  readonly xTitle: string
  readonly yTitle: string
  /** Points not beyond the right edge. */
  readonly visible: (points: readonly CurvePoint[]) => CurvePoint[]
  /** Exact values in words. */
  readonly tip: (name: string, p: CurvePoint) => string
}

/** Both axes start at 0. */
export function curvePlane(data: ReportData, size: ChartSize): CurvePlane {
  const {storageCurve: curve, headline: h, costUnit} = data
  const isWide = size.name === 'wide'
  const [top, bottom] = [40, size.heightPx - 50]
  const endBytes = curveDomainBytes(data)
  const visible = (points: readonly CurvePoint[]): CurvePoint[] => points.filter(p => p.replicaBytes <= endBytes)
  const shown = [...curve.policies.flatMap(p => visible(p.points)), ...visible(curve.boundPoints), curve.chosen]
  const largest = Math.max(h.before.wanCostPerDay, max(shown, p => p.wanCostPerDay) ?? 0)
  const axis = costAxis(largest, costUnit)
  const unit = byteUnit(endBytes)
  const y = scaleLinear([0, (largest / axis.perTick) * 1.04 || 1], [bottom, top])
  const yTicks = y.ticks(5).map(v => ({at: y(v), text: axis.print(v)}))
  const left = tickRoom(yTicks.map(t => t.text))
  const right = size.widthPx - (isWide ? 176 : 12)
  const x = scaleLinear([0, endBytes / unit.bytes], [left, right])
  return {
    isWide,
    left,
    right,
    top,
    bottom,
    endBytes,
    xOfBytes: bytes => x(bytes / unit.bytes),
    x: p => x(p.replicaBytes / unit.bytes),
    y: p => y(p.wanCostPerDay / axis.perTick),
    xTicks: x.ticks(isWide ? 8 : 4).map(v => ({at: x(v), text: formatNumber(v)})),
    yTicks,
    xTitle: `replica storage, ${unit.name}`,
    yTitle: axis.title,
    visible,
    tip: (name, p) => {
      const bytes = costUnit.kind === 'money' ? ` (${perDay(formatBytes(p.wanBytesPerDay))})` : ''
      const share = h.homeBytes > 0 ? ` (${formatPercent(p.replicaBytes / h.homeBytes)} of the data)` : ''
      const cost = perDay(formatCost(p.wanCostPerDay, costUnit))
      return `${name}: ${formatBytes(p.replicaBytes)} of replicas${share}, ${cost}${bytes} across the WAN`
    },
  }
}
