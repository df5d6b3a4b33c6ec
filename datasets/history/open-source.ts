import {statSync} from 'node:fs'
import type {SourceCell} from './cells.js'
import {closestName} from './closest-name.js'
import type {FactTable} from './columns.js'
import {csvHeader} from './csv-header.js'
import {type Database, identifier, literal} from './database.js'
import type {Findings} from './findings.js'
import {gzipFault} from './gzip-check.js'
import {openLines} from './json-lines.js'
import {parquetRelation} from './parquet-group.js'
import type {OpenSource} from './readable-source.js'
import type {SourceFile} from './sources.js'
import {brokenRows, textRelation} from './text-relation.js'

const gzipAdvice = {
  truncated: {message: 'the gzip file ends too early', advice: 'Copy the file again: its end is missing.'},
  'not-gzip': {message: 'the file is no gzip', advice: 'Compress it, or take .gz off its name.'},
  corrupt: {message: 'the gzip file is damaged', advice: 'Copy the file again: its check sum does not hold.'},
} as const

/** Opens one file of a table: checks that it can be read and has the right columns. Returns nothing where it cannot be read. */
export async function openSource(
  database: Database,
  source: SourceFile,
  table: FactTable,
  allowExtraColumns: boolean,
  findings: Findings,
): Promise<OpenSource | undefined> {
  const {file, path} = source
  const fault = source.gzipped && statSync(path).size > 0 ? await gzipFault(path) : undefined
  if (fault !== undefined) {
    findings.add({kind: `${fault}${fault === 'not-gzip' ? '' : '-gzip'}`, file, ...gzipAdvice[fault]})
    return undefined
  }
  const opened =
    statSync(path).size === 0
      ? emptyFile(source, table, findings)
      : source.kind === 'csv'
        ? await openCsv(database, source, table, findings)
        : source.kind === 'parquet'
          ? await openParquet(database, source, findings)
          : await openLines(database, source, table, findings)
  if (!opened) return undefined
  const cells = knownCells(opened.cells, source, table, allowExtraColumns, findings)
  return {
    ...opened,
    cells,
    async recover(error) {
      const recovered = await opened.recover(error)
      return recovered && {...recovered, cells}
    },
  }
}

function emptyFile(source: SourceFile, table: FactTable, findings: Findings): undefined {
  const columns = table.columns.filter(column => column.required).map(column => column.name)
  findings.add({
    kind: 'empty-file',
    file: source.file,
    message: 'the file is empty',
    advice: `Take it away, or write it with at least the columns ${columns.join(', ')}.`,
  })
}

async function openCsv(database: Database, source: SourceFile, table: FactTable, findings: Findings) {
  const header = await csvHeader(source.path, source.gzipped)
  if (header.length === 0) return emptyFile(source, table, findings)
  const columns = header.map((_, i) => `c${i}`)
  const cells = new Map<string, SourceCell>()
  header.forEach((name, i) => {
    if (cells.has(name)) {
      findings.add({
        kind: 'duplicate-column',
        file: source.file,
        column: name,
        message: 'the header names the column twice',
        advice: 'Keep one of the two.',
      })
    } else cells.set(name, {expression: `c${i}`, type: 'VARCHAR'})
  })
  const relation = textRelation(source.path, columns, 'csv', false)
  return {
    source,
    relation,
    cells,
    skippedRows: [],
    async recover(error: unknown) {
      const skippedRows = await brokenRows(database, source, columns, 'csv', error, findings)
      if (!skippedRows) return undefined
      return {source, relation: textRelation(source.path, columns, 'csv', true), cells, skippedRows, recover: rethrow}
    },
  }
}

const rethrow = (error: unknown): never => {
  throw error
}

async function openParquet(database: Database, source: SourceFile, findings: Findings) {
  const relation = parquetRelation([source.path])
  try {
    const cells = new Map<string, SourceCell>()
    for (const [name, type] of await database.rows(`DESCRIBE SELECT * FROM ${relation}`)) {
      cells.set(String(name), {expression: identifier(String(name)), type: String(type)})
      if (/^(STRUCT|MAP|UNION)|\]$/.test(String(type))) {
        findings.add({
          kind: 'wrong-type',
          file: source.file,
          column: String(name),
          value: String(type),
          message: 'the column holds nested values',
          advice: 'Write plain text, numbers, dates or timestamps.',
        })
      }
    }
    const recover = async (error: unknown) => {
      if (/memory/i.test((error as Error).message)) throw error
      addBrokenParquet(error, source, findings)
      return undefined
    }
    const rows = `SELECT coalesce(sum(num_rows), 0) FROM parquet_file_metadata(${literal(source.path)})`
    return {source, relation, parquetRows: await database.number(rows), cells, skippedRows: [], recover}
  } catch (error) {
    addBrokenParquet(error, source, findings)
    return undefined
  }
}

function addBrokenParquet(error: unknown, source: SourceFile, findings: Findings): void {
  findings.add({
    kind: 'broken-parquet',
    file: source.file,
    message: `the file cannot be read as Parquet: ${firstLine(error).replaceAll(source.path, source.file)}`,
    advice: 'Write the file again.',
  })
}

const firstLine = (error: unknown) => (error as Error).message.split('\n', 1)[0]!.trim().replace(/\.$/, '')

/** The cells of known columns; unknown and missing columns are findings. Hive keys fill in columns that the file lacks. */
function knownCells(
  given: ReadonlyMap<string, SourceCell>,
  source: SourceFile,
  table: FactTable,
  allowExtraColumns: boolean,
  findings: Findings,
): ReadonlyMap<string, SourceCell> {
  const names = table.columns.map(column => column.name)
  const cells = new Map<string, SourceCell>()
  for (const [name, cell] of given) {
    if (names.includes(name)) cells.set(name, cell)
    else if (!allowExtraColumns) {
      const closest = closestName(
        name,
        names.filter(known => !given.has(known)),
      )
      findings.add({
        kind: 'unknown-column',
        file: source.file,
        column: name,
        message: `table '${table.name}' has no such column`,
        advice: closest === undefined ? 'Take it out, or pass --allow-extra-columns.' : `Did you mean '${closest}'?`,
      })
    }
  }
  for (const column of table.columns) {
    if (cells.has(column.name)) continue
    const hive = source.hive.get(column.name)
    if (hive !== undefined) {
      cells.set(column.name, {expression: hive === null ? 'NULL::VARCHAR' : literal(hive), type: 'VARCHAR'})
    } else if (column.required) {
      findings.add({
        kind: 'missing-column',
        file: source.file,
        column: column.name,
        message: 'the required column is missing',
        advice: `Add it: ${column.meaning[0]!.toLowerCase()}${column.meaning.slice(1)}.`,
      })
    }
  }
  return cells
}
