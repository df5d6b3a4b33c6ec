import type {WorkloadJobs} from '../../model/workload.js'
import type {Database} from './database.js'
import type {Span} from './span.js'

/**
 * A sort key in SQL that orders text by UTF-16 code units as compareNames does. DuckDB orders by code points; the two differ
 * only in that characters beyond U+FFFF (surrogate pairs) come before U+E000 … U+FFFF.
 */
export function utf16Order(text: string): string {
  return `regexp_replace(${text}, '([\\x{E000}-\\x{FFFF}])', chr(1114111) || '\\1', 'g')`
}

/** CPU-hours are summed as whole numbers of this share of one, so that the sum does not depend on the order. */
const CPU_UNITS = 1e9

/**
 * Job rows of the span: (job, project, region), ordered by the three. Leaves `run_row` in the database: the job row, day and
 * success of each run of the span.
 */
export async function aggregateJobs(database: Database, {fromDay, toDay}: Span): Promise<WorkloadJobs> {
  const inSpan = `runs JOIN run_day ON runs.rowid = run_day.run AND day BETWEEN ${fromDay} AND ${toDay}`
  await database.run(
    `CREATE OR REPLACE TABLE job_row AS
       SELECT (row_number() OVER (ORDER BY ${utf16Order('job')}, job, project, region) - 1)::INTEGER AS row, *
       FROM (SELECT job, project, region, min(priority) AS priority, min(movable) AS movable, count(*) AS runs
             FROM ${inSpan} GROUP BY ALL);
     CREATE OR REPLACE TABLE run_row AS
       SELECT run_day.run, job_row.row, day, hour, runs.status = 0 AS ok, cpu_hours
       FROM ${inSpan} JOIN job_row
         ON job_row.job = runs.job AND job_row.project = runs.project AND job_row.region = runs.region`,
  )
  const [names, project, region, priority, movable, runs] = await database.columns(
    'SELECT job, project, region, priority, movable, runs::INTEGER FROM job_row ORDER BY row',
    ...(['text', 'int32', 'int32', 'int32', 'int32', 'int32'] as const),
  )
  const [cpuRow, cpuHour, cpuHours] = await database.columns(
    `SELECT row, hour, sum(round(cpu_hours * ${CPU_UNITS})::HUGEINT)::DOUBLE / ${CPU_UNITS} AS hours
     FROM run_row WHERE cpu_hours > 0 GROUP BY row, hour ORDER BY row, hour`,
    ...(['int32', 'int32', 'float64'] as const),
  )
  return {names, project, region, priority, movable, runs, cpuStart: startsOf(cpuRow, names.length), cpuHour, cpuHours}
}

/** Where the entries of each owner begin in a column of owners in rising order: `owners + 1` entries. */
export function startsOf(owner: Int32Array, owners: number): Int32Array {
  const start = new Int32Array(owners + 1)
  for (let i = 0; i < owner.length; i++) start[owner[i]! + 1]!++
  for (let o = 0; o < owners; o++) start[o + 1]! += start[o]!
  return start
}
