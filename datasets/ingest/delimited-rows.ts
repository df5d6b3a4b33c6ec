import type {Finding} from '../../model/errors.js'
import {shownValue} from '../history/findings.js'
import {type DelimitedRecord, DelimitedRecords} from './delimited-records.js'
import type {InputFile} from './input-files.js'
import {type LineOptions, lineBatches, type TextLine} from './text-lines.js'

/** A row as the columns of its header name its cells, lower case; cells without a value are left out. */
export interface NamedRow {
  readonly cells: Record<string, unknown>
  /** Line of the file on which it begins, from 1. */
  readonly row: number
}

/** What stands between the cells of a header: a tab, else a comma, else a semicolon. */
function delimiterOf(header: string): string {
  return ['\t', ',', ';'].find(delimiter => header.includes(delimiter)) ?? ','
}

/** Streams the rows of CSV or TSV with a header. Rows with more or fewer cells than the header are faults and left out. */
export async function* delimitedRows(file: InputFile, options: LineOptions): AsyncGenerator<readonly NamedRow[]> {
  const fault = (finding: Omit<Finding, 'file'>) => options.fault({file: file.file, ...finding})
  let records: DelimitedRecords | undefined
  let header: readonly string[] | undefined
  for await (const lines of lineBatches(file, options)) {
    const rows: NamedRow[] = []
    for (const line of lines) {
      records ??= recordsOf(line, options, fault)
      const record = records.add(line)
      if (record === undefined) continue
      if (header === undefined) {
        header = headerOf(record, fault)
        if (header === undefined) return
        continue
      }
      const row = namedRow(header, record, fault)
      if (row !== undefined) rows.push(row)
    }
    if (rows.length > 0) yield rows
  }
  records?.end()
}

function recordsOf(line: TextLine, options: LineOptions, fault: (finding: Omit<Finding, 'file'>) => void) {
  return new DelimitedRecords(delimiterOf(line.text), options.limits.lineBytes, fault)
}

function headerOf(
  record: DelimitedRecord,
  fault: (finding: Omit<Finding, 'file'>) => void,
): readonly string[] | undefined {
  const names = record.cells.map(cell => (cell ?? '').trim().toLowerCase())
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i)
  if (twice === undefined) return names
  const message = 'the header names a column twice'
  fault({
    kind: 'duplicate-column',
    row: record.row,
    column: shownValue(twice),
    message,
    advice: 'Name each column once.',
  })
  return undefined
}

function namedRow(
  header: readonly string[],
  {cells, row}: DelimitedRecord,
  fault: (finding: Omit<Finding, 'file'>) => void,
): NamedRow | undefined {
  if (cells.length !== header.length) {
    const message = `the row has ${cells.length} cells and the header ${header.length}`
    fault({kind: 'cell-count', row, message, advice: 'Quote cells that hold delimiters or line ends.'})
    return undefined
  }
  const named: Record<string, unknown> = Object.create(null)
  for (let c = 0; c < cells.length; c++) {
    if (cells[c] !== undefined && header[c] !== '') named[header[c]!] = cells[c]
  }
  return {cells: named, row}
}
