import {NOTHING} from './choice.js'
import type {Front} from './exact-dp-front.js'
import {EMPTY, type PartialPlans} from './exact-dp-partial-plans.js'
import type {UsefulPoints} from './exact-points.js'
import type {CachingProblem} from './problem.js'

/**
 * The greatest number of bytes of which every useful point of these curves stores a whole multiple, so that counting in it
 * loses nothing. 0 where nothing stores anything; undefined where a size is not whole, or not below 2^53.
 */
export function commonUnitBytes(problem: CachingProblem, useful: UsefulPoints, curves: Int32Array): number | undefined {
  let unit = 0
  for (const c of curves) {
    for (let i = useful.start[c]; i < useful.start[c + 1]; i++) {
      let bytes = problem.storedBytes[useful.point[i]]
      if (!Number.isSafeInteger(bytes)) return undefined
      while (bytes !== 0) {
        const rest = unit % bytes
        unit = bytes
        bytes = rest
      }
    }
  }
  return unit
}

/**
 * All fronts up to a capacity by the textbook table: most[w] = the most that the curves so far save within w units,
 *
 *   most'[w] = max(most[w], max over points of saved + most[w − stored])
 *
 * and which point gave it. The rows of the front are the w at which most rises; they store just w units.
 * Time O(cells · points of a curve), memory 4 bytes a cell (curves × units). The shortfall of the rows is left at 0.
 */
export function cellFront(
  problem: CachingProblem,
  useful: UsefulPoints,
  curves: Int32Array,
  units: number,
  unitBytes: number,
  plans: PartialPlans,
): Front {
  const cells = units + 1
  const most = new Float64Array(cells)
  const taken = new Int32Array(curves.length * cells).fill(NOTHING)
  for (const [i, c] of curves.entries()) {
    const base = i * cells
    for (let w = units; w >= 0; w--) {
      let best = most[w]
      for (let j = useful.start[c]; j < useful.start[c + 1]; j++) {
        const point = useful.point[j]
        const rest = w - unitsOf(problem, point, unitBytes)
        if (rest < 0) break
        const saved = most[rest] + problem.savedCostPerDay[point]
        if (saved <= best) continue
        best = saved
        taken[base + w] = point
      }
      most[w] = best
    }
  }

  const rows: number[] = [0]
  for (let w = 1; w <= units; w++) if (most[w] > most[w - 1]) rows.push(w)
  const plan = Int32Array.from(rows, row => {
    const points: number[] = []
    let w = row
    for (let i = curves.length - 1; i >= 0; i--) {
      const point = taken[i * cells + w]
      if (point === NOTHING) continue
      points.push(point)
      w -= unitsOf(problem, point, unitBytes)
    }
    return points.reduceRight((before, point) => plans.add(before, point), EMPTY)
  })
  return {
    bytes: Float64Array.from(rows, w => w * unitBytes),
    saved: Float64Array.from(rows, w => most[w]),
    shortfall: new Float64Array(rows.length),
    plan,
  }
}

function unitsOf(problem: CachingProblem, point: number, unitBytes: number): number {
  return unitBytes === 0 ? 0 : problem.storedBytes[point] / unitBytes
}
