import type {Finding} from '../../../model/errors.js'
import {cellText} from '../../ingest/cell-values.js'
import {noTimeFault} from '../../ingest/export-faults.js'
import type {ExportRow} from '../../ingest/export-rows.js'
import {listAt, textAt} from '../../ingest/json-fields.js'
import {instantOf} from '../../ingest/time-stamps.js'
import type {Origin} from './object-names.js'

/** Columns of ACCESS_HISTORY that hold lists. */
export const nestedAccessColumns = ['base_objects_accessed', 'objects_modified']

/** An object of a query: `Table` and `GOVERNANCE.TABLES.T1`. */
export interface AccessedObject {
  readonly domain: string
  readonly name?: string
}

/** What a row of ACCESS_HISTORY says of a query. */
export interface AccessRow extends Origin {
  readonly startMs: number
  readonly read: readonly AccessedObject[]
  readonly written: readonly AccessedObject[]
}

export function isAccessRow(cells: ExportRow['cells']): boolean {
  return [...nestedAccessColumns, 'direct_objects_accessed'].some(column => cells[column] !== undefined)
}

/** Reads a row of ACCESS_HISTORY: base objects are the tables below the views that the query names. */
export function accessRowOf(
  {cells, row}: ExportRow,
  origin: Origin,
  {file, timeZone, fault}: {file: string; timeZone: string; fault(finding: Finding): void},
): AccessRow | undefined {
  const startMs = instantOf(cells.query_start_time ?? cells.start_time, timeZone)
  if (startMs === undefined) {
    fault(noTimeFault(file, row, 'query_start_time', cells.query_start_time, `query ${cellText(cells.query_id)}`))
    return undefined
  }
  return {...origin, startMs, read: objectsOf(cells.base_objects_accessed), written: objectsOf(cells.objects_modified)}
}

function objectsOf(cell: unknown): readonly AccessedObject[] {
  return (listAt(cell) ?? []).map(object => {
    const name = textAt(object, 'objectName')
    return {domain: textAt(object, 'objectDomain') ?? '', ...(name === undefined ? {} : {name})}
  })
}
