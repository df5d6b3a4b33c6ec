import {type Day, formatDay} from '../../model/days.js'
import type {ComposedPlatform} from './compose.js'
import type {RecurringJobs} from './recurring-jobs.js'
import type {TableSizes} from './table-sizes.js'
import {type Trace, windowOf} from './trace.js'

/** What a conversion kept, what it dropped and why, and what the history looks like. Bytes are exact up to 2^53. */
export interface SwimSummary {
  /** Lines of the trace: each is a job of it and a run of the history. A bad line stops the conversion, so none is dropped. */
  readonly lines: number
  readonly runs: number
  /** First and last day of the history, and days with a run: one for each hour of the trace in which a job was submitted. */
  readonly from: string
  readonly to: string
  readonly days: number
  /** Recurring jobs: a path read in one shape; and those with runs on two days or more, and the runs of these. */
  readonly jobs: number
  readonly jobsOnSeveralDays: number
  readonly runsOfJobsOnSeveralDays: number
  readonly inputTables: number
  readonly outputTables: number
  readonly inputTableBytes: number
  readonly outputTableBytes: number
  readonly reads: number
  readonly readBytes: number
  /** Reads of fewer bytes than the table has. */
  readonly partialReads: number
  /** Reads of a table that an earlier line reads too, and of these the ones whose table was read on an earlier day. */
  readonly rereads: number
  readonly rereadBytes: number
  readonly rereadsOfEarlierDays: number
  readonly rereadBytesOfEarlierDays: number
  readonly crossProjectReads: number
  readonly crossProjectBytes: number
  readonly crossRegionReads: number
  readonly crossRegionBytes: number
  readonly writes: number
  readonly writtenBytes: number
  readonly dropped: {
    /** Reads and writes of 0 bytes: no row; the run is kept. */
    readonly emptyReads: number
    readonly emptyWrites: number
    /** Input paths of which no job reads a byte: no table. */
    readonly emptyPaths: number
    /** Shuffled bytes stay inside a job and its region. */
    readonly shuffleBytes: number
  }
}

export function summarize(
  trace: Trace,
  jobs: RecurringJobs,
  sizes: TableSizes,
  platform: ComposedPlatform,
  firstDay: Day,
): SwimSummary {
  const days = new Set<number>()
  const firstRead = new Int32Array(trace.paths.length).fill(-1)
  const firstRun = new Int32Array(jobs.names.length).fill(-1)
  const isOnSeveralDays = new Uint8Array(jobs.names.length)
  const runsOfJob = new Int32Array(jobs.names.length)
  const sum = {
    reads: 0,
    readBytes: 0,
    partialReads: 0,
    rereads: 0,
    rereadBytes: 0,
    rereadsOfEarlierDays: 0,
    rereadBytesOfEarlierDays: 0,
    crossProjectReads: 0,
    crossProjectBytes: 0,
    crossRegionReads: 0,
    crossRegionBytes: 0,
    writes: 0,
    writtenBytes: 0,
  }
  const dropped = {emptyReads: 0, emptyWrites: 0, emptyPaths: countWhere(sizes.input, b => b === 0), shuffleBytes: 0}
  let firstWindow = Infinity
  let lastWindow = -Infinity
  for (let row = 0; row < trace.count; row++) {
    const window = windowOf(trace, row)
    const job = jobs.ofRow[row]!
    days.add(window)
    firstWindow = Math.min(firstWindow, window)
    lastWindow = Math.max(lastWindow, window)
    runsOfJob[job]!++
    if (firstRun[job] === -1) firstRun[job] = window
    else if (firstRun[job] !== window) isOnSeveralDays[job] = 1
    dropped.shuffleBytes += trace.shuffleBytes[row]!
    if (trace.outputBytes[row]! > 0) {
      sum.writes++
      sum.writtenBytes += trace.outputBytes[row]!
    } else dropped.emptyWrites++
    const bytes = trace.inputBytes[row]!
    if (bytes === 0) {
      dropped.emptyReads++
      continue
    }
    const path = trace.path[row]!
    sum.reads++
    sum.readBytes += bytes
    if (bytes < sizes.input[path]!) sum.partialReads++
    if (firstRead[path] === -1) firstRead[path] = window
    else {
      sum.rereads++
      sum.rereadBytes += bytes
      if (firstRead[path]! < window) {
        sum.rereadsOfEarlierDays++
        sum.rereadBytesOfEarlierDays += bytes
      }
    }
    const from = platform.pathProject[path]!
    const to = platform.jobProject[job]!
    if (from === to) continue
    sum.crossProjectReads++
    sum.crossProjectBytes += bytes
    if (platform.projectRegion[from] === platform.projectRegion[to]) continue
    sum.crossRegionReads++
    sum.crossRegionBytes += bytes
  }
  return {
    lines: trace.count,
    runs: trace.count,
    from: formatDay(firstDay + firstWindow),
    to: formatDay(firstDay + lastWindow),
    days: days.size,
    jobs: jobs.names.length,
    jobsOnSeveralDays: countWhere(isOnSeveralDays, flag => flag === 1),
    runsOfJobsOnSeveralDays: runsOfJob.reduce((total, runs, job) => total + runs * isOnSeveralDays[job]!, 0),
    inputTables: countWhere(sizes.input, b => b > 0),
    outputTables: countWhere(sizes.output, b => b > 0),
    inputTableBytes: sizes.input.reduce((total, b) => total + b, 0),
    outputTableBytes: sizes.output.reduce((total, b) => total + b, 0),
    ...sum,
    dropped,
  }
}

function countWhere(column: Iterable<number>, isCounted: (value: number) => boolean): number {
  let count = 0
  for (const value of column) if (isCounted(value)) count++
  return count
}
