import {partitionBytesOn, windowRefreshBytes, windowStoredBytes} from '../../model/partition-sizes.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import {type WindowGroups, windowFillBytes} from './churn-held.js'
import {gatherRemoteDemand} from './demand.js'

/** Windows of one table and region as ages from, to, from, to …, with the fill that they take. */
export interface Admitted {
  readonly ages: readonly number[]
  readonly fillBytes: number
}

/** Bytes over the span that windows (ages from, to, …) of a table save in a region. */
export type SavedBytes = (table: number, region: number, ages: readonly number[]) => number

/**
 * What of a group's chosen windows can be had for `room` bytes of fill, window by window: the longest prefix, unless it is shortened
 * and saves nothing, then what is in force of the ages after it.
 */
export function admit(
  workload: Workload,
  chosen: WindowGroups,
  group: number,
  held: WindowGroups,
  room: number,
  asOfDay: number,
  savedBytes: SavedBytes,
): Admitted {
  const {tables} = workload
  const table = chosen.table[group]
  const region = chosen.region[group]
  const heldGroup = held.groupOf(table, region)
  const ages: number[] = []
  let fillBytes = 0
  for (let row = chosen.start[group]; row < chosen.start[group + 1]; row++) {
    const fromAge = chosen.fromAge[row]
    const toAge = chosen.toAge[row]
    if (tables.snapshot[table] === 1) {
      const bytes = windowFillBytes(tables, table, fromAge, toAge, held, heldGroup, asOfDay)
      if (fillBytes + bytes > room) continue
      fillBytes += bytes
      ages.push(fromAge, toAge)
      continue
    }
    const isThere = (age: number) => held.holds(heldGroup, age - 1)
    let end = fromAge + 1
    let prefixBytes = 0
    for (; end < toAge; end++) {
      const bytes = isThere(end) ? 0 : partitionBytesOn(tables, table, asOfDay - end)
      if (fillBytes + prefixBytes + bytes > room) break
      prefixBytes += bytes
    }
    if (end === toAge || savedBytes(table, region, [fromAge, end]) > 0) {
      ages.push(fromAge, end)
      fillBytes += prefixBytes
    } else end = fromAge
    for (let age = end + 1; age <= toAge; age++) {
      if (!isThere(age) || (age > end + 1 && isThere(age - 1))) continue
      let pieceEnd = age
      while (pieceEnd < toAge && isThere(pieceEnd)) pieceEnd++
      ages.push(age - 1, pieceEnd)
    }
  }
  return {ages, fillBytes}
}

/** Bytes over the span that windows of a table make local in a region, less what they refresh. On one link, cost is in proportion. */
export function savingOf(workload: Workload, placement: Placement): SavedBytes {
  const {tables, topology, reads, fromDay, toDay} = workload
  const tableCount = tables.names.length
  const groupCount = topology.regions.length * tableCount
  const demand = gatherRemoteDemand(workload, placement, reads.demandBytes, groupCount, (e, t) => e * tableCount + t)
  return (table, region, ages) => {
    const group = region * tableCount + table
    let saved = 0
    for (let w = 0; w < ages.length; w += 2) {
      saved -= windowRefreshBytes(tables, table, ages[w], fromDay, toDay)
      for (let i = demand.start[group]; i < demand.start[group + 1]; i++) {
        if (ages[w] <= demand.ageDays[i] && demand.ageDays[i] < ages[w + 1]) saved += demand.bytes[i]
      }
    }
    return saved
  }
}

/** Bytes that windows (ages from, to, …) of a table hold on the last day of the history. */
export function storedBytes(workload: Workload, table: number, ages: readonly number[]): number {
  let bytes = 0
  for (let w = 0; w < ages.length; w += 2) {
    bytes += windowStoredBytes(workload.tables, table, ages[w], ages[w + 1], workload.toDay)
  }
  return bytes
}
