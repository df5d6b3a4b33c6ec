import {NO_DATE} from '../../model/history.js'
import {NOT_GIVEN} from '../history/cells.js'
import type {Dialect} from './dialect.js'
import type {Relation} from './relation.js'

/**
 * Sizes of the tables and their partitions (formats.md sections 1 and 3.9). Nothing after the last day is seen.
 * - `past_write`: writes of runs up to the last day, with the day of the run
 * - `snapshot_table`: tables with rows without a partition date, on any day: what a table is does not depend on the span
 * - `known_size`: sizes of dated partitions that are not the table's `partition_bytes`: the row in partitions, else, where
 *   the table gives no `partition_bytes`, all bytes written to it
 * - `table_size`: a row for each table, in their order
 */
export function sizeRelations({exact}: Dialect): readonly Relation[] {
  return [
    {
      name: 'past_write',
      use: 'view',
      sql: `SELECT w.run, w."table", w.partition_date, w.bytes, d.day AS run_day
        FROM writes w JOIN run_day d ON w.run = d.run WHERE d.day <= :to_day`,
    },
    {
      name: 'snapshot_table',
      use: 'table',
      sql: `SELECT "table" FROM reads WHERE partition_date = ${NO_DATE}
        UNION SELECT "table" FROM writes WHERE partition_date = ${NO_DATE}`,
    },
    {
      name: 'past_partition',
      use: 'table',
      sql: `SELECT p."table", p.partition_date AS day, p.bytes
        FROM partitions p ANTI JOIN snapshot_table s ON s."table" = p."table" WHERE p.partition_date <= :to_day`,
    },
    {
      name: 'known_size',
      use: 'table',
      sql: `SELECT "table", day, bytes FROM past_partition
        UNION ALL
        SELECT w."table", w.partition_date AS day, CAST(sum(w.bytes) AS BIGINT) AS bytes
        FROM past_write w
        JOIN tables t ON t.rowid = w."table"
        ANTI JOIN past_partition p ON p."table" = w."table" AND p.day = w.partition_date
        WHERE w.partition_date <> ${NO_DATE} AND w.partition_date <= :to_day AND t.partition_bytes = ${NOT_GIVEN}
        GROUP BY w."table", w.partition_date`,
    },
    {
      name: 'table_size',
      use: 'table',
      sql: `WITH version AS (
          SELECT "table", run_day, sum(bytes) AS bytes FROM past_write WHERE partition_date = ${NO_DATE} GROUP BY "table", run_day),
        last_version AS (SELECT "table", max_by(bytes, run_day) AS bytes FROM version GROUP BY "table"),
        known AS (SELECT "table", sum(${exact('bytes')}) AS bytes, count(*) AS partitions FROM known_size GROUP BY "table"),
        written AS (SELECT "table", count(DISTINCT run_day) AS days FROM past_write WHERE run_day >= :from_day GROUP BY "table")
        SELECT t.rowid AS "table", CASE WHEN s."table" IS NULL THEN 0 ELSE 1 END AS snapshot, v.bytes AS version_bytes,
          k.bytes AS known_bytes, k.partitions AS known_partitions, coalesce(w.days, 0) AS written_days
        FROM tables t
        LEFT JOIN snapshot_table s ON s."table" = t.rowid
        LEFT JOIN last_version v ON v."table" = t.rowid
        LEFT JOIN known k ON k."table" = t.rowid
        LEFT JOIN written w ON w."table" = t.rowid`,
    },
  ]
}
