import type {Lineage} from '../../model/workload.js'
import {startsOf, utf16Order} from './aggregate-jobs.js'
import type {Database} from './database.js'

/**
 * The table dependency graph: a table that a run writes is made from the tables that the same run reads; declared
 * dependencies complete it. Where several jobs show a pair the first by name stands for them. Needs `run_row`.
 */
export async function aggregateLineage(database: Database, tableCount: number): Promise<Lineage> {
  const [table, upstream, job] = await database.columns(
    `WITH made AS (SELECT DISTINCT writes.run, writes."table", run_row.row FROM writes JOIN run_row ON run_row.run = writes.run),
     used AS (SELECT DISTINCT run, "table" FROM reads WHERE run IN (SELECT run FROM made)),
     seen AS (SELECT made."table", used."table" AS upstream, min(row) AS row FROM made JOIN used ON made.run = used.run
              WHERE made."table" <> used."table" GROUP BY ALL),
     declared AS (SELECT "table", upstream, arg_min(job, ${utf16Order('job')}) FILTER (job <> '') AS job
                  FROM dependencies GROUP BY ALL)
     SELECT coalesce(seen."table", declared."table") AS made, coalesce(seen.upstream, declared.upstream) AS source,
       coalesce(job_row.job, declared.job, '')
     FROM seen FULL JOIN declared ON seen."table" = declared."table" AND seen.upstream = declared.upstream
     LEFT JOIN job_row ON job_row.row = seen.row
     ORDER BY made, source`,
    ...(['int32', 'int32', 'text'] as const),
  )
  return {start: startsOf(table, tableCount), upstream, job}
}
