import {max, scaleLinear} from 'd3'
import type {ComparisonData, Sample} from '../comparison-data.js'
import {costBefore, isMeasured, type Side} from '../comparison-standings.js'
import {byteUnit, formatNumber} from '../format.js'
import {type Tick, tickRoom} from './axes.js'
import {costAxis} from './cost-axis.js'
import type {ChartSize} from './frame.js'

/** Room for one of two charts that stand side by side. */
export const half: ChartSize = {name: 'wide', widthPx: 560, heightPx: 420}

/** The plane of a storage–bandwidth chart of the comparison. Both sides have the same plane, so that the eye can compare. */
export interface ComparisonPlane {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly xOfBytes: (replicaBytes: number) => number
  readonly yOfCost: (costPerDay: number) => number
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
  readonly xTitle: string
  readonly yTitle: string
  readonly isInSight: (sample: Sample) => boolean
}

const sides: readonly Side[] = ['inSample', 'outOfSample']

/**
 * Where both charts end: at what is measured; but not far beyond the largest budget, nor far above the cost before, where
 * a policy without a budget, or one that adds traffic, would press all others together.
 */
export function comparisonEdge(data: ComparisonData): {readonly replicaBytes: number; readonly costPerDay: number} {
  const samples = data.results.filter(isMeasured).flatMap(r => sides.map(side => r[side]))
  const budgetBytes = max(data.budgets, b => b.replicaBytes) ?? 0
  const storedBytes = samples.map(s => s.replicaBytes).filter(bytes => budgetBytes === 0 || bytes <= 1.4 * budgetBytes)
  const before = Math.max(...sides.map(side => costBefore(data, side)))
  const dearest = Math.max(before, max(samples, s => s.wanCostPerDay) ?? 0)
  return {
    replicaBytes: Math.max(1.05 * budgetBytes, ...storedBytes) || 1,
    costPerDay: before > 0 ? Math.min(dearest, 1.25 * before) : dearest,
  }
}

/** Both axes start at 0. */
export function comparisonPlane(data: ComparisonData, size: ChartSize): ComparisonPlane {
  const edge = comparisonEdge(data)
  const axis = costAxis(edge.costPerDay, data.costUnit)
  const unit = byteUnit(edge.replicaBytes)
  const [top, bottom] = [44, size.heightPx - 50]
  const y = scaleLinear([0, (edge.costPerDay / axis.perTick) * 1.04 || 1], [bottom, top])
  const yTicks = y.ticks(5).map(v => ({at: y(v), text: axis.print(v)}))
  const [left, right] = [tickRoom(yTicks.map(t => t.text)), size.widthPx - 12]
  const x = scaleLinear([0, edge.replicaBytes / unit.bytes], [left, right])
  return {
    left,
    right,
    top,
    bottom,
    xOfBytes: bytes => x(bytes / unit.bytes),
    yOfCost: cost => y(cost / axis.perTick),
    xTicks: x.ticks(size.name === 'wide' ? 7 : 4).map(v => ({at: x(v), text: formatNumber(v)})),
    yTicks,
    xTitle: `replica storage, ${unit.name}`,
    yTitle: axis.title,
    isInSight: s => s.replicaBytes <= edge.replicaBytes && s.wanCostPerDay <= edge.costPerDay * 1.04,
  }
}
