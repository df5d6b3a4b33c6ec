import {LARGEST_INTEGER} from '../history/columns.js'
import {ASSUMED} from './provenance-sql.js'
import type {StagingDatabase} from './staging-database.js'

export const futureReason = 'partition of a day after the run'

/**
 * Settles the day of every piece of the kept runs. Creates
 * - `dated_table` ("table"): tables by day. A table is by day where any access, of this ingest or of the lake, names a day, and it
 *   is not said to have one version.
 * - `part`: the pieces with settled days, and with the size of what they are a piece of (`size`, null where unknown)
 *
 * A read of a partition after the UTC day of its run is one of the run's day. An access without a day of a table by day is one of
 * the latest partition of known size up to the run's day, else of the run's day.
 */
export async function settleDays(database: StagingDatabase): Promise<void> {
  await database.run(`
    CREATE TABLE dated_table AS
      SELECT "table" FROM known_table
      WHERE coalesce(partitioned, 1) = 1 AND (coalesce(old_dated, 0) = 1 OR tab IN (
        SELECT tab.tab FROM piece SEMI JOIN kept ON kept.seq = piece.run JOIN tab ON tab.id = piece.name WHERE day IS NOT NULL));
    CREATE TABLE latest AS
      SELECT tab, run_day, max(p.day) AS day FROM (
        SELECT DISTINCT t.tab, t."table", kept.day AS run_day FROM piece JOIN kept ON kept.seq = piece.run
        JOIN tab ON tab.id = piece.name JOIN known_table t ON t.tab = tab.tab
        WHERE piece.day IS NULL AND t."table" IN (FROM dated_table)) wanted
      JOIN known_partition p ON p."table" = wanted."table" AND p.day <= wanted.run_day GROUP BY ALL;
    CREATE TABLE table_size AS
      SELECT t.tab, t."table", t."table" IN (FROM dated_table) AS dated, t.stored_bytes, t.partition_bytes,
        coalesce(t.stored_bytes, t.partition_bytes, p.bytes)::BIGINT AS whole
      FROM known_table t LEFT JOIN (SELECT "table", least(sum(bytes), ${LARGEST_INTEGER}) AS bytes FROM known_partition GROUP BY "table") p
        ON p."table" = t."table" WHERE t.tab IS NOT NULL;
    CREATE TABLE part AS
      SELECT d.* EXCLUDE (whole, stored_bytes, partition_bytes, "table"),
        CASE WHEN d.day IS NULL THEN whole ELSE coalesce(p.bytes, partition_bytes) END AS size, stored_bytes
      FROM (
        SELECT piece.run, access, written, t.tab, spot.spot AS place, open, bytes::BIGINT AS bytes,
          access_bytes::BIGINT AS access_bytes, bytes_from, weight::BIGINT AS weight, t.whole, t.stored_bytes, t.partition_bytes, t."table",
          CASE WHEN NOT t.dated THEN NULL WHEN piece.day IS NULL THEN coalesce(latest.day, kept.day)
               WHEN written = 0 THEN least(piece.day, kept.day) ELSE piece.day END AS day,
          CASE WHEN NOT t.dated THEN NULL WHEN piece.day IS NULL OR (written = 0 AND piece.day > kept.day) THEN ${ASSUMED}
               ELSE day_from END AS day_from,
          t.dated AND written = 0 AND coalesce(piece.day > kept.day, false) AS clamped
        FROM piece JOIN kept ON kept.seq = piece.run JOIN tab ON tab.id = piece.name JOIN table_size t ON t.tab = tab.tab
        JOIN spot ON spot.id = piece.place
        LEFT JOIN latest ON piece.day IS NULL AND latest.tab = tab.tab AND latest.run_day = kept.day) d
      LEFT JOIN known_partition p ON p."table" = d."table" AND p.day = d.day`)
}
