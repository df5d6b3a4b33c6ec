import {present} from '../../history/findings.js'
import type {Intake} from '../../ingest/intake.js'
import type {ObservedAccess} from '../../ingest/observed.js'
import {jobKeyOf} from './job-key.js'
import {regionOfNamespace} from './namespace-hints.js'
import type {OpenAccess, OpenRun} from './open-run.js'
import type {TableAliases} from './table-aliases.js'

const msPerDay = 86_400_000
/** Clocks of two machines that differ by more than this are wrong. */
const mostSkewMs = msPerDay
/** No run takes longer. */
const longestRunMs = 366 * msPerDay

/** Tells the intake of a run that is whole, or why it does not count. */
export function tellRun(run: OpenRun, intake: Intake, aliases: TableAliases): void {
  const {file, row, startMs} = run
  const at = {startMs, file, row}
  if (run.end === undefined) {
    intake.drop({reason: 'run without an end', ...at, value: run.run})
    return
  }
  const daysOff = daysOffOf(run, run.end.timeMs)
  if (daysOff !== undefined) {
    intake.fault({
      kind: 'clock-skew',
      file,
      row,
      column: 'eventTime',
      value: run.run,
      message: `${daysOff} of one run`,
      advice: 'Check the clock of the producer, or leave the run out.',
    })
    return
  }
  const inputs = accessesOf(run, run.inputs, intake, aliases)
  const outputs = accessesOf(run, run.outputs, intake, aliases)
  if (inputs.length + outputs.length === 0) {
    intake.drop({reason: 'run without tables', ...at, value: run.run})
    return
  }
  intake.run({
    run: run.run,
    job: jobKeyOf(run.job),
    startMs,
    endMs: run.end.timeMs,
    ...(run.end.type === 'COMPLETE' ? {} : {failed: true}),
    place: {
      coordinator: run.job.namespace,
      ...present('address', run.address),
      ...present('region', regionOfNamespace(run.job.namespace)),
    },
    inputs,
    outputs,
  })
}

/** What is wrong with the times; undefined where they may be true. Less than a day off, the earliest time is the start. */
function daysOffOf(run: OpenRun, endMs: number): string | undefined {
  const days = (ms: number) => `${Math.round(ms / msPerDay)} days`
  const lateMs = (run.startedMs ?? endMs) - endMs
  if (lateMs > mostSkewMs) return `the START is ${days(lateMs)} after the end`
  const lengthMs = endMs - run.startMs
  return lengthMs > longestRunMs ? `the end is ${days(lengthMs)} after the first event` : undefined
}

function accessesOf(
  run: OpenRun,
  accesses: ReadonlyMap<string, OpenAccess>,
  intake: Intake,
  aliases: TableAliases,
): ObservedAccess[] {
  const found: ObservedAccess[] = []
  for (const access of inOrder(accesses)) {
    const {identity, days, statistics} = access
    const table = aliases.nameOf(identity.table)
    // A path below /tmp that another event knows as a table is none that passes.
    const isKnown = access.dropped === 'temporary table' && table !== identity.table
    const dropped = isKnown ? undefined : access.dropped
    if (dropped !== undefined) {
      const {file, row, startMs} = run
      intake.drop({reason: dropped, ...present('bytes', statistics?.bytes), startMs, file, row, value: table})
      continue
    }
    if (statistics?.from === 'wholeTable') intake.table({table, place: identity.place, storedBytes: statistics.bytes})
    found.push({
      table,
      place: identity.place,
      ...(days === undefined ? {} : {partitions: days.map(day => ({day, dayFrom: 'exact' as const}))}),
      ...(statistics === undefined ? {} : {bytes: statistics.bytes, bytesFrom: statistics.from}),
    })
  }
  return found
}

/** By name, so that the order of events does not matter. */
function inOrder(accesses: ReadonlyMap<string, OpenAccess>): OpenAccess[] {
  return [...accesses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, access]) => access)
}
