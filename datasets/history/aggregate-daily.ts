import {NO_DATE} from '../../model/history.js'
import type {DailyReads} from '../../model/workload.js'
import type {Database} from './database.js'

/**
 * Demand of the span by (job row, table, age) and day, in the order of the read facts (aggregate-accesses.ts), by rising
 * day. Sums are exact integers. Needs `run_row`. The query also gives days without demand (failed runs, empty reads), so
 * that every fact shows up once at least and the facts can be counted off; these days are then left out.
 *
 * @param fromDay first day of the span; days are counted from it
 */
export async function aggregateDaily(database: Database, fromDay: number): Promise<DailyReads> {
  const [row, table, age, day, demand] = await database.columns(
    `SELECT row, "table", CASE partition_date WHEN ${NO_DATE} THEN 0 ELSE day - partition_date END AS age,
       day - ${fromDay}, sum(CASE WHEN ok THEN bytes ELSE 0 END)::DOUBLE
     FROM reads JOIN run_row ON reads.run = run_row.run
     GROUP BY row, "table", age, day ORDER BY row, "table", age, day`,
    ...(['int32', 'int32', 'int32', 'int32', 'float64'] as const),
  )
  const start: number[] = []
  const days = new Int32Array(row.length)
  const bytes = new Float64Array(row.length)
  let entry = 0
  for (let i = 0; i < row.length; i++) {
    if (i === 0 || row[i] !== row[i - 1] || table[i] !== table[i - 1] || age[i] !== age[i - 1]) start.push(entry)
    if (demand[i] === 0) continue
    days[entry] = day[i]!
    bytes[entry] = demand[i]!
    entry++
  }
  start.push(entry)
  return {start: Int32Array.from(start), day: days.slice(0, entry), bytes: bytes.slice(0, entry)}
}
