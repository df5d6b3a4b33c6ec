import {findingsListedPerKind} from '../../model/errors.js'
import {NO_DATE} from '../../model/history.js'
import {NOT_GIVEN} from './cells.js'
import type {FactName} from './columns.js'
import {type Database, identifier} from './database.js'
import {type Findings, shownValue} from './findings.js'
import type {LoadedFolder} from './load-folder.js'
import {sourceOfRow} from './load-table.js'
import type {Span} from './span.js'

/** A fault that no single cell shows, found by a query over the loaded tables. */
interface Check {
  readonly kind: string
  readonly table: FactName
  readonly column: string
  /** Gives `row` (the row's rowid), `value` (text). */
  readonly sql: string
  readonly message: string
  readonly advice: string
  /** Tables without findings, or the check would blame rows for what another finding explains. */
  readonly needs?: readonly FactName[]
}

const dayText = (day: string) => `(DATE '1970-01-01' + ${day})::VARCHAR`

function duplicates(table: FactName, columns: readonly string[], value: string, advice: string): Check {
  const keys = columns.map(identifier)
  return {
    kind: `duplicate-${table.slice(0, -1)}`,
    table,
    column: columns[0]!,
    sql: `SELECT t.rowid AS row, ${value} AS value FROM ${identifier(table)} t
      JOIN (SELECT ${keys.join(', ')}, min(rowid) AS first FROM ${identifier(table)}
            WHERE ${keys.map(key => `${key} IS NOT NULL`).join(' AND ')} GROUP BY ALL HAVING count(*) > 1) d
      ON ${keys.map(key => `t.${key} = d.${key}`).join(' AND ')} WHERE t.rowid > d.first`,
    message: `an earlier row has the same ${columns.join(' and ').replaceAll('_', ' ')}`,
    advice,
  }
}

const mixed = (table: 'reads' | 'writes'): Check => ({
  kind: 'mixed-partitioning',
  table,
  column: 'partition_date',
  sql: `SELECT first AS row, tables."table" AS value FROM
      (SELECT "table", min(rowid) AS first FROM ${table} WHERE partition_date = ${NO_DATE} GROUP BY "table") undated
    JOIN tables ON tables.rowid = undated."table"
    WHERE undated."table" IN (
      SELECT "table" FROM reads WHERE partition_date <> ${NO_DATE} UNION SELECT "table" FROM writes WHERE partition_date <> ${NO_DATE})`,
  message: 'the table has rows with and without a partition date',
  advice: 'Give all its rows a partition_date, or none.',
})

/** Checks of the whole history, whatever the days planned from. */
const checks: readonly Check[] = [
  duplicates('projects', ['project'], 't.project', 'Keep one row a project.'),
  duplicates('tables', ['table'], 't."table"', 'Keep one row a table.'),
  duplicates('runs', ['run'], 't.run', 'Give each run a name of its own.'),
  duplicates(
    'partitions',
    ['table', 'partition_date'],
    `(SELECT "table" FROM tables WHERE tables.rowid = t."table") || ' ' || ${dayText('t.partition_date')}`,
    'Keep one row a partition.',
  ),
  {
    kind: 'future-partition',
    table: 'reads',
    column: 'partition_date',
    sql: `SELECT reads.rowid AS row, ${dayText('partition_date')} AS value
      FROM reads JOIN run_day ON reads.run = run_day.run WHERE partition_date > run_day.day`,
    message: 'the partition is of a day after that of the run (UTC)',
    advice: 'Mend partition_date, or the start of the run.',
  },
  mixed('reads'),
  mixed('writes'),
  {
    kind: 'depends-on-itself',
    table: 'dependencies',
    column: 'upstream',
    sql: `SELECT d.rowid AS row, tables."table" AS value FROM dependencies d JOIN tables ON tables.rowid = d.upstream
      WHERE d."table" = d.upstream`,
    message: 'the table depends on itself',
    advice: 'Take the row out.',
  },
]

/** Checks of what the span shows. Needs the relations of sizes (aggregation/size-relations.ts). */
const spanChecks = ({fromDay, toDay}: Span): readonly Check[] => [
  {
    kind: 'unknown-size',
    table: 'tables',
    column: 'partition_bytes',
    sql: `SELECT tables.rowid AS row, tables."table" AS value FROM tables
      WHERE partition_bytes = ${NOT_GIVEN}
        AND tables.rowid IN (SELECT reads."table" FROM reads JOIN run_day ON reads.run = run_day.run
                             WHERE run_day.day BETWEEN ${fromDay} AND ${toDay})
        AND tables.rowid NOT IN (SELECT "table" FROM known_size)
        AND tables.rowid NOT IN (SELECT "table" FROM past_write WHERE partition_date = ${NO_DATE})`,
    needs: ['writes', 'partitions'],
    message: 'the table is read, and nothing tells the size of its partitions',
    advice: 'Give its partition_bytes, rows in partitions, or the writes that made it.',
  },
]

export const checkHistory = (database: Database, folder: LoadedFolder, findings: Findings) =>
  runChecks(checks, database, folder, findings)

export const checkSpan = (database: Database, folder: LoadedFolder, span: Span, findings: Findings) =>
  runChecks(spanChecks(span), database, folder, findings)

async function runChecks(
  list: readonly Check[],
  database: Database,
  folder: LoadedFolder,
  findings: Findings,
): Promise<void> {
  for (const {sql, table, kind, column, message, advice, needs = []} of list) {
    const loaded = folder.tables.get(table)!
    if (loaded.rowCount === 0 || needs.some(name => findings.concern(name))) continue
    const rows = await database.rows(
      `SELECT row, value, count(*) OVER () FROM (${sql}) ORDER BY row LIMIT ${findingsListedPerKind}`,
    )
    for (const [row, value] of rows) {
      const place = sourceOfRow(loaded, Number(row))
      findings.add({kind, ...place, column, value: shownValue(String(value)), message, advice})
    }
    if (rows.length > 0) findings.addUnlisted(kind, Number(rows[0]![2]) - rows.length)
  }
}
