import {regionOfJob} from '../../model/objective.js'
import type {DemandRow} from './explanation.js'
import type {PlannedPlatform} from './planned-platform.js'

/** First ages of the groups that reads are summed by. */
const ageGroups = [0, 1, 2, 7, 14, 30, 60, 90, 180, 365]

/**
 * Reads by region and group of ages, largest first.
 *
 * @param keeps whether the reads of a table by a job row count
 * @param by region of a read: of its reader, or of the table's home
 */
export function demandRows(
  {workload, placement}: PlannedPlatform,
  keeps: (row: number, table: number) => boolean,
  by: 'reader' | 'home',
): DemandRow[] {
  const {jobs, reads, topology, dayCount} = workload
  const sums = new Map<number, {bytes: number; local: number}>()
  const holders = new Map<number, number[]>()
  const regionCount = topology.regions.length
  for (let w = 0; w < placement.windows.count; w++) {
    const cell = placement.windows.table[w]! * regionCount + placement.windows.region[w]!
    holders.set(cell, [...(holders.get(cell) ?? []), w])
  }
  const {fromAge, toAge} = placement.windows
  for (let row = 0; row < jobs.names.length; row++) {
    const at = regionOfJob(workload, placement, row)
    for (let i = reads.start[row]!; i < reads.start[row + 1]!; i++) {
      const table = reads.table[i]!
      if (!keeps(row, table)) continue
      const age = reads.ageDays[i]!
      const home = placement.tableRegion[table]!
      const isLocal =
        home === at || holders.get(table * regionCount + at)?.some(w => fromAge[w]! <= age && age < toAge[w]!) === true
      const key = (by === 'reader' ? at : home) * ageGroups.length + ageGroups.findLastIndex(first => first <= age)
      const sofar = sums.get(key) ?? {bytes: 0, local: 0}
      sums.set(key, {bytes: sofar.bytes + reads.bytes[i]!, local: sofar.local + (isLocal ? reads.bytes[i]! : 0)})
    }
  }
  return [...sums]
    .sort(([a, x], [b, y]) => y.bytes - x.bytes || a - b)
    .map(([key, {bytes, local}]) => {
      const group = key % ageGroups.length
      return {
        region: topology.regions[Math.floor(key / ageGroups.length)]!.name,
        fromAge: ageGroups[group]!,
        toAge: ageGroups[group + 1] ?? Number.MAX_SAFE_INTEGER,
        readBytesPerDay: bytes / dayCount,
        localBytesPerDay: local / dayCount,
      }
    })
}
