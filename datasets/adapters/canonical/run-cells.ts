import {type Priority, priorities} from '../../../model/history.js'
import {present} from '../../history/findings.js'
import type {Place} from '../../ingest/observed.js'
import type {RunRow} from './canonical-database.js'
import type {RowCells} from './row-cells.js'

const priorityWords = Object.fromEntries(priorities.map(priority => [priority, priority])) as Record<string, Priority>
/** Whether the run failed, by the words that schedulers use. */
const statusWords: Readonly<Record<string, boolean>> = {
  ok: false,
  ...{success: false, succeeded: false, finished: false, completed: false, terminated: false, done: false},
  failed: true,
  ...{failure: true, error: true, cancelled: true, canceled: true, killed: true, aborted: true, timeout: true},
}

/** The run that a row tells of; undefined where a cell is broken. */
export function runOfCells(cells: RowCells, timeZone: string, file: number, row: number): RunRow | undefined {
  const startMs = cells.instant('start', timeZone)
  const durationS = cells.amount('duration_s')
  const endMs = cells.instant('end', timeZone) ?? afterSeconds(startMs, durationS)
  const run: Omit<RunRow, 'startMs'> = {
    run: cells.text('run')!,
    job: cells.text('job')!,
    ...present('endMs', endMs),
    ...present('cpuHours', cells.amount('cpu_hours')),
    ...present('priority', cells.choice('priority', priorityWords)),
    ...present('movable', cells.flag('movable')),
    ...present('failed', cells.choice('status', statusWords)),
    place: placeOfCells(cells, {
      project: 'project',
      region: 'region',
      coordinator: 'coordinator',
      warehouse: 'warehouse',
      address: 'address',
    }),
    file,
    row,
  }
  return cells.isGood && startMs !== undefined ? {...run, startMs} : undefined
}

function afterSeconds(startMs: number | undefined, seconds: number | undefined): number | undefined {
  return startMs === undefined || seconds === undefined ? undefined : startMs + Math.round(seconds * 1000)
}

/** A place whose fields stand in these columns. */
export function placeOfCells(cells: RowCells, columns: Readonly<Partial<Record<keyof Place, string>>>): Place {
  const fields = Object.entries(columns).map(([field, column]) => [field, cells.text(column)] as const)
  return Object.fromEntries(fields.filter(([, text]) => text !== undefined && text !== '')) as Place
}
