import {type Choice, NOTHING} from './choice.js'
import type {LinearCaching} from './hull-linear.js'
import type {CachingProblem} from './problem.js'

/** The curves, and of each the points, among which a better choice can lie. All other curves stay as they are. */
export interface Core {
  readonly curve: Int32Array
  /** Points of core curve i are `columnStart[i] … columnStart[i + 1]` of `columnPoint`, by rising bytes. */
  readonly columnStart: Int32Array
  readonly columnPoint: Int32Array
  /** True: a choice better than the present one that is not in the core does not exist. */
  readonly isComplete: boolean
}

const BISECTIONS = 20

/**
 * Reduced-cost fixing. At the dual prices λ a choice is worth bound − Σ shortfalls − λ·(unused bytes), where the shortfall
 * of a point is how far its saving − λ·bytes lies below the best of its curve. So a point whose shortfall exceeds
 * `gap` = bound − present saving is in no better choice. Points that store more and save no more are left out too.
 * Source: Dembo & Hammer (1980); Pisinger (1995) for cores in the multiple-choice knapsack.
 *
 * If more than `mostColumns` points remain, those with the smallest shortfalls are kept, and the core is not complete.
 * The present point of a core curve is always in it. Time O(points), about 20 times that where the core is cut.
 * @param gap currency per day, ≥ 0
 */
export function findCore(
  problem: CachingProblem,
  linear: LinearCaching,
  choice: Choice,
  fromRegion: number,
  toRegion: number,
  gap: number,
  mostColumns: number,
): Core {
  const visit = (limit: number, visitor: (curve: number, points: Int32Array, count: number) => boolean): void => {
    const points = new Int32Array(longestCurve(problem, fromRegion, toRegion))
    for (let e = fromRegion; e < toRegion; e++) {
      const price = linear.totalPrice + linear.regionPrice[e]
      for (let c = problem.regionStart[e]; c < problem.regionStart[e + 1]; c++) {
        const count = survivors(problem, c, choice[c], price, limit, points)
        if (count > 0 && !visitor(c, points, count)) return
      }
    }
  }
  const columnsWithin = (limit: number): number => {
    let columns = 0
    visit(limit, (_curve, _points, count) => {
      columns += count
      return true
    })
    return columns
  }

  let limit = gap
  let isComplete = columnsWithin(gap) <= mostColumns
  if (!isComplete) {
    let low = 0
    let high = gap
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (low + high) / 2
      if (columnsWithin(middle) <= mostColumns) low = middle
      else high = middle
    }
    limit = low
  }
  const curve: number[] = []
  const columnPoint: number[] = []
  const columnStart = [0]
  visit(limit, (c, points, count) => {
    if (columnPoint.length + count > mostColumns) {
      isComplete = false
      return false
    }
    curve.push(c)
    for (let i = 0; i < count; i++) columnPoint.push(points[i])
    columnStart.push(columnPoint.length)
    return true
  })
  return {
    curve: Int32Array.from(curve),
    columnStart: Int32Array.from(columnStart),
    columnPoint: Int32Array.from(columnPoint),
    isComplete,
  }
}

/** Writes the points of a curve that may matter; 0 where only its present choice does. */
function survivors(
  problem: CachingProblem,
  curve: number,
  present: number,
  price: number,
  limit: number,
  points: Int32Array,
): number {
  const {storedBytes, savedCostPerDay, pointStart} = problem
  const end = pointStart[curve + 1]
  let best = 0
  for (let p = pointStart[curve]; p < end; p++) {
    best = Math.max(best, savedCostPerDay[p] - price * storedBytes[p])
  }
  let count = 0
  let mostSaved = 0
  let isOpen = present !== NOTHING && best <= limit
  for (let p = pointStart[curve]; p < end; p++) {
    const saved = savedCostPerDay[p]
    if (saved <= mostSaved) continue
    const isWithin = best - (saved - price * storedBytes[p]) <= limit
    if (!isWithin && p !== present) continue
    if (p !== present) isOpen = true
    mostSaved = saved
    points[count++] = p
  }
  return isOpen ? count : 0
}

function longestCurve(problem: CachingProblem, fromRegion: number, toRegion: number): number {
  let longest = 0
  for (let c = problem.regionStart[fromRegion]; c < problem.regionStart[toRegion]; c++) {
    longest = Math.max(longest, problem.pointStart[c + 1] - problem.pointStart[c])
  }
  return longest
}
