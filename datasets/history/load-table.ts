import {findingsListedPerKind} from '../../model/errors.js'
import {cellMessage} from './cell-advice.js'
import {cellText, faultKind, type SourceCell, storedCell} from './cells.js'
import type {ColumnSpec, FactTable, Referent} from './columns.js'
import {type Database, identifier} from './database.js'
import {type Findings, present, shownValue} from './findings.js'
import {rowOf} from './json-lines.js'
import {openSource} from './open-source.js'
import type {OpenSource} from './readable-source.js'
import type {SourceFile} from './sources.js'

/** Where the rows of a loaded table came from. */
export interface LoadedTable {
  readonly rowCount: number
  /** False where a file could not be read whole: references to its rows cannot be checked. */
  readonly complete: boolean
  readonly files: readonly {readonly file: string; readonly firstRow: number; readonly skippedRows: readonly number[]}[]
}

/** What a load knows while it goes from table to table. */
export interface LoadContext {
  readonly database: Database
  readonly findings: Findings
  readonly allowExtraColumns: boolean
  readonly regionNames: readonly string[]
  /** Names that references can be checked against. */
  readonly known: ReadonlySet<Referent>
}

const missingCell: SourceCell = {expression: 'NULL::VARCHAR', type: 'VARCHAR'}

const storedType = (spec: ColumnSpec): string =>
  (
    ({name: 'VARCHAR', text: 'VARCHAR', integer: 'BIGINT', number: 'DOUBLE', timestamp: 'TIMESTAMP'}) as Record<
      string,
      string
    >
  )[spec.type] ?? 'INTEGER'

/**
 * Loads the files of a table in the order of their paths, so that `rowid` numbers the rows in the order of the files. Cells
 * are stored typed, names as dense integers; a faulty cell is stored as null and is a finding.
 */
export async function loadTable(
  context: LoadContext,
  table: FactTable,
  files: readonly SourceFile[],
): Promise<LoadedTable> {
  const {database, findings} = context
  const columns = table.columns.map(column => `${identifier(column.name)} ${storedType(column)}`)
  await database.run(`CREATE TABLE ${identifier(table.name)} (${columns.join(', ')})`)
  const loaded: LoadedTable['files'][number][] = []
  let rowCount = 0
  let complete = true
  for (const source of files) {
    const first = await openSource(database, source, table, context.allowExtraColumns, findings)
    const stored = table.columns.map(column => {
      const isChecked = column.refersTo === undefined || context.known.has(column.refersTo)
      return storedCell(column, first?.cells.get(column.name) ?? missingCell, isChecked)
    })
    const open = first && (await insertRows(database, table, stored, first))
    if (!open) {
      complete = false
      continue
    }
    const nulls = table.columns.map(column => `count(*) - count(${identifier(column.name)})`)
    const [counts] = await database.rows(
      `SELECT count(*), ${nulls.join(', ')} FROM ${identifier(table.name)} WHERE rowid >= ${rowCount}`,
    )
    loaded.push({file: source.file, firstRow: rowCount, skippedRows: open.skippedRows})
    rowCount += Number(counts![0])
    for (const [c, column] of table.columns.entries()) {
      const cell = open.cells.get(column.name)
      if (Number(counts![c + 1]) === 0) continue
      complete &&= column.type !== 'name'
      if (cell) await addCellFaults(context, open, column, cell, stored[c]!)
    }
    complete &&= open.skippedRows.length === 0
  }
  if (files.length > 0 && rowCount === 0 && complete && ['projects', 'tables', 'runs'].includes(table.name)) {
    const file = files.length === 1 ? files[0]!.file : `${table.name}/`
    findings.add({
      kind: 'no-rows',
      file,
      message: 'the table has no row',
      advice: `Give at least one row of ${table.name}.`,
    })
  }
  return {rowCount, complete: complete && rowCount > 0, files: loaded}
}

/** Inserts the rows of a file: all, or those that are good. Nothing where the file cannot be read. */
async function insertRows(
  database: Database,
  table: FactTable,
  stored: readonly string[],
  open: OpenSource,
): Promise<OpenSource | undefined> {
  const insert = `INSERT INTO ${identifier(table.name)} SELECT ${stored.join(', ')} FROM `
  try {
    await database.run(insert + open.relation)
    return open
  } catch (error) {
    const recovered = await open.recover(error)
    if (recovered) await database.run(insert + recovered.relation)
    return recovered
  }
}

/** Reads the file again for the cells of a column that could not be stored. */
async function addCellFaults(
  context: LoadContext,
  open: OpenSource,
  column: ColumnSpec,
  cell: SourceCell,
  stored: string,
): Promise<void> {
  const {database, findings} = context
  const rows = await database.rows(
    `SELECT k, value, kind, total FROM (
       SELECT *, count(*) OVER (PARTITION BY kind) AS total, row_number() OVER (PARTITION BY kind ORDER BY k) AS place
       FROM (SELECT row_number() OVER () AS k, ${stored} AS stored, ${cellText(cell)} AS value, ${faultKind(column, cell)} AS kind
             FROM ${open.relation})
       WHERE stored IS NULL)
     WHERE place <= ${findingsListedPerKind} ORDER BY k`,
  )
  const listed = new Map<string, number>()
  const totals = new Map<string, number>()
  for (const [k, value, kind, total] of rows) {
    const shown = value === null ? undefined : String(value)
    findings.add({
      kind: String(kind),
      file: open.source.file,
      row: rowOf(Number(k), open.skippedRows),
      column: column.name,
      ...present('value', shown === undefined ? undefined : shownValue(shown)),
      ...cellMessage(column, String(kind), shown, context.regionNames),
    })
    listed.set(String(kind), (listed.get(String(kind)) ?? 0) + 1)
    totals.set(String(kind), Number(total))
  }
  for (const [kind, total] of totals) findings.addUnlisted(kind, total - listed.get(kind)!)
}

/** File and row (1 = first data row) of a loaded row. */
export function sourceOfRow(table: LoadedTable, row: number): {readonly file: string; readonly row: number} {
  const file = table.files.findLast(candidate => candidate.firstRow <= row)!
  return {file: file.file, row: rowOf(row - file.firstRow + 1, file.skippedRows)}
}
