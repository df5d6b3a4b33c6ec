import {execFileSync} from 'node:child_process'
import {mkdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Outcome} from './history-worker.js'
import {drawLake} from './history-world.js'
import {printTable} from './measure.js'

const worker = fileURLToPath(new URL('./history-worker.js', import.meta.url))

/** Reads of the lakes, and the largest that SQLite is asked for: it is slow, and the ratio is seen before. */
const sizes = (process.env.BENCH_READS ?? '1000000,10000000,100000000').split(',').map(Number)
const mostForSqlite = Number(process.env.BENCH_SQLITE_READS ?? '10000000')

/**
 * Parquet lakes of 1, 10 and 100 million reads to a Workload: the embedded engine, better-sqlite3 (read facts only), and Spark
 * on a local cluster of two workers where TEST_SPARK_SUBMIT is set. Each runs in a process of its own; peak is that
 * process's resident memory (of Spark the planner's process alone: its workers have 3 GB each). Every engine must come to
 * the same facts and bytes, and Spark to the same fingerprint.
 */
export async function run(): Promise<void> {
  const folder = join(tmpdir(), `isthmus-bench-history-${process.pid}`)
  mkdirSync(folder)
  const rows: string[][] = []
  try {
    for (const reads of sizes) {
      const lake = join(folder, String(reads))
      await drawLake(lake, reads)
      const embedded = measure('embedded', lake)
      const show = (engine: string, {seconds, peakBytes}: Outcome) =>
        rows.push([
          engine,
          reads.toLocaleString('en'),
          seconds.toFixed(1),
          (peakBytes / 1e9).toFixed(2),
          (seconds / embedded.seconds).toFixed(1),
        ])
      show('embedded', embedded)
      if (reads <= mostForSqlite) show('better-sqlite3', equal(measure('sqlite', lake), embedded))
      if (process.env.TEST_SPARK_SUBMIT !== undefined) show('spark', equal(measure('spark', lake), embedded))
      rmSync(lake, {recursive: true})
    }
  } finally {
    rmSync(folder, {recursive: true})
  }
  printTable('History to Workload', ['engine', 'reads', 'seconds', 'peak GB', '× embedded'], rows)
}

function measure(engine: string, lake: string): Outcome {
  const output = execFileSync(process.execPath, [worker, engine, lake], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(output) as Outcome
}

/** @throws Error where two engines differ: then the seconds say nothing */
function equal(outcome: Outcome, embedded: Outcome): Outcome {
  const {facts, bytes, fingerprint = embedded.fingerprint} = outcome
  if (facts !== embedded.facts || bytes !== embedded.bytes || fingerprint !== embedded.fingerprint) {
    throw new Error(`engines differ: ${JSON.stringify(outcome)} and ${JSON.stringify(embedded)}`)
  }
  return outcome
}
