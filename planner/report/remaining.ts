import type {Account} from '../../model/account.js'
import {regionOfJob} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import type {RemainingSources, SourceRow} from '../../viz/index.js'
import {windowsByTableAndRegion} from '../windows-by-region.js'

/** Sources that a report lists of each kind. */
const listedSources = 25

/** Bytes over the span by cause, one entry for each of a kind. */
interface Sums {
  readonly remoteRead: Float64Array
  readonly refresh: Float64Array
  readonly writeBack: Float64Array
}

const sums = (count: number): Sums => ({
  remoteRead: new Float64Array(count),
  refresh: new Float64Array(count),
  writeBack: new Float64Array(count),
})

/** What still crosses the WAN under a plan, by table, by the tables' project and by recurring job, largest first. */
export function remainingSources(workload: Workload, placement: Placement, after: Account): RemainingSources {
  const {jobs, reads, writes, tables, projects, topology} = workload
  const [byTable, byProject] = [sums(tables.names.length), sums(projects.names.length)]
  const byJob = sums(jobs.names.length)
  const windowsOf = windowsByTableAndRegion(workload, placement)
  const {fromAge, toAge} = placement.windows
  const add = (cause: keyof Sums, table: number, bytes: number): void => {
    byTable[cause][table]! += bytes
    byProject[cause][tables.project[table]!]! += bytes
  }
  for (let j = 0; j < jobs.names.length; j++) {
    const at = regionOfJob(workload, placement, j)
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      const table = reads.table[i]!
      if (placement.tableRegion[table] === at) continue
      const age = reads.ageDays[i]!
      const windows = windowsOf.get(table * topology.regions.length + at)
      if (windows?.some(w => fromAge[w]! <= age && age < toAge[w]!)) continue
      add('remoteRead', table, reads.bytes[i]!)
      byJob.remoteRead[j]! += reads.bytes[i]!
    }
    for (let i = writes.start[j]!; i < writes.start[j + 1]!; i++) {
      if (placement.tableRegion[writes.table[i]!] === at) continue
      add('writeBack', writes.table[i]!, writes.bytes[i]!)
      byJob.writeBack[j]! += writes.bytes[i]!
    }
  }
  for (let w = 0; w < placement.windows.count; w++)
    add('refresh', placement.windows.table[w]!, after.windows.refreshBytes[w]!)
  const regionName = (region: number): string => topology.regions[region]!.name
  return {
    tables: largest(workload, byTable, tables.names, t => regionName(placement.tableRegion[t]!)),
    projects: largest(workload, byProject, projects.names, p => regionName(placement.projectRegion[p]!)),
    jobs: largest(workload, byJob, jobs.names, j => regionName(regionOfJob(workload, placement, j))),
  }
}

function largest(
  {dayCount}: Workload,
  {remoteRead, refresh, writeBack}: Sums,
  names: readonly string[],
  regionOf: (i: number) => string,
): SourceRow[] {
  const total = remoteRead.map((bytes, i) => bytes + refresh[i]! + writeBack[i]!)
  const rows: number[] = []
  for (let i = 0; i < total.length; i++) if (total[i]! > 0) rows.push(i)
  rows.sort((a, b) => total[b]! - total[a]! || a - b)
  return rows.slice(0, listedSources).map(i => ({
    name: names[i]!,
    region: regionOf(i),
    bytesPerDay: {
      remoteReadBytesPerDay: remoteRead[i]! / dayCount,
      refreshBytesPerDay: refresh[i]! / dayCount,
      writeBackBytesPerDay: writeBack[i]! / dayCount,
    },
  }))
}
