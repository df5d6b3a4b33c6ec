import {findingsListedPerKind} from '../../model/errors.js'
import {cellMessage} from './cell-advice.js'
import {cellText, faultKind, type SourceCell, storedCell} from './cells.js'
import type {ColumnSpec, FactTable, Referent} from './columns.js'
import {type Database, identifier} from './database.js'
import {type Findings, present, shownValue} from './findings.js'
import {rowOf} from './json-lines.js'
import {keyedColumns, keyedRelation} from './name-keys.js'
import {openSource} from './open-source.js'
import {groupOfOne, groupSources, placeInFile, type SourceGroup} from './parquet-group.js'
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
  const opened: OpenSource[] = []
  for (const file of files) {
    const source = await openSource(database, file, table, context.allowExtraColumns, findings)
    if (source) opened.push(source)
  }
  const loaded: LoadedTable['files'][number][] = []
  let rowCount = 0
  let complete = opened.length === files.length
  for (const group of groupSources(opened)) {
    const read = await insertGroup(context, table, group)
    complete &&= read.flatMap(({sources}) => sources).length === group.sources.length
    for (const {sources, rowCounts} of read) {
      const firstOfGroup = rowCount
      for (const [i, {source, skippedRows}] of sources.entries()) {
        loaded.push({file: source.file, firstRow: rowCount, skippedRows})
        rowCount += rowCounts[i]!
        complete &&= skippedRows.length === 0
      }
      const nulls = await nullCounts(database, table, firstOfGroup, rowCount)
      for (const [c, column] of table.columns.entries()) {
        if (nulls[c] === 0) continue
        complete &&= column.type !== 'name'
        for (const source of sources) await addCellFaults(context, table, source, column)
      }
    }
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

/** A group whose rows are in the database, with the rows of each file. */
interface ReadGroup {
  readonly sources: readonly OpenSource[]
  readonly rowCounts: readonly number[]
}

/** Inserts the rows of a group: all, or those that are good. Goes file by file where the group cannot be read as a whole. */
async function insertGroup(context: LoadContext, table: FactTable, group: SourceGroup): Promise<readonly ReadGroup[]> {
  const insert = async (good: SourceGroup): Promise<ReadGroup> => {
    const count = `SELECT count(*) FROM ${identifier(table.name)}`
    const before = await context.database.number(count)
    await context.database.run(insertion(context, table, good))
    const {sources, rowCounts} = good
    return {sources, rowCounts: sources.length > 1 ? rowCounts : [(await context.database.number(count)) - before]}
  }
  try {
    return [await insert(group)]
  } catch (error) {
    if (group.sources.length > 1) {
      const single: ReadGroup[] = []
      for (const source of group.sources) single.push(...(await insertGroup(context, table, groupOfOne(source))))
      return single
    }
    const recovered = await group.sources[0]!.recover(error)
    return recovered ? [await insert(groupOfOne(recovered))] : []
  }
}

function insertion(context: LoadContext, table: FactTable, {sources, relation, place}: SourceGroup): string {
  const {cells} = sources[0]!
  const stored = table.columns.map(column => storedColumn(context, column, cells))
  const keyed = keyedColumns(table.columns, context.known)
  const source = keyed.length === 0 ? relation : `${keyedRelation(relation, place, keyed, cells)} ORDER BY "_place"`
  return `INSERT INTO ${identifier(table.name)} SELECT ${stored.join(', ')} FROM ${source}`
}

function storedColumn({known}: LoadContext, column: ColumnSpec, cells: ReadonlyMap<string, SourceCell>): string {
  const isChecked = column.refersTo === undefined || known.has(column.refersTo)
  return storedCell(column, cells.get(column.name) ?? missingCell, isChecked)
}

/** How many rows of a range have no value, for each column. */
async function nullCounts(database: Database, table: FactTable, from: number, to: number): Promise<readonly number[]> {
  const nulls = table.columns.map(column => `count(*) - count(${identifier(column.name)})`)
  const rows = `rowid >= ${from} AND rowid < ${to}`
  const [counts] = await database.rows(`SELECT ${nulls.join(', ')} FROM ${identifier(table.name)} WHERE ${rows}`)
  return counts!.map(Number)
}

/** Reads the file again for the cells of a column that could not be stored. */
async function addCellFaults(
  context: LoadContext,
  table: FactTable,
  open: OpenSource,
  column: ColumnSpec,
): Promise<void> {
  const {database, findings} = context
  const cell = open.cells.get(column.name)
  if (!cell) return
  const stored = storedColumn(context, column, open.cells)
  const keyed = keyedColumns(table.columns, context.known)
  const rows = await database.rows(
    `SELECT k, value, kind, total FROM (
       SELECT *, count(*) OVER (PARTITION BY kind) AS total, row_number() OVER (PARTITION BY kind ORDER BY k) AS place
       FROM (SELECT "_place" AS k, ${stored} AS stored, ${cellText(cell)} AS value, ${faultKind(column, cell)} AS kind
             FROM ${keyedRelation(open.relation, placeInFile, keyed, open.cells)})
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
