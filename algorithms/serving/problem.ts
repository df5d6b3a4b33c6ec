import type {Column} from '../../model/columns.js'

/** Lists of items by owner: those of owner o are `item[start[o]] … item[start[o + 1] − 1]`. */
export interface Grouped {
  readonly start: Column
  readonly item: Column
}

/**
 * What it takes to serve every table everywhere, while homes and job regions are still open: the facts of a workload by job
 * row, ready for moves of projects, tables and jobs. Byte columns are totals over the span, so that sums stay exact
 * integers; prices are per byte; costs that come out are per day, in currency.
 *
 * A *row* is a job row of the workload (recurring job, project, region where it was seen to run); a *job* is a name.
 */
export interface ServingProblem {
  readonly regionCount: number
  readonly tableCount: number
  readonly projectCount: number
  readonly rowCount: number
  readonly jobCount: number
  readonly dayCount: number
  /** Price of one byte from region d to e at `d * regionCount + e`. */
  readonly linkPrice: Float64Array
  /** True where single tables may move (topology `unit: table`). */
  readonly tablesMove: boolean

  readonly tableProject: Column
  /** Ages of table t that anybody reads, rising: `ageStart[t] … ageStart[t + 1]` of `ageDays`. */
  readonly ageStart: Column
  readonly ageDays: Column
  /** Bytes of one partition, typical over the ages that are read (snapshot: of the one version). */
  readonly partitionBytes: Float64Array
  /** Bytes over the span that one replica window refreshes. */
  readonly refreshBytes: Float64Array
  readonly homeBytes: Column
  readonly replicable: Column

  readonly rowJob: Column
  readonly rowProject: Column
  /** Region where the row was seen to run. */
  readonly rowRegion: Column
  /** Demand of row r: facts `readStart[r] … readStart[r + 1]`; `readAge` points into `ageDays`. */
  readonly readStart: Column
  readonly readTable: Column
  readonly readAge: Column
  readonly readBytes: Column
  readonly writeStart: Column
  readonly writeTable: Column
  readonly writeBytes: Column
  /** CPU-hours a day of row r by hour of day: `cpuStart[r] … cpuStart[r + 1]`. */
  readonly cpuStart: Column
  readonly cpuHour: Column
  readonly cpuHoursPerDay: Float64Array

  readonly jobNames: readonly string[]
  /** Rows of job j are `jobRowStart[j] … jobRowStart[j + 1]`. */
  readonly jobRowStart: Column
  /** Index into `priorities`: the highest of its rows. */
  readonly jobPriority: Column
  /** 1 only where every run was movable. */
  readonly jobMovable: Column
  /** Runs over the span. */
  readonly jobRuns: Column

  readonly rowsOfProject: Grouped
  readonly tablesOfProject: Grouped
  /** Write facts (indices into `writeTable`) by table, and the row of each. */
  readonly writersOfTable: Grouped
  readonly writerRow: Column

  readonly projectRegion: Column
  readonly projectPinned: Column
  /** 1 at `project * regionCount + region` where the project may live. */
  readonly projectAllowed: Column

  /** Cost of a stored byte a day at home, and of a CPU-hour, by region. */
  readonly homeStoragePrice: Float64Array
  readonly computePrice: Float64Array
  /** Most bytes at home and as replicas by region; Infinity where unlimited. */
  readonly storageCapacityBytes: Float64Array
  /** CPU-hours by region: empty where unlimited, one number a day, or 24 by hour of day. */
  readonly computeCapacity: readonly (readonly number[])[]
}

/**
 * Homes and job regions. A project counts as moved when its region is not its home; its runs then go to the new home,
 * but those of placed jobs. A table with -1 follows its project.
 */
export interface Assignment {
  readonly projectRegion: Int32Array
  readonly tableRegion: Int32Array
  /** By job name index; -1 = not placed. */
  readonly jobRegion: Int32Array
}

export function homeAssignment(problem: ServingProblem): Assignment {
  return {
    projectRegion: Int32Array.from({length: problem.projectCount}, (_, p) => problem.projectRegion[p]!),
    tableRegion: new Int32Array(problem.tableCount).fill(-1),
    jobRegion: new Int32Array(problem.jobCount).fill(-1),
  }
}

export function copyAssignment({projectRegion, tableRegion, jobRegion}: Assignment): Assignment {
  return {projectRegion: projectRegion.slice(), tableRegion: tableRegion.slice(), jobRegion: jobRegion.slice()}
}
