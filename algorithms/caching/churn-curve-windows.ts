import {windowStoredBytes} from '../../model/partition-sizes.js'
import type {Workload} from '../../model/workload.js'
import type {PreviousWindows} from './churn-held.js'
import {WindowGroups} from './churn-held.js'
import type {CachingProblem, Windows} from './problem.js'

/** Windows of every curve with what they save and store: those of curve c are the rows `start[c] … start[c + 1]`. */
export interface CurveWindows {
  readonly start: Int32Array
  readonly fromAge: readonly number[]
  readonly toAge: readonly number[]
  /** By curve, in currency per day: reads made local minus refreshes, fed from home. */
  readonly savedCostPerDay: Float64Array
  /** By curve, on the last day of the history (formats.md 3.6). */
  readonly storedBytes: Float64Array
}

/** The windows of an outcome, as they are. */
export function chosenWindows(problem: CachingProblem, workload: Workload, chosen: Windows): CurveWindows {
  let row = 0
  return gather(problem, workload, (c, add) => {
    for (; row < chosen.curve.length && chosen.curve[row] === c; row++) add(chosen.fromAge[row], chosen.toAge[row])
  })
}

/**
 * Yesterday's windows that a curve stands for, cut to the ages that are read today: one that starts at 0 ends after the last age
 * that is read, another starts at the first too. Left out are windows without such an age, of tables that a region does not
 * read any more, and, in a problem without ages, windows that do not start at 0.
 */
export function previousWindows(problem: CachingProblem, workload: Workload, previous: PreviousWindows): CurveWindows {
  const groups = new WindowGroups(previous, problem.regionCount)
  return gather(problem, workload, (c, add) => {
    const group = groups.groupOf(problem.curveTable[c], problem.curveRegion[c])
    if (group < 0) return
    for (let row = groups.start[group]; row < groups.start[group + 1]; row++) {
      const fromAge = groups.fromAge[row]
      const {first, last} = pointsWithin(problem, c, fromAge, groups.toAge[row])
      if (last < first || (fromAge > 0 && problem.ages === undefined)) continue
      add(fromAge === 0 ? 0 : problem.lifeSpanDays[first] - 1, problem.lifeSpanDays[last])
    }
  })
}

function gather(
  problem: CachingProblem,
  workload: Workload,
  each: (curve: number, add: (fromAge: number, toAge: number) => void) => void,
): CurveWindows {
  const start = new Int32Array(problem.curveCount + 1)
  const savedCostPerDay = new Float64Array(problem.curveCount)
  const storedBytes = new Float64Array(problem.curveCount)
  const fromAge: number[] = []
  const toAge: number[] = []
  for (let c = 0; c < problem.curveCount; c++) {
    each(c, (from, to) => {
      fromAge.push(from)
      toAge.push(to)
      savedCostPerDay[c] += savedBy(problem, c, from, to)
      storedBytes[c] += windowStoredBytes(workload.tables, problem.curveTable[c], from, to, workload.toDay)
    })
    start[c + 1] = fromAge.length
  }
  return {start, fromAge, toAge, savedCostPerDay, storedBytes}
}

/** The points of a curve whose age lies in [fromAge, toAge): `first … last`, none where last < first. */
function pointsWithin(problem: CachingProblem, curve: number, fromAge: number, toAge: number) {
  const {pointStart, lifeSpanDays} = problem
  let first = pointStart[curve]
  while (first < pointStart[curve + 1] && lifeSpanDays[first] <= fromAge) first++
  let last = first - 1
  while (last + 1 < pointStart[curve + 1] && lifeSpanDays[last + 1] <= toAge) last++
  return {first, last}
}

/** What one window saves per day by the points of its curve. One that starts between read ages refreshes as at the next read age. */
function savedBy(problem: CachingProblem, curve: number, fromAge: number, toAge: number): number {
  const {first, last} = pointsWithin(problem, curve, fromAge, toAge)
  const ownRefresh = problem.refreshCostPerDay[curve]
  if (last < first) return -ownRefresh
  if (fromAge === 0) return problem.savedCostPerDay[last]
  const before = first === problem.pointStart[curve] ? -ownRefresh : problem.savedCostPerDay[first - 1]
  return problem.savedCostPerDay[last] - before - (problem.ages?.refreshCostPerDay[first] ?? ownRefresh)
}
