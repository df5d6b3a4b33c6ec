import type {CachingProblem} from '../../../algorithms/caching/problem.js'

/** The most that can be saved per day within the budgets, by trying every point of every curve. For up to 8 curves. */
export function bruteForceSaving(problem: CachingProblem): number {
  const room = Array.from({length: problem.regionCount}, (_, e) => problem.regionBudgetBytes[e])
  const most = (curve: number, totalRoom: number): number => {
    if (curve === problem.curveCount) return 0
    let best = most(curve + 1, totalRoom)
    const region = problem.curveRegion[curve]
    for (let p = problem.pointStart[curve]; p < problem.pointStart[curve + 1]; p++) {
      const bytes = problem.storedBytes[p]
      if (bytes > room[region] || bytes > totalRoom) continue
      room[region] -= bytes
      best = Math.max(best, problem.savedCostPerDay[p] + most(curve + 1, totalRoom - bytes))
      room[region] += bytes
    }
    return best
  }
  return most(0, problem.totalBudgetBytes)
}
