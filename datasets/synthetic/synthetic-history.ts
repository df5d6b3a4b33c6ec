import type {Column} from '../../model/columns.js'
import type {Day} from '../../model/days.js'
import type {AccessBatch} from '../../model/history.js'
import type {PresetParameters} from './parameters.js'

/** Projects, row-aligned. */
export interface SyntheticProjects {
  readonly names: readonly string[]
  readonly region: Column
  /** Business unit: its projects read one another most. */
  readonly group: Column
  /** 1 = lives in the region of its business unit. */
  readonly aligned: Column
  readonly pinned: Column
  /** 1 at `project * regions + region` where the project may live. */
  readonly allowed: Column
}

/** Tables, row-aligned, those of one project and layer side by side. */
export interface SyntheticTables {
  readonly names: readonly string[]
  readonly project: Column
  /** Index into `layers`. */
  readonly layer: Column
  /** 1 = snapshot table: one version, no partition date. */
  readonly snapshot: Column
  /** Typical bytes of one daily partition, or of the one version. */
  readonly typicalBytes: Column
  /** Days that a partition lives at home; NaN = for ever. */
  readonly retentionDays: Column
  readonly replicable: Column
  /** 1 = partitions differ enough to be listed one by one. */
  readonly uneven: Column
  /** Standard deviation of the log of a partition's bytes from day to day. */
  readonly noise: Column
  /** Growth of the log of a partition's bytes per day. */
  readonly growth: Column
  /** Bytes of a weekend day relative to a weekday. */
  readonly weekendFactor: Column
}

/** Recurring jobs, row-aligned. Inputs of job j are `inputFrom[j] … inputTo[j]`, outputs `outputFrom[j] … outputTo[j]`. */
export interface SyntheticJobs {
  readonly names: readonly string[]
  readonly project: Column
  /** Region where it runs. */
  readonly region: Column
  /** Index into `layers`, or `reportLayer` where it writes nothing. */
  readonly layer: Column
  /** Index into `priorities` of the model. */
  readonly priority: Column
  readonly movable: Column
  readonly startSecond: Column
  /** Day of the week (0 = Sunday) of a weekly job; -1 = runs daily. */
  readonly weekday: Column
  /** Spread of its CPU cost per byte around the common one. */
  readonly cpuFactor: Column
  readonly inputFrom: Column
  readonly inputTo: Column
  readonly outputFrom: Column
  readonly outputTo: Column
  readonly outputTable: Column
  readonly inputs: SyntheticInputs
}

/** One row for each (job, table) that is read, with the ages `ages[ageFrom … ageTo]`, on days `fromDay ≤ day < toDay`. */
export interface SyntheticInputs {
  readonly table: Column
  /** Share of a partition's bytes that is really read. */
  readonly share: Column
  readonly ageFrom: Column
  readonly ageTo: Column
  readonly ages: Column
  readonly fromDay: Column
  readonly toDay: Column
}

/** The runs of one day, row-aligned, in the order of their jobs, ad-hoc runs last. */
export interface SyntheticRuns {
  readonly count: number
  /** Index of the recurring job; -1 - k for the k-th ad-hoc run of the day. */
  readonly job: Column
  /** 1 for the first try, 2 for the one after a failure. */
  readonly attempt: Column
  readonly project: Column
  readonly region: Column
  readonly startSecond: Column
  readonly durationSeconds: Column
  readonly cpuHours: Column
  readonly priority: Column
  readonly movable: Column
  readonly failed: Column
}

/** One day of the history. `run` in reads and writes is the row in `runs`. */
export interface SyntheticDay {
  readonly day: Day
  readonly runs: SyntheticRuns
  readonly reads: AccessBatch
  readonly writes: AccessBatch
}

/** Limits of the regions, measured on the first days of the history plus slack. */
export interface SyntheticCapacities {
  readonly storageBytes: Column
  /** One number a region, or 24 where the region is limited by the hour. */
  readonly cpuHours: readonly (readonly number[])[]
}

/** The platform without its days. */
export interface SyntheticWorld {
  readonly parameters: PresetParameters
  readonly seed: number
  readonly scale: number
  readonly firstDay: Day
  readonly dayCount: number
  readonly projects: SyntheticProjects
  readonly tables: SyntheticTables
  readonly jobs: SyntheticJobs
}

/**
 * A generated history. Projects, tables and jobs are held in memory; the runs, reads and writes of a day are made when
 * the day is asked for, and are the same every time.
 */
export interface SyntheticHistory extends SyntheticWorld {
  readonly capacities: SyntheticCapacities
  days(): Generator<SyntheticDay>
}

/** Oldest partition age that is ever read, in days. */
export const maxAgeDays = 30
