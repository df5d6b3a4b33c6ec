import type {Relation} from './relation.js'

/** Job row of writes by runs before the span: only the sizes that they show matter. */
export const EARLIER_RUN = -1

/**
 * What the verifier replays where single runs were left behind: runs by (job row, day, hour, success), and writes by these,
 * table and partition. `run_group` has the runs of the span, `write_group` writes of earlier runs too.
 */
export const groupRelations: readonly Relation[] = [
  {
    name: 'run_group',
    use: 'table',
    sql: `SELECT job_row, day, hour, ok, count(*) AS runs, sum(cpu_units) AS cpu_units, min(priority) AS priority, min(movable) AS movable
      FROM run_row GROUP BY job_row, day, hour, ok`,
  },
  {
    name: 'write_group',
    use: 'table',
    sql: `SELECT job_row, day, hour, ok, "table", partition_date, sum(bytes) AS bytes, count(*) AS row_count
      FROM (SELECT coalesce(r.job_row, ${EARLIER_RUN}) AS job_row, w.run_day AS day, coalesce(r.hour, 0) AS hour,
              coalesce(r.ok, true) AS ok, w."table", w.partition_date, w.bytes
            FROM past_write w LEFT JOIN run_row r ON r.run = w.run) placed
      GROUP BY job_row, day, hour, ok, "table", partition_date`,
  },
]
