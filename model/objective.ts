import type {Account, Traffic} from './account.js'
import {cheapestRefresh} from './arborescence.js'
import {compareNames} from './columns.js'
import {partitionBytesBetween, windowRefreshBytes, windowStoredBytes} from './partition-sizes.js'
import type {Placement} from './placement.js'
import type {Workload} from './workload.js'

/**
 * THE objective: what the days of a workload cost under a placement, from scratch, by formats.md section 3. Slow and
 * obvious; every faster figure is tested against it, and it against the verifier, which replays the raw rows.
 *
 * @param asOfDay first day of the plan: the day on which new windows need their fill
 */
export function objective(workload: Workload, placement: Placement, asOfDay: number): Account {
  const {tables, jobs, reads, writes, topology, fromDay, toDay} = workload
  const regions = topology.regions.length
  const windows = windowsByTable(placement, tables.names.length)
  const remoteRead = new Float64Array(regions * regions)
  const writeBack = new Float64Array(regions * regions)
  const refresh = new Float64Array(regions * regions)
  const localBytes = new Float64Array(placement.windows.count)
  let remoteReads = 0
  let readCount = 0

  for (let j = 0; j < jobs.names.length; j++) {
    const region = regionOfJob(workload, placement, j)
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      const table = reads.table[i]!
      const age = reads.ageDays[i]!
      readCount += reads.count[i]!
      if (placement.tableRegion[table] === region) continue
      const holding = windows[table]?.filter(w => holds(placement, w, age)) ?? []
      const local = holding.find(w => placement.windows.region[w] === region)
      if (local !== undefined) {
        localBytes[local]! += reads.bytes[i]!
        continue
      }
      const from = cheapestHolder(workload, placement, table, holding, region)
      remoteRead[from * regions + region]! += reads.bytes[i]!
      remoteReads += reads.count[i]!
    }
    for (let i = writes.start[j]!; i < writes.start[j + 1]!; i++) {
      const home = placement.tableRegion[writes.table[i]!]!
      if (home !== region) writeBack[region * regions + home]! += writes.bytes[i]!
    }
  }

  const storedBytes = new Float64Array(placement.windows.count)
  const refreshBytes = new Float64Array(placement.windows.count)
  const replicaBytes = new Float64Array(regions)
  let fillBytes = 0
  let snapshotFillBytes = 0
  for (const [table, own] of windows.entries()) {
    if (own === undefined) continue
    for (const w of own) {
      const fromAge = placement.windows.fromAge[w]!
      const toAge = placement.windows.toAge[w]!
      storedBytes[w] = windowStoredBytes(tables, table, fromAge, toAge, toDay)
      replicaBytes[placement.windows.region[w]!]! += storedBytes[w]!
      if (placement.windows.region[w] === placement.tableRegion[table]) continue
      refreshBytes[w] = windowRefreshBytes(tables, table, fromAge, fromDay, toDay)
      if (tables.snapshot[table] === 1) snapshotFillBytes += storedBytes[w]!
      else fillBytes += partitionBytesBetween(tables, table, asOfDay - toAge + 1, asOfDay - fromAge - 1)
    }
    addRefreshCrossings(workload, placement, table, own, refreshBytes, refresh)
  }

  const homeBytes = new Float64Array(regions)
  let moveBytes = 0
  for (let t = 0; t < tables.names.length; t++) {
    const home = placement.tableRegion[t]!
    homeBytes[home]! += tables.homeBytes[t]!
    if (home !== workload.projects.region[tables.project[t]!]) moveBytes += tables.homeBytes[t]!
  }

  const priced = (bytes: Float64Array) =>
    bytes.reduce((cost, b, link) => cost + b * topology.linkPricePerByte[link]!, 0)
  const total = (bytes: Float64Array) => bytes.reduce((sum, b) => sum + b, 0)
  const traffic: Traffic = {
    dayCount: workload.dayCount,
    remoteReadBytes: total(remoteRead),
    refreshBytes: total(refresh),
    writeBackBytes: total(writeBack),
    remoteReadCost: priced(remoteRead),
    refreshCost: priced(refresh),
    writeBackCost: priced(writeBack),
    remoteReads,
    reads: readCount,
    linkBytes: remoteRead.map((bytes, link) => bytes + refresh[link]! + writeBack[link]!),
  }
  return {
    traffic,
    replicaBytes,
    homeBytes,
    moveBytes,
    fillBytes,
    snapshotFillBytes,
    windows: {storedBytes, refreshBytes, localBytes},
  }
}

/** Where the runs of a job row run (formats.md 3.1). */
export function regionOfJob(workload: Workload, placement: Placement, job: number): number {
  const placed = placement.jobRegion.get(workload.jobs.names[job]!)
  if (placed !== undefined) return placed
  const project = workload.jobs.project[job]!
  return placement.projectMoved[project] === 1 ? placement.projectRegion[project]! : workload.jobs.region[job]!
}

function windowsByTable(placement: Placement, tableCount: number): (number[] | undefined)[] {
  const byTable = new Array<number[] | undefined>(tableCount).fill(undefined)
  for (let w = 0; w < placement.windows.count; w++) {
    const table = placement.windows.table[w]!
    const own = byTable[table]
    if (own === undefined) byTable[table] = [w]
    else own.push(w)
  }
  return byTable
}

function holds(placement: Placement, window: number, age: number): boolean {
  return placement.windows.fromAge[window]! <= age && age < placement.windows.toAge[window]!
}

/** The cheapest holder for a reader in `region`: ties go to the home, then to the region first by name (formats.md 3.3). */
function cheapestHolder(
  workload: Workload,
  placement: Placement,
  table: number,
  holding: readonly number[],
  region: number,
): number {
  const {regions, linkPricePerByte} = workload.topology
  const home = placement.tableRegion[table]!
  let best = home
  for (const w of holding) {
    const holder = placement.windows.region[w]!
    const price = linkPricePerByte[holder * regions.length + region]!
    const bestPrice = linkPricePerByte[best * regions.length + region]!
    const tieByName =
      price === bestPrice && best !== home && compareNames(regions[holder]!.name, regions[best]!.name) < 0
    if (price < bestPrice || tieByName) best = holder
  }
  return best
}

/** Adds the crossings that refresh the windows of one table: the windows that start at the same age take it together. */
function addRefreshCrossings(
  workload: Workload,
  placement: Placement,
  table: number,
  own: readonly number[],
  refreshBytes: Float64Array,
  linkBytes: Float64Array,
): void {
  const {topology} = workload
  const home = placement.tableRegion[table]!
  const {region, fromAge, toAge} = placement.windows
  const startAges = [...new Set(own.map(w => fromAge[w]!))].sort((a, b) => a - b)
  for (const age of startAges) {
    const starting = own.filter(w => fromAge[w] === age && region[w] !== home)
    if (starting.length === 0) continue
    const holders = own.filter(w => fromAge[w]! < age && age < toAge[w]! && region[w] !== home).map(w => region[w]!)
    const targets = starting.map(w => region[w]!).sort((a, b) => a - b)
    const bytes = refreshBytes[starting[0]!]!
    for (const {from, to} of cheapestRefresh(topology, home, holders, targets)) {
      linkBytes[from * topology.regions.length + to]! += bytes
    }
  }
}
