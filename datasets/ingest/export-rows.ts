import {shownValue} from '../history/findings.js'
import {delimitedRows} from './delimited-rows.js'
import type {InputFile} from './input-files.js'
import {jsonEvents} from './json-events.js'
import {isParquet, parquetRows} from './parquet-rows.js'
import {type LineOptions, lineBatches} from './text-lines.js'

/** One row of a view or table that was exported. */
export interface ExportRow {
  /** Cells by column, lower case; those without a value are left out. Text where the export is CSV, whatever else it holds otherwise. */
  readonly cells: Readonly<Record<string, unknown>>
  /** Line of a text file on which it begins, row of a Parquet file, from 1. */
  readonly row: number
}

export type ExportOptions = LineOptions & {
  /** Columns, lower case, that hold lists or objects: where they are text, it is read as JSON. */
  readonly nested?: readonly string[]
}

/**
 * Streams the rows of an export: Parquet, JSON (objects one a line, a list, one after the other), CSV or TSV with a header; text plain, gzip
 * or zstd. What it is shows in its first bytes, whatever its name. Rows that are broken are faults and left out.
 */
export async function* exportRows(file: InputFile, options: ExportOptions): AsyncGenerator<readonly ExportRow[]> {
  for await (const rows of rowsOf(file, options)) {
    const good: ExportRow[] = []
    for (const row of rows) {
      if (isNestedRead(row, file, options)) good.push(row)
    }
    if (good.length > 0) yield good
  }
}

interface OpenRow {
  readonly cells: Record<string, unknown>
  readonly row: number
}

async function* rowsOf(file: InputFile, options: LineOptions): AsyncGenerator<readonly OpenRow[]> {
  if (await isParquet(file)) {
    for await (const rows of parquetRows(file, options)) yield rows.map(openRow)
  } else if (await isJson(file, options)) {
    for await (const events of jsonEvents(file, options)) yield events.map(openRow)
  } else {
    yield* delimitedRows(file, options)
  }
}

/** True where the first line that is not empty begins as JSON does. */
async function isJson(file: InputFile, {limits, signal}: LineOptions): Promise<boolean> {
  for await (const lines of lineBatches(file, {limits, signal, fault: () => undefined})) {
    const first = lines.find(({text}) => text.trim() !== '')
    if (first !== undefined) return /^\s*[[{]/.test(first.text)
  }
  return false
}

function openRow({value, row}: {value: Record<string, unknown>; row: number}): OpenRow {
  const cells: Record<string, unknown> = Object.create(null)
  for (const [name, cell] of Object.entries(value)) {
    if (cell !== null && cell !== '') cells[name.toLowerCase()] = cell
  }
  return {cells, row}
}

/** Reads the text of nested columns as JSON, in place; false where it is none. */
function isNestedRead({cells, row}: OpenRow, file: InputFile, options: ExportOptions): boolean {
  for (const column of options.nested ?? []) {
    const text = cells[column]
    if (typeof text !== 'string') continue
    try {
      cells[column] = JSON.parse(text)
    } catch {
      const message = 'the cell is no JSON'
      const advice = 'Export lists and objects as JSON.'
      options.fault({kind: 'broken-json', file: file.file, row, column, value: shownValue(text), message, advice})
      return false
    }
    if (cells[column] === null) delete cells[column]
  }
  return true
}
