import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Database, literal} from '../../../datasets/history/database.js'
import {formatDay} from '../../../model/days.js'
import type {MemoryHistorySpec} from '../../support/memory-history.js'
import {randomHistorySpec} from '../../support/random-history.js'

const days = (day: number | string | null) => (day === null ? '' : typeof day === 'string' ? day : formatDay(day))

/** Job names that engines sort differently: a surrogate pair and a character after the surrogates, quotes, spaces, case. */
const awkward = ['z', 'Z', "o'clock", '\u{1F600}', '\uFF5E', 'é', 'a b', '"q"']

/**
 * A random history with bytes whose squares are beyond 2^53, early runs, runs of one job in one hour, failed runs, snapshots and declared dependencies: what an
 * aggregation could get wrong.
 */
export function trickySpec(seed: number): MemoryHistorySpec {
  const spec = randomHistorySpec(seed, {jobs: 8, days: 6, tables: 9})
  const jobs = [...new Set(spec.runs.map(run => run.job))]
  const runs = spec.runs.flatMap((run, i) => {
    const large = (rows: typeof run.reads) =>
      rows?.map(([table, day, bytes], k) => [table, day, bytes * (k % 2 === 0 ? 1 : 12_345_678_901)] as const) ?? []
    const accesses = {reads: large(run.reads), writes: large(run.writes)}
    const named = {...run, ...accesses, job: awkward[jobs.indexOf(run.job) % awkward.length]!, cpu: (run.cpu ?? 0) / 7}
    return i % 3 === 0 ? [named, {...named, failed: i % 2 === 0}] : [named]
  })
  return {...spec, runs}
}

/** Writes a history as Parquet files, one a day, as a lake does. */
export async function writeParquetFolder(folder: string, spec: MemoryHistorySpec): Promise<string> {
  const database = await Database.open()
  const write = async (file: string, select: string, rows: readonly Record<string, unknown>[], columns: string) => {
    mkdirSync(join(folder, file, '..'), {recursive: true})
    const path = join(folder, `${file}.json`)
    writeFileSync(path, rows.map(row => JSON.stringify(row)).join('\n'))
    const source = `read_json(${literal(path)}, format = 'newline_delimited', hive_partitioning = false, columns = {${columns}})`
    await database.run(`COPY (SELECT ${select} FROM ${source}) TO ${literal(join(folder, `${file}.parquet`))}`)
    rmSync(path)
  }
  mkdirSync(folder, {recursive: true})
  const regions = spec.regions.map(region => ({name: typeof region === 'string' ? region : region.name}))
  const links = Object.entries(spec.prices ?? {}).map(([pair, price]) => {
    const [from, to] = pair.split('>')
    return {from, to, pricePerGB: price}
  })
  const topology = {formatVersion: '1.0', unit: spec.unit ?? 'project', regions, links, defaultLink: {pricePerGB: 1}}
  writeFileSync(join(folder, 'topology.json'), JSON.stringify(topology))
  const projects = spec.projects.map(({project, region, allowed}) => ({
    project,
    region,
    allowed_regions: allowed?.join(';') ?? '',
  }))
  await write('projects', '*', projects, "project: 'VARCHAR', region: 'VARCHAR', allowed_regions: 'VARCHAR'")
  const tables = spec.tables.map(row => ({
    table: row.table,
    project: row.project,
    partition_bytes: row.partitionBytes ?? null,
    retention_days: row.retentionDays ?? null,
    replicable: row.replicable ?? true,
  }))
  const tableColumns =
    "\"table\": 'VARCHAR', project: 'VARCHAR', partition_bytes: 'BIGINT', retention_days: 'INTEGER', replicable: 'BOOLEAN'"
  await write('tables', '*', tables, tableColumns)
  const partitions = (spec.partitions ?? []).map(([table, day, bytes]) => ({table, partition_date: days(day), bytes}))
  const accessColumns = "run: 'VARCHAR', \"table\": 'VARCHAR', partition_date: 'VARCHAR', bytes: 'BIGINT'"
  const dated = `* REPLACE (nullif(partition_date, '')::DATE AS partition_date)`
  const unique = [...new Map(partitions.map(row => [`${row.table} ${row.partition_date}`, row])).values()]
  await write('partitions', dated, unique, "\"table\": 'VARCHAR', partition_date: 'VARCHAR', bytes: 'BIGINT'")
  const homes = new Map(spec.projects.map(({project, region}) => [project, region]))
  for (const [day, entries] of groupByDay([...spec.runs.entries()])) {
    const runs = entries.map(([i, run]) => ({
      run: `run ${i}`,
      job: run.job,
      project: run.project,
      region: run.region ?? homes.get(run.project)!,
      start: `${day}T${String(run.hour ?? 0).padStart(2, '0')}:20:00`,
      cpu_hours: run.cpu ?? null,
      priority: run.priority ?? '',
      movable: run.movable ?? true,
      status: run.failed ? 'failed' : 'ok',
    }))
    const runColumns =
      "run: 'VARCHAR', job: 'VARCHAR', project: 'VARCHAR', region: 'VARCHAR', start: 'TIMESTAMP', cpu_hours: 'DOUBLE', priority: 'VARCHAR', movable: 'BOOLEAN', status: 'VARCHAR'"
    await write(`runs/day=${day}/a`, '*', runs, runColumns)
    for (const kind of ['reads', 'writes'] as const) {
      const rows = entries.flatMap(([i, run]) =>
        (run[kind] ?? []).map(([table, date, bytes]) => ({run: `run ${i}`, table, partition_date: days(date), bytes})),
      )
      if (rows.length > 0) await write(`${kind}/day=${day}/a`, dated, rows, accessColumns)
    }
  }
  const dependencies = spec.tables.slice(1).map(({table}, i) => ({
    table,
    upstream: spec.tables[0]!.table,
    job: i % 2 === 0 ? `declared ${i}` : '',
  }))
  await write('dependencies', '*', dependencies, "\"table\": 'VARCHAR', upstream: 'VARCHAR', job: 'VARCHAR'")
  database.close()
  return folder
}

type Entry = [number, MemoryHistorySpec['runs'][number]]

function groupByDay(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const day = days(entry[1].day)
    groups.set(day, [...(groups.get(day) ?? []), entry])
  }
  return groups
}
