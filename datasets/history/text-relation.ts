import {type Database, literal} from './database.js'
import {type Findings, shownValue} from './findings.js'
import type {SourceFile} from './sources.js'

/** `csv` splits rows into cells as RFC 4180 says; `lines` keeps each line whole (for NDJSON). */
export type TextDialect = 'csv' | 'lines'

const dialects: Readonly<Record<TextDialect, string>> = {
  csv: `header = true, delim = ',', quote = '"', escape = '"', strict_mode = true`,
  // A control character cannot occur in JSON, so that no line is ever split.
  lines: `header = false, delim = '\u0001', quote = '', escape = '', strict_mode = false`,
}

/** A text file as an SQL relation whose columns are all text. With `skipBroken` the rows that do not parse are left out. */
export function textRelation(
  path: string,
  columns: readonly string[],
  dialect: TextDialect,
  skipBroken: boolean | 'record',
): string {
  const types = columns.map(column => `'${column}': 'VARCHAR'`).join(', ')
  const skip =
    skipBroken === 'record'
      ? ", ignore_errors = true, store_rejects = true, rejects_table = 'broken_row', rejects_scan = 'broken_scan'"
      : skipBroken
        ? ', ignore_errors = true'
        : ''
  const options = `auto_detect = false, hive_partitioning = false, comment = '', ${dialects[dialect]}, columns = {${types}}`
  const relation = `read_csv(${literal(path)}, ${options}${skip})`
  // A row is found to be broken only if its broken column is read: the hash has every query read all of them.
  return skipBroken === true ? `(FROM ${relation} WHERE hash(${columns.join(', ')}) IS NOT NULL)` : relation
}

/**
 * Rows of a text file that do not parse (rising, 1 = first data row), each a finding; asked for after a strict read failed
 * with `error`, which stops at the first of them. Nothing where the file cannot be read at all, which is a finding too.
 * Throws `error` again where the file is not to blame.
 */
export async function brokenRows(
  database: Database,
  source: SourceFile,
  columns: readonly string[],
  dialect: TextDialect,
  error: unknown,
  findings: Findings,
): Promise<readonly number[] | undefined> {
  const counts = columns.map(column => `count(${column})`).join(', ')
  let rows: Awaited<ReturnType<Database['rows']>>
  try {
    await database.run('DROP TABLE IF EXISTS broken_row; DROP TABLE IF EXISTS broken_scan')
    await database.rows(`SELECT ${counts} FROM ${textRelation(source.path, columns, dialect, 'record')}`)
    rows = await database.rows(
      'SELECT line, arg_min(error_type::VARCHAR, error_type), arg_min(csv_line, error_type) FROM broken_row GROUP BY line ORDER BY line',
    )
  } catch {
    findings.add({
      kind: 'broken-csv',
      file: source.file,
      message: 'the file does not parse as CSV: newlines of different kinds, or quotes that do not match',
      advice: 'Write it as RFC 4180 says, with one kind of newline throughout.',
    })
    return undefined
  }
  if (rows.length === 0) throw error
  const rowOfLine = (line: unknown) => (dialect === 'csv' ? Number(line) - 1 : Number(line))
  for (const [line, type, text] of rows) {
    addBroken(source, rowOfLine(line), String(type), String(text), columns, findings)
  }
  return rows.map(([line]) => rowOfLine(line))
}

function brokenKind(type: string): string {
  if (type === 'INVALID ENCODING') return 'not-utf-8'
  if (type === 'MISSING COLUMNS' || type === 'TOO MANY COLUMNS') return 'ragged-row'
  return 'broken-row'
}

function addBroken(
  source: SourceFile,
  row: number,
  type: string,
  text: string,
  columns: readonly string[],
  findings: Findings,
): void {
  const kind = brokenKind(type)
  const messages = {
    'not-utf-8': {message: 'the row is not UTF-8', advice: 'Save the file as UTF-8.'},
    'ragged-row': {
      message: `the row has too ${type === 'MISSING COLUMNS' ? 'few' : 'many'} cells: the header has ${columns.length}`,
      advice: 'Give a cell for each column, and put a value with a comma in quotes.',
    },
    'broken-row': {
      message: 'the row does not parse: a quote is not closed, or text follows a closing quote',
      advice: 'Put the whole value in quotes, and double each quote inside it.',
    },
  } as const
  findings.add({
    kind,
    file: source.file,
    row,
    value: shownValue(text.trimEnd()),
    ...messages[kind as keyof typeof messages],
  })
}
