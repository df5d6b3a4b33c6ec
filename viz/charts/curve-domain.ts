import {max, min} from 'd3'
import type {CurvePoint, PolicyCurve, ReportData} from '../report-data.js'

/** A budget so many times beyond all else would press the curve against the left edge; it is then only named. */
const mostRoomForBudget = 6

/**
 * Replica bytes at the right edge of the storage–bandwidth chart: far enough to show the budget, the plan and where the best
 * line has reached 98 % of all that it can save; not as far as a policy that copies everything. Never 0.
 */
export function curveDomainBytes({storageCurve, headline}: ReportData): number {
  const {policies, boundPoints, chosen} = storageCurve
  const all = policies.flatMap(p => p.points)
  const largest = Math.max(chosen.replicaBytes, max([...all, ...boundPoints], p => p.replicaBytes) ?? 0)
  const lines = policies.filter(p => p.isLine).map(p => p.points)
  const knees = [...lines, boundPoints].map(kneeBytes)
  const needed = Math.max(1.5 * chosen.replicaBytes, ...knees)
  const budgetBytes = headline.budgetBytes ?? 0
  const shownBudget = budgetBytes > mostRoomForBudget * needed && needed > 0 ? 0 : budgetBytes
  const wanted = Math.max(needed, 1.5 * shownBudget)
  return Math.min(wanted || largest, Math.max(largest, 1.1 * shownBudget)) || 1
}

function kneeBytes(points: readonly CurvePoint[]): number {
  if (points.length < 2) return 0
  const start = points[0]!.wanCostPerDay
  const saved = start - min(points, p => p.wanCostPerDay)!
  return points.find(p => start - p.wanCostPerDay >= 0.98 * saved)!.replicaBytes
}

/** The part of a line at or left of `endBytes`, its last point interpolated there; a line that ends before goes on flat. */
export function clipLine(points: readonly CurvePoint[], endBytes: number): CurvePoint[] {
  const inside = points.filter(p => p.replicaBytes <= endBytes)
  const last = inside[inside.length - 1]
  if (last === undefined) return []
  const next = points[inside.length]
  const t = next === undefined ? 0 : (endBytes - last.replicaBytes) / (next.replicaBytes - last.replicaBytes)
  const mix = (from: number, to: number): number => from + t * (to - from)
  const wanBytesPerDay = mix(last.wanBytesPerDay, next?.wanBytesPerDay ?? last.wanBytesPerDay)
  const wanCostPerDay = mix(last.wanCostPerDay, next?.wanCostPerDay ?? last.wanCostPerDay)
  return [...inside, {replicaBytes: endBytes, wanBytesPerDay, wanCostPerDay}]
}

/** Policies with points, all of them right of the edge. */
export function policiesBeyond(data: ReportData): readonly PolicyCurve[] {
  const endBytes = curveDomainBytes(data)
  return data.storageCurve.policies.filter(
    ({points, isLine}) => !isLine && points.length > 0 && points.every(p => p.replicaBytes > endBytes),
  )
}
