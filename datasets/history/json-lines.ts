import type {SourceCell} from './cells.js'
import type {FactTable} from './columns.js'
import {type Database, literal} from './database.js'
import {type Findings, shownValue} from './findings.js'
import type {OpenSource} from './readable-source.js'
import type {SourceFile} from './sources.js'
import {brokenRows, textRelation} from './text-relation.js'

/**
 * Opens an NDJSON file. It is read as lines of text and each line is parsed by DuckDB's JSON functions: its own NDJSON
 * reader stops at the first broken line, knows no byte order mark and hides the types of the values.
 */
export async function openLines(
  database: Database,
  source: SourceFile,
  table: FactTable,
  findings: Findings,
): Promise<OpenSource | undefined> {
  const strict = textRelation(source.path, ['line'], 'lines', false)
  try {
    return await parseLines(database, source, table, strict, [], findings)
  } catch (error) {
    const notText = await brokenRows(database, source, ['line'], 'lines', error, findings)
    const tolerant = textRelation(source.path, ['line'], 'lines', true)
    return notText && parseLines(database, source, table, tolerant, notText, findings)
  }
}

async function parseLines(
  database: Database,
  source: SourceFile,
  table: FactTable,
  lines: string,
  notText: readonly number[],
  findings: Findings,
): Promise<OpenSource> {
  const names = table.columns.map(column => column.name)
  const paths = `[${names.map(name => literal(`$."${name}"`)).join(', ')}]`
  const nested = `list_has_any(json_type(line, ${paths}), ['OBJECT', 'ARRAY'])`
  const problem = `CASE WHEN line IS NULL OR trim(line, ' \t\r') = '' THEN 'blank' WHEN NOT json_valid(line) THEN 'broken-json'
    WHEN json_type(line) <> 'OBJECT' THEN 'not-an-object' WHEN ${nested} THEN 'nested-value' END`
  const found = await database.rows(
    `SELECT row, problem, line FROM (SELECT row_number() OVER () AS row, line, ${problem} AS problem FROM ${lines})
     WHERE problem IS NOT NULL ORDER BY row`,
  )
  for (const [k, kind, line] of found) {
    if (kind !== 'blank') addProblem(source, rowOf(Number(k), notText), String(kind), String(line), findings)
  }
  const good = found.length === 0 ? lines : `(SELECT line FROM ${lines} WHERE (${problem}) IS NULL)`
  const keys = await database.rows(
    `SELECT key FROM (SELECT unnest(json_keys(line)) AS key, row_number() OVER () AS row FROM ${good}) GROUP BY key ORDER BY min(row), key`,
  )
  const cells = new Map<string, SourceCell>()
  for (const [key] of keys) {
    const column = names.indexOf(String(key))
    cells.set(String(key), {expression: `cells[${column + 1}]`, type: 'VARCHAR'})
  }
  // A file without a good line has no columns to miss: what is wrong with it has been said.
  if (keys.length === 0) for (const name of names) cells.set(name, {expression: 'NULL::VARCHAR', type: 'VARCHAR'})
  return {
    source,
    relation: `(SELECT json_extract_string(line, ${paths}) AS cells FROM ${good})`,
    cells,
    skippedRows: [...notText, ...found.map(([k]) => rowOf(Number(k), notText))].sort((a, b) => a - b),
    recover(error) {
      throw error
    },
  }
}

/** The row of the k-th row (from 1) that is left when rows are skipped. */
export function rowOf(k: number, skippedRows: readonly number[]): number {
  let row = k
  for (const skipped of skippedRows) {
    if (skipped > row) break
    row++
  }
  return row
}

function addProblem(source: SourceFile, row: number, kind: string, line: string, findings: Findings): void {
  const value = shownValue(line)
  if (kind === 'nested-value') {
    const message = 'a value is an object or a list'
    findings.add({kind, file: source.file, row, value, message, advice: 'Give text, numbers, true, false or null.'})
    return
  }
  const message = kind === 'broken-json' ? 'the line is not well-formed JSON' : 'the line is not a JSON object'
  findings.add({kind: 'broken-json', file: source.file, row, value, message, advice: 'Write one JSON object a line.'})
}
