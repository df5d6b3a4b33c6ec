import {present} from '../../history/findings.js'
import type {CanonicalDatabase} from './canonical-database.js'
import type {RowCells} from './row-cells.js'
import {placeOfCells, runOfCells} from './run-cells.js'
import type {SaidTables} from './said-tables.js'

const accessWords = {read: false, input: false, write: true, output: true} as const

/** Records one row of a file of accesses (access-columns.ts). */
export function recordAccess(
  cells: RowCells,
  target: {readonly database: CanonicalDatabase; readonly tables: SaidTables},
  timeZone: string,
  at: {readonly file: number; readonly row: number},
): void {
  const run = runOfCells(cells, timeZone, at.file, at.row)
  const {said, ...table} = tableOfCells(cells)
  const isWrite = cells.choice('access', accessWords) ?? false
  const [day, bytes] = [cells.day('partition_date'), cells.whole('bytes')]
  if (run === undefined || !cells.isGood) return
  target.database.run(run)
  target.database.access({run: run.run, isWrite, ...table, day, bytes, ...at})
  if (Object.keys(said).length > 0) target.tables.say({...table, ...said})
}

/** Records one row of a file of table sizes: `table`, `table_bytes` and what else is known of the table. */
export function recordSize(cells: RowCells, tables: SaidTables): void {
  const {said, ...table} = tableOfCells(cells)
  if (cells.isGood) tables.say({...table, ...said})
}

function tableOfCells(cells: RowCells) {
  const place = placeOfCells(cells, {
    project: 'table_project',
    region: 'table_region',
    uri: 'table_uri',
    catalog: 'table_catalog',
    schema: 'table_schema',
  })
  const said = {
    ...present('storedBytes', cells.whole('table_bytes')),
    ...present('partitionBytes', cells.whole('partition_bytes')),
    ...present('retentionDays', cells.whole('retention_days')),
    ...present('replicable', cells.flag('replicable')),
  }
  return {table: cells.text('table')!, place, said}
}
