import type {Finding} from '../../../model/errors.js'
import {present} from '../../history/findings.js'
import {cellNumber, cellText} from '../../ingest/cell-values.js'
import {noTimeFault} from '../../ingest/export-faults.js'
import type {ExportRow} from '../../ingest/export-rows.js'
import {sqlTemplateKey} from '../../ingest/sql-template.js'
import {instantOf} from '../../ingest/time-stamps.js'
import type {Origin} from './object-names.js'

/** What a row of QUERY_HISTORY says of a query, as it waits for the tables of it. */
export interface QueryRow extends Origin {
  readonly startMs: number
  readonly endMs?: number
  readonly status: 'ok' | 'failed' | 'unfinished'
  readonly database?: string
  readonly schema?: string
  readonly warehouse?: string
  /** The recurring query, within its database. */
  readonly key?: string
  readonly readBytes?: number
  readonly writtenBytes?: number
}

/** Columns of QUERY_HISTORY by any of which a row of it is known, beside query_id. */
const queryColumns = ['execution_status', 'bytes_scanned', 'query_type', 'warehouse_name', 'query_text']

export function isQueryRow(cells: ExportRow['cells']): boolean {
  return queryColumns.some(column => cells[column] !== undefined)
}

/**
 * Reads a row of QUERY_HISTORY. Bytes read are BYTES_SCANNED × (1 − PERCENTAGE_SCANNED_FROM_CACHE), a share from 0 to 1: what comes from the disks of
 * the warehouse does not leave the storage, and would not cross the WAN either.
 */
export function queryRowOf(
  {cells, row}: ExportRow,
  origin: Origin,
  {file, timeZone, fault}: {file: string; timeZone: string; fault(finding: Finding): void},
): QueryRow | undefined {
  const startMs = instantOf(cells.start_time, timeZone)
  if (startMs === undefined) {
    fault(noTimeFault(file, row, 'start_time', cells.start_time, `query ${cellText(cells.query_id)}`))
    return undefined
  }
  const cached = cellNumber(cells.percentage_scanned_from_cache) ?? 0
  if (!(cached >= 0 && cached <= 1)) {
    const message = 'the share that was scanned from the cache is not between 0 and 1'
    const advice = 'Export PERCENTAGE_SCANNED_FROM_CACHE as it is.'
    const column = 'percentage_scanned_from_cache'
    fault({kind: 'not-a-share', file, row, column, value: String(cached), message, advice})
    return undefined
  }
  const scanned = cellNumber(cells.bytes_scanned)
  const sql = cellText(cells.query_text)
  const key = cellText(cells.query_parameterized_hash) ?? (sql === undefined ? undefined : sqlTemplateKey(sql))
  return {
    ...origin,
    startMs,
    ...present('endMs', instantOf(cells.end_time, timeZone)),
    status: statusOf(cellText(cells.execution_status)),
    ...present('database', cellText(cells.database_name)),
    ...present('schema', cellText(cells.schema_name)),
    ...present('warehouse', cellText(cells.warehouse_name)),
    ...present('key', key),
    ...present('readBytes', scanned === undefined ? undefined : Math.round(scanned * (1 - cached))),
    ...present('writtenBytes', cellNumber(cells.bytes_written)),
  }
}

/** `success`, `fail`, `incident` of the account's view; `SUCCESS`, `FAILED_WITH_ERROR`, `RUNNING`, … of the function of that name. */
function statusOf(text: string | undefined): QueryRow['status'] {
  if (text === undefined || /^success/i.test(text)) return 'ok'
  return /^(fail|incident)/i.test(text) ? 'failed' : 'unfinished'
}
