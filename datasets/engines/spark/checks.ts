import {NO_DATE} from '../../../model/history.js'
import {NOT_GIVEN} from '../../history/cells.js'
import {type ColumnSpec, type FactName, type FactTable, factTables, LARGEST_INTEGER} from '../../history/columns.js'
import {identifier} from '../../history/database.js'

/** A fault that is counted on the cluster: what it is called and what to do. */
export interface ClusterCheck {
  readonly kind: string
  readonly table: FactName
  readonly column: string
  readonly message: string
  readonly advice: string
}

/** One query for several checks: a row with a count and an example for each. */
export interface CheckQuery {
  readonly checks: readonly ClusterCheck[]
  readonly sql: string
}

type Counted = ClusterCheck & {readonly where: string; readonly example: string}

/** Checks of single rows: one pass over each table. Names of runs are checked by themselves (`unknownRuns`). */
export function rowChecks(): readonly CheckQuery[] {
  return factTables.map(table => {
    const counted = table.columns.flatMap((column, i) => columnChecks(table, column, `k${i}`))
    const joins = table.columns.flatMap((column, i) => {
      const referent = column.refersTo
      if (referent !== 'project' && referent !== 'table') return []
      return [`LEFT JOIN ${referent}s k${i} ON k${i}.${identifier(referent)} = s.${identifier(column.name)}`]
    })
    return query(counted, `${table.name}_source s ${joins.join(' ')}`)
  })
}

function query(counted: readonly Counted[], from: string): CheckQuery {
  const columns = counted.flatMap(({where, example}) => [
    `count_if(${where})`,
    `min(CASE WHEN ${where} THEN CAST(${example} AS STRING) END)`,
  ])
  const checks = counted.map(({kind, table, column, message, advice}) => ({kind, table, column, message, advice}))
  return {checks, sql: `SELECT ${columns.join(', ')} FROM ${from}`}
}

function columnChecks(table: FactTable, column: ColumnSpec, joined: string): readonly Counted[] {
  const name = `s.${identifier(column.name)}`
  const at = {table: table.name, column: column.name}
  const key = `s.${identifier(table.columns[0]!.name)}`
  const faulty: Counted = {
    ...at,
    kind: `faulty-${column.name}`,
    where: `${name} IS NULL`,
    example: key,
    message: `is missing, or is no ${column.type === 'reference' ? 'name' : column.type}`,
    advice: `Give ${column.meaning[0]!.toLowerCase()}${column.meaning.slice(1)}.`,
  }
  const {type, refersTo} = column
  if (refersTo === 'project' || refersTo === 'table') {
    const unknown = `${joined}.rowid IS NULL AND ${name} IS NOT NULL`
    const advice = `Add it to ${refersTo}s, or mend the name.`
    const message = `names a ${refersTo} that is not there`
    return [faulty, {...at, kind: `unknown-${refersTo}`, where: unknown, example: name, message, advice}]
  }
  const most = type === 'integer' ? LARGEST_INTEGER : 1e15
  if (type !== 'integer' && type !== 'number') return [faulty]
  const least = type === 'integer' && !column.required ? NOT_GIVEN : 0
  const where = `${name} < ${least} OR ${name} > ${most}`
  const message = `is below 0 or above ${most}`
  return [faulty, {...at, kind: `range-${column.name}`, where, example: name, message, advice: 'Mend the number.'}]
}

/** Names that stand more than once, and runs that nobody started. */
export function nameChecks(): readonly CheckQuery[] {
  const twice = (table: FactName, keys: readonly string[]): CheckQuery => {
    const list = keys.map(identifier).join(', ')
    const check = {
      kind: `duplicate-${table.slice(0, -1)}`,
      table,
      column: keys[0]!,
      message: 'stands more than once',
      advice: 'Keep one row of it.',
    }
    const groups = `SELECT ${list} FROM ${table}_source GROUP BY ${list} HAVING count(*) > 1`
    return {
      checks: [check],
      sql: `SELECT count(*), min(CAST(${identifier(keys[0]!)} AS STRING)) FROM (${groups}) twice`,
    }
  }
  const unknownRun = (table: 'reads' | 'writes'): CheckQuery => {
    const message = 'names a run that is not there'
    const advice = 'Add it to runs, or mend the name.'
    return {
      checks: [{kind: 'unknown-run', table, column: 'run', message, advice}],
      sql: `SELECT count(*), min(a.run) FROM (SELECT DISTINCT run FROM ${table}_source) a ANTI JOIN runs_source r ON r.run = a.run`,
    }
  }
  return [
    twice('projects', ['project']),
    twice('tables', ['table']),
    twice('runs', ['run']),
    twice('partitions', ['table', 'partition_date']),
    unknownRun('reads'),
    unknownRun('writes'),
  ]
}

/** Home regions and regions of runs that the topology lacks. Needs `projects` and `runs`. */
export function regionChecks(): readonly CheckQuery[] {
  return (['projects', 'runs'] as const).map(table => ({
    checks: [
      {
        kind: 'unknown-region',
        table,
        column: 'region',
        message: 'names a region that the topology has not',
        advice: 'Add it to the topology, or mend the name.',
      },
    ],
    sql: `SELECT count_if(region IS NULL), min(CASE WHEN region IS NULL THEN ${table === 'projects' ? 'project' : 'rowid'} END) FROM ${table}`,
  }))
}

/** What only the aggregated relations show. */
export function relationChecks(): readonly CheckQuery[] {
  const check = (table: FactName, column: string, kind: string, message: string, advice: string) => [
    {table, column, kind, message, advice},
  ]
  const dated = `SELECT "table" FROM read_group WHERE partition_date <> ${NO_DATE} UNION SELECT "table" FROM write_group WHERE partition_date <> ${NO_DATE}`
  return [
    {
      checks: check(
        'reads',
        'partition_date',
        'future-partition',
        'is of a day after that of the run (UTC)',
        'Mend partition_date, or the start of the run.',
      ),
      sql: `SELECT count_if(g.partition_date > g.day), min(CASE WHEN g.partition_date > g.day THEN t."table" END)
        FROM read_group g JOIN tables t ON t.rowid = g."table"`,
    },
    {
      checks: check(
        'reads',
        'partition_date',
        'mixed-partitioning',
        'the table has rows with and without a partition date',
        'Give all its rows a partition_date, or none.',
      ),
      sql: `SELECT count(*), min(t."table") FROM snapshot_table s JOIN (${dated}) d ON d."table" = s."table"
        JOIN tables t ON t.rowid = s."table"`,
    },
    {
      checks: check(
        'tables',
        'partition_bytes',
        'unknown-size',
        'the table is read, and nothing tells the size of its partitions',
        'Give its partition_bytes, rows in partitions, or the writes that made it.',
      ),
      sql: `SELECT count(*), min(t."table") FROM tables t
        JOIN (SELECT DISTINCT "table" FROM read_group) g ON g."table" = t.rowid
        JOIN table_size z ON z."table" = t.rowid
        WHERE t.partition_bytes = ${NOT_GIVEN} AND z.known_bytes IS NULL AND z.version_bytes IS NULL`,
    },
  ]
}
