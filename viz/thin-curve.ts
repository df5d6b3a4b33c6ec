import type {CurvePoint} from './report-data.js'

/**
 * At most `maxCount` (≥ 2) of the points of a curve, so that a frontier of a million corners fits a report: the first, the last and,
 * between them, those that advance the curve by an even share of its length (both axes scaled to 1). Points must come by rising replica bytes.
 */
export function thinCurve(points: readonly CurvePoint[], maxCount: number): readonly CurvePoint[] {
  if (points.length <= maxCount) return points
  const first = points[0]!
  const last = points[points.length - 1]!
  const width = Math.abs(last.replicaBytes - first.replicaBytes) || 1
  const height = Math.abs(first.wanCostPerDay - last.wanCostPerDay) || 1
  const along = (p: CurvePoint, q: CurvePoint): number =>
    Math.abs(q.replicaBytes - p.replicaBytes) / width + Math.abs(q.wanCostPerDay - p.wanCostPerDay) / height
  let total = 0
  for (let i = 1; i < points.length; i++) total += along(points[i - 1]!, points[i]!)
  const kept = [first]
  let walked = 0
  for (let i = 1; i < points.length - 1 && kept.length < maxCount - 1; i++) {
    walked += along(points[i - 1]!, points[i]!)
    if (walked >= (kept.length * total) / (maxCount - 1)) kept.push(points[i]!)
  }
  kept.push(last)
  return kept
}
