import type {Workload} from '../../model/workload.js'

/** What an exporter needs to know of the world beside the plan: who owns what, how large it is, how fast the links are. */
export interface Catalogue {
  readonly regions: readonly string[]
  readonly projects: ReadonlyMap<string, {readonly region: string}>
  readonly tables: ReadonlyMap<string, CatalogueTable>
  readonly jobs: ReadonlyMap<string, CatalogueJob>
  /** Bytes a second that the link from one region to another carries; Infinity where it has no limit. */
  linkBytesPerSecond(from: string, to: string): number
}

export interface CatalogueTable {
  readonly project: string
  /** One version, no partitions. */
  readonly snapshot: boolean
  readonly partitionBytes: number
  /** All bytes at home. */
  readonly homeBytes: number
}

export interface CatalogueJob {
  readonly project: string
  /** Region where most of its runs ran; ties to the lower region index. */
  readonly region: string
  readonly cpuHoursPerDay: number
}

const secondsPerDay = 86_400

/** The catalogue of the history that a plan was made from. */
export function catalogueOf(workload: Workload): Catalogue {
  const {topology, projects, tables} = workload
  const regions = topology.regions.map(region => region.name)
  const regionIndex = new Map(regions.map((name, index) => [name, index]))
  return {
    regions,
    projects: new Map(projects.names.map((name, p) => [name, {region: regions[projects.region[p]!]!}])),
    tables: new Map(
      tables.names.map((name, t) => [
        name,
        {
          project: projects.names[tables.project[t]!]!,
          snapshot: tables.snapshot[t] === 1,
          partitionBytes: tables.partitionBytes[t]!,
          homeBytes: tables.homeBytes[t]!,
        },
      ]),
    ),
    jobs: jobsOf(workload, regions),
    linkBytesPerSecond(from, to) {
      const pair = regionIndex.get(from)! * regions.length + regionIndex.get(to)!
      return topology.linkCapacityBytesPerDay[pair]! / secondsPerDay
    },
  }
}

function jobsOf(workload: Workload, regions: readonly string[]): Map<string, CatalogueJob> {
  const {jobs, projects, dayCount} = workload
  const most = new Map<string, {project: string; region: string; runs: number; cpuHours: number}>()
  jobs.names.forEach((name, row) => {
    const known = most.get(name)
    let cpuHours = known?.cpuHours ?? 0
    for (let i = jobs.cpuStart[row]!; i < jobs.cpuStart[row + 1]!; i++) cpuHours += jobs.cpuHours[i]!
    const runs = jobs.runs[row]!
    if (known !== undefined && known.runs >= runs) known.cpuHours = cpuHours
    else {
      const project = projects.names[jobs.project[row]!]!
      most.set(name, {project, region: regions[jobs.region[row]!]!, runs, cpuHours})
    }
  })
  return new Map(
    [...most].map(([name, {project, region, cpuHours}]) => [
      name,
      {project, region, cpuHoursPerDay: cpuHours / dayCount},
    ]),
  )
}
