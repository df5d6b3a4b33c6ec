import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {NO_DATE} from '../../model/history.js'
import {NOT_GIVEN} from './cells.js'
import type {Database} from './database.js'

/** The days that are planned from, both included. */
export interface Span {
  readonly fromDay: number
  readonly toDay: number
}

/**
 * The span asked for, or else from the first to the last day of any run.
 * @throws IsthmusError where it ends before it begins or holds no run.
 */
export async function chooseSpan(database: Database, fromDay?: number, toDay?: number): Promise<Span> {
  const [row] = await database.rows('SELECT min(day), max(day) FROM run_day')
  const [first, last] = [Number(row![0]), Number(row![1])]
  const span = {fromDay: fromDay ?? first, toDay: toDay ?? last}
  const text = `${formatDay(span.fromDay)} … ${formatDay(span.toDay)}`
  const inHistory = `The history has runs from ${formatDay(first)} to ${formatDay(last)}.`
  if (fromDay !== undefined && toDay !== undefined && fromDay > toDay) {
    throw new IsthmusError('usage', `the span of days ${text} ends before it begins`, `Swap the two days. ${inHistory}`)
  }
  const runs = await database.number(`SELECT count(*) FROM run_day WHERE day BETWEEN ${span.fromDay} AND ${span.toDay}`)
  if (runs === 0) {
    throw new IsthmusError('usage', `no run started in the span of days ${text}`, `${inHistory} Choose days of it.`)
  }
  return span
}

/**
 * Creates what the span shows of the tables. Nothing after its last day is seen.
 * - `span_read`: reads of runs of the span, with `run_day`
 * - `past_write`: writes of runs up to the last day, with `run_day`
 * - `snapshot_table`: tables with rows without a partition date, on any day: what a table is does not depend on the span
 * - `known_size`: sizes of dated partitions that are not the table's `partition_bytes` (formats.md section 1): the row in
 *   partitions, else, where the table gives no `partition_bytes`, all bytes written to it
 */
export async function createSpanTables(database: Database, {fromDay, toDay}: Span): Promise<void> {
  await database.run(`
    CREATE OR REPLACE VIEW span_read AS
      SELECT reads.*, run_day.day AS run_day FROM reads JOIN run_day ON reads.run = run_day.run
      WHERE run_day.day BETWEEN ${fromDay} AND ${toDay};
    CREATE OR REPLACE VIEW past_write AS
      SELECT writes.*, run_day.day AS run_day FROM writes JOIN run_day ON writes.run = run_day.run
      WHERE run_day.day <= ${toDay};
    CREATE OR REPLACE TABLE snapshot_table AS
      SELECT "table" FROM reads WHERE partition_date = ${NO_DATE}
      UNION SELECT "table" FROM writes WHERE partition_date = ${NO_DATE};
    CREATE OR REPLACE TABLE past_partition AS
      SELECT "table", partition_date AS day, bytes FROM partitions
      WHERE partition_date <= ${toDay} AND "table" NOT IN (FROM snapshot_table);
    CREATE OR REPLACE TABLE known_size AS
      SELECT "table", day, bytes::DOUBLE AS bytes FROM past_partition
      UNION ALL
      SELECT w."table", w.partition_date, sum(w.bytes)::DOUBLE FROM past_write w
      JOIN tables ON tables.rowid = w."table"
      ANTI JOIN past_partition p ON p."table" = w."table" AND p.day = w.partition_date
      WHERE w.partition_date <> ${NO_DATE} AND w.partition_date <= ${toDay} AND tables.partition_bytes = ${NOT_GIVEN}
      GROUP BY ALL`)
}
