import {present} from '../../history/findings.js'
import {cellBoolean, cellNumber, cellText} from '../../ingest/cell-values.js'
import {noTimeFault} from '../../ingest/export-faults.js'
import type {ExportRow} from '../../ingest/export-rows.js'
import type {Intake} from '../../ingest/intake.js'
import {listAt, objectAt} from '../../ingest/json-fields.js'
import type {Drop, ObservedAccess, ObservedPartition} from '../../ingest/observed.js'
import {regionOfExport} from '../../ingest/region-of-export.js'
import {instantOf} from '../../ingest/time-stamps.js'
import {jobKeyOf} from './job-key.js'
import {type TableName, tableNameOf} from './table-names.js'

/** Columns of JOBS that hold records and lists. */
export const nestedJobColumns = ['destination_table', 'referenced_tables', 'labels', 'query_info', 'error_result']

export interface RowSource {
  readonly file: string
  readonly timeZone: string
  readonly intake: Pick<Intake, 'run' | 'table' | 'partition' | 'drop' | 'fault'>
}

type Cells = ExportRow['cells']

/** Statements that define something and move no data, unless they processed bytes. */
const definitions = /^(CREATE_(?!TABLE_AS_SELECT)|DROP_|ALTER_|TRUNCATE_)/

/** Why a job does not count; undefined where it does. */
function dropReasonOf(cells: Cells, readBytes: number): string | undefined {
  const state = cellText(cells.state)
  const statement = cellText(cells.statement_type) ?? ''
  if (state !== undefined && state !== 'DONE') return 'run that did not finish'
  // the totals of a script are the sums of its statements, which are rows of their own
  if (statement === 'SCRIPT') return 'script, whose statements are counted'
  if (cellBoolean(cells.cache_hit) === true) return 'query answered from the cache'
  return definitions.test(statement) && readBytes === 0 ? 'statement that moves no data' : undefined
}

/**
 * Tells the intake of one row of INFORMATION_SCHEMA.JOBS (or JOBS_BY_PROJECT, _FOLDER, _ORGANIZATION). `total_bytes_processed` is of the job as a
 * whole; bytes written are in no column. `total_slot_ms` counts as CPU: a slot is about one virtual CPU, so that CPU-hours are slot-hours.
 */
export function takeJob({cells, row}: ExportRow, source: RowSource): void {
  const {file, intake} = source
  const id = cellText(cells.job_id)!
  const startMs = instantOf(cells.start_time, source.timeZone) ?? instantOf(cells.creation_time, source.timeZone)
  if (startMs === undefined) {
    intake.fault(noTimeFault(file, row, 'creation_time', cells.start_time ?? cells.creation_time, `job ${id}`))
    return
  }
  const readBytes = cellNumber(cells.total_bytes_processed)
  const context = {file, row, startMs, value: id}
  const reason = dropReasonOf(cells, readBytes ?? 0)
  if (reason !== undefined) {
    intake.drop({reason, ...context})
    return
  }
  const region = regionOfExport(cells, file)
  const accesses = new JobAccesses(tablesRegionOf(cells, region), intake, context)
  const inputs = accesses.of(listAt(cells.referenced_tables) ?? [])
  const outputs = accesses.of(cells.destination_table === undefined ? [] : [cells.destination_table])
  if (inputs.length + outputs.length === 0) {
    intake.drop({reason: 'job without stored tables', ...context, ...present('bytes', readBytes)})
    return
  }
  // what a load or a copy processes is no read of a table that is named
  const isQuery = (cellText(cells.job_type) ?? 'QUERY') === 'QUERY'
  const slotMs = cellNumber(cells.total_slot_ms)
  const project = cellText(cells.project_id)
  intake.run({
    run: project === undefined ? id : `${project}:${id}`,
    job: jobKeyOf(cells, inputs, outputs),
    startMs,
    ...present('endMs', instantOf(cells.end_time, source.timeZone)),
    ...present('cpuHours', slotMs === undefined ? undefined : slotMs / 3_600_000),
    ...(isFailed(cells) ? {failed: true} : {}),
    place: {
      ...present('project', project),
      ...present('warehouse', cellText(cells.reservation_id)),
      ...present('region', region),
    },
    inputs,
    outputs,
    ...(isQuery || inputs.length > 0 ? present('readBytes', readBytes) : {}),
  })
}

function isFailed(cells: Cells): boolean {
  return Object.keys(objectAt(cells.error_result) ?? {}).length > 0
}

/**
 * A job runs where its tables are, except where a global query or another cloud moved bytes to it (`transferred_bytes`), or it copies
 * from one region to another.
 */
function tablesRegionOf(cells: Cells, region: string | undefined): string | undefined {
  const isElsewhere = (cellNumber(cells.transferred_bytes) ?? 0) > 0 || cellText(cells.job_type) === 'COPY'
  return isElsewhere ? undefined : region
}

/** The stored tables of one job; others are told as drops. */
class JobAccesses {
  readonly #region: string | undefined
  readonly #intake: RowSource['intake']
  readonly #context: Omit<Drop, 'reason'>

  constructor(region: string | undefined, intake: RowSource['intake'], context: Omit<Drop, 'reason'>) {
    this.#region = region
    this.#intake = intake
    this.#context = context
  }

  /** One access a table: its shards and partitions are days of it. */
  of(values: readonly unknown[]): readonly ObservedAccess[] {
    const days = new Map<string, {name: TableName; days: Set<number>; whole: boolean}>()
    for (const value of values) {
      const name = tableNameOf(value)
      if (name === undefined || name.kind !== 'stored') {
        const reason = name === undefined ? 'table without a name' : `${name.kind} table`
        this.#intake.drop({...this.#context, reason, ...present('value', name?.table)})
        continue
      }
      const entry = days.get(name.table) ?? {name, days: new Set(), whole: false}
      days.set(name.table, entry)
      if (name.day === undefined) entry.whole = true
      else entry.days.add(name.day)
    }
    return [...days.values()].map(({name, days, whole}) => ({
      table: name.table,
      place: placeOfTable(name, this.#region),
      ...present('partitions', whole ? undefined : partitionsOf(days)),
    }))
  }
}

export function placeOfTable({project, dataset}: TableName, region: string | undefined): ObservedAccess['place'] {
  return {catalog: project, schema: dataset, project, ...present('region', region)}
}

function partitionsOf(days: ReadonlySet<number>): readonly ObservedPartition[] {
  return [...days].sort((a, b) => a - b).map(day => ({day, dayFrom: 'exact' as const}))
}
