import type {CachingProblem} from './problem.js'

/** The points that a best choice can be made of: those of curve c are `start[c] … start[c + 1]` of `point`, by rising bytes and rising saving. */
export interface UsefulPoints {
  readonly start: Int32Array
  readonly point: Int32Array
}

/**
 * Leaves out what no best choice needs: points that save nothing, that store at least as much as another of their curve
 * and save no more (dominated), or that alone overflow a budget. Time O(points). Nothing else is left out: this is the
 * whole 0/1 problem.
 */
export function usefulPoints(problem: CachingProblem): UsefulPoints {
  const {curveCount, curveRegion, pointStart, storedBytes, savedCostPerDay} = problem
  const start = new Int32Array(curveCount + 1)
  const point = new Int32Array(pointStart[curveCount])
  let count = 0
  for (let c = 0; c < curveCount; c++) {
    const fits = Math.min(problem.regionBudgetBytes[curveRegion[c]], problem.totalBudgetBytes)
    let mostSaved = 0
    for (let p = pointStart[c]; p < pointStart[c + 1]; p++) {
      if (storedBytes[p] > fits) break
      if (savedCostPerDay[p] <= mostSaved) continue
      mostSaved = savedCostPerDay[p]
      if (count > start[c] && storedBytes[point[count - 1]] === storedBytes[p]) count--
      point[count++] = p
    }
    start[c + 1] = count
  }
  return {start, point: point.slice(0, count)}
}
