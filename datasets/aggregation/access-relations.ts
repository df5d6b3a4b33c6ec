import {NO_DATE} from '../../model/history.js'
import type {Dialect} from './dialect.js'
import type {Relation} from './relation.js'

/** Age in days of a partition on the day of a run; 0 for the one version of a snapshot table. */
export const age = `CASE partition_date WHEN ${NO_DATE} THEN 0 ELSE day - partition_date END`

/**
 * Reads and writes of the span by job row and table; all sums are of whole numbers.
 * - `read_group`: reads by (job row, day, hour, success, table, partition). With `grouped` false each row is a group.
 * - `read_fact`: reads by (job row, table, age)
 * - `write_fact`: writes by (job row, table)
 */
export function accessRelations({exact}: Dialect, grouped: boolean): readonly Relation[] {
  const key = 'r.job_row, r.day, r.hour, r.ok, a."table", a.partition_date'
  return [
    {
      name: 'read_group',
      use: grouped ? 'table' : 'view',
      sql: grouped
        ? `SELECT ${key}, sum(a.bytes) AS bytes, count(*) AS row_count FROM reads a JOIN run_row r ON a.run = r.run GROUP BY ${key}`
        : `SELECT ${key}, a.bytes, 1 AS row_count FROM reads a JOIN run_row r ON a.run = r.run`,
    },
    {
      name: 'read_fact',
      use: 'table',
      sql: `SELECT job_row, "table", age, sum(bytes) AS bytes, sum(demand) AS demand,
          sum(${exact('demand')} * ${exact('demand')}) AS demand_squared, sum(row_count) AS row_count
        FROM (SELECT job_row, day, "table", ${age} AS age, sum(bytes) AS bytes,
                sum(CASE WHEN ok THEN bytes ELSE 0 END) AS demand, sum(row_count) AS row_count
              FROM read_group GROUP BY job_row, day, "table", partition_date) by_day
        GROUP BY job_row, "table", age`,
    },
    {
      name: 'write_fact',
      use: 'table',
      sql: `SELECT r.job_row, w."table", sum(w.bytes) AS bytes FROM writes w JOIN run_row r ON w.run = r.run
        GROUP BY r.job_row, w."table"`,
    },
  ]
}
