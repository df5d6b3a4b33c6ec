import type {Day} from '../../../model/days.js'
import type {AccessBytes, DatasetDrop, LineageDataset} from './dataset.js'
import type {DatasetIdentity} from './dataset-identity.js'
import type {LineageJob} from './job-key.js'
import type {RunEnd, RunEvent} from './run-event.js'

/** One dataset of a run, as its events together tell it. */
export interface OpenAccess {
  identity: DatasetIdentity
  days: readonly Day[] | undefined
  statistics: AccessBytes | undefined
  dropped: DatasetDrop | undefined
}

/** A run whose events are being gathered. */
export interface OpenRun {
  readonly run: string
  job: LineageJob
  address: string | undefined
  /** Time of its first event. */
  startMs: number
  end: {readonly type: RunEnd; readonly timeMs: number} | undefined
  /** Latest time of its START; undefined where none was seen. */
  startedMs: number | undefined
  readonly inputs: Map<string, OpenAccess>
  readonly outputs: Map<string, OpenAccess>
  /** Where its first event was read. */
  readonly file: string
  readonly row: number
  /** Names of the job by time: the name of the last event counts. */
  jobTimeMs: number
}

/** Most datasets of one run; the others are told apart no more. */
export const mostDatasetsOfRun = 10_000

export function openRun(event: RunEvent, file: string, row: number): OpenRun {
  return {
    run: event.run,
    job: event.job,
    address: event.address,
    startMs: event.timeMs,
    end: undefined,
    startedMs: undefined,
    inputs: new Map(),
    outputs: new Map(),
    file,
    row,
    jobTimeMs: Number.NEGATIVE_INFINITY,
  }
}

/**
 * Adds what an event tells, whatever the order of the events: datasets are united, the earliest time starts the run, the latest end
 * ends it (COMPLETE before the others at one time), the job is that of the latest event.
 * @returns the number of datasets that are new, and of those for which there was no room
 */
export function addEvent(run: OpenRun, event: RunEvent): {readonly added: number; readonly refused: number} {
  run.startMs = Math.min(run.startMs, event.timeMs)
  run.address ??= event.address
  if (event.isStart) run.startedMs = Math.max(run.startedMs ?? event.timeMs, event.timeMs)
  const isLater =
    event.timeMs > run.jobTimeMs || (event.timeMs === run.jobTimeMs && textOfJob(event.job) > textOfJob(run.job))
  if (isLater) {
    run.job = event.job
    run.jobTimeMs = event.timeMs
  }
  if (event.end !== undefined && isLaterEnd(event.end, event.timeMs, run.end))
    run.end = {type: event.end, timeMs: event.timeMs}
  const before = run.inputs.size + run.outputs.size
  const refused = unite(run, run.inputs, event.inputs) + unite(run, run.outputs, event.outputs)
  return {added: run.inputs.size + run.outputs.size - before, refused}
}

const textOfJob = ({namespace, name}: LineageJob) => `${namespace}\n${name}`

const endRank: Readonly<Record<RunEnd, number>> = {ABORT: 0, FAIL: 1, COMPLETE: 2}

function isLaterEnd(type: RunEnd, timeMs: number, known: OpenRun['end']): boolean {
  if (known === undefined || timeMs > known.timeMs) return true
  return timeMs === known.timeMs && endRank[type] > endRank[known.type]
}

function unite(run: OpenRun, accesses: Map<string, OpenAccess>, datasets: readonly LineageDataset[]): number {
  let refused = 0
  for (const {key, identity, days, statistics, dropped} of datasets) {
    const known = accesses.get(key)
    if (known === undefined) {
      if (run.inputs.size + run.outputs.size >= mostDatasetsOfRun) refused++
      else accesses.set(key, {identity, days, statistics, dropped})
      continue
    }
    known.identity = fuller(known.identity, identity)
    known.days = union(known.days, days)
    known.statistics = better(known.statistics, statistics)
    // A write in one event outweighs a change of state in another.
    if (dropped === undefined) known.dropped = undefined
  }
  return refused
}

/** The identity that a symlink gives goes before that of the path; of two of a kind the first by name. */
function fuller(left: DatasetIdentity, right: DatasetIdentity): DatasetIdentity {
  if (left.isNamed !== right.isNamed) return left.isNamed ? left : right
  return right.table < left.table ? right : left
}

function union(left: readonly Day[] | undefined, right: readonly Day[] | undefined): readonly Day[] | undefined {
  if (left === undefined || right === undefined || left === right) return left ?? right
  return [...new Set([...left, ...right])].sort((a, b) => a - b)
}

const bytesRank: Readonly<Record<AccessBytes['from'], number>> = {exact: 2, scannedFiles: 1, wholeTable: 0}

/** The better origin, then the larger number: events of a run add up as it goes on. */
function better(left: AccessBytes | undefined, right: AccessBytes | undefined): AccessBytes | undefined {
  if (left === undefined || right === undefined) return left ?? right
  const rank = bytesRank[right.from] - bytesRank[left.from]
  return rank > 0 || (rank === 0 && right.bytes > left.bytes) ? right : left
}
