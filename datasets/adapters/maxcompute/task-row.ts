import type {Day} from '../../../model/days.js'
import type {Priority} from '../../../model/history.js'
import {present} from '../../history/findings.js'
import {cellNumber, cellText} from '../../ingest/cell-values.js'
import type {Drop, ObservedAccess, ObservedRun} from '../../ingest/observed.js'
import {observedAccesses} from '../../ingest/observed-accesses.js'
import {partitionDayOf} from '../../ingest/partition-days.js'
import {instantOf} from '../../ingest/time-stamps.js'
import {tablesOfList} from './table-names.js'

/** `cost_cpu` is in hundredths of a core times seconds. */
const costPerCpuHour = 100 * 3600

export type TaskReading = {readonly run: ObservedRun} | {readonly drop: Drop} | {readonly missing: string}

export interface TaskContext {
  readonly timeZone: string
  /** Whether a table is known to have a partition for each day. */
  isByDay(table: string): boolean
}

const endOfTask: Readonly<Record<string, 'ok' | 'failed'>> = {
  terminated: 'ok',
  failed: 'failed',
  cancelled: 'failed',
  canceled: 'failed',
}

/**
 * A run from a row of TASKS_HISTORY (MaxCompute Information Schema). The row has the bytes of all inputs together; partitions it does not
 * have: where the table is partitioned by day, the business date of the DataWorks node (`ext_bizdate`, the day before the run as a rule) is
 * assumed. Times have no zone: they are those of the session that exported them.
 */
export function taskReading(cells: Readonly<Record<string, unknown>>, {timeZone, isByDay}: TaskContext): TaskReading {
  const [instance, project] = [cellText(cells.inst_id), cellText(cells.task_catalog)?.toLowerCase()]
  if (instance === undefined) return {missing: 'inst_id'}
  if (project === undefined) return {missing: 'task_catalog'}
  const startMs = instantOf(cells.start_time, timeZone)
  const endMs = instantOf(cells.end_time, timeZone)
  const readBytes = cellNumber(cells.input_bytes)
  const writtenBytes = cellNumber(cells.output_bytes)
  const taskName = cellText(cells.task_name)
  const run = taskName === undefined ? instance : `${instance}/${taskName}`
  const drop = (reason: string): TaskReading => ({
    drop: {reason, value: run, ...present('startMs', startMs), ...present('bytes', readBytes)},
  })
  const status = cellText(cells.status)?.toLowerCase()
  const end = status === undefined ? (endMs === undefined ? undefined : 'ok') : endOfTask[status]
  if (end === undefined) return drop('task that did not finish')
  if (startMs === undefined) return {missing: 'start_time'}
  const bizdate = partitionDayOf(cellText(cells.ext_bizdate) ?? '')
  const accesses = (column: string) => accessesOf(cells[column], project, bizdate, isByDay)
  const [inputs, outputs] = [accesses('input_tables'), accesses('output_tables')]
  if (inputs.length === 0 && outputs.length === 0) return drop('task without tables')
  const cost = cellNumber(cells.cost_cpu)
  return {
    run: {
      run,
      job: recurringJob(cells, project, taskName ?? instance),
      startMs,
      ...present('endMs', endMs),
      ...(cost === undefined ? {} : {cpuHours: cost / costPerCpuHour}),
      ...present('priority', priorityOf(setting(cells, 'odps.instance.priority'))),
      ...(end === 'failed' ? {failed: true} : {}),
      place: {project},
      inputs,
      outputs,
      ...present('readBytes', readBytes),
      ...present('writtenBytes', writtenBytes),
    },
  }
}

function accessesOf(
  list: unknown,
  project: string,
  bizdate: Day | undefined,
  isByDay: (table: string) => boolean,
): readonly ObservedAccess[] {
  const parts = tablesOfList(list, project).map(({table, place, day}) => ({
    table,
    place,
    day: day ?? (isByDay(table) ? bizdate : undefined),
    dayFrom: day === undefined ? ('assumed' as const) : ('exact' as const),
    bytes: undefined,
  }))
  const distinct = new Map(parts.map(part => [`${part.table}|${part.day}`, part]))
  return observedAccesses(distinct.values(), 'exact')
}

function setting(cells: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const {settings} = cells as {settings?: unknown}
  return typeof settings === 'object' && settings !== null
    ? cellText((settings as Record<string, unknown>)[name])
    : undefined
}

/** The DataWorks node that is scheduled every day; without one, the name of the task without its changing numbers. */
function recurringJob(cells: Readonly<Record<string, unknown>>, project: string, name: string): string {
  const node = setting(cells, 'SKYNET_ID') ?? cellText(cells.ext_node_id)
  return node === undefined ? `${project}:${name.replace(/\d{4,}/g, '#')}` : `node:${node}`
}

/**
 * MaxCompute's priorities are 0 (first) to 9. 9 is what a task has that asked for none: it says nothing.
 */
function priorityOf(text: string | undefined): Priority | undefined {
  const priority = cellNumber(text)
  if (priority === undefined || priority < 0 || priority >= 9) return undefined
  if (priority <= 1) return 'gold'
  return priority <= 5 ? 'silver' : 'bronze'
}
