import {fingerprintOf} from '../../datasets/history/index.js'
import type {Column} from '../../model/columns.js'
import type {Workload} from '../../model/workload.js'
import type {Platform} from './platform.js'

/**
 * The workload of a changed platform: the facts of the history with sizes, regions and permissions as the changes leave them.
 * Rows of a job that now run in one region stay rows of their own. O(facts).
 */
export function changedWorkload(workload: Workload, platform: Platform): Workload {
  const {growth, retentionDays, topology, projects, rowRegion} = platform
  const {tables, reads, writes, jobs, dayCount} = workload
  const grown = (bytes: Column, tableOf: Column, power = 1) =>
    Float64Array.from({length: bytes.length}, (_, i) => bytes[i]! * growth[tableOf[i]!]! ** power)
  const byTable = (bytes: Column) => Float64Array.from(growth, (factor, t) => bytes[t]! * factor)
  const partitionBytes = byTable(tables.partitionBytes)
  const homeBytes = byTable(tables.homeBytes)
  for (let t = 0; t < homeBytes.length; t++) {
    const isKept = Number.isNaN(retentionDays[t]!) || tables.snapshot[t] === 1
    if (!isKept) homeBytes[t] = partitionBytes[t]! * retentionDays[t]!
  }
  const facts = {
    topology,
    fromDay: workload.fromDay,
    toDay: workload.toDay,
    dayCount,
    projects,
    tables: {
      ...tables,
      partitionBytes,
      homeBytes,
      defaultPartitionBytes: byTable(tables.defaultPartitionBytes),
      sizeBytes: grown(tables.sizeBytes, ownerOf(tables.sizeStart)),
    },
    jobs: {...jobs, region: rowRegion, movable: movableNow(jobs.movable, platform)},
    reads: {
      ...reads,
      bytes: grown(reads.bytes, reads.table),
      demandBytes: grown(reads.demandBytes, reads.table),
      demandBytesSquared: grown(reads.demandBytesSquared, reads.table, 2),
      ...(reads.daily === undefined ? {} : {daily: {...reads.daily, bytes: grownDays(workload, growth)}}),
    },
    writes: {...writes, bytes: grown(writes.bytes, writes.table)},
    lineage: workload.lineage,
  }
  const {daily: _, ...aggregated} = facts.reads
  return {fingerprint: fingerprintOf({...facts, reads: aggregated}), ...facts}
}

/** Nothing runs away from home where jobs are not to be decided on. */
export function movableNow(movable: Column, {settings}: Platform): Uint8Array {
  const placesJobs = settings.decide?.includes('jobs') ?? true
  return Uint8Array.from({length: movable.length}, (_, i) => (placesJobs ? movable[i]! : 0))
}

/** Owner of each item of lists by owner. */
function ownerOf(start: Column): Int32Array {
  const owner = new Int32Array(start[start.length - 1]!)
  for (let o = 0; o + 1 < start.length; o++) owner.fill(o, start[o]!, start[o + 1]!)
  return owner
}

function grownDays({reads}: Workload, growth: Float64Array): Float64Array {
  const {start, bytes} = reads.daily!
  const fact = ownerOf(start)
  return Float64Array.from({length: bytes.length}, (_, i) => bytes[i]! * growth[reads.table[fact[i]!]!]!)
}
