import type {Finding} from '../../../model/errors.js'
import {type FactName, factTables} from '../../history/columns.js'
import {exportRows} from '../../ingest/export-rows.js'
import type {InputFile} from '../../ingest/input-files.js'
import type {AdapterOptions, Intake} from '../../ingest/intake.js'
import {readProgress} from '../../ingest/read-progress.js'
import {withTemporaryDatabase} from '../../ingest/temporary-database.js'
import {accessColumns} from './access-columns.js'
import {CanonicalDatabase} from './canonical-database.js'
import {ColumnMap} from './column-map.js'
import {FileColumns} from './file-columns.js'
import {recordAccess, recordSize} from './record-accesses.js'
import {recordFact} from './record-facts.js'
import type {RowCells} from './row-cells.js'
import {SaidTables} from './said-tables.js'

/** A file and what its rows are: those of a fact table, accesses (access-columns.ts), or sizes of tables (`table`, `table_bytes`). */
export interface CanonicalFile {
  readonly file: InputFile
  readonly rows: FactName | 'accesses' | 'sizes'
  /** Values of columns that its rows do not have. */
  readonly defaults: Readonly<Record<string, string>>
}

const sizeColumns = ['table', 'table_bytes'] as const

type RowRecorder = (cells: RowCells, at: {readonly file: number; readonly row: number}) => void

/**
 * Reads files by canonical column names into the intake.
 * @throws IsthmusError (usage) where the map names columns that there are not
 */
export async function readCanonical(
  files: readonly CanonicalFile[],
  intake: Intake,
  options: AdapterOptions,
): Promise<void> {
  const map = new ColumnMap(options.map, columnsOf(files))
  const onBytes = readProgress(
    files.map(({file}) => file),
    options.onProgress,
  )
  const names = files.map(({file}) => file.file)
  await withTemporaryDatabase(options.signal, async store => {
    const database = await CanonicalDatabase.create(store)
    const tables = new SaidTables(table => intake.table(table))
    for (const [index, each] of files.entries()) {
      const {rows} = each
      const record: RowRecorder = (cells, at) => {
        if (rows === 'accesses') recordAccess(cells, {database, tables}, options.timeZone, at)
        else if (rows === 'sizes') recordSize(cells, tables)
        else recordFact(rows, cells, {database, intake}, options.timeZone, at)
      }
      await readFile(each, index, map, record, intake, {...options, onBytes})
    }
    if (map.unseen.length > 0) {
      const column = map.unseen.join(', ')
      const message = `no row has the fields that --map names: ${column}`
      intake.fault({
        kind: 'unknown-field',
        file: names.join(', '),
        column,
        message,
        advice: 'Name fields of the files.',
      })
    }
    await database.tell(
      names,
      files.some(({rows}) => rows === 'tables'),
      intake,
    )
  })
}

async function readFile(
  {file, rows: kind, defaults}: CanonicalFile,
  index: number,
  map: ColumnMap,
  record: RowRecorder,
  intake: Intake,
  {limits, signal, onBytes}: AdapterOptions & {onBytes(bytes: number): void},
): Promise<void> {
  const fault = (finding: Finding) => intake.fault(finding)
  const columns = new FileColumns(file.file, {required: requiredColumns(kind), defaults}, map, fault)
  for await (const rows of exportRows(file, {limits, signal, onBytes, fault})) {
    for (const row of rows) {
      const cells = columns.cells(row)
      if (cells !== undefined) record(cells, {file: index, row: row.row})
    }
    await intake.flush()
  }
  columns.end()
}

function columnsOf(files: readonly CanonicalFile[]): readonly string[] {
  const names = files.flatMap(({rows}) => specsOf(rows).map(({name}) => name))
  return [...new Set(names)]
}

function requiredColumns(kind: CanonicalFile['rows']): readonly string[] {
  if (kind === 'sizes') return sizeColumns
  return specsOf(kind)
    .filter(({required}) => required)
    .map(({name}) => name)
}

function specsOf(kind: CanonicalFile['rows']): readonly {readonly name: string; readonly required: boolean}[] {
  if (kind === 'accesses' || kind === 'sizes') return accessColumns
  return factTables.find(({name}) => name === kind)!.columns
}
