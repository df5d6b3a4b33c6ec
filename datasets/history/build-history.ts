import {type AccessBatch, type History, NO_DATE} from '../../model/history.js'
import type {Topology} from '../../model/topology.js'
import {NOT_GIVEN} from './cells.js'
import type {Database} from './database.js'
import type {Span} from './span.js'

/** Rows of one batch of reads or writes: large enough that the cost of a batch does not show. */
const BATCH_ROWS = 65_536

/** The in-memory columns of a loaded folder; reads and writes stay in the database and are streamed. */
export async function buildHistory(
  database: Database,
  topology: Topology,
  allowed: Uint8Array,
  span: Span,
): Promise<History> {
  const projects = await database.columns(
    'SELECT project, region, pinned FROM projects ORDER BY rowid',
    'text',
    'int32',
    'int32',
  )
  const tables = await database.columns(
    `SELECT "table", project, CASE partition_bytes WHEN ${NOT_GIVEN} THEN 'NaN'::DOUBLE ELSE partition_bytes::DOUBLE END,
       CASE retention_days WHEN ${NOT_GIVEN} THEN 'NaN'::DOUBLE ELSE retention_days::DOUBLE END, replicable,
       (rowid IN (SELECT "table" FROM snapshot_table))::INTEGER
     FROM tables ORDER BY rowid`,
    ...(['text', 'int32', 'float64', 'float64', 'int32', 'int32'] as const),
  )
  const partitions = await database.columns(
    'SELECT "table", partition_date, bytes::DOUBLE FROM partitions ORDER BY rowid',
    ...(['int32', 'int32', 'float64'] as const),
  )
  const kept = `FROM runs JOIN run_day ON runs.rowid = run_day.run WHERE day <= ${span.toDay}`
  const [jobNames] = await database.columns(`SELECT job ${kept} GROUP BY job ORDER BY min(run_day.run)`, 'text')
  const jobIndex = `(SELECT job, (row_number() OVER (ORDER BY first) - 1)::INTEGER AS index
    FROM (SELECT job, min(run_day.run) AS first ${kept} GROUP BY job))`
  const runs = await database.columns(
    `SELECT run_day.run, jobs.index, project, region, day, hour, cpu_hours, priority, movable, status
     FROM runs JOIN run_day ON runs.rowid = run_day.run JOIN ${jobIndex} jobs ON jobs.job = runs.job
     WHERE day <= ${span.toDay} ORDER BY run_day.run`,
    ...(['int32', 'int32', 'int32', 'int32', 'int32', 'int32', 'float64', 'int32', 'int32', 'int32'] as const),
  )
  const [row, job, project, region, day, hour, cpuHours, priority, movable, failed] = runs
  const total = await database.number('SELECT count(*) FROM runs')
  const indexOfRow = new Int32Array(total).fill(-1)
  for (let run = 0; run < row.length; run++) indexOfRow[row[run]!] = run
  const inSpan = Int32Array.from(indexOfRow)
  for (let r = 0; r < total; r++) if (inSpan[r]! >= 0 && day[inSpan[r]!]! < span.fromDay) inSpan[r] = -1
  return {
    topology,
    projects: {names: projects[0], region: projects[1], pinned: projects[2], allowed},
    tables: {
      names: tables[0],
      project: tables[1],
      partitionBytes: tables[2],
      retentionDays: tables[3],
      replicable: tables[4],
      snapshot: tables[5],
    },
    partitions: {table: partitions[0], day: partitions[1], bytes: partitions[2]},
    runs: {count: row.length, jobNames, job, project, region, day, hour, cpuHours, priority, movable, failed},
    fromDay: span.fromDay,
    toDay: span.toDay,
    reads: () => accessBatches(database, 'reads', inSpan),
    writes: () => accessBatches(database, 'writes', indexOfRow),
  }
}

/** Rows of a table whose run has an index, in the order of the files. Every batch has arrays of its own. */
async function* accessBatches(
  database: Database,
  table: 'reads' | 'writes',
  indexOfRun: Int32Array,
): AsyncGenerator<AccessBatch> {
  let batch = emptyBatch()
  for await (const columns of database.stream(`SELECT run, "table", partition_date, bytes::DOUBLE FROM ${table}`)) {
    const [run, tableIndex, day, bytes] = columns as [Int32Array, Int32Array, Int32Array, Float64Array]
    if (batch.length + run.length > BATCH_ROWS) {
      yield batch
      batch = emptyBatch()
    }
    let {length} = batch
    for (let i = 0; i < run.length; i++) {
      const index = indexOfRun[run[i]!]!
      if (index < 0) continue
      batch.run[length] = index
      batch.table[length] = tableIndex[i]!
      batch.partitionDay[length] = day[i]!
      batch.bytes[length] = bytes[i]!
      length++
    }
    batch.length = length
  }
  if (batch.length > 0) yield batch
}

const emptyBatch = () => ({
  length: 0,
  run: new Int32Array(BATCH_ROWS),
  table: new Int32Array(BATCH_ROWS),
  partitionDay: new Int32Array(BATCH_ROWS).fill(NO_DATE),
  bytes: new Float64Array(BATCH_ROWS),
})
