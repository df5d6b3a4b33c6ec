import type {Finding} from '../../../model/errors.js'
import {exportRows} from '../../ingest/export-rows.js'
import {type InputFile, inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {readProgress} from '../../ingest/read-progress.js'
import type {StagingDatabase, TableAppender} from '../../ingest/staging-database.js'
import {withTemporaryDatabase} from '../../ingest/temporary-database.js'
import {takePartition, takeTable} from './catalogue-rows.js'
import {KnownTables} from './known-tables.js'
import {taskReading} from './task-row.js'
import {type View, viewOfFile, views} from './views.js'

/**
 * Exports of MaxCompute's Information Schema: TASKS_HISTORY, and for sizes, partitions and retention TABLES and PARTITIONS; each known by
 * its columns. Times are without a zone: give --time-zone that of the exporting session (Asia/Shanghai in mainland regions).
 */
export const maxcomputeAdapter: Adapter = {
  kind: 'maxcompute',
  needsTimeZone: true,
  describe: 'MaxCompute exports of TASKS_HISTORY, TABLES and PARTITIONS (times in --time-zone, such as Asia/Shanghai)',
  async read(paths: readonly string[], intake: Intake, options: AdapterOptions): Promise<void> {
    const files = inputFiles(paths)
    const onBytes = readProgress(files, options.onProgress)
    const kinds = new Map<InputFile, View>()
    for (const file of files) {
      const view = await viewOfFile(file, options)
      if (view === undefined || view === 'empty') await tellOtherFile(file, view, intake, options)
      else kinds.set(file, view)
    }
    const known = new KnownTables(table =>
      intake.drop({reason: 'partitioning of a table beyond the first million', value: table}),
    )
    await withTemporaryDatabase(options.signal, async database => {
      const partitions = await database.table('partition', {
        tab: 'VARCHAR',
        name: 'VARCHAR',
        day: 'INTEGER',
        bytes: 'DOUBLE',
      })
      for (const view of views) {
        for (const [file, kind] of kinds) {
          if (kind === view) await readView(view, file, {...options, onBytes}, {known, partitions, intake})
        }
        if (view === 'PARTITIONS') await tellPartitions(database, partitions, intake)
      }
    })
  },
}

interface Target {
  readonly known: KnownTables
  readonly partitions: TableAppender
  readonly intake: Intake
}

async function readView(
  view: View,
  file: InputFile,
  {limits, signal, timeZone, onBytes}: AdapterOptions & {onBytes(bytes: number): void},
  {known, partitions, intake}: Target,
): Promise<void> {
  const fault = (finding: Finding) => intake.fault(finding)
  const take = (cells: Readonly<Record<string, unknown>>, row: number): string | undefined => {
    if (view === 'TABLES') return takeTable(cells, known, intake)
    if (view === 'PARTITIONS') return takePartition(cells, known, partitions, intake)
    const reading = taskReading(cells, {timeZone, isByDay: table => known.isByDay(table)})
    if ('run' in reading) intake.run(reading.run)
    else if ('drop' in reading) intake.drop({...reading.drop, file: file.file, row})
    return 'missing' in reading ? reading.missing : undefined
  }
  for await (const rows of exportRows(file, {limits, signal, fault, onBytes, nested: ['settings']})) {
    for (const {cells, row} of rows) {
      const column = take(cells, row)
      if (column === undefined) continue
      const message = `the row of ${view} has no ${column} that can be read`
      const advice = 'Name the columns in the query that exports the view.'
      fault({kind: 'missing-value', file: file.file, row, column, message, advice})
    }
    await intake.flush()
  }
}

/** A partition that two exports have counts once, with the larger of its sizes; those of one day are added up. */
async function tellPartitions(database: StagingDatabase, partitions: TableAppender, intake: Intake): Promise<void> {
  partitions.close()
  const rows = database.batches(`
    SELECT tab, day, sum(bytes)::DOUBLE FROM (SELECT tab, name, day, max(bytes::BIGINT) AS bytes FROM partition GROUP BY tab, name, day)
    GROUP BY tab, day ORDER BY tab, day`)
  for await (const batch of rows) {
    for (const [table, day, bytes] of batch) intake.partition(table as string, day as number, bytes as number)
    await intake.flush()
  }
}

async function tellOtherFile(
  file: InputFile,
  view: 'empty' | undefined,
  intake: Intake,
  {limits, signal}: AdapterOptions,
): Promise<void> {
  if (view === undefined) {
    const message = `the columns are those of none of ${views.join(', ')}`
    const advice =
      'Export inst_id and task_catalog (TASKS_HISTORY), table_catalog and table_name (TABLES, PARTITIONS with partition_name).'
    intake.fault({kind: 'unknown-view', file: file.file, message, advice})
    return
  }
  let faults = 0
  const fault = (finding: Finding) => {
    faults++
    intake.fault(finding)
  }
  for await (const _ of exportRows(file, {limits, signal, fault})) break
  if (faults === 0) intake.drop({reason: 'export without rows', file: file.file, value: file.file})
}
