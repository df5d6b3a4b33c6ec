import type {PriceClass} from '../../algorithms/routing/index.js'
import type {Priority} from '../../model/history.js'

/** A name, or the index that a router gave for it: an index saves the look-up. Unknown names are answered, never thrown. */
export type NameOrIndex = string | number

/** What a job wants to read of one table. */
export interface RoutingInput {
  readonly table: NameOrIndex
  /** Partition dates `YYYY-MM-DD`; a text that is no date is read from home. */
  readonly partitions?: readonly string[]
  /** Ages of partitions in days before today, beside the dates. Where both are absent: the partition of today, age 0. */
  readonly ages?: readonly number[]
  /** Bytes of all these partitions together, taken as even; predicted where absent (predict-bytes.ts). */
  readonly bytes?: number
}

export interface RoutingOutput {
  readonly table: NameOrIndex
  /** Predicted from the job's history where absent; 0 where there is none. */
  readonly bytes?: number
}

/** One job to be placed. */
export interface RoutingRequest {
  readonly project: NameOrIndex
  /** The recurring job, where it is one. */
  readonly job?: NameOrIndex
  /**
   * Region that the job was submitted to: it runs there if nothing speaks for another (formats.md 3.1), unless the plan moves its project.
   * Where absent or unknown: where the job was seen to run, else the home of the project, else of the first known table.
   */
  readonly home?: string
  /** False: the job must stay at home. */
  readonly movable?: boolean
  /** Where absent, the reads that the job's history shows. */
  readonly inputs?: readonly RoutingInput[]
  /** Tables that it writes. Where these and `outputBytes` are absent, the writes that the job's history shows. */
  readonly outputs?: readonly RoutingOutput[]
  /** Bytes written back to the home of the project, beside those of `outputs`. */
  readonly outputBytes?: number
  /** CPU-hours; where absent, the mean of the job's history, else 0. */
  readonly cpuHours?: number
  /** Where absent, that of the job's history, else silver. */
  readonly priority?: Priority
  /** Seconds in which it must have started; a region that is slower is taken only where none is faster. */
  readonly deadlineSeconds?: number
  /** A gold job may leave home. */
  readonly goldMayLeave?: boolean
  /** The job may be evicted: best-effort places are considered beside the guaranteed ones. */
  readonly bestEffort?: boolean
  /** Ordered fall-backs: only these places, the first that may be taken. Home is behind them all. */
  readonly preferences?: readonly {readonly region: string; readonly priceClass: PriceClass}[]
  /** Index into `inputs` of the one whose size is unsure: the answer then carries thresholds in its bytes. */
  readonly uncertainInput?: number
  /** The job was placed before and asks between stages: its load and quota are not counted a second time. */
  readonly again?: boolean
}
