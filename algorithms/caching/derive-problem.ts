import type {ReplicaBudgets} from '../../model/budgets.js'
import {partitionBytesOn, windowRefreshBytes, windowStoredBytes} from '../../model/partition-sizes.js'
import type {Placement} from '../../model/placement.js'
import {linkPrice} from '../../model/topology.js'
import {storageCostPerDay} from '../../model/units.js'
import type {Workload} from '../../model/workload.js'
import {gatherRemoteDemand} from './demand.js'
import type {CachingProblem} from './problem.js'
import {tableWalks} from './table-walks.js'

/**
 * The saving curves of every (region, table) with remote demand once homes and jobs are fixed (design.md section 2):
 * saved(L) = Σ_{a < L} R(t, e, a)·w(home, e) − refresh(t)·w(home, e), stored(L) = bytes of the ages below L.
 * R is the demand of runs that succeeded; w the link price per byte. Linear in the facts.
 */
export function deriveProblem(workload: Workload, placement: Placement, budgets: ReplicaBudgets): CachingProblem {
  const {tables, topology, dayCount, fromDay, toDay} = workload
  const regionCount = topology.regions.length
  const tableCount = tables.names.length
  const demand = gatherRemoteDemand(
    workload,
    placement,
    workload.reads.demandBytes,
    regionCount * tableCount,
    (region, table) => region * tableCount + table,
  )

  const pointCount = demand.ageDays.length
  const storedBytes = new Float64Array(pointCount)
  const savedCostPerDay = new Float64Array(pointCount)
  const ageStoredBytes = new Float64Array(pointCount)
  const ageRefreshCost = new Float64Array(pointCount)
  const regionStart = new Int32Array(regionCount + 1)
  const curveTable: number[] = []
  const curveRegion: number[] = []
  const pointStart: number[] = [0]
  const refreshCostPerDay: number[] = []
  for (let region = 0; region < regionCount; region++) {
    for (let table = 0; table < tableCount; table++) {
      const group = region * tableCount + table
      const last = demand.start[group + 1]!
      if (demand.start[group] === last) continue
      const pricePerDay = linkPrice(topology, placement.tableRegion[table]!, region) / dayCount
      const refreshCost = windowRefreshBytes(tables, table, 0, fromDay, toDay) * pricePerDay
      let readBytes = 0
      for (let i = demand.start[group]!; i < last; i++) {
        readBytes += demand.bytes[i]!
        const age = demand.ageDays[i]!
        storedBytes[i] = windowStoredBytes(tables, table, 0, age + 1, toDay)
        ageStoredBytes[i] = partitionBytesOn(tables, table, toDay - age)
        ageRefreshCost[i] = windowRefreshBytes(tables, table, age, fromDay, toDay) * pricePerDay
        savedCostPerDay[i] = readBytes * pricePerDay - refreshCost
      }
      curveTable.push(table)
      curveRegion.push(region)
      refreshCostPerDay.push(refreshCost)
      pointStart.push(last)
    }
    regionStart[region + 1] = curveTable.length
  }
  return {
    regionCount,
    regionStart,
    curveCount: curveTable.length,
    curveTable: Int32Array.from(curveTable),
    curveRegion: Int32Array.from(curveRegion),
    pointStart: Int32Array.from(pointStart),
    lifeSpanDays: Int32Array.from(demand.ageDays, age => age + 1),
    storedBytes,
    savedCostPerDay,
    refreshCostPerDay: Float64Array.from(refreshCostPerDay),
    regionBudgetBytes: budgets.regionBytes,
    totalBudgetBytes: budgets.totalBytes,
    storagePricePerByte: Float64Array.from(topology.regions, region =>
      storageCostPerDay(1, region.storagePricePerGBMonth),
    ),
    ages: {storedBytes: ageStoredBytes, refreshCostPerDay: ageRefreshCost},
    tableWalks: () => {
      const evenStoragePrices = budgets.regionBytes.every(bytes => bytes === Number.POSITIVE_INFINITY)
      return tableWalks(workload, placement, workload.reads.demandBytes, evenStoragePrices, 'home').walks
    },
  }
}
