import {regionOfJob} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'
import type {JobRow} from '../../viz/index.js'
import {windowsByTableAndRegion} from '../windows-by-region.js'

interface Seen {
  readonly from: Set<string>
  project: string
  runs: number
  readBytes: number
  localBytes: number
  localBytesOtherwise: number
}

/** The jobs that a plan runs away from home, largest saving first, each with what it reads and how much of it is local. */
export function jobRows(workload: Workload, plan: Plan, placement: Placement): JobRow[] {
  const {jobs, reads, topology, projects, dayCount} = workload
  const windowsOf = windowsByTableAndRegion(workload, placement)
  const {fromAge, toAge} = placement.windows
  const isLocal = (i: number, region: number): boolean => {
    const [table, age] = [reads.table[i]!, reads.ageDays[i]!]
    if (placement.tableRegion[table] === region) return true
    const windows = windowsOf.get(table * topology.regions.length + region)
    return windows?.some(w => fromAge[w]! <= age && age < toAge[w]!) === true
  }
  const notPlaced = {...placement, jobRegion: new Map<string, number>()}
  const seen = new Map<string, Seen>()
  for (let row = 0; row < jobs.names.length; row++) {
    const placed = placement.jobRegion.get(jobs.names[row]!)
    if (placed === undefined) continue
    const otherwise = regionOfJob(workload, notPlaced, row)
    const job = seen.get(jobs.names[row]!) ?? emptyJob(projects.names[jobs.project[row]!]!)
    seen.set(jobs.names[row]!, job)
    job.from.add(topology.regions[otherwise]!.name)
    job.runs += jobs.runs[row]!
    for (let i = reads.start[row]!; i < reads.start[row + 1]!; i++) {
      job.readBytes += reads.bytes[i]!
      if (isLocal(i, placed)) job.localBytes += reads.bytes[i]!
      if (isLocal(i, otherwise)) job.localBytesOtherwise += reads.bytes[i]!
    }
  }
  const rows = plan.jobs.map(({job, region, savedBytesPerDay}): JobRow => {
    const known = seen.get(job) ?? emptyJob('not seen on these days')
    return {
      job,
      project: known.project,
      from: known.from.size === 0 ? 'not seen on these days' : [...known.from].join(', '),
      to: region,
      runsPerDay: known.runs / dayCount,
      savedBytesPerDay,
      readBytesPerDay: known.readBytes / dayCount,
      localBytesPerDay: known.localBytes / dayCount,
      localBytesPerDayOtherwise: known.localBytesOtherwise / dayCount,
    }
  })
  return rows
    .map((row, i) => ({row, i}))
    .sort((a, b) => b.row.savedBytesPerDay - a.row.savedBytesPerDay || a.i - b.i)
    .map(({row}) => row)
}

const emptyJob = (project: string): Seen => ({
  from: new Set(),
  project,
  runs: 0,
  readBytes: 0,
  localBytes: 0,
  localBytesOtherwise: 0,
})
