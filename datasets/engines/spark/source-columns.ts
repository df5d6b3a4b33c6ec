import {NO_DATE} from '../../../model/history.js'
import {NOT_GIVEN} from '../../history/cells.js'
import {type ColumnSpec, factTables} from '../../history/columns.js'
import {identifier, literal} from '../../history/database.js'

/** How Spark reads one column, by the type that the file has: SQL for whole numbers, text and the like; for fractions; and for no column. */
export interface SourceColumn {
  readonly name: string
  readonly required: boolean
  readonly given: string
  readonly fraction: string
  readonly absent: string
}

export interface SourceTable {
  readonly name: string
  readonly required: boolean
  /** Rows are numbered in the order of the files. */
  readonly ordered: boolean
  readonly allowExtraColumns: boolean
  readonly columns: readonly SourceColumn[]
}

/** The fact tables as Spark reads them; a value that is faulty becomes null. */
export function sourceTables(allowExtraColumns: boolean): readonly SourceTable[] {
  return factTables.map(table => ({
    name: table.name,
    required: table.required,
    ordered: table.name === 'projects' || table.name === 'tables',
    allowExtraColumns,
    columns: table.columns.map(sourceColumn),
  }))
}

/** Days from 1970-01-01 to a date. */
export const dayOf = (date: string) => `datediff(${date}, DATE '1970-01-01')`

function sourceColumn(column: ColumnSpec): SourceColumn {
  const {name, required} = column
  const quoted = identifier(name)
  const text = `nullif(CAST(${quoted} AS STRING), '')`
  const value = valueSql(column, quoted, text)
  const missing = defaultSql(column)
  const given = required ? value : `CASE WHEN ${text} IS NULL THEN ${missing} ELSE ${value} END`
  const whole = `CASE WHEN ${quoted} = floor(${quoted}) THEN CAST(${quoted} AS BIGINT) END`
  const fraction =
    column.type !== 'integer'
      ? given
      : required
        ? whole
        : `CASE WHEN ${quoted} IS NULL THEN ${missing} ELSE ${whole} END`
  return {name, required, given, fraction, absent: missing}
}

function valueSql({type, choices}: ColumnSpec, quoted: string, text: string): string {
  switch (type) {
    case 'integer':
      return `try_cast(${text} AS BIGINT)`
    case 'number':
      return `try_cast(${text} AS DOUBLE)`
    case 'date':
      return dayOf(`try_cast(${text} AS DATE)`)
    case 'timestamp':
      return `CAST(${quoted} AS TIMESTAMP)`
    case 'boolean':
      return `CASE ${text} WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 END`
    case 'choice':
      return `CASE ${text} ${choices!.map((choice, i) => `WHEN ${literal(choice)} THEN ${i}`).join(' ')} END`
    default:
      return text
  }
}

function defaultSql(column: ColumnSpec): string {
  switch (column.type) {
    case 'date':
      return `CAST(${NO_DATE} AS INT)`
    case 'integer':
      return `CAST(${NOT_GIVEN} AS BIGINT)`
    case 'number':
      return 'CAST(0 AS DOUBLE)'
    case 'boolean':
      return column.default === 'true' ? '1' : '0'
    case 'choice':
      return String(column.choices!.indexOf(column.default!))
    case 'timestamp':
      return 'CAST(NULL AS TIMESTAMP)'
    default:
      return "''"
  }
}
