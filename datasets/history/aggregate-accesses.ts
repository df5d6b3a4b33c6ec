import {NO_DATE} from '../../model/history.js'
import type {ReadFacts, WriteFacts} from '../../model/workload.js'
import {startsOf} from './aggregate-jobs.js'
import type {Database} from './database.js'

/** Reads of the span by (job row, table, age). Sums are exact integers. Needs `run_row`. */
export async function aggregateReads(database: Database, jobCount: number): Promise<ReadFacts> {
  const [row, table, ageDays, bytes, demandBytes, demandBytesSquared, count] = await database.columns(
    `SELECT row, "table", age, sum(bytes)::DOUBLE, sum(demand)::DOUBLE, sum(demand * demand)::DOUBLE, sum(reads)::DOUBLE
     FROM (SELECT row, day, "table", CASE partition_date WHEN ${NO_DATE} THEN 0 ELSE day - partition_date END AS age,
             sum(bytes) AS bytes, sum(CASE WHEN ok THEN bytes ELSE 0 END) AS demand, count(*) AS reads
           FROM reads JOIN run_row ON reads.run = run_row.run GROUP BY row, day, "table", partition_date)
     GROUP BY row, "table", age ORDER BY row, "table", age`,
    ...(['int32', 'int32', 'int32', 'float64', 'float64', 'float64', 'float64'] as const),
  )
  return {start: startsOf(row, jobCount), table, ageDays, bytes, demandBytes, demandBytesSquared, count}
}

/** Writes of the span by (job row, table). Needs `run_row`. */
export async function aggregateWrites(database: Database, jobCount: number): Promise<WriteFacts> {
  const [row, table, bytes] = await database.columns(
    `SELECT row, "table", sum(bytes)::DOUBLE FROM writes JOIN run_row ON writes.run = run_row.run
     GROUP BY row, "table" ORDER BY row, "table"`,
    ...(['int32', 'int32', 'float64'] as const),
  )
  return {start: startsOf(row, jobCount), table, bytes}
}
