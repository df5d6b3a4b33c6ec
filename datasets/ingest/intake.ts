import type {Day} from '../../model/days.js'
import type {Finding} from '../../model/errors.js'
import type {Drop, ObservedProject, ObservedRun, ObservedTable} from './observed.js'

/**
 * Takes what an adapter observes, in any order. Everything is checked on the way in: bytes are whole numbers from 0 to 2^53, times
 * lie between 1990 and 2100; what is not becomes a fault.
 */
export interface Intake {
  run(run: ObservedRun): void
  table(table: ObservedTable): void
  /** Size of one partition. */
  partition(table: string, day: Day, bytes: number): void
  project(project: ObservedProject): void
  /** `table` is made from `upstream`, by `job` where known. */
  dependency(table: string, upstream: string, job?: string): void
  /** Counts what is left out on purpose: nothing is wrong with it. */
  drop(drop: Drop): void
  /** Something is broken. All faults are reported together and nothing is written, unless broken input may be skipped: then each is a drop. */
  fault(finding: Finding): void
  /** To be awaited every few thousand events: what was taken in goes to disk, so that memory stays bounded. */
  flush(): Promise<void>
}

/** What an adapter may need to know beside its files. */
export interface AdapterOptions {
  /** IANA zone of time stamps without one. Default UTC. */
  readonly timeZone: string
  /** Canonical column → field of the source (`--map col=field`). */
  readonly map: ReadonlyMap<string, string>
  /** Where the user is told how far the files are read, 0 to 1. */
  readonly onProgress: (share: number) => void
  /** Stops the reading: `throwIfAborted` is called every few thousand events. */
  readonly signal: AbortSignal
  readonly limits: StreamLimits
}

/** Bounds on hostile input. */
export interface StreamLimits {
  /** Longest line that is parsed, bytes of UTF-8. Longer ones are faults, and are never held in memory whole. */
  readonly lineBytes: number
  /** A compressed file may grow to this many times its size … */
  readonly expansionRatio: number
  /** … and beyond that ratio only up to this many bytes. */
  readonly expandedBytes: number
}

export const defaultLimits: StreamLimits = {lineBytes: 64 << 20, expansionRatio: 200, expandedBytes: 1 << 30}

/** One kind of source. It reads its files as streams and tells the intake what they show. */
export interface Adapter {
  /** Name on the command line. */
  readonly kind: string
  /** One line of help. */
  readonly describe: string
  /** Its times are local and name no zone: the user has to say which. */
  readonly needsTimeZone?: true
  /**
   * Reads files and folders (already known to exist) into the intake.
   * @throws IsthmusError (usage) where the paths or the map make no sense for the source
   */
  read(paths: readonly string[], intake: Intake, options: AdapterOptions): Promise<void>
}
