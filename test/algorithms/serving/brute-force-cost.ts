import type {Assignment, ServingProblem} from '../../../algorithms/serving/problem.js'
import {toPlacement} from '../../../algorithms/serving/to-placement.js'
import {objective, regionOfJob} from '../../../model/objective.js'
import {windowRefreshBytes, windowStoredBytes} from '../../../model/partition-sizes.js'
import type {Placement} from '../../../model/placement.js'
import type {Workload} from '../../../model/workload.js'

interface Window {
  readonly table: number
  readonly region: number
  readonly fromAge: number
  readonly toAge: number
}

/**
 * The cheapest replica windows of every table in every region, by trying all sets of the ages 0 … oldest; all fed from home.
 * Knows the workload and the placement only, and nothing of serving.
 */
function bestWindows(workload: Workload, placement: Placement, storagePrice: ArrayLike<number>) {
  const {tables, jobs, reads, topology, dayCount, fromDay, toDay} = workload
  const regions = topology.regions.length
  const windows: Window[] = []
  let cost = 0
  for (let table = 0; table < tables.names.length; table++) {
    for (let region = 0; region < regions; region++) {
      const home = placement.tableRegion[table]
      if (region === home) continue
      const price = topology.linkPricePerByte[home * regions + region] / dayCount
      const demand = new Map<number, number>()
      for (let j = 0; j < jobs.names.length; j++) {
        if (regionOfJob(workload, placement, j) !== region) continue
        for (let i = reads.start[j]; i < reads.start[j + 1]; i++) {
          if (reads.table[i] !== table) continue
          demand.set(reads.ageDays[i], (demand.get(reads.ageDays[i]) ?? 0) + reads.demandBytes[i])
        }
      }
      const oldest = Math.max(-1, ...demand.keys())
      let best = Infinity
      let bestSet = 0
      const sets = tables.replicable[table] === 1 ? 2 ** (oldest + 1) : 1
      for (let set = 0; set < sets; set++) {
        const costOfSet =
          windowsOf(set).reduce(
            (sum, [fromAge, toAge]) =>
              sum +
              windowRefreshBytes(tables, table, fromAge, fromDay, toDay) * price +
              windowStoredBytes(tables, table, fromAge, toAge, toDay) * storagePrice[region],
            0,
          ) + [...demand].reduce((sum, [age, bytes]) => sum + ((set >> age) & 1 ? 0 : bytes * price), 0)
        if (costOfSet < best) [best, bestSet] = [costOfSet, set]
      }
      cost += best
      windows.push(...windowsOf(bestSet).map(([fromAge, toAge]) => ({table, region, fromAge, toAge})))
    }
  }
  return {cost, windows}
}

/** The runs of ones of a set of ages, as [fromAge, toAge). */
function windowsOf(set: number): [number, number][] {
  const windows: [number, number][] = []
  for (let age = 0; set >> age > 0; age++) {
    if (((set >> age) & 1) === 0) continue
    const from = age
    while ((set >> age) & 1) age++
    windows.push([from, age])
  }
  return windows
}

/**
 * What an assignment costs a day, by brute force: `fedFromHome` with replicas and remote reads from home, and `accounted` as THE
 * objective accounts the same windows (with priced storage on top): never more, and the same where all links have one price.
 */
export function bruteForceCost(
  problem: ServingProblem,
  workload: Workload,
  assignment: Assignment,
  storagePrice: ArrayLike<number>,
): {fedFromHome: number; accounted: number} {
  const placement = toPlacement(problem, workload, assignment)
  const {cost, windows} = bestWindows(workload, placement, storagePrice)
  const withWindows: Placement = {
    ...placement,
    windows: {
      count: windows.length,
      table: Int32Array.from(windows, w => w.table),
      region: Int32Array.from(windows, w => w.region),
      fromAge: Int32Array.from(windows, w => w.fromAge),
      toAge: Int32Array.from(windows, w => w.toAge),
    },
  }
  const account = objective(workload, withWindows, workload.toDay + 1)
  const {remoteReadCost, refreshCost, writeBackCost} = account.traffic
  const stored = account.replicaBytes.reduce((sum, bytes, e) => sum + bytes * storagePrice[e], 0)
  return {
    fedFromHome: cost + writeBackCost / workload.dayCount,
    accounted: (remoteReadCost + refreshCost + writeBackCost) / workload.dayCount + stored,
  }
}
