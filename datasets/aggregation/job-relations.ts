import type {Dialect} from './dialect.js'
import type {Relation} from './relation.js'

/** CPU-hours are summed as whole numbers of this share of one, so that the sum does not depend on the order. */
export const CPU_UNITS = 1e9

/**
 * Job rows of the span: (job, project, region), ordered by the three.
 * - `run_row`: job row, day, hour and success of each run of the span, with its CPU in units
 * - `job_cpu`: CPU units by job row and hour of day
 */
export function jobRelations({exact, utf16Order}: Dialect): readonly Relation[] {
  return [
    {
      name: 'span_run',
      use: 'view',
      sql: `SELECT d.run, d.day, d.hour, r.job, r.project, r.region, r.cpu_hours, r.priority, r.movable, r.status
        FROM runs r JOIN run_day d ON r.rowid = d.run WHERE d.day BETWEEN :from_day AND :to_day`,
    },
    {
      name: 'job_row',
      use: 'table',
      sql: `SELECT CAST(row_number() OVER (ORDER BY ${utf16Order('job')}, job, project, region) - 1 AS INTEGER) AS job_row,
          job, project, region, priority, movable, runs
        FROM (SELECT job, project, region, min(priority) AS priority, min(movable) AS movable, count(*) AS runs
              FROM span_run GROUP BY job, project, region) seen`,
    },
    {
      name: 'run_row',
      use: 'table',
      sql: `SELECT r.run, j.job_row, r.day, r.hour, r.status = 0 AS ok,
          ${exact(`round(r.cpu_hours * ${CPU_UNITS})`)} AS cpu_units, r.priority, r.movable
        FROM span_run r JOIN job_row j ON j.job = r.job AND j.project = r.project AND j.region = r.region`,
    },
    {
      name: 'job_cpu',
      use: 'table',
      sql: 'SELECT job_row, hour, sum(cpu_units) AS cpu_units FROM run_row WHERE cpu_units > 0 GROUP BY job_row, hour',
    },
  ]
}
