import {cellText} from '../../ingest/cell-values.js'
import {unknownViewFault} from '../../ingest/export-faults.js'
import {exportRows} from '../../ingest/export-rows.js'
import {inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {readProgress} from '../../ingest/read-progress.js'
import {regionOfExport} from '../../ingest/region-of-export.js'
import {withTemporaryDatabase} from '../../ingest/temporary-database.js'
import {accessRowOf, isAccessRow, nestedAccessColumns} from './access-row.js'
import {HistoryJoin} from './history-join.js'
import type {Origin} from './object-names.js'
import {isQueryRow, queryRowOf} from './query-row.js'
import {takeStorage} from './storage-row.js'
import {tellQuery} from './tell-query.js'

const views =
  'QUERY_HISTORY and ACCESS_HISTORY with query_id, TABLE_STORAGE_METRICS or TABLES with the names of their tables'

/** Queries told between two flushes. */
const queriesAFlush = 4000

/**
 * Exports of Snowflake's ACCOUNT_USAGE or ORGANIZATION_USAGE, told apart by their columns: QUERY_HISTORY and ACCESS_HISTORY, which belong together, and for
 * sizes TABLE_STORAGE_METRICS or TABLES. One export that has both histories joined will do.
 */
export const snowflakeAdapter: Adapter = {
  kind: 'snowflake',
  describe: 'Snowflake exports of QUERY_HISTORY and ACCESS_HISTORY, with TABLE_STORAGE_METRICS (JSON, CSV, Parquet)',
  async read(paths, intake, options) {
    await withTemporaryDatabase(options.signal, async database => {
      const join = await HistoryJoin.open(database)
      await readFiles(paths, join, intake, options)
      let told = 0
      for await (const query of join.queries()) {
        tellQuery(query, intake)
        if (++told % queriesAFlush === 0) await intake.flush()
      }
      await intake.flush()
    })
  },
}

async function readFiles(
  paths: readonly string[],
  join: HistoryJoin,
  intake: Intake,
  options: AdapterOptions,
): Promise<void> {
  const files = inputFiles(paths)
  const onBytes = readProgress(files, options.onProgress)
  const fault = intake.fault.bind(intake)
  for (const inputFile of files) {
    const {file} = inputFile
    const source = {file, timeZone: options.timeZone, fault}
    let unknownRow: number | undefined
    for await (const rows of exportRows(inputFile, {...options, nested: nestedAccessColumns, onBytes, fault})) {
      for (const exported of rows) {
        const {cells, row} = exported
        const origin = originOf(cells, file)
        const id = cellText(cells.query_id)
        const isAccess = id !== undefined && isAccessRow(cells)
        const isQuery = id !== undefined && isQueryRow(cells)
        const access = isAccess ? accessRowOf(exported, origin, source) : undefined
        const query = isQuery ? queryRowOf(exported, origin, source) : undefined
        if (access !== undefined) join.addAccess(id!, access, file, row)
        if (query !== undefined) join.addQuery(id!, query, file, row)
        if (!isAccess && !isQuery && !takeStorage(exported, origin, file, intake)) unknownRow ??= row
      }
      join.flush()
      await intake.flush()
    }
    if (unknownRow !== undefined) fault(unknownViewFault(file, unknownRow, views))
  }
}

/** ORGANIZATION_USAGE names the account of each row. */
function originOf(cells: Readonly<Record<string, unknown>>, file: string): Origin {
  const account = cellText(cells.account_name) ?? cellText(cells.account_locator)
  const region = regionOfExport(cells, file)
  return {...(account === undefined ? {} : {account}), ...(region === undefined ? {} : {region})}
}
