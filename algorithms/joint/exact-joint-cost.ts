import {regionOfJob} from '../../model/objective.js'
import {windowRefreshBytes} from '../../model/partition-sizes.js'
import type {Placement} from '../../model/placement.js'
import {linkPrice} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'
import {moveCost} from './exact-joint-homes.js'

/** What a placement costs a day, on average, in currency. */
export interface HomeFedCost {
  readonly wanCostPerDay: number
  /** Priced one-off bytes of the moves, spread over the horizon; 0 without one. */
  readonly moveCostPerDay: number
}

/**
 * The cost of formats.md section 3 with one difference: what is not local comes from home, reads and refreshes alike. Equal
 * to `objective` where every link has the same price (no other holder is cheaper then) and no run failed; never less than it otherwise,
 * but for the reads of failed runs, which are not planned for. Computed from the decisions alone, by no program.
 */
export function homeFedCost(workload: Workload, placement: Placement, moveHorizonDays?: number): HomeFedCost {
  const {tables, jobs, reads, writes, topology, fromDay, toDay, dayCount, projects} = workload
  const {windows, tableRegion} = placement
  const isLocal = localReads(placement)
  let cost = 0
  for (let j = 0; j < jobs.names.length; j++) {
    const region = regionOfJob(workload, placement, j)
    for (let i = reads.start[j]; i < reads.start[j + 1]; i++) {
      const table = reads.table[i]
      if (isLocal(table, region, reads.ageDays[i])) continue
      cost += reads.demandBytes[i] * linkPrice(topology, tableRegion[table], region)
    }
    for (let i = writes.start[j]; i < writes.start[j + 1]; i++) {
      cost += writes.bytes[i] * linkPrice(topology, region, tableRegion[writes.table[i]])
    }
  }
  for (let w = 0; w < windows.count; w++) {
    const table = windows.table[w]
    const bytes = windowRefreshBytes(tables, table, windows.fromAge[w], fromDay, toDay)
    cost += bytes * linkPrice(topology, tableRegion[table], windows.region[w])
  }
  let moves = 0
  for (let t = 0; moveHorizonDays !== undefined && t < tables.names.length; t++) {
    if (tableRegion[t] !== projects.region[tables.project[t]]) moves += moveCost(workload, t, tableRegion[t])
  }
  return {wanCostPerDay: cost / dayCount, moveCostPerDay: moveHorizonDays === undefined ? 0 : moves / moveHorizonDays}
}

function localReads({windows, tableRegion}: Placement): (table: number, region: number, age: number) => boolean {
  const windowsOf = new Map<number, number[]>()
  for (let w = 0; w < windows.count; w++) {
    const own = windowsOf.get(windows.table[w])
    if (own === undefined) windowsOf.set(windows.table[w], [w])
    else own.push(w)
  }
  return (table, region, age) =>
    tableRegion[table] === region ||
    (windowsOf.get(table) ?? []).some(
      w => windows.region[w] === region && windows.fromAge[w] <= age && age < windows.toAge[w],
    )
}
