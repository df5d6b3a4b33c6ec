import {edgeBytes, edgeSlope, type HullEdges} from './hull-edges.js'
import type {CachingProblem} from './problem.js'
import {orderBySlope} from './slope-order.js'

/** The first edge, by falling slope, that no longer fits a capacity; all before it fit together. */
export interface CriticalEdge {
  /** Currency per byte and day; 0 where every edge fits. */
  readonly slope: number
  /** Infinity where every edge fits. */
  readonly edge: number
  /** Bytes of the capacity that are left for it: less than it needs. */
  readonly roomBytes: number
}

/** Stands behind every edge: nothing is critical. */
export const NOT_CRITICAL: CriticalEdge = {
  slope: 0,
  edge: Number.POSITIVE_INFINITY,
  roomBytes: Number.POSITIVE_INFINITY,
}

/** True where an edge of this slope comes before the critical one (steeper, or as steep and lower). */
export function isBefore(critical: CriticalEdge, slope: number, edge: number): boolean {
  return slope > critical.slope || (slope === critical.slope && edge < critical.edge)
}

/** How many bytes of an edge count; the edge's own bytes, or less where another limit cuts it. */
export type CountedBytes = (edge: number, first: number, curve: number) => number

/**
 * Finds the critical edge of curves `fromCurve … toCurve` for a capacity without sorting them: histograms of bytes over the
 * upper and then the lower 16 bits of the rounded slopes narrow it down to the edges with equal bits, and only
 * these are put in order. Time O(edges), memory 1 MB. Source: the linear-time selection of Dyer (1984) and Zemel (1984), with
 * buckets in place of medians.
 */
export function criticalEdge(
  problem: CachingProblem,
  edges: HullEdges,
  fromCurve: number,
  toCurve: number,
  capacityBytes: number,
  countedBytes: CountedBytes,
): CriticalEdge {
  if (capacityBytes === Number.POSITIVE_INFINITY) return NOT_CRITICAL
  const {start, slopeKey} = edges
  const histogram = new Float64Array(65536)
  for (let c = fromCurve; c < toCurve; c++) {
    for (let e = start[c]; e < start[c + 1]; e++) histogram[slopeKey[e] >>> 16] += countedBytes(e, start[c], c)
  }
  const upper = crossing(histogram, capacityBytes)
  if (upper.bucket < 0) return NOT_CRITICAL
  histogram.fill(0)
  for (let c = fromCurve; c < toCurve; c++) {
    for (let e = start[c]; e < start[c + 1]; e++) {
      if (slopeKey[e] >>> 16 === upper.bucket) histogram[slopeKey[e] & 65535] += countedBytes(e, start[c], c)
    }
  }
  const lower = crossing(histogram, upper.roomBytes)
  const key = upper.bucket * 65536 + Math.max(lower.bucket, 0)
  const edgeOf: number[] = []
  const curveOf: number[] = []
  for (let c = fromCurve; c < toCurve; c++) {
    for (let e = start[c]; e < start[c + 1]; e++) {
      if (slopeKey[e] === key) {
        edgeOf.push(e)
        curveOf.push(c)
      }
    }
  }
  const slopes = Float64Array.from(edgeOf, (e, i) => edgeSlope(problem, edges, e, start[curveOf[i]]))
  let roomBytes = lower.roomBytes
  for (const i of orderBySlope(slopes)) {
    const bytes = countedBytes(edgeOf[i], start[curveOf[i]], curveOf[i])
    if (bytes > roomBytes) return {slope: slopes[i], edge: edgeOf[i], roomBytes}
    roomBytes -= bytes
  }
  return NOT_CRITICAL
}

/** The highest bucket at which the sum from above exceeds the capacity, and the room left before it; −1 where none does. */
function crossing(histogram: Float64Array, capacityBytes: number): {bucket: number; roomBytes: number} {
  let roomBytes = capacityBytes
  for (let b = histogram.length - 1; b >= 0; b--) {
    if (histogram[b] > roomBytes) return {bucket: b, roomBytes}
    roomBytes -= histogram[b]
  }
  return {bucket: -1, roomBytes}
}

/** Counts each edge in full. */
export function wholeEdges(problem: CachingProblem, edges: HullEdges): CountedBytes {
  return (edge, first) => edgeBytes(problem, edges, edge, first)
}
