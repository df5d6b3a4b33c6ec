import {type Choice, NOTHING} from './choice.js'
import type {AgeDetail, CachingProblem, Windows} from './problem.js'
import {WindowHull} from './window-hull.js'

/**
 * The same curves with other points: the window choices of `WindowHull` in place of the prefixes. Row i of the point
 * columns is a whole set of windows of its curve; `lifeSpanDays` is where the last of them ends and need not rise.
 * Everything that reads only bytes and savings (relaxation, fill, repair, frontier) works on it as on any other.
 *
 * Time O(choices · ages) for the walks, memory 20 bytes a choice. Windows are not kept but built again by `windowsOf`.
 */
export function windowProblem(problem: CachingProblem, detail: AgeDetail): CachingProblem {
  const hull = new WindowHull(problem, detail)
  const pointStart = new Int32Array(problem.curveCount + 1)
  let capacity = Math.max(16, problem.pointStart[problem.curveCount])
  let storedBytes = new Float64Array(capacity)
  let savedCostPerDay = new Float64Array(capacity)
  let lifeSpanDays = new Int32Array(capacity)
  let count = 0
  for (let c = 0; c < problem.curveCount; c++) {
    hull.build(c)
    if (count + hull.count > capacity) {
      capacity = Math.max(count + hull.count, Math.ceil(capacity * 1.5))
      storedBytes = resized(storedBytes, capacity)
      savedCostPerDay = resized(savedCostPerDay, capacity)
      const longer = new Int32Array(capacity)
      longer.set(lifeSpanDays)
      lifeSpanDays = longer
    }
    for (let i = 0; i < hull.count; i++) {
      storedBytes[count] = hull.storedBytes[i]
      savedCostPerDay[count] = hull.savedCostPerDay[i]
      lifeSpanDays[count] = hull.lastAge(i)
      count++
    }
    pointStart[c + 1] = count
  }
  return {
    regionCount: problem.regionCount,
    regionStart: problem.regionStart,
    curveCount: problem.curveCount,
    curveTable: problem.curveTable,
    curveRegion: problem.curveRegion,
    pointStart,
    lifeSpanDays: lifeSpanDays.subarray(0, count),
    storedBytes: storedBytes.subarray(0, count),
    savedCostPerDay: savedCostPerDay.subarray(0, count),
    refreshCostPerDay: problem.refreshCostPerDay,
    regionBudgetBytes: problem.regionBudgetBytes,
    totalBudgetBytes: problem.totalBudgetBytes,
    storagePricePerByte: problem.storagePricePerByte,
  }
}

function resized(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(length)
  next.set(column)
  return next
}

/** The windows of a choice among the points of `windowProblem(problem, detail)`, in ages. Builds only the chosen curves again. */
export function windowsOf(
  problem: CachingProblem,
  detail: AgeDetail,
  windowPoints: CachingProblem,
  choice: Choice,
): Windows {
  const hull = new WindowHull(problem, detail)
  const curve: number[] = []
  const fromAge: number[] = []
  const toAge: number[] = []
  for (let c = 0; c < problem.curveCount; c++) {
    if (choice[c] === NOTHING) continue
    hull.build(c)
    hull.pushWindows(choice[c] - windowPoints.pointStart[c], fromAge, toAge)
    while (curve.length < fromAge.length) curve.push(c)
  }
  return {curve: Int32Array.from(curve), fromAge: Int32Array.from(fromAge), toAge: Int32Array.from(toAge)}
}
