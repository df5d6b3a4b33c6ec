import {createReadStream, existsSync, statSync} from 'node:fs'
import {mkdir} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {syncPath, writeDurably} from '../durable/sync.js'
import {literal} from '../history/database.js'
import type {Coverage} from '../ingest/coverage.js'
import {tagText} from '../ingest/provenance-sql.js'
import type {StagingDatabase} from '../ingest/staging-database.js'
import type {Commit} from './journal.js'
import {dependenciesFile, partitionsFile, projectsFile, tablesFile} from './lake-state.js'
import {type DayFolder, type DaySource, dayFile, dayFolders, listDays, markerFile, NO_DAY} from './layout.js'
import type {MergedDays} from './merge-days.js'
import type {OpenLake} from './open-lake.js'

/** Rows of a row group of Parquet: what is read at a time. */
const ROW_GROUP_ROWS = 131_072

const accessKeys = 'run, "table", partition_date'
const tags = (...columns: string[]) => columns.map(column => `${tagText(column)} AS ${column}`).join(', ')

/** Columns and order of the files of a day. Every order is total, so that the same rows are the same bytes. */
const dayQueries: Readonly<
  Record<Exclude<DayFolder, 'coverage'>, {from: string; where: string; select: string; order: string}>
> = {
  runs: {
    from: 'final_run',
    where: 'true',
    select: 'run, job, project, region, start, duration_s, cpu_hours, priority, movable, status',
    order: 'run',
  },
  reads: {from: 'final_access', where: 'written = 0', select: `${accessKeys}, bytes`, order: accessKeys},
  writes: {from: 'final_access', where: 'written = 1', select: `${accessKeys}, bytes`, order: accessKeys},
  runsFrom: {from: 'final_run', where: 'true', select: `run, ${tags('region_from', 'project_from')}`, order: 'run'},
  readsFrom: {
    from: 'final_access',
    where: 'written = 0',
    select: `${accessKeys}, ${tags('region_from', 'project_from', 'bytes_from', 'date_from')}`,
    order: accessKeys,
  },
  writesFrom: {
    from: 'final_access',
    where: 'written = 1',
    select: `${accessKeys}, ${tags('region_from', 'project_from', 'bytes_from', 'date_from')}`,
    order: accessKeys,
  },
  stats: {
    from: 'final_stat',
    where: 'true',
    select: '"table", written, dated, undated, largest_bytes, known_day',
    order: '"table", written',
  },
  dropped: {
    from: 'final_drop',
    where: 'true',
    select: 'kind, reason, value, identity, run, count, bytes',
    order: 'kind, reason, identity, value, run',
  },
}

const globalQueries: Readonly<Record<string, {select: string; needsRows: boolean}>> = {
  'projects.parquet': {
    select: `SELECT name AS project, region, coalesce(pinned, 0) = 1 AS pinned, allowed AS allowed_regions FROM final_project ORDER BY ordinal`,
    needsRows: false,
  },
  'tables.parquet': {
    select: `SELECT "table", project, size AS partition_bytes,
        CASE WHEN NOT dated AND NOT used THEN 1 ELSE retention_days END::BIGINT AS retention_days,
        coalesce(replicable, 1) = 1 AS replicable FROM final_table ORDER BY "table"`,
    needsRows: false,
  },
  [partitionsFile]: {
    select: `SELECT "table", DATE '1970-01-01' + day AS partition_date, bytes FROM final_partition ORDER BY "table", day`,
    needsRows: true,
  },
  [dependenciesFile]: {
    select: 'SELECT "table", upstream, job FROM final_dependency ORDER BY "table", upstream, job',
    needsRows: true,
  },
  [projectsFile]: {select: 'SELECT * FROM final_project ORDER BY ordinal', needsRows: false},
  [tablesFile]: {
    select: `SELECT "table", project, source_project, region, ${tags('region_from', 'project_from')}, stored_bytes,
        said_bytes AS partition_bytes, retention_days, partitioned, replicable, dated::INTEGER AS dated, undated::INTEGER AS undated,
        largest_bytes, size_from FROM final_table ORDER BY "table"`,
    needsRows: false,
  },
}

export interface LakeContent {
  readonly merged: MergedDays
  /** Coverage by `day/source`. */
  readonly coverages: ReadonlyMap<string, Coverage>
  readonly topologyText: string
}

/** Writes all files that an ingest changes into the staging folder, durably. What would be the same byte by byte is left out. */
export async function writeLake(database: StagingDatabase, lake: OpenLake, content: LakeContent): Promise<Commit> {
  const writer = new LakeWriter(database, lake)
  // Row groups come out in a fixed order and size only where one thread writes them.
  await database.run('SET threads = 1')
  const {merged, coverages, topologyText} = content
  for (const file of merged.affected) {
    const coverage = coverages.get(`${file.day}/${file.source}`)
    for (const folder of Object.keys(dayQueries) as (keyof typeof dayQueries)[])
      await writer.day(folder, file, coverage)
    if (coverage) await writer.text(dayFile('coverage', file), `${JSON.stringify(coverage, undefined, 2)}\n`)
    else writer.remove(dayFile('coverage', file))
  }
  for (const folder of Object.keys(dayFolders) as DayFolder[]) {
    const old = new Set(listDays(lake.folder, folder).map(({day, source}) => `${day}/${source}`))
    for (const file of merged.expired) if (old.has(`${file.day}/${file.source}`)) writer.remove(dayFile(folder, file))
  }
  for (const [path, {select, needsRows}] of Object.entries(globalQueries)) await writer.parquet(path, select, needsRows)
  await writer.text('topology.yaml', topologyText)
  await writer.text(markerFile, `${JSON.stringify({formatVersion: '1.0'})}\n`)
  return writer.commit
}

class LakeWriter {
  readonly #database: StagingDatabase
  readonly #lake: OpenLake
  readonly #renames: {from: string; to: string}[] = []
  readonly #removals: string[] = []

  constructor(database: StagingDatabase, lake: OpenLake) {
    this.#database = database
    this.#lake = lake
  }

  get commit(): Commit {
    return {renames: this.#renames, removals: this.#removals}
  }

  /** Runs and reads are there for every day that has runs, even where they have no row: a history needs both. */
  async day(folder: Exclude<DayFolder, 'coverage'>, file: DaySource, coverage: Coverage | undefined): Promise<void> {
    const path = dayFile(folder, file)
    const {from, where, select, order} = dayQueries[folder]
    const isNeeded =
      (folder === 'runs' || folder === 'runsFrom' || folder === 'reads' || folder === 'readsFrom') &&
      (coverage?.runs ?? 0) > 0
    if (!isNeeded && (coverage === undefined || (file.day === NO_DAY && folder !== 'dropped'))) return this.remove(path)
    const rows = `FROM ${from} WHERE day = '${file.day}' AND source = '${file.source}' AND ${where}`
    await this.parquet(path, `SELECT ${select} ${rows} ORDER BY ${order}`, !isNeeded)
  }

  async parquet(path: string, select: string, needsRows: boolean): Promise<void> {
    if (needsRows && (await this.#database.number(`SELECT count(*) FROM (${select} LIMIT 1)`)) === 0)
      return this.remove(path)
    const staged = await this.#staged(path)
    const format = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}`
    await this.#database.run(`COPY (${select}) TO ${literal(staged)} (${format})`)
    await this.#add(path, staged)
  }

  async text(path: string, text: string): Promise<void> {
    const staged = await this.#staged(path)
    await writeDurably(staged, text)
    await this.#add(path, staged)
  }

  remove(path: string): void {
    if (existsSync(join(this.#lake.folder, path))) this.#removals.push(path)
  }

  async #staged(path: string): Promise<string> {
    const staged = join(this.#lake.stagingPath, 'new', path)
    await mkdir(dirname(staged), {recursive: true})
    return staged
  }

  async #add(path: string, staged: string): Promise<void> {
    if (await isSame(staged, join(this.#lake.folder, path))) return
    await syncPath(staged)
    this.#renames.push({from: `${this.#lake.staging}/new/${path}`, to: path})
  }
}

async function isSame(a: string, b: string): Promise<boolean> {
  if (!existsSync(b) || statSync(a).size !== statSync(b).size) return false
  const other = createReadStream(b)[Symbol.asyncIterator]()
  let same = true
  for await (const chunk of createReadStream(a)) same &&= (chunk as Buffer).equals((await other.next()).value as Buffer)
  return same
}
