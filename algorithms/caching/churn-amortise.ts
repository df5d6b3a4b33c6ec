import {IsthmusError} from '../../model/errors.js'
import type {Placement} from '../../model/placement.js'
import {linkPrice} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'
import {missingBytes, type PreviousWindows, WindowGroups, windowFillBytes} from './churn-held.js'
import type {CachingProblem} from './problem.js'

/**
 * The same problem with the one-off fill of what yesterday's windows do not hold spread over `horizonDays`:
 *
 *   saved'(L) = saved(L) − w(home, e) · Σ_{1 ≤ a < L, a not held} bytes(a) / horizonDays
 *
 * Age 0 is the day's refresh and no fill; a snapshot table's one version counts whole where it was not held. With even
 * partitions this is the paper's G_a = R_a − (1 − I_a)·S/δ at δ = horizonDays (Yugong, PVLDB 2019; papers.md 1.3).
 * A curve may fall where its fill costs more than its reads save. Infinity leaves every value as it is.
 *
 * Who sees what: prefix members read `savedCostPerDay`. `windows` takes an age's reads from the differences of
 * `savedCostPerDay`, which hold the fill of the ages since the last read age, that age included. A window that starts at a read age
 * does not fill these: so `ages.refreshCostPerDay` falls by the same amount there, and windows that start at 0 or a read
 * age are priced exactly. (A snapshot's version is filled at its start: its refresh stays.) `tableWalks` stay as they are: what a
 * region fills depends there on who else holds the table, which an age profile cannot say. So `holders` sees the fill of
 * the tables that it takes as curves, and none for those whose regions serve one another.
 *
 * @param placement homes; the fill is priced from there
 * @param asOfDay first day of the plan; `previous` was in force the day before
 */
export function amortiseFill(
  problem: CachingProblem,
  workload: Workload,
  placement: Placement,
  previous: PreviousWindows,
  horizonDays: number,
  asOfDay: number = workload.toDay + 1,
): CachingProblem {
  if (!(horizonDays > 0)) {
    throw new IsthmusError(
      'usage',
      `the horizon over which fill is spread is ${horizonDays} days`,
      'Give a number of days above 0; Infinity ignores the fill.',
    )
  }
  const {tables, topology} = workload
  const held = new WindowGroups(previous, topology.regions.length)
  const savedCostPerDay = Float64Array.from(problem.savedCostPerDay as ArrayLike<number>)
  const detail = problem.ages
  const ageRefreshCost = Float64Array.from((detail?.refreshCostPerDay ?? []) as ArrayLike<number>)
  for (let c = 0; c < problem.curveCount; c++) {
    const table = problem.curveTable[c]
    const region = problem.curveRegion[c]
    const price = linkPrice(topology, placement.tableRegion[table], region) / horizonDays
    const group = held.groupOf(table, region)
    const isSnapshot = tables.snapshot[table] === 1
    let fillBytes = isSnapshot ? windowFillBytes(tables, table, 0, 1, held, group, asOfDay) : 0
    let fromAge = 1
    for (let p = problem.pointStart[c]; p < problem.pointStart[c + 1]; p++) {
      if (!isSnapshot) {
        const toAge = problem.lifeSpanDays[p]
        const addedBytes = missingBytes(tables, table, fromAge, toAge, held, group, asOfDay)
        if (detail !== undefined) ageRefreshCost[p] -= addedBytes * price
        fillBytes += addedBytes
        fromAge = Math.max(fromAge, toAge)
      }
      savedCostPerDay[p] -= fillBytes * price
    }
  }
  return {
    ...problem,
    savedCostPerDay,
    ...(detail === undefined ? {} : {ages: {...detail, refreshCostPerDay: ageRefreshCost}}),
  }
}
