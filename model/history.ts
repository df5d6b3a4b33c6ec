import type {Column} from './columns.js'
import type {Day} from './days.js'
import type {Topology} from './topology.js'

/** Partition day of a row without a date: the one version of a snapshot table. */
export const NO_DATE = -2147483648

export const priorities = ['gold', 'silver', 'bronze'] as const
export type Priority = (typeof priorities)[number]

/** Projects in the order of their file. `region` is the home region. */
export interface Projects {
  readonly names: readonly string[]
  readonly region: Column
  /** 1 = must not move. */
  readonly pinned: Column
  /** 1 at `project * regions + region` where the project may live. */
  readonly allowed: Column
}

/** The raw tables file. */
export interface HistoryTables {
  readonly names: readonly string[]
  readonly project: Column
  /** Typical bytes of one daily partition; NaN where the file gives none. */
  readonly partitionBytes: Column
  /** Days that a partition lives at home; NaN = for ever. */
  readonly retentionDays: Column
  /** 1 = may be replicated. */
  readonly replicable: Column
  /** 1 = snapshot table: its rows, on whatever day of the folder, carry no partition date. */
  readonly snapshot: Column
}

/** Runs with a start day up to and including `toDay`, those before `fromDay` too (their writes size partitions). */
export interface HistoryRuns {
  readonly count: number
  readonly jobNames: readonly string[]
  /** Index into `jobNames`. */
  readonly job: Column
  readonly project: Column
  /** Region where the run ran. */
  readonly region: Column
  /** UTC day of the start. */
  readonly day: Column
  /** UTC hour of the start, 0 to 23. */
  readonly hour: Column
  readonly cpuHours: Column
  /** Index into `priorities`. */
  readonly priority: Column
  readonly movable: Column
  readonly failed: Column
}

/** Rows of `reads` or `writes`; all columns have at least `length` entries. Row-aligned. */
export interface AccessBatch {
  readonly length: number
  readonly run: Column
  readonly table: Column
  /** Day of the partition, or NO_DATE for the one version of a snapshot table. */
  readonly partitionDay: Column
  readonly bytes: Column
}

/**
 * A loaded, validated history, row by row, as the verifier replays it. Indices are dense and refer to the order
 * of the name lists. Days scored or planned from are `fromDay … toDay`, both included.
 */
export interface History {
  readonly topology: Topology
  readonly projects: Projects
  readonly tables: HistoryTables
  /** Rows of the `partitions` file. */
  readonly partitions: {readonly table: Column; readonly day: Column; readonly bytes: Column}
  readonly runs: HistoryRuns
  readonly fromDay: Day
  readonly toDay: Day
  /** Reads of runs that started on `fromDay … toDay`, in a fixed order. */
  reads(): AsyncIterable<AccessBatch>
  /** Writes of runs that started on or before `toDay`, in a fixed order. */
  writes(): AsyncIterable<AccessBatch>
}
