import {CsvError, Parser} from 'csv-parse'
import type {Finding} from '../../model/errors.js'
import {shownValue} from '../history/findings.js'
import type {InputFile} from './input-files.js'
import {type LineOptions, lineBatches, type TextLine} from './text-lines.js'

/** A row as the columns of its header name its cells, lower case; cells without a value are left out. */
export interface NamedRow {
  readonly cells: Record<string, unknown>
  /** Line of the file on which it begins, from 1. */
  readonly row: number
}

type Fault = (finding: Omit<Finding, 'file'>) => void

/**
 * Streams the rows of CSV or TSV with a header (RFC 4180; a quote inside a cell that does not begin with one is text). A cell that is
 * empty or `\N` has no value. Rows with more or fewer cells than the header are faults and left out; a quoted cell that does not end
 * within the longest line is a fault too, and the reading of the file ends there.
 */
export async function* delimitedRows(file: InputFile, options: LineOptions): AsyncGenerator<readonly NamedRow[]> {
  const fault: Fault = finding => options.fault({file: file.file, ...finding})
  const {lineBytes} = options.limits
  const named = new NamedRows(fault)
  let records: DelimitedRecords | undefined
  for await (const lines of allBatches(file, options)) {
    const first = lines?.find(({text}) => text !== '')
    if (first !== undefined) records ??= new DelimitedRecords(delimiterOf(first.text), first.row, lineBytes, named)
    if (records === undefined) continue
    const broken = await records.add(lines)
    if (named.isRefused) return
    const rows = named.taken()
    if (rows.length > 0) yield rows
    if (broken !== undefined) {
      fault(unclosedQuote(broken, records.openRow, lineBytes))
      return
    }
  }
}

/** The lines of the file, then undefined for its end. */
async function* allBatches(file: InputFile, options: LineOptions): AsyncGenerator<readonly TextLine[] | undefined> {
  yield* lineBatches(file, options)
  yield undefined
}

/** What stands between the cells of a header: a tab, else a comma, else a semicolon. */
function delimiterOf(header: string): string {
  return ['\t', ',', ';'].find(delimiter => header.includes(delimiter)) ?? ','
}

/** Names the cells of records by the first of them. */
class NamedRows {
  readonly #fault: Fault
  #header: readonly string[] | undefined
  #rows: NamedRow[] = []
  /** True where the header makes no sense. */
  isRefused = false

  constructor(fault: Fault) {
    this.#fault = fault
  }

  add(cells: readonly string[], row: number): void {
    if (this.isRefused) return
    if (this.#header === undefined) this.#header = this.#headerOf(cells, row)
    else if (cells.length === this.#header.length) this.#rows.push(namedRow(this.#header, cells, row))
    else {
      const message = `the row has ${cells.length} cells and the header ${this.#header.length}`
      this.#fault({kind: 'cell-count', row, message, advice: 'Quote cells that hold delimiters or line ends.'})
    }
  }

  /** The rows that were added since it was called last. */
  taken(): readonly NamedRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #headerOf(cells: readonly string[], row: number): readonly string[] {
    const names = cells.map(cell => cell.trim().toLowerCase())
    const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i)
    if (twice !== undefined) {
      this.isRefused = true
      const message = 'the header names a column twice'
      const advice = 'Name each column once.'
      this.#fault({kind: 'duplicate-column', row, column: shownValue(twice), message, advice})
    }
    return names
  }
}

function namedRow(header: readonly string[], cells: readonly string[], row: number): NamedRow {
  const named: Record<string, unknown> = Object.create(null)
  for (let c = 0; c < cells.length; c++) {
    const cell = cells[c]!
    if (cell !== '' && cell !== '\\N' && header[c] !== '') named[header[c]!] = cell
  }
  return {cells: named, row}
}

/**
 * Feeds lines to the parser and keeps count of them. The parser's own count takes a carriage return inside a cell for a line, so a
 * record begins where those before it and the empty lines between them end. Records are taken where the parser pushes them, in the
 * midst of a batch: its readable side would cost as much again.
 */
class DelimitedRecords extends Parser {
  readonly #rows: NamedRows
  readonly #firstRow: number
  #addedRow: number
  /** Lines of the complete records. */
  #recordLines = 0

  /** A record that goes on over several lines holds at most `mostBytes`. */
  constructor(delimiter: string, firstRow: number, mostBytes: number, rows: NamedRows) {
    super({
      delimiter,
      record_delimiter: '\n',
      max_record_size: mostBytes,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    })
    this.#rows = rows
    this.#firstRow = firstRow
    this.#addedRow = firstRow
    this.on('error', () => undefined)
  }

  /** The line on which the record begins that is not complete yet. */
  get openRow(): number {
    return this.#firstRow + this.#recordLines + this.info.empty_lines
  }

  override push(cells: readonly string[] | null): boolean {
    if (cells === null) return super.push(null)
    this.#rows.add(cells, this.openRow)
    this.#recordLines++
    for (const cell of cells) this.#recordLines += lineEnds(cell)
    return true
  }

  /** Parses lines, or undefined at the end. What it resolves to is wrong with them: nothing more can be added. */
  async add(lines: readonly TextLine[] | undefined): Promise<CsvError | undefined> {
    const error = await new Promise<Error | null | undefined>(resolve => {
      if (lines === undefined) this.end(resolve)
      else this.write(this.#textOf(lines), resolve)
    })
    if (error instanceof CsvError) return error
    if (error) throw error
    return undefined
  }

  /** An empty line stands for each that was left out, so that the count of lines is that of the file. */
  #textOf(lines: readonly TextLine[]): string {
    let text = ''
    for (const line of lines) {
      if (line.row < this.#firstRow) continue
      text += '\n'.repeat(line.row - this.#addedRow) + line.text
      this.#addedRow = line.row
    }
    return text
  }
}

function lineEnds(cell: string): number {
  let count = 0
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++
  return count
}

function unclosedQuote(error: CsvError, row: number, mostBytes: number): Omit<Finding, 'file'> {
  const isTooLong = error.code === 'CSV_MAX_RECORD_SIZE'
  const quote = isTooLong ? `a quote is not closed within ${mostBytes} bytes` : 'a quote is never closed'
  const message = `${quote}: nothing of the file is read from this row on`
  return {kind: 'unclosed-quote', row, message, advice: 'Close it, or double the quotes inside quoted cells.'}
}
