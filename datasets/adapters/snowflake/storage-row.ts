import {cellNumber, cellText} from '../../ingest/cell-values.js'
import type {ExportRow} from '../../ingest/export-rows.js'
import type {Intake} from '../../ingest/intake.js'
import {isSystemTable, nameOfParts, type Origin, placeOfTable} from './object-names.js'

/**
 * Takes in a row of TABLE_STORAGE_METRICS (ACTIVE_BYTES: what can be queried, without Time Travel and Fail-safe) or of TABLES (BYTES); false where it is of
 * neither. Tables of Snowflake have no partitions by day, only micro-partitions. RETENTION_TIME is that of Time Travel, not of the data.
 */
export function takeStorage(
  {cells, row}: ExportRow,
  origin: Origin,
  file: string,
  intake: Pick<Intake, 'table' | 'drop'>,
): boolean {
  const parts = [cells.table_catalog, cells.table_schema, cells.table_name].map(cellText)
  const isStorage = cells.active_bytes !== undefined
  if (
    parts.some(part => part === undefined) ||
    !(isStorage || cells.bytes !== undefined || cells.table_type !== undefined)
  )
    return false
  const name = nameOfParts(parts as string[], origin)
  const storedBytes = cellNumber(isStorage ? cells.active_bytes : cells.bytes)
  const drop = (reason: string) => intake.drop({reason, file, row, value: name.table})
  if (isDropped(cells)) drop('table that is deleted')
  else if (isSystemTable(name)) drop('system table')
  else if (storedBytes === undefined) drop('object without a size')
  else intake.table({table: name.table, place: placeOfTable(name, origin), storedBytes, partitioned: false})
  return true
}

/** DELETED is a truth value in TABLE_STORAGE_METRICS and the time of it in TABLES. */
function isDropped(cells: ExportRow['cells']): boolean {
  const {deleted} = cells
  if (cellText(cells.table_dropped) !== undefined) return true
  return deleted !== undefined && deleted !== false && !/^(false|f|no|n|0)$/i.test(cellText(deleted) ?? 'true')
}
