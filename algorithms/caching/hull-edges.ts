import type {CachingProblem} from './problem.js'

/**
 * The upper concave hulls of all curves from (0 bytes, 0 saved), edge by edge: those of curve c are
 * `start[c] … start[c + 1]`, steepest first. An edge runs from the end of the one before (the first: from nothing)
 * to point `endPoint[edge]`. Only edges that save something are kept.
 */
export interface HullEdges {
  readonly start: Int32Array
  readonly endPoint: Int32Array
  /** Bits of the slope rounded to 32 bits: ordered as the slopes are, up to equal keys. */
  readonly slopeKey: Uint32Array
}

/**
 * Builds the hulls in one pass. Time O(points), memory 8 bytes a point (touched only where there is an edge) and 4 a
 * curve. Slopes along a curve fall strictly, as computed by `edgeSlope`. Source: Sinha & Zoltners (1979), LP dominance in
 * the multiple-choice knapsack; the scan is Andrew's monotone chain.
 */
export function hullEdges(problem: CachingProblem): HullEdges {
  const {curveCount, pointStart, storedBytes, savedCostPerDay} = problem
  const capacity = pointStart[curveCount]
  const start = new Int32Array(curveCount + 1)
  const endPoint = new Int32Array(capacity)
  const roundedSlope = new Float32Array(capacity)
  const slopes = new Float64Array(longestCurve(problem))
  let count = 0
  for (let c = 0; c < curveCount; c++) {
    const first = count
    const end = pointStart[c + 1]
    for (let p = pointStart[c]; p < end; p++) {
      const bytes = storedBytes[p]
      const saved = savedCostPerDay[p]
      let slope = 0
      for (;;) {
        const depth = count - first
        const from = depth === 0 ? -1 : endPoint[count - 1]
        slope = from < 0 ? saved / bytes : (saved - savedCostPerDay[from]) / (bytes - storedBytes[from])
        if (depth === 0 || !(slope >= slopes[depth - 1])) break
        count--
      }
      if (slope > 0) {
        slopes[count - first] = slope
        roundedSlope[count] = slope
        endPoint[count++] = p
      }
    }
    start[c + 1] = count
  }
  return {
    start,
    endPoint: endPoint.subarray(0, count),
    slopeKey: new Uint32Array(roundedSlope.buffer, 0, count),
  }
}

function longestCurve(problem: CachingProblem): number {
  let longest = 0
  for (let c = 0; c < problem.curveCount; c++) {
    longest = Math.max(longest, problem.pointStart[c + 1] - problem.pointStart[c])
  }
  return longest
}

/** Bytes that an edge of a curve adds. `first` is the curve's first edge. */
export function edgeBytes(problem: CachingProblem, edges: HullEdges, edge: number, first: number): number {
  const bytes = problem.storedBytes[edges.endPoint[edge]]
  return edge === first ? bytes : bytes - problem.storedBytes[edges.endPoint[edge - 1]]
}

/** What an edge of a curve saves, in currency per day. */
export function edgeGain(problem: CachingProblem, edges: HullEdges, edge: number, first: number): number {
  const saved = problem.savedCostPerDay[edges.endPoint[edge]]
  return edge === first ? saved : saved - problem.savedCostPerDay[edges.endPoint[edge - 1]]
}

/** Saving per byte of an edge; Infinity where it stores nothing more. */
export function edgeSlope(problem: CachingProblem, edges: HullEdges, edge: number, first: number): number {
  return edgeGain(problem, edges, edge, first) / edgeBytes(problem, edges, edge, first)
}
