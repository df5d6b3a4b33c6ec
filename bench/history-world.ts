import {existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {DuckDBInstance} from '@duckdb/node-api'

const days = 28
const readsOfRun = 10
const projects = 200
const regions = ['a', 'b', 'c', 'd', 'e', 'f']

/**
 * Draws a lake of so many reads: 28 days, 10 reads a run, a recurring job for each run of a day, 200 projects in six regions. Tables are
 * read by their rank squared, four days back; one run in three writes. Files are zstd Parquet, one a day. Nothing is drawn twice.
 */
export async function drawLake(folder: string, reads: number): Promise<void> {
  if (existsSync(join(folder, 'topology.yaml'))) return
  rmSync(folder, {recursive: true, force: true})
  for (const table of ['runs', 'reads', 'writes']) mkdirSync(join(folder, table), {recursive: true})
  const runs = Math.round(reads / readsOfRun / days)
  const tables = Math.max(1000, Math.round(runs / 10))
  const instance = await DuckDBInstance.create(':memory:', {threads: '2', memory_limit: '4GB'})
  const connection = await instance.connect()
  const copy = (select: string, file: string) =>
    connection.run(`COPY (${select}) TO '${join(folder, file)}' (FORMAT parquet, COMPRESSION zstd)`)
  const regionOf = (key: string) =>
    `[${regions.map(name => `'${name}'`).join(', ')}][1 + (hash(${key}) % ${regions.length})::INT]`
  await copy(
    `SELECT 'project_' || i AS project, ${regionOf('i')} AS region FROM range(${projects}) t(i)`,
    'projects.parquet',
  )
  await copy(
    `SELECT 'warehouse.table_' || i AS "table", 'project_' || (hash(i * 7) % ${projects}) AS project,
       (1000000 + hash(i * 3) % 1000000000)::BIGINT AS partition_bytes, 60 AS retention_days FROM range(${tables}) t(i)`,
    'tables.parquet',
  )
  for (let d = 0; d < days; d++) {
    const day = `DATE '2026-10-01' + ${d}`
    const run = `'run_' || strftime(${day}, '%Y%m%d') || '_' || j`
    const file = `day-${String(d).padStart(2, '0')}.parquet`
    const project = `hash(j) % ${projects}`
    await copy(
      `SELECT ${run} AS run, 'daily_job_' || j AS job, 'project_' || (${project}) AS project, ${regionOf(`(${project})::BIGINT`)} AS region,
         (${day})::TIMESTAMP + INTERVAL (hash(j) % 86400) SECOND AS start, (hash(j * 11) % 1000) / 1000.0 AS cpu_hours
       FROM range(${runs}) t(j)`,
      `runs/${file}`,
    )
    await copy(
      `SELECT ${run} AS run, 'warehouse.table_' || floor(pow((hash(j * 13 + k // 4) % 1000003) / 1000003.0, 2) * ${tables})::BIGINT AS "table",
         ${day} - 1 - (k % 4)::INT AS partition_date, (1000 + hash(j * 31 + k * 7 + ${d}) % 10000000)::BIGINT AS bytes
       FROM range(${runs}) t(j), range(${readsOfRun}) u(k)`,
      `reads/${file}`,
    )
    await copy(
      `SELECT ${run} AS run, 'warehouse.table_' || (hash(j * 17) % ${tables}) AS "table", ${day} AS partition_date,
         (1000 + hash(j * 37 + ${d}) % 10000000)::BIGINT AS bytes FROM range(${runs}) t(j) WHERE j % 3 = 0`,
      `writes/${file}`,
    )
  }
  connection.closeSync()
  instance.closeSync()
  const links = regions.map(name => `  - name: ${name}\n`).join('')
  writeFileSync(
    join(folder, 'topology.yaml'),
    `formatVersion: "1.0"\nregions:\n${links}defaultLink: {pricePerGB: 1}\nreplicaBudgetRatio: 0.03\n`,
  )
}
