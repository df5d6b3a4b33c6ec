import type {Account} from '../../model/account.js'
import {regionOfJob} from '../../model/objective.js'
import {partitionBytesBetween, windowRefreshBytes} from '../../model/partition-sizes.js'
import type {Placement} from '../../model/placement.js'
import {linkPrice} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'
import type {ReplicaRow, UnmetReason, UnmetRow} from '../../viz/report-data.js'
import {windowsByTableAndRegion} from '../windows-by-region.js'

/** Every replica of a plan with the reason for it, largest saving first. Savings are against reading from the home. */
export function replicaRows(workload: Workload, placement: Placement, after: Account): ReplicaRow[] {
  const {tables, topology, dayCount, projects} = workload
  const {count, table, region, fromAge, toAge} = placement.windows
  const readers = readersOfWindows(workload, placement)
  const rows = Array.from({length: count}, (_, w): ReplicaRow => {
    const home = placement.tableRegion[table[w]!]!
    const savedBytesPerDay = (after.windows.localBytes[w]! - after.windows.refreshBytes[w]!) / dayCount
    const fillBytes =
      tables.snapshot[table[w]!] === 1
        ? after.windows.storedBytes[w]!
        : partitionBytesBetween(tables, table[w]!, workload.toDay + 2 - toAge[w]!, workload.toDay - fromAge[w]!)
    return {
      table: tables.names[table[w]!]!,
      project: projects.names[tables.project[table[w]!]!]!,
      homeRegion: topology.regions[home]!.name,
      region: topology.regions[region[w]!]!.name,
      fromAge: fromAge[w]!,
      toAge: toAge[w]!,
      storedBytes: after.windows.storedBytes[w]!,
      refreshBytesPerDay: after.windows.refreshBytes[w]! / dayCount,
      savedBytesPerDay,
      savedCostPerDay: savedBytesPerDay * linkPrice(topology, home, region[w]!),
      readerCount: readers.jobs[w]!,
      readsPerDay: readers.reads[w]! / dayCount,
      ...(savedBytesPerDay > 0 ? {breakEvenDays: fillBytes / savedBytesPerDay} : {}),
    }
  })
  return rows
    .map((row, w) => ({row, w}))
    .sort((a, b) => b.row.savedCostPerDay - a.row.savedCostPerDay || a.w - b.w)
    .map(({row}) => row)
}

/** Recurring jobs and reads that each window makes local. */
function readersOfWindows(workload: Workload, placement: Placement): {jobs: Int32Array; reads: Float64Array} {
  const {jobs, reads} = workload
  const {count, fromAge, toAge} = placement.windows
  const windowsOf = windowsByTableAndRegion(workload, placement)
  const jobCount = new Int32Array(count)
  const readCount = new Float64Array(count)
  const lastJob = new Int32Array(count).fill(-1)
  for (let j = 0; j < jobs.names.length; j++) {
    const at = regionOfJob(workload, placement, j)
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      const windows = windowsOf.get(reads.table[i]! * workload.topology.regions.length + at)
      if (windows === undefined) continue
      const age = reads.ageDays[i]!
      const w = windows.find(w => fromAge[w]! <= age && age < toAge[w]!)
      if (w === undefined) continue
      readCount[w]! += reads.count[i]!
      if (lastJob[w] !== j) jobCount[w]!++
      lastJob[w] = j
    }
  }
  return {jobs: jobCount, reads: readCount}
}

/** The dearest remote reads that the plan leaves, summed by table and region, dearest first, each with why it was left. */
export function unmetRows(workload: Workload, placement: Placement, most: number): UnmetRow[] {
  const {jobs, reads, tables, topology, dayCount, projects} = workload
  const regionCount = topology.regions.length
  const left = new Float64Array(tables.names.length * regionCount)
  const all = new Float64Array(tables.names.length * regionCount)
  const {fromAge, toAge} = placement.windows
  const windowsOf = windowsByTableAndRegion(workload, placement)
  for (let j = 0; j < jobs.names.length; j++) {
    const at = regionOfJob(workload, placement, j)
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      const t = reads.table[i]!
      if (placement.tableRegion[t] === at) continue
      const key = t * regionCount + at
      all[key]! += reads.bytes[i]!
      const age = reads.ageDays[i]!
      if (windowsOf.get(key)?.some(w => fromAge[w]! <= age && age < toAge[w]!)) continue
      left[key]! += reads.bytes[i]!
    }
  }
  const costPerDay = (key: number): number => {
    const price = linkPrice(topology, placement.tableRegion[Math.floor(key / regionCount)]!, key % regionCount)
    return (left[key]! / dayCount) * price
  }
  return dearestKeys(left, costPerDay, most).map((key): UnmetRow => {
    const t = Math.floor(key / regionCount)
    const at = key % regionCount
    const home = placement.tableRegion[t]!
    const refreshBytes = windowRefreshBytes(tables, t, 0, workload.fromDay, workload.toDay)
    const reason: UnmetReason =
      tables.replicable[t] !== 1
        ? 'not-replicable'
        : !windowsOf.has(key) && all[key]! <= refreshBytes
          ? 'costs-more-than-it-saves'
          : 'over-budget'
    return {
      table: tables.names[t]!,
      project: projects.names[tables.project[t]!]!,
      homeRegion: topology.regions[home]!.name,
      region: topology.regions[at]!.name,
      remoteReadBytesPerDay: left[key]! / dayCount,
      remoteReadCostPerDay: costPerDay(key),
      reason,
    }
  })
}

/** The keys with bytes that cost most, dearest first, ties to the lower key. O(keys + entries of the list · its length). */
function dearestKeys(bytes: Float64Array, costOf: (key: number) => number, most: number): number[] {
  const keys: number[] = []
  const costs: number[] = []
  for (let key = 0; key < bytes.length; key++) {
    if (bytes[key] === 0) continue
    const cost = costOf(key)
    if (keys.length === most && cost <= costs[most - 1]!) continue
    const at = costs.findLastIndex(other => other >= cost) + 1
    keys.splice(at, 0, key)
    costs.splice(at, 0, cost)
    if (keys.length > most) {
      keys.pop()
      costs.pop()
    }
  }
  return keys
}
