import type {Finding} from '../../model/errors.js'
import {LARGEST_INTEGER} from '../history/columns.js'
import {shownValue} from '../history/findings.js'
import type {ObservedAccess, ObservedRun} from './observed.js'

const FIRST_MS = Date.UTC(1990, 0, 1)
const LAST_MS = Date.UTC(2100, 0, 1)
const MS_PER_DAY = 86_400_000
export const FIRST_DAY = FIRST_MS / MS_PER_DAY
export const LAST_DAY = LAST_MS / MS_PER_DAY - 1

/** The first thing that is wrong with a run; undefined where it is in order. */
export function runFault(file: string, run: ObservedRun): Finding | undefined {
  if (run.run === '' || run.job === '') {
    const value = shownValue(run.run)
    return {kind: 'no-name', file, value, message: 'a run has no id or no job', advice: 'Mend the export.'}
  }
  for (const [column, ms] of [['start', run.startMs] as const, ['end', run.endMs] as const]) {
    if (ms !== undefined && !(ms >= FIRST_MS && ms < LAST_MS)) return timeFault(file, column, ms, run.run)
  }
  if (run.cpuHours !== undefined && !(run.cpuHours >= 0 && run.cpuHours <= 1e15)) {
    return amountFault(file, 'cpu-hours', run.cpuHours, `run ${run.run}`)
  }
  const accesses = [...run.inputs, ...run.outputs]
  const amounts = [run.readBytes, run.writtenBytes, ...accesses.flatMap(bytesOfAccess)]
  const wrong = amounts.find(bytes => bytes !== undefined && !isBytes(bytes))
  if (wrong !== undefined) return amountFault(file, 'bytes', wrong, `run ${run.run}`)
  const days = accesses.flatMap(access => access.partitions?.map(({day}) => day) ?? [])
  const day = days.find(candidate => !isDay(candidate))
  if (day !== undefined) return timeFault(file, 'partition day', day * MS_PER_DAY, run.run)
  if (accesses.some(({table}) => table === '')) {
    const value = shownValue(run.run)
    return {
      kind: 'no-name',
      file,
      value,
      message: 'a run reads or writes a table without a name',
      advice: 'Mend the export.',
    }
  }
  return undefined
}

const bytesOfAccess = ({bytes, weightBytes, partitions}: ObservedAccess) => [
  bytes,
  weightBytes,
  ...(partitions?.map(partition => partition.bytes) ?? []),
]

export const isBytes = (bytes: number): boolean => Number.isInteger(bytes) && bytes >= 0 && bytes <= LARGEST_INTEGER

export const isDay = (day: number): boolean => Number.isInteger(day) && day >= FIRST_DAY && day <= LAST_DAY

/** @param subject what the amount is of, e.g. `run a-7` */
export function amountFault(file: string, column: string, value: number, subject: string): Finding {
  return {
    kind: value < 0 ? 'negative' : 'not-an-amount',
    file,
    column,
    value: shownValue(String(value)),
    message: `${column} of ${shownValue(subject)} ${value < 0 ? 'are negative' : 'are out of range, or no whole number'}`,
    advice: 'Mend the export.',
  }
}

function timeFault(file: string, column: string, ms: number, run: string): Finding {
  return {
    kind: 'impossible-time',
    file,
    column,
    value: String(ms),
    message: `${column} of run ${shownValue(run)} is not between 1990 and 2100 (milliseconds since 1970)`,
    advice: 'Mend the export, or its unit of time.',
  }
}

/** A day that is said of a table. */
export function dayFault(file: string, day: number, table: string): Finding {
  const advice = 'Mend the export.'
  const message = `a partition of table ${shownValue(table)} has a day that is not between 1990 and 2100`
  return {kind: 'impossible-time', file, column: 'partition day', value: String(day), message, advice}
}
