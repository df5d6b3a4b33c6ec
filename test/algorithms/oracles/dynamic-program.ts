import type {CachingProblem} from '../../../algorithms/caching/problem.js'

/**
 * The most that can be saved per day, by dynamic programming over whole bytes: dp(curve, bytes), first within each region
 * and then over the regions. For whole bytes and small budgets.
 */
export function dynamicProgramSaving(problem: CachingProblem): number {
  const wanted = Array.from({length: problem.regionCount}, (_, e) => {
    let bytes = 0
    for (let c = problem.regionStart[e]; c < problem.regionStart[e + 1]; c++) {
      const last = problem.pointStart[c + 1] - 1
      if (last >= problem.pointStart[c]) bytes += problem.storedBytes[last]
    }
    return bytes
  })
  const limit = Math.min(
    problem.totalBudgetBytes,
    wanted.reduce((sum, bytes) => sum + bytes, 0),
  )
  let overRegions = new Float64Array(limit + 1)
  for (let e = 0; e < problem.regionCount; e++) {
    const regionLimit = Math.min(limit, problem.regionBudgetBytes[e], wanted[e])
    let within = new Float64Array(regionLimit + 1)
    for (let c = problem.regionStart[e]; c < problem.regionStart[e + 1]; c++) {
      const next = within.slice()
      for (let p = problem.pointStart[c]; p < problem.pointStart[c + 1]; p++) {
        const bytes = problem.storedBytes[p]
        for (let b = bytes; b <= regionLimit; b++) {
          next[b] = Math.max(next[b], within[b - bytes] + problem.savedCostPerDay[p])
        }
      }
      within = next
    }
    const merged = overRegions.slice()
    for (let b = 0; b <= limit; b++) {
      for (let own = 0; own <= Math.min(b, regionLimit); own++) {
        merged[b] = Math.max(merged[b], overRegions[b - own] + within[own])
      }
    }
    overRegions = merged
  }
  return overRegions[limit]
}
