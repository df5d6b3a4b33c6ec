import {existsSync} from 'node:fs'
import {DuckDBInstance} from '@duckdb/node-api'
import {describe, expect, test} from 'vitest'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import type {AccessBatch} from '../../../model/history.js'

const folder = '../shared/data/flipside-history'
const isMissing = !existsSync(folder)

async function totals(batches: AsyncIterable<AccessBatch>) {
  let rows = 0
  let bytes = 0n
  let ordered = 0n
  for await (const batch of batches) {
    for (let i = 0; i < batch.length; i++) {
      const value = BigInt(batch.bytes[i]!)
      bytes += value
      ordered += value * BigInt(++rows)
    }
  }
  return {rows, bytes, ordered}
}

const sum = (column: Iterable<number>) => [...column].reduce((total, value) => total + BigInt(value), 0n)

/** Counts straight from the files, by SQL that shares nothing with the reader. */
async function counted(sql: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(sql.replaceAll(/@(\w+)/g, (_, name) => `'${folder}/${name}.csv.gz'`))
  connection.closeSync()
  instance.closeSync()
  return reader.getRows().map(row => row.map(value => BigInt(value as bigint)))
}

describe.skipIf(isMissing)('the Flipside history of ../shared/data (skipped where it is missing)', () => {
  test('loads whole, and its totals are those of an independent count', async () => {
    const start = performance.now()
    const loaded = await openHistoryFolder(folder)
    const loadedMs = performance.now() - start
    const workload = await loaded.workload()
    const aggregatedMs = performance.now() - start - loadedMs
    const {history} = loaded
    const reads = await totals(history.reads())
    const writes = await totals(history.writes())
    process.stderr.write(
      `flipside: load and check ${loadedMs.toFixed(0)} ms, aggregate ${aggregatedMs.toFixed(0)} ms, ` +
        `rss ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB\n`,
    )
    expect([history.projects.names.length, history.tables.names.length, history.runs.count]).toEqual([
      40, 4180, 108_220,
    ])
    const totalsOf = (name: string) =>
      `SELECT count(*), sum(bytes::HUGEINT), sum(bytes::HUGEINT * row) FROM (SELECT bytes, row_number() OVER () AS row FROM @${name})`
    const [[readRows, readBytes, readOrder], [writeRows, writeBytes, writeOrder]] = (await counted(
      `${totalsOf('reads')} UNION ALL ${totalsOf('writes')}`,
    )) as [[bigint, bigint, bigint], [bigint, bigint, bigint]]
    expect(readRows).toBe(442_660n)
    expect(reads).toEqual({rows: Number(readRows), bytes: readBytes, ordered: readOrder})
    expect(writes).toEqual({rows: Number(writeRows), bytes: writeBytes, ordered: writeOrder})
    expect(sum(workload.reads.bytes as Float64Array)).toBe(readBytes)
    expect(sum(workload.reads.demandBytes as Float64Array)).toBe(readBytes)
    expect(sum(workload.reads.count as Float64Array)).toBe(readRows)
    expect(sum(workload.writes.bytes as Float64Array)).toBe(writeBytes)
    expect(workload.dayCount).toBe(28)
    const [[facts]] = (await counted(
      `SELECT count(*) FROM (SELECT DISTINCT job, project, region, "table",
         coalesce(date_diff('day', partition_date, start::DATE), 0) FROM @reads JOIN @runs USING (run))`,
    )) as [[bigint]]
    expect(workload.reads.table.length).toBe(Number(facts))
    const [[pairs]] = (await counted(
      `SELECT count(*) FROM (SELECT DISTINCT w."table", r."table" FROM @writes w JOIN @reads r USING (run) WHERE w."table" <> r."table")`,
    )) as [[bigint]]
    expect(workload.lineage.upstream.length).toBe(Number(pairs))
    loaded.close()
  })
})
