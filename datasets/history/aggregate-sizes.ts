import {NO_DATE} from '../../model/history.js'
import type {WorkloadTables} from '../../model/workload.js'
import {startsOf} from './aggregate-jobs.js'
import {NOT_GIVEN} from './cells.js'
import type {Database} from './database.js'
import type {Span} from './span.js'

/** Sizes of the tables and their partitions (formats.md sections 1 and 3.9). Needs the tables of span.ts. */
export async function aggregateSizes(database: Database, {fromDay, toDay}: Span): Promise<WorkloadTables> {
  const dayCount = toDay - fromDay + 1
  const columns = await database.columns(
    `WITH last_version AS (
       SELECT "table", arg_max(bytes, run_day) AS bytes FROM
         (SELECT "table", run_day, sum(bytes)::DOUBLE AS bytes FROM past_write WHERE partition_date = ${NO_DATE} GROUP BY ALL)
       GROUP BY "table"),
     mean_size AS (SELECT "table", sum(bytes::HUGEINT)::DOUBLE / count(*) AS bytes FROM known_size GROUP BY "table"),
     written AS (SELECT "table", count(DISTINCT run_day)::INTEGER AS days FROM past_write WHERE run_day >= ${fromDay} GROUP BY "table"),
     sized AS (
       SELECT tables.rowid AS row, tables.*, s."table" IS NOT NULL AS snapshot,
         CASE WHEN partition_bytes <> ${NOT_GIVEN} THEN partition_bytes::DOUBLE
              WHEN s."table" IS NOT NULL THEN coalesce(v.bytes, 0) ELSE coalesce(m.bytes, 0) END AS typical,
         coalesce(w.days, 0)::INTEGER AS written_days
       FROM tables
       LEFT JOIN snapshot_table s ON s."table" = tables.rowid
       LEFT JOIN last_version v ON v."table" = tables.rowid
       LEFT JOIN mean_size m ON m."table" = tables.rowid
       LEFT JOIN written w ON w."table" = tables.rowid)
     SELECT "table", project, replicable, snapshot::INTEGER, typical,
       CASE WHEN snapshot THEN typical WHEN retention_days = ${NOT_GIVEN} THEN typical * ${dayCount}
            ELSE typical * retention_days END::DOUBLE,
       written_days, CASE partition_bytes WHEN ${NOT_GIVEN} THEN 0 ELSE partition_bytes END::DOUBLE
     FROM sized ORDER BY row`,
    ...(['text', 'int32', 'int32', 'int32', 'float64', 'float64', 'int32', 'float64'] as const),
  )
  const [names, project, replicable, snapshot, partitionBytes, homeBytes, writtenDays, defaultPartitionBytes] = columns
  const [sizeTable, sizeDay, sizeBytes] = await database.columns(
    `SELECT k."table", k.day, k.bytes FROM known_size k JOIN tables ON tables.rowid = k."table"
     WHERE k.bytes <> CASE partition_bytes WHEN ${NOT_GIVEN} THEN 0 ELSE partition_bytes END
     ORDER BY k."table", k.day`,
    ...(['int32', 'int32', 'float64'] as const),
  )
  return {
    names,
    project,
    replicable,
    snapshot,
    partitionBytes,
    homeBytes,
    writtenDays,
    defaultPartitionBytes,
    sizeStart: startsOf(sizeTable, names.length),
    sizeDay,
    sizeBytes,
  }
}
