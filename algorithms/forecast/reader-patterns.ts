import type {Workload} from '../../model/workload.js'

/**
 * How the jobs of one project in one region read the tables of another project: for each kind (owner project, age) the demand
 * over the window. Divided by `ownerBytes` it is the mean read per partition byte of any table of the owner.
 */
export interface ReaderPattern {
  /** Job rows of the readers, rising; one project and one region. */
  readonly rows: Int32Array
  /** Demand bytes over the window by owner · `ageCount` + age, tables without a history left out. */
  readonly bytes: ReadonlyMap<number, number>
}

export interface ReaderPatterns {
  /** By reader project, then region. */
  readonly readers: readonly ReaderPattern[]
  /** Ages are 0 … ageCount − 1. */
  readonly ageCount: number
  /** Bytes of one partition of every table of each project, tables without a history left out. */
  readonly ownerBytes: Float64Array
}

/** @param isNew 1 for tables with too short a history to show a pattern */
export function readerPatterns(workload: Workload, demandBytes: Float64Array, isNew: Uint8Array): ReaderPatterns {
  const {jobs, reads, tables, projects, topology} = workload
  const ownerBytes = new Float64Array(projects.names.length)
  for (let t = 0; t < isNew.length; t++) {
    if (isNew[t] === 0) ownerBytes[tables.project[t]!]! += tables.partitionBytes[t]!
  }
  let ageCount = 1
  for (let i = 0; i < reads.ageDays.length; i++) ageCount = Math.max(ageCount, reads.ageDays[i]! + 1)
  const readers = rowsByReader(jobs.project, jobs.region, projects.names.length, topology.regions.length).map(rows => {
    const bytes = new Map<number, number>()
    for (const row of rows) {
      for (let i = reads.start[row]!; i < reads.start[row + 1]!; i++) {
        const t = reads.table[i]!
        if (isNew[t] === 1) continue
        const kind = tables.project[t]! * ageCount + reads.ageDays[i]!
        bytes.set(kind, (bytes.get(kind) ?? 0) + demandBytes[i]!)
      }
    }
    return {rows, bytes}
  })
  return {readers, ageCount, ownerBytes}
}

/** Job rows of each (project, region) that has any, by project, then region; rising within. */
function rowsByReader(
  project: Workload['jobs']['project'],
  region: Workload['jobs']['region'],
  projectCount: number,
  regionCount: number,
): Int32Array[] {
  const start = new Int32Array(projectCount * regionCount + 1)
  for (let j = 0; j < project.length; j++) start[project[j]! * regionCount + region[j]! + 1]!++
  for (let g = 1; g < start.length; g++) start[g]! += start[g - 1]!
  const next = start.slice()
  const order = new Int32Array(project.length)
  for (let j = 0; j < project.length; j++) order[next[project[j]! * regionCount + region[j]!]!++] = j
  const groups: Int32Array[] = []
  for (let g = 0; g + 1 < start.length; g++) {
    if (start[g]! < start[g + 1]!) groups.push(order.subarray(start[g]!, start[g + 1]!))
  }
  return groups
}
