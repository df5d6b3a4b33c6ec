import {IsthmusError} from '../../model/errors.js'
import {syncPath} from '../durable/sync.js'
import {commitFiles} from '../lake/journal.js'
import {loadLakeState} from '../lake/lake-state.js'
import {createStats, createTables, dropUnplaced} from '../lake/lake-tables.js'
import {NO_DAY} from '../lake/layout.js'
import {mergeDays} from '../lake/merge-days.js'
import {type OpenLake, openLake} from '../lake/open-lake.js'
import {writeLake} from '../lake/write-lake.js'
import {type Coverage, emptyCoverage} from './coverage.js'
import {coverageRows} from './coverage-rows.js'
import type {Adapter, AdapterOptions} from './intake.js'
import type {TopologyMap} from './located.js'
import {settle} from './settle.js'
import {Staging} from './staging.js'
import {StagingDatabase} from './staging-database.js'

export interface IngestSource {
  readonly adapter: Adapter
  /** Name of the source in the lake: lower case letters, digits, hyphens. */
  readonly name: string
  readonly paths: readonly string[]
}

export interface IngestOptions {
  readonly map: TopologyMap
  readonly adapter: AdapterOptions
  /** Leaves out what is broken, and counts it, instead of refusing all. */
  readonly skipBroken: boolean
  /** What the lake has of this source on the days that are told of is replaced, and not added to. */
  readonly replaceDays: boolean
  /** Days older than this many, counted from the newest, are removed. */
  readonly keepDays?: number
  /** Told of each step that is done: `staged`, `settled`, `written`, and then the steps of the commit. */
  readonly atStep?: (step: string) => void
}

export interface IngestResult {
  /** Of what this ingest brought, not of all that the lake has. */
  readonly coverage: Coverage
  /** Days whose files changed, `2026-11-18`, sorted. */
  readonly days: readonly string[]
  /** Files that changed and went, relative to the lake. An ingest of the same again changes none. */
  readonly filesWritten: readonly string[]
  readonly filesRemoved: readonly string[]
  /** What the lake holds now. */
  readonly totals: {readonly projects: number; readonly tables: number; readonly dependencies: number}
}

/**
 * Reads a source into a lake: a history folder by day (docs/ingest.md). All or nothing: whatever goes wrong, or when the signal
 * aborts, the lake stays as it was. Memory is bounded: what was observed is settled in a database on disk, in the lake's folder.
 *
 * @throws BadInput with all faults of the source; IsthmusError where the folder is no lake (usage) or another ingest is at work (refused)
 */
export async function ingestInto(folder: string, source: IngestSource, options: IngestOptions): Promise<IngestResult> {
  if (!/^[a-z0-9-]+$/.test(source.name)) {
    const advice = 'Use lower case letters, digits and hyphens.'
    throw new IsthmusError('usage', `'${source.name}' is no name of a source`, advice)
  }
  if (options.keepDays !== undefined && !(Number.isInteger(options.keepDays) && options.keepDays >= 1)) {
    throw new IsthmusError('usage', `cannot keep ${options.keepDays} days`, 'Keep one day or more.')
  }
  options.adapter.signal.throwIfAborted()
  const lake = await openLake(folder)
  try {
    const database = await StagingDatabase.open(lake.stagingPath, options.adapter.signal)
    try {
      return await ingest(database, lake, source, options)
    } finally {
      database.close()
    }
  } finally {
    await lake.close()
  }
}

async function ingest(
  database: StagingDatabase,
  lake: OpenLake,
  source: IngestSource,
  options: IngestOptions,
): Promise<IngestResult> {
  const {map, adapter, skipBroken, replaceDays, keepDays, atStep = () => undefined} = options
  const staging = await Staging.create(database, {source: source.name, skipBroken})
  try {
    await source.adapter.read(source.paths, staging, adapter)
  } finally {
    staging.close()
  }
  staging.findings.throwIfAny()
  atStep('staged')
  await loadLakeState(database, lake.folder, map.regions)
  await settle(database, map)
  await dropUnplaced(database)
  const retention = keepDays === undefined ? {} : {keepDays}
  const merged = await mergeDays(database, lake.folder, {
    source: source.name,
    regions: map.regions,
    replaceDays,
    ...retention,
  })
  atStep('settled')
  await createStats(database)
  await createTables(database, lake.folder, map.regions, merged)
  const coverages = await coverageRows(database, "day || '/' || source", 'true')
  const coverage = (await coverageRows(database, "''", 'fresh')).get('') ?? emptyCoverage
  const commit = await writeLake(database, lake, {merged, coverages, topologyText: map.topologyText})
  const [projects, tables, dependencies] = (
    await database.rows(
      `SELECT (SELECT count(*) FROM final_project), (SELECT count(*) FROM final_table), (SELECT count(*) FROM final_dependency)`,
    )
  )[0]!.map(Number)
  adapter.signal.throwIfAborted()
  await syncPath(lake.stagingPath)
  atStep('written')
  if (commit.renames.length + commit.removals.length > 0) await commitFiles(lake.folder, lake.staging, commit, atStep)
  const changed = [...commit.renames.map(({to}) => to), ...commit.removals]
  const days = new Set(
    changed.map(path => /\/day=(\d{4}-\d{2}-\d{2})\//.exec(path)?.[1] ?? NO_DAY).filter(day => day !== NO_DAY),
  )
  return {
    coverage,
    days: [...days].sort(),
    filesWritten: commit.renames.map(({to}) => to),
    filesRemoved: commit.removals,
    totals: {projects: projects!, tables: tables!, dependencies: dependencies!},
  }
}
