import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {IsthmusError} from '../../model/errors.js'
import {literal} from '../history/database.js'
import {tagIndex} from '../ingest/provenance-sql.js'
import type {StagingDatabase} from '../ingest/staging-database.js'

export const tablesFile = '_provenance/tables.parquet'
export const projectsFile = '_provenance/projects.parquet'
export const partitionsFile = 'partitions.parquet'
export const dependenciesFile = 'dependencies.parquet'

/** SQL: the index of a region in the topology; null where it has none of that name. */
export const regionIndex = (regions: readonly string[], name: string): string =>
  `(list_position([${regions.map(literal).join(', ')}], ${name}) - 1)::INTEGER`

/** SQL: the name of a region by its index. */
export const regionName = (regions: readonly string[], index: string): string =>
  `([${regions.map(literal).join(', ')}])[${index} + 1]`

/**
 * Loads what the lake knows beside its days: `old_table`, `old_partition`, `old_project`, `old_dependency`; empty for a new lake.
 * @throws IsthmusError (bad-input) where the lake uses regions that the topology does not have (any more)
 */
export async function loadLakeState(
  database: StagingDatabase,
  lake: string,
  regions: readonly string[],
): Promise<void> {
  await database.run(`
    CREATE TABLE old_project (name VARCHAR, source_project VARCHAR, region INTEGER, pinned INTEGER, allowed VARCHAR, ordinal INTEGER);
    CREATE TABLE old_table ("table" VARCHAR, project VARCHAR, source_project VARCHAR, region INTEGER, region_from INTEGER,
      project_from INTEGER, stored_bytes BIGINT, partition_bytes BIGINT, retention_days BIGINT, partitioned BIGINT,
      replicable BIGINT, dated INTEGER, undated INTEGER, largest_bytes BIGINT);
    CREATE TABLE old_partition ("table" VARCHAR, day INTEGER, bytes BIGINT);
    CREATE TABLE old_dependency ("table" VARCHAR, upstream VARCHAR, job VARCHAR)`)
  const from = (file: string) =>
    existsSync(join(lake, file)) ? `read_parquet(${literal(join(lake, file))})` : undefined
  const [projects, tables] = [from(projectsFile), from(tablesFile)]
  if (projects && tables) {
    const missing = await database.rows(
      `SELECT DISTINCT region FROM ${projects} WHERE region NOT IN (${regions.map(literal).join(', ')})`,
    )
    if (missing.length > 0) {
      throw new IsthmusError(
        'bad-input',
        `the lake '${lake}' has projects in regions that the topology lacks: ${missing
          .map(([name]) => name)
          .sort()
          .join(', ')}`,
        'Add the regions to the topology, or ingest into a new lake.',
      )
    }
    await database.run(`
      INSERT INTO old_project SELECT * REPLACE (${regionIndex(regions, 'region')} AS region) FROM ${projects};
      INSERT INTO old_table BY NAME SELECT * EXCLUDE (size_from) REPLACE (${regionIndex(regions, 'region')} AS region,
        ${tagIndex('region_from')} AS region_from, ${tagIndex('project_from')} AS project_from) FROM ${tables}`)
  }
  const [partitions, dependencies] = [from(partitionsFile), from(dependenciesFile)]
  if (partitions)
    await database.run(
      `INSERT INTO old_partition SELECT "table", partition_date - DATE '1970-01-01', bytes FROM ${partitions}`,
    )
  if (dependencies) await database.run(`INSERT INTO old_dependency FROM ${dependencies}`)
}

/** The topology file of a lake, where it has one. */
export function topologyOf(lake: string): string | undefined {
  const path = join(lake, 'topology.yaml')
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
