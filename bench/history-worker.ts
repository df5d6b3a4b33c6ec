import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DuckDBInstance} from '@duckdb/node-api'
import BetterSqlite from 'better-sqlite3'
import {openHistoryFolder, sparkEngine} from '../datasets/index.js'

/** What one engine made of a lake, measured in a process of its own. */
export interface Outcome {
  readonly seconds: number
  readonly peakBytes: number
  /** Read facts (job, table, age) and the bytes of all of them. */
  readonly facts: number
  readonly bytes: number
  /** Of the whole workload; absent where an engine makes the read facts only. */
  readonly fingerprint?: string
}

async function embedded(folder: string): Promise<Omit<Outcome, 'seconds' | 'peakBytes'>> {
  const loaded = await openHistoryFolder(folder)
  const {reads, fingerprint} = await loaded.workload()
  let bytes = 0
  for (let i = 0; i < reads.bytes.length; i++) bytes += reads.bytes[i]!
  loaded.close()
  return {facts: reads.table.length, bytes, fingerprint}
}

/** The same read facts by SQLite, in a file, without journal: rows are streamed out of the Parquet files and inserted. */
async function sqlite(folder: string): Promise<Omit<Outcome, 'seconds' | 'peakBytes'>> {
  const place = mkdtempSync(join(tmpdir(), 'isthmus-sqlite-'))
  const database = new BetterSqlite(join(place, 'history.sqlite'))
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  database.pragma('temp_store = FILE')
  database.pragma('cache_size = -1000000')
  database.exec(`CREATE TABLE runs (run TEXT PRIMARY KEY, job TEXT, project TEXT, region TEXT, day INTEGER) WITHOUT ROWID;
    CREATE TABLE reads (run TEXT, "table" TEXT, partition_date INTEGER, bytes INTEGER)`)
  const instance = await DuckDBInstance.create(':memory:', {threads: '1', memory_limit: '500MB'})
  const connection = await instance.connect()
  const fill = async (select: string, insert: string) => {
    const statement = database.prepare(insert)
    const result = await connection.stream(select)
    database.exec('BEGIN')
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const columns = Array.from({length: chunk.columnCount}, (_, c) => chunk!.getColumnVector(c))
      for (let row = 0; row < chunk.rowCount; row++) statement.run(...columns.map(column => column.getItem(row)))
    }
    database.exec('COMMIT')
  }
  const dayOf = (date: string) => `date_diff('day', DATE '1970-01-01', ${date})::INTEGER`
  await fill(
    `SELECT run, job, project, region, ${dayOf('start::DATE')} FROM read_parquet('${folder}/runs/*.parquet') ORDER BY run`,
    'INSERT INTO runs VALUES (?, ?, ?, ?, ?)',
  )
  await fill(
    `SELECT run, "table", ${dayOf('partition_date')}, bytes FROM read_parquet('${folder}/reads/*.parquet')`,
    'INSERT INTO reads VALUES (?, ?, ?, ?)',
  )
  const total = database
    .prepare(
      `SELECT count(*) AS facts, sum(bytes) AS bytes FROM
         (SELECT job, project, region, "table", day - partition_date AS age, sum(bytes) AS bytes, count(*) AS reads
          FROM reads JOIN runs USING (run) GROUP BY job, project, region, "table", age)`,
    )
    .get() as {facts: number; bytes: number}
  database.close()
  rmSync(place, {recursive: true})
  return total
}

async function spark(folder: string): Promise<Omit<Outcome, 'seconds' | 'peakBytes'>> {
  const into = mkdtempSync(join(tmpdir(), 'isthmus-spark-'))
  const conf = [
    'spark.ui.enabled=false',
    'spark.driver.memory=2g',
    'spark.executor.memory=3g',
    'spark.sql.shuffle.partitions=64',
  ]
  const engine = sparkEngine({
    sparkSubmit: process.env.TEST_SPARK_SUBMIT!,
    master: 'local-cluster[2,1,3072]',
    conf,
  })
  await engine.aggregate(folder, into, {})
  const outcome = await embedded(into)
  rmSync(into, {recursive: true})
  return outcome
}

const engines = {embedded, sqlite, spark}
const [engine, folder] = process.argv.slice(2) as [keyof typeof engines, string]
const start = performance.now()
const outcome = await engines[engine](folder)
const measured = {seconds: (performance.now() - start) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024}
process.stdout.write(`${JSON.stringify({...measured, ...outcome})}\n`)
