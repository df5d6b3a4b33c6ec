import type {Column} from '../../model/columns.js'
import {regionOfJob} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'

/**
 * Remote reads of replicable tables under a placement, summed over jobs. Those of group g are `start[g] … start[g + 1]`,
 * by rising age, then region; one entry for each (group, age, region). Bytes are totals over the span.
 */
export interface RemoteDemand {
  readonly start: Column
  readonly region: Column
  readonly ageDays: Column
  readonly bytes: Column
}

/**
 * Gathers the remote reads by group with a counting sort: linear in the facts but for the short sorts within a group.
 *
 * @param readBytes a column of `workload.reads`: `demandBytes` to plan, `bytes` to bound (failed runs are traffic too)
 * @param groupOf group of a (region, table) in 0 … groupCount − 1
 */
export function gatherRemoteDemand(
  workload: Workload,
  placement: Placement,
  readBytes: Column,
  groupCount: number,
  groupOf: (region: number, table: number) => number,
): RemoteDemand {
  const {reads, jobs, tables} = workload
  const start = new Int32Array(groupCount + 1)
  const jobRegion = Int32Array.from(jobs.names, (_, j) => regionOfJob(workload, placement, j))
  const eachRemoteRead = (visit: (region: number, i: number) => void) => {
    for (let j = 0; j < jobRegion.length; j++) {
      const region = jobRegion[j]!
      for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
        const table = reads.table[i]!
        if (placement.tableRegion[table] === region || tables.replicable[table] !== 1 || readBytes[i]! <= 0) continue
        visit(region, i)
      }
    }
  }
  eachRemoteRead((region, i) => {
    start[groupOf(region, reads.table[i]!) + 1]!++
  })
  for (let g = 1; g <= groupCount; g++) start[g]! += start[g - 1]!
  const next = start.slice(0, groupCount)
  const order = new Int32Array(start[groupCount]!)
  const regionOfEntry = new Int32Array(order.length)
  eachRemoteRead((region, i) => {
    const slot = next[groupOf(region, reads.table[i]!)]!++
    order[slot] = i
    regionOfEntry[slot] = region
  })
  return mergeWithinGroups(start, order, regionOfEntry, reads.ageDays, readBytes)
}

function mergeWithinGroups(
  gathered: Column,
  order: Int32Array,
  regionOfEntry: Int32Array,
  ages: Column,
  readBytes: Column,
): RemoteDemand {
  const groupCount = gathered.length - 1
  const start = new Int32Array(groupCount + 1)
  const region = new Int32Array(order.length)
  const ageDays = new Int32Array(order.length)
  const bytes = new Float64Array(order.length)
  let entry = 0
  for (let g = 0; g < groupCount; g++) {
    const slots = Array.from({length: gathered[g + 1]! - gathered[g]!}, (_, i) => gathered[g]! + i)
    slots.sort((a, b) => ages[order[a]!]! - ages[order[b]!]! || regionOfEntry[a]! - regionOfEntry[b]! || a - b)
    for (const slot of slots) {
      const age = ages[order[slot]!]!
      const last = entry - 1
      const isNew = last < start[g]! || ageDays[last] !== age || region[last] !== regionOfEntry[slot]
      if (isNew) {
        ageDays[entry] = age
        region[entry] = regionOfEntry[slot]!
        entry++
      }
      bytes[entry - 1]! += readBytes[order[slot]!]!
    }
    start[g + 1] = entry
  }
  return {
    start,
    region: region.subarray(0, entry),
    ageDays: ageDays.subarray(0, entry),
    bytes: bytes.subarray(0, entry),
  }
}
