import {readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {formatDay, parseDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {AccessBatch, History} from '../../model/history.js'
import {EARLIER_RUN} from '../aggregation/group-relations.js'
import {CPU_UNITS} from '../aggregation/job-relations.js'
import {readAllowedRegions} from '../history/allowed-regions.js'
import {buildHistory} from '../history/build-history.js'
import {Database, literal} from '../history/database.js'
import {Findings} from '../history/findings.js'
import {type LoadedHistory, loadedHistory, type OpenOptions} from '../history/loaded-history.js'
import {placeFor} from '../history/place-for.js'
import {readTopology} from '../history/topology-file.js'
import {
  type AggregateManifest,
  folderContents,
  indexedRelations,
  manifestFile,
  manifestText,
} from './aggregate-manifest.js'

export function isAggregateFolder(folder: string): boolean {
  return statSync(join(folder, manifestFile), {throwIfNoEntry: false})?.isFile() ?? false
}

/**
 * Opens what an engine aggregated. Its workload is that of the history folder, to the byte. Single runs were left behind: the
 * history that the verifier replays has one run for each (job, project, region, day, hour, success), with the bytes of all of
 * them and a row of 0 bytes for every further read of a partition, so that bytes and counts are those of the history.
 * @throws IsthmusError (usage) for other days than those of the aggregate; BadInput where the folder is not whole
 */
export async function openAggregateFolder(folder: string, options: OpenOptions = {}): Promise<LoadedHistory> {
  const manifest = readManifest(folder)
  const span = {fromDay: parseDay(manifest.fromDay), toDay: parseDay(manifest.toDay)}
  const {fromDay = span.fromDay, toDay = span.toDay} = options
  if (fromDay !== span.fromDay || toDay !== span.toDay) {
    throw new IsthmusError(
      'usage',
      `days ${formatDay(fromDay)} … ${formatDay(toDay)} were asked for, and the aggregate is of ${manifest.fromDay} … ${manifest.toDay}`,
      'Aggregate those days of the history, or leave the days out.',
    )
  }
  const onProgress = options.onProgress ?? (() => undefined)
  const findings = new Findings()
  const topology = readTopology(folder, findings)
  findings.throwIfAny()
  const database = await Database.open(placeFor(folder))
  try {
    for (const [i, name] of folderContents.entries()) {
      onProgress('reading the aggregate', i / folderContents.length)
      await createRelation(database, folder, name)
    }
    await createRuns(database)
    const file = {file: 'projects', firstRow: 0, skippedRows: []}
    const projects = {rowCount: manifest.rowCounts.projects, complete: true, files: [file]}
    const allowed = await readAllowedRegions(database, topology!, projects, findings)
    findings.throwIfAny()
    const history = withAccesses(database, await buildHistory(database, topology!, allowed, span))
    onProgress('reading the aggregate', 1)
    const {fileCount, rowCounts} = manifest
    return loadedHistory(database, history, {fileCount, rowCounts}, async () => undefined)
  } catch (error) {
    database.close()
    throw error
  }
}

function readManifest(folder: string): AggregateManifest {
  const parsed = manifestText.safeParse(readFileSync(join(folder, manifestFile), 'utf8'))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const message = `${manifestFile} of '${folder}' is no manifest of an aggregate: ${[...issue!.path, issue!.message].join(' ')}`
  throw new IsthmusError('bad-input', message, 'Aggregate the history again.')
}

/** Small tables get their rows back in order, so that a row is its index; the rest is read where it lies. */
async function createRelation(database: Database, folder: string, name: string): Promise<void> {
  if (!statSync(join(folder, name), {throwIfNoEntry: false})?.isDirectory()) {
    throw new IsthmusError('bad-input', `the aggregate '${folder}' lacks ${name}/`, 'Aggregate the history again.')
  }
  const source = `read_parquet(${literal(join(folder, name, '*.parquet'))}, hive_partitioning = false)`
  await database.run(
    indexedRelations.has(name)
      ? `CREATE TABLE ${name} AS SELECT * EXCLUDE (place) FROM ${source} ORDER BY place`
      : name === 'partitions'
        ? `CREATE TABLE ${name} AS FROM ${source} ORDER BY "table", partition_date, bytes`
        : `CREATE VIEW ${name} AS FROM ${source}`,
  )
}

const groupKey = 'job_row, day, hour, ok'

/** Runs as build-history.ts wants them, made of the groups. */
async function createRuns(database: Database): Promise<void> {
  await database.run(`
    CREATE TABLE group_row AS
      SELECT ${groupKey}, (row_number() OVER (ORDER BY ${groupKey}) - 1)::INTEGER AS run, cpu_units, priority, movable
      FROM (SELECT ${groupKey}, cpu_units, priority, movable FROM run_group
            UNION ALL
            SELECT DISTINCT ${groupKey}, 0, 0, 1 FROM write_group WHERE job_row = ${EARLIER_RUN});
    CREATE TABLE runs AS
      SELECT coalesce(j.job, '') AS job, coalesce(j.project, 0) AS project, coalesce(j.region, 0) AS region,
        g.cpu_units::HUGEINT::DOUBLE / ${CPU_UNITS} AS cpu_hours, g.priority, g.movable, (NOT g.ok)::INTEGER AS status
      FROM group_row g LEFT JOIN job_row j ON j.job_row = g.job_row ORDER BY g.run;
    CREATE TABLE run_day AS SELECT run, day, hour FROM group_row ORDER BY run;
    CREATE TABLE snapshot_table AS SELECT "table" FROM table_size WHERE snapshot = 1`)
}

/** The history with reads and writes as single rows, which are made of the groups when they are first asked for. */
function withAccesses(database: Database, history: History): History {
  const made = new Map<string, Promise<void>>()
  async function* rows(table: 'reads' | 'writes', group: string, stream: () => AsyncIterable<AccessBatch>) {
    if (!made.has(table)) made.set(table, createAccesses(database, table, group))
    await made.get(table)
    yield* stream()
  }
  return {
    ...history,
    reads: () => rows('reads', 'read_group', history.reads),
    writes: () => rows('writes', 'write_group', history.writes),
  }
}

async function createAccesses(database: Database, table: 'reads' | 'writes', group: string): Promise<void> {
  await database.run(
    `CREATE TABLE ${table} AS
     SELECT g.run, a."table", a.partition_date, CASE nth WHEN 0 THEN a.bytes ELSE 0 END AS bytes
     FROM (SELECT *, unnest(range(row_count)) AS nth FROM ${group}) a JOIN group_row g USING (${groupKey})
     ORDER BY g.run, a."table", a.partition_date, nth`,
  )
}
