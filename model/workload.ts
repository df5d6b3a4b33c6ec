import type {Column} from './columns.js'
import type {Day} from './days.js'
import type {Projects} from './history.js'
import type {Topology} from './topology.js'

/**
 * What a history says about a span of days, aggregated and independent of any placement: the one immutable, columnar
 * snapshot that caching, migration, placement and what-if share (spec: design.md section 1). Byte columns hold exact
 * integer sums over all the days; divide by `dayCount` for means.
 */
export interface Workload {
  /** SHA-256 (hex) over everything below. */
  readonly fingerprint: string
  readonly topology: Topology
  readonly fromDay: Day
  readonly toDay: Day
  readonly dayCount: number
  readonly projects: Projects
  readonly tables: WorkloadTables
  readonly jobs: WorkloadJobs
  readonly reads: ReadFacts
  readonly writes: WriteFacts
  readonly lineage: Lineage
}

export interface WorkloadTables {
  readonly names: readonly string[]
  readonly project: Column
  readonly replicable: Column
  /** 1 = snapshot table: one version, age 0. */
  readonly snapshot: Column
  /** Typical bytes of one partition (snapshot: of the one version): the tables file, else the mean of the known partitions. */
  readonly partitionBytes: Column
  /** Bytes at home: partition size × retention (formats.md 3.9). */
  readonly homeBytes: Column
  /** Distinct days of the span on which the table was written. */
  readonly writtenDays: Column
  /** Size of a partition that has no row in `sizeDay`: the tables file's `partition_bytes`, else 0. */
  readonly defaultPartitionBytes: Column
  /** Sizes that differ from the default: those of table t are `sizeStart[t] … sizeStart[t + 1]`, by rising day. Empty for snapshot tables. */
  readonly sizeStart: Column
  readonly sizeDay: Column
  readonly sizeBytes: Column
}

/**
 * One row for each (recurring job, project, region where it was seen to run), ordered by these three: by job name, then
 * project and region index.
 */
export interface WorkloadJobs {
  readonly names: readonly string[]
  readonly project: Column
  readonly region: Column
  /** Index into `priorities`: the highest seen. */
  readonly priority: Column
  /** 1 only where every run was movable. */
  readonly movable: Column
  readonly runs: Column
  /** CPU-hours over the span by hour of day: those of job j are `cpuStart[j] … cpuStart[j + 1]`, by rising hour. */
  readonly cpuStart: Column
  readonly cpuHour: Column
  readonly cpuHours: Column
}

/** Reads by (job row, table, age): those of job row j are `start[j] … start[j + 1]`, ordered by table, then age. */
export interface ReadFacts {
  readonly start: Column
  readonly table: Column
  readonly ageDays: Column
  /** Bytes over the span, failed runs included: what traffic is counted from. */
  readonly bytes: Column
  /** Bytes over the span of runs that succeeded: what is planned for. */
  readonly demandBytes: Column
  /** Sum over the days of the squared demand bytes of a day: the spread, for honesty about noise. */
  readonly demandBytesSquared: Column
  /** Rows read, failed runs included. */
  readonly count: Column
  /** `demandBytes` day by day: what forecasts and backtests need. Only where asked for; no part of the fingerprint. */
  readonly daily?: DailyReads
}

/**
 * The days behind each read fact: those of fact i are `start[i] … start[i + 1]`, by rising day. Only days with demand are
 * listed, so a fact that only failed runs read has none. The bytes of a fact add up to its `demandBytes`.
 */
export interface DailyReads {
  readonly start: Column
  /** Days since `fromDay`: 0 to `dayCount` − 1. */
  readonly day: Column
  /** Demand bytes of that day. */
  readonly bytes: Column
}

/** Writes by (job row, table): those of job row j are `start[j] … start[j + 1]`, ordered by table. */
export interface WriteFacts {
  readonly start: Column
  readonly table: Column
  readonly bytes: Column
}

/**
 * Table dependency graph: table t is made from `upstream[start[t] … start[t + 1]]`, by rising index. Derived from reads
 * and writes of the same run and completed from the declared dependencies.
 */
export interface Lineage {
  readonly start: Column
  readonly upstream: Column
  /** Job that makes the table from this upstream; empty text where only declared without one. */
  readonly job: readonly string[]
}
