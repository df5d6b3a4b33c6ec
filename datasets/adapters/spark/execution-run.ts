import type {Day} from '../../../model/days.js'
import {present} from '../../history/findings.js'
import type {Drop, ObservedAccess, ObservedRun, Place} from '../../ingest/observed.js'
import type {Execution} from './execution.js'
import type {PlanOutput} from './plan-outputs.js'
import type {Scan} from './plan-scans.js'

const nanosecondsPerHour = 3.6e12

/** What the application of an execution adds to it. */
export interface RunContext {
  readonly run: string
  /** Name of the application without dates and the like. */
  readonly application: string
  readonly place: Place
}

/** A scan that was carried out, and the bytes of the files that it opened, where known. */
interface DoneScan {
  readonly scan: Scan
  readonly bytes: number | undefined
}

/**
 * The run of a finished execution, and what it loses. Its bytes: the tasks count what they really read, of all scans together; the
 * driver counts the files that each scan opens, which may be several times more (columns that are not read). So the total of
 * the tasks is what counts, shared out over the scans by the files that they opened (`weightBytes`); where there is no total, or
 * where tasks read from Spark's cache too, which counts as bytes read, the bytes are those of the opened files (`scannedFiles`).
 */
export function runOf(
  execution: Execution,
  context: RunContext,
): {run?: ObservedRun; drops: readonly Omit<Drop, 'file'>[]} {
  const {startMs, endMs, readBytes, writtenBytes} = execution
  const drops: Omit<Drop, 'file'>[] = []
  const drop = (reason: string, bytes?: number, value: string = context.run) =>
    drops.push({reason, value, ...(bytes === undefined || bytes === 0 ? {} : {bytes}), ...present('startMs', startMs)})
  if (execution.overflow > 0) drop('scans or metrics beyond the bounds of one execution')
  if (startMs === undefined || endMs === undefined || !execution.hasPlan) {
    drop(`spark execution without ${endMs === undefined ? 'an end' : 'a start'}`, readBytes + writtenBytes)
    return {drops}
  }
  const done = doneScans(execution)
  const named = done.filter(({scan}) => scan.tables.length > 0)
  const outputs = execution.written
  if (named.length === 0 && outputs.length === 0) {
    drop('spark execution without a table', readBytes + writtenBytes)
    return {drops}
  }
  const isTotalGood = readBytes > 0 && !execution.readsCache
  const totalBytes = isTotalGood ? namedBytes(readBytes, done, named) : undefined
  for (const {scan, bytes} of done) if (scan.tables.length === 0) drop('scan of what is no table', bytes, scan.name)
  if (execution.readsCache && readBytes > 0)
    drop('bytes that tasks read from a cache or beside it', Math.max(0, readBytes - sizeOf(named)))
  else if (named.length === 0 && readBytes > 0) drop('bytes read from no table', readBytes)
  const written = writtenBytes > 0 ? writtenBytes : driverWrittenBytes(execution, outputs)
  if (outputs.length === 0 && written > 0) drop('bytes written to no table', written)
  if (outputs.length > 0 && execution.unnamedWriters > 0) drop('write to a table that the plan does not name')
  const run: ObservedRun = {
    run: context.run,
    job: `${context.application} ${execution.signature}`,
    startMs,
    endMs,
    ...(execution.cpuNanoseconds > 0 ? {cpuHours: execution.cpuNanoseconds / nanosecondsPerHour} : {}),
    ...(execution.failed ? {failed: true} : {}),
    place: context.place,
    inputs: inputsOf(named, isTotalGood),
    outputs: outputs.map(({table, place, day}) => ({table, place, ...partitionsOf(day === undefined ? [] : [day])})),
    ...(named.length === 0 ? {} : present('readBytes', totalBytes)),
    ...(outputs.length > 0 && written > 0 ? {writtenBytes: written} : {}),
  }
  return {run, drops}
}

/**
 * The scans that were carried out. One that counts its files and was never counted was planned and not used (adaptive plans leave
 * such behind), unless the log has no counts at all; so was one without a counter where another scan of its tables was counted
 * (Databricks' first plans have no counters).
 */
function doneScans({scans, driverMetrics}: Execution): readonly DoneScan[] {
  const all = [...scans.values()].map(scan => ({
    scan,
    bytes: scan.sizeId === undefined ? undefined : wholeBytes(driverMetrics.get(scan.sizeId)),
  }))
  const counted = all.filter(({bytes}) => bytes !== undefined)
  if (counted.length === 0) return all
  const countedTables = new Set(counted.flatMap(({scan}) => scan.tables.map(({table}) => table)))
  const isSeen = ({scan}: DoneScan) =>
    scan.tables.length > 0 && scan.tables.every(({table}) => countedTables.has(table))
  return all.filter(each => each.bytes !== undefined || (each.scan.sizeId === undefined && !isSeen(each)))
}

/** -1 is how Spark 2 and 3.0 begin a metric. */
function wholeBytes(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.max(0, value)
}

/** The part of the total that goes to scans of tables, by the files opened; all of it where those are not known. */
function namedBytes(readBytes: number, done: readonly DoneScan[], named: readonly DoneScan[]): number {
  const [all, part] = [sizeOf(done), sizeOf(named)]
  if (named.length === done.length || all === 0 || done.some(({bytes}) => bytes === undefined)) return readBytes
  return Number((BigInt(readBytes) * BigInt(part)) / BigInt(all))
}

function sizeOf(scans: readonly DoneScan[]): number {
  return scans.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0)
}

/** One access per table and partitions. */
function inputsOf(scans: readonly DoneScan[], isTotalGood: boolean): readonly ObservedAccess[] {
  const accesses = new Map<string, ObservedAccess>()
  for (const {scan, bytes} of scans) {
    for (const {table, place, days = []} of scan.tables) {
      const own = scan.tables.length === 1 ? bytes : undefined
      const key = JSON.stringify([table, days, own === undefined])
      const known = accesses.get(key)
      const sum = own === undefined ? undefined : own + (known?.weightBytes ?? known?.bytes ?? 0)
      const sized =
        sum === undefined ? {} : isTotalGood ? {weightBytes: sum} : ({bytes: sum, bytesFrom: 'scannedFiles'} as const)
      accesses.set(key, {table, place, ...partitionsOf(days), ...sized})
    }
  }
  return [...accesses.values()]
}

function partitionsOf(days: readonly Day[]): Pick<ObservedAccess, 'partitions'> {
  return days.length === 0 ? {} : {partitions: days.map(day => ({day, dayFrom: 'exact'}))}
}

/** Bytes written as the driver counts them, for file systems that do not count by task. */
function driverWrittenBytes({driverMetrics}: Execution, outputs: readonly PlanOutput[]): number {
  return outputs.reduce((sum, {writtenId}) => sum + Math.max(0, driverMetrics.get(writtenId ?? -1) ?? 0), 0)
}
