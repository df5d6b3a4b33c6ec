import {present} from '../../history/findings.js'
import {cellBoolean, cellNumber, cellText} from '../../ingest/cell-values.js'
import type {Intake} from '../../ingest/intake.js'
import {partitionDayOf} from '../../ingest/partition-days.js'
import type {TableAppender} from '../../ingest/staging-database.js'
import type {KnownTables} from './known-tables.js'
import {type NamedTable, namedTable} from './table-names.js'

type Cells = Readonly<Record<string, unknown>>

/** Table that a row of TABLES or PARTITIONS is about; undefined where it does not say. */
function tableOfRow(cells: Cells): NamedTable | undefined {
  const [project, name] = [cellText(cells.table_catalog), cellText(cells.table_name)]
  return project === undefined || name === undefined
    ? undefined
    : namedTable(project, cellText(cells.table_schema), name)
}

/** Takes a row of TABLES: size, lifecycle (days that partitions live) and whether it is partitioned. Returns the column that is missing. */
export function takeTable(cells: Cells, known: KnownTables, intake: Intake): string | undefined {
  const named = tableOfRow(cells)
  if (named === undefined) return 'table_catalog, table_name'
  const {table, place} = named
  if (/view/i.test(cellText(cells.table_type) ?? '') && !/materialized/i.test(cellText(cells.table_type)!)) {
    intake.drop({reason: 'view', value: table})
    return undefined
  }
  const partitioned = cellBoolean(cells.is_partitioned)
  const lifecycle = cellNumber(cells.lifecycle)
  if (partitioned === true) known.partitioned(table)
  intake.table({
    table,
    place,
    ...present('storedBytes', cellNumber(cells.data_length)),
    ...(lifecycle !== undefined && lifecycle > 0 ? {retentionDays: lifecycle} : {}),
    ...present('partitioned', partitioned),
  })
  return undefined
}

/**
 * Takes a row of PARTITIONS: `ds='20261118'`, `ds=20261118/hh=03`. Several partitions of one day are added up, so they go to disk first.
 * Returns the column that is missing.
 */
export function takePartition(
  cells: Cells,
  known: KnownTables,
  partitions: TableAppender,
  intake: Intake,
): string | undefined {
  const named = tableOfRow(cells)
  const name = cellText(cells.partition_name)
  if (named === undefined || name === undefined) return 'table_catalog, table_name, partition_name'
  const day = partitionDayOf(name)
  const bytes = cellNumber(cells.data_length)
  known.partition(named.table, day !== undefined)
  if (day === undefined) {
    intake.drop({reason: 'partition without a date', value: `${named.table}/${name}`, ...present('bytes', bytes)})
  } else if (bytes === undefined) return 'data_length'
  else partitions.add(named.table, name, day, bytes)
  return undefined
}
