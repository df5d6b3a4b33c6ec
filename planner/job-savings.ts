import {regionOfJob} from '../model/objective.js'
import type {Placement} from '../model/placement.js'
import type {Workload} from '../model/workload.js'
import {windowsByTableAndRegion} from './windows-by-region.js'

/**
 * What each placed job saves by running where it is placed, all else as planned: WAN bytes over the span of its rows where
 * they would run otherwise, less those where it is placed. Remote reads and write-backs; a refresh does not depend on
 * where jobs run. Bytes, not cost: a job placed for a cheaper link or a free region may save none, or cost some.
 *
 * @returns bytes over the span by job name; jobs that the workload does not show are 0
 */
export function jobSavings(workload: Workload, placement: Placement): ReadonlyMap<string, number> {
  const saved = new Map([...placement.jobRegion.keys()].map(job => [job, 0]))
  if (saved.size === 0) return saved
  const kept = keptAges(workload, placement)
  const notPlaced = {...placement, jobRegion: new Map<string, number>()}
  for (let row = 0; row < workload.jobs.names.length; row++) {
    const job = workload.jobs.names[row]!
    const placed = placement.jobRegion.get(job)
    if (placed === undefined) continue
    const otherwise = regionOfJob(workload, notPlaced, row)
    if (otherwise === placed) continue
    const bytes = crossing(workload, placement, kept, row, otherwise) - crossing(workload, placement, kept, row, placed)
    saved.set(job, saved.get(job)! + bytes)
  }
  return saved
}

/** Bytes over the span that a job row moves across the WAN when it runs in `region`. */
function crossing({reads, writes}: Workload, {tableRegion}: Placement, kept: KeptAges, row: number, region: number) {
  let bytes = 0
  for (let i = reads.start[row]!; i < reads.start[row + 1]!; i++) {
    const table = reads.table[i]!
    if (tableRegion[table] !== region && !kept(table, region, reads.ageDays[i]!)) bytes += reads.bytes[i]!
  }
  for (let i = writes.start[row]!; i < writes.start[row + 1]!; i++) {
    if (tableRegion[writes.table[i]!] !== region) bytes += writes.bytes[i]!
  }
  return bytes
}

type KeptAges = (table: number, region: number, age: number) => boolean

/** Whether a replica at `region` keeps an age of a table. */
function keptAges(workload: Workload, placement: Placement): KeptAges {
  const windowsOf = windowsByTableAndRegion(workload, placement)
  const {fromAge, toAge} = placement.windows
  return (table, region, age) =>
    windowsOf
      .get(table * workload.topology.regions.length + region)
      ?.some(w => fromAge[w]! <= age && age < toAge[w]!) === true
}
