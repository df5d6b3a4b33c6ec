import {LARGEST_INTEGER} from '../history/columns.js'
import {APPORTIONED, ASSUMED, EXACT, tagText} from '../ingest/provenance-sql.js'
import type {StagingDatabase} from '../ingest/staging-database.js'
import {regionName} from './lake-state.js'
import {type DaySource, listDays} from './layout.js'
import {dayFilesRelation, type MergedDays} from './merge-days.js'

/**
 * Creates `final_stat`: for each affected day and source, what its accesses show of each table (`largest_bytes` of one partition
 * that was read, `known_day`: day from which on a size of the table is known by writes).
 */
export async function createStats(database: StagingDatabase): Promise<void> {
  await database.run(`
    CREATE TABLE final_stat AS
      SELECT day, source, "table", written, bool_or(partition_date IS NOT NULL) AS dated, bool_or(partition_date IS NULL) AS undated,
        max(bytes) AS largest_bytes, min(greatest(day, coalesce(strftime(partition_date, '%Y-%m-%d'), day))) AS known_day
      FROM final_access GROUP BY ALL`)
}

/**
 * Creates `final_table`: the tables of the whole lake with all that is known of them, and `final_partition`, `final_project`,
 * `final_dependency`. The size of a table is, first of all that is known:
 * - by day: the typical partition that is said (exact); the average of the partitions of known size (assumed, and used only for the
 *   others); nothing, where its writes tell in time (exact); stored bytes by retention (apportioned); the largest read of one
 *   partition (assumed)
 * - in one version: the stored bytes (exact); its writes; the sum of its partitions (apportioned); the largest read (assumed)
 */
export async function createTables(
  database: StagingDatabase,
  lake: string,
  regions: readonly string[],
  {affected, expired}: MergedDays,
): Promise<void> {
  const gone = new Set([...affected, ...expired].map(keyOf))
  const rest = dayFilesRelation(
    lake,
    'stats',
    listDays(lake, 'stats').filter(file => !gone.has(keyOf(file))),
  )
  const stats = rest ? `(FROM final_stat UNION ALL BY NAME FROM ${rest})` : 'final_stat'
  await database.run(`
    CREATE TABLE stat AS
      SELECT "table", bool_or(dated) AS dated, bool_or(undated) AS undated, max(largest_bytes) FILTER (written = 0) AS largest_bytes,
        min(day) FILTER (written = 0) AS read_day, min(known_day) FILTER (written = 1) AS known_day FROM ${stats} GROUP BY "table";
    CREATE TABLE sized AS
      SELECT h."table", h.project, h.source_project, ${regionName(regions, 'h.region')} AS region, h.region_from, h.project_from,
        k.stored_bytes, k.partition_bytes AS said_bytes, k.retention_days, k.partitioned, k.replicable,
        (coalesce(k.partitioned, 1) = 1 AND (coalesce(s.dated, k.old_dated = 1, false)
          OR (s.dated IS NULL AND (coalesce(k.partitioned, 0) = 1 OR p.mean IS NOT NULL)))) AS dated,
        coalesce(s.undated, false) AS undated, coalesce(s.largest_bytes, o.largest_bytes) AS largest_bytes,
        s."table" IS NOT NULL AS used, s.read_day IS NULL OR s.known_day <= s.read_day AS written_in_time, s.known_day IS NOT NULL AS written,
        p.mean, p.whole
      FROM home h JOIN known_table k ON k."table" = h."table" LEFT JOIN old_table o ON o."table" = h."table"
      LEFT JOIN stat s ON s."table" = h."table"
      LEFT JOIN (SELECT "table", round(avg(bytes))::BIGINT AS mean, least(sum(bytes), ${LARGEST_INTEGER})::BIGINT AS whole FROM known_partition GROUP BY "table") p
        ON p."table" = h."table";
    CREATE TABLE final_table AS
      SELECT *, CASE WHEN dated THEN CASE ${daySizes.map(([when, size]) => `WHEN ${when} THEN ${size}`).join(' ')} END
          ELSE CASE ${versionSizes.map(([when, size]) => `WHEN ${when} THEN ${size}`).join(' ')} END END::BIGINT AS size,
        ${tagText(`CASE WHEN dated THEN CASE ${daySizes.map(([when, , from]) => `WHEN ${when} THEN ${from}`).join(' ')} END
          ELSE CASE ${versionSizes.map(([when, , from]) => `WHEN ${when} THEN ${from}`).join(' ')} END END`)} AS size_from
      FROM sized;
    CREATE TABLE final_partition AS SELECT p.* FROM known_partition p JOIN final_table t ON t."table" = p."table" WHERE t.dated`)
  await database.run(`
    CREATE TABLE final_project AS
      SELECT name, source_project, ${regionName(regions, 'region')} AS region, pinned, allowed, ordinal FROM project_home;
    CREATE TABLE said_edge AS
      SELECT DISTINCT t.text AS "table", u.text AS upstream, job FROM said_dependency d
      JOIN tab t ON t.id = d.name JOIN tab u ON u.id = d.upstream;
    CREATE TABLE final_dependency AS
      SELECT "table", upstream, job FROM (FROM old_dependency UNION FROM said_edge) e
      WHERE "table" <> upstream AND "table" IN (SELECT "table" FROM home) AND upstream IN (SELECT "table" FROM home)`)
}

/** When, how large, and where that is from. */
const daySizes = [
  ['said_bytes IS NOT NULL', 'said_bytes', EXACT],
  ['mean IS NOT NULL', 'mean', ASSUMED],
  ['written AND written_in_time', 'NULL', EXACT],
  ['stored_bytes IS NOT NULL AND retention_days > 0', 'greatest(stored_bytes // retention_days, 1)', APPORTIONED],
  ['largest_bytes IS NOT NULL', 'largest_bytes', ASSUMED],
] as const
const versionSizes = [
  ['stored_bytes IS NOT NULL', 'stored_bytes', EXACT],
  ['said_bytes IS NOT NULL', 'said_bytes', EXACT],
  ['written AND written_in_time', 'NULL', EXACT],
  ['whole IS NOT NULL', 'whole', APPORTIONED],
  ['largest_bytes IS NOT NULL', 'largest_bytes', ASSUMED],
] as const

const keyOf = ({day, source}: DaySource) => `${day}/${source}`

/**
 * Counts what a catalogue says of tables that have no home: they are not in the history. Part of the drops without a day, so it comes
 * before days are merged.
 */
export async function dropUnplaced(database: StagingDatabase): Promise<void> {
  const homeless = (name: string) => `${name} NOT IN (SELECT "table" FROM home)`
  await database.run(`
    INSERT INTO new_drop
      SELECT 'dropped', 'table without region', t.text, s."table", NULL, NULL, 1, coalesce(s.stored_bytes, 0)
      FROM said s JOIN table_place t ON t."table" = s."table" WHERE ${homeless('s."table"')};
    INSERT INTO new_drop
      SELECT 'dropped', 'size of a table without region', tab.text, tab.text, NULL, NULL, count(*), 0
      FROM said_partition p JOIN tab ON tab.id = p.name
      WHERE ${homeless('tab.text')} AND tab.text NOT IN (SELECT "table" FROM said) GROUP BY tab.text;
    INSERT INTO new_drop
      SELECT 'dropped', CASE WHEN t.text = u.text THEN 'dependency of a table on itself' ELSE 'dependency of a table without region' END,
        t.text || ' on ' || u.text, t.text || '|' || u.text, NULL, NULL, count(*), 0
      FROM said_dependency d JOIN tab t ON t.id = d.name JOIN tab u ON u.id = d.upstream
      WHERE t.text = u.text OR ${homeless('t.text')} OR ${homeless('u.text')} GROUP BY ALL`)
}
