import {NO_DATE} from '../../model/history.js'
import type {Topology} from '../../model/topology.js'
import {type ColumnSpec, LARGEST_INTEGER} from './columns.js'
import {literal} from './database.js'

/** A column of a source file as SQL: an expression and its DuckDB type. */
export interface SourceCell {
  readonly expression: string
  readonly type: string
}

/** Largest value of a `number` column: sums of it stay exact to nine decimals. */
const LARGEST_NUMBER = 1e15

/** Stored value of an optional integer that is not given. */
export const NOT_GIVEN = -1

const decimal = String.raw`(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?`
const timestampPattern = String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[-+][0-9]{2}(?::?[0-9]{2})?)?`

const matches = (text: string, pattern: string) => `regexp_full_match(${text}, ${literal(pattern)})`
const isText = (cell: SourceCell) => cell.type === 'VARCHAR'
const isFractional = (cell: SourceCell) => /^(DOUBLE|FLOAT|DECIMAL)/.test(cell.type)

/** The cell as text for messages; null where it is empty. */
export function cellText(cell: SourceCell): string {
  return isText(cell) ? `nullif(${cell.expression}, '')` : `CAST(${cell.expression} AS VARCHAR)`
}

/** ENUM types that turn names of which there are few into dense integers. Tables and runs are looked up by a join (name-keys.ts). */
export const nameType: Readonly<Record<'region' | 'project', string>> = {region: 'region_name', project: 'project_name'}

/**
 * The cell as it is stored, in SQL: null exactly where it is faulty, so that empty optional cells become their default.
 * `isChecked` is false for a reference to a table that could not be loaded: its rows are taken as they are.
 */
export function storedCell(spec: ColumnSpec, cell: SourceCell, isChecked: boolean): string {
  const text = cellText(cell)
  const value = parsedCell(spec, cell, text, isChecked)
  if (spec.required) return value
  return `CASE WHEN ${text} IS NULL THEN ${defaultCell(spec)} ELSE ${value} END`
}

/** Where name-keys.ts puts the index of the table or run that a reference names. */
export function keyColumn(spec: ColumnSpec): string {
  return `"_key_${spec.name}"`
}

function defaultCell(spec: ColumnSpec): string {
  if (spec.type === 'date') return `CAST(${NO_DATE} AS INTEGER)`
  if (spec.type === 'integer') return `${NOT_GIVEN}::BIGINT`
  if (spec.type === 'number') return '0::DOUBLE'
  if (spec.type === 'boolean') return `${spec.default === 'true' ? 1 : 0}::INTEGER`
  if (spec.type === 'choice') return `${spec.choices!.indexOf(spec.default!)}::INTEGER`
  return "''"
}

function parsedCell(spec: ColumnSpec, cell: SourceCell, text: string, isChecked: boolean): string {
  switch (spec.type) {
    case 'name':
    case 'text':
      return text
    case 'integer':
      return integerCell(cell, text)
    case 'number': {
      const parsed = `TRY_CAST(CASE WHEN ${isText(cell) ? matches(text, decimal) : 'true'} THEN ${text} END AS DOUBLE)`
      return `CASE WHEN ${parsed} BETWEEN 0 AND ${LARGEST_NUMBER} THEN ${parsed} END`
    }
    case 'date':
      return dayCell(cell, text)
    case 'timestamp':
      return timestampCell(cell, text)
    case 'boolean':
      return `CASE ${text} WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 END::INTEGER`
    case 'choice':
      return `CASE ${text} ${spec.choices!.map((choice, i) => `WHEN ${literal(choice)} THEN ${i}`).join(' ')} END::INTEGER`
    case 'reference':
      if (!isChecked) return `CASE WHEN ${text} IS NOT NULL THEN 0 END::INTEGER`
      if (spec.refersTo === 'table' || spec.refersTo === 'run') return keyColumn(spec)
      return `enum_code(TRY_CAST(${text} AS ${nameType[spec.refersTo!]}))::INTEGER`
  }
}

function integerCell(cell: SourceCell, text: string): string {
  let value: string
  if (isText(cell)) value = `TRY_CAST(CASE WHEN ${matches(text, '[0-9]{1,19}')} THEN ${text} END AS BIGINT)`
  else if (isFractional(cell))
    value = `CASE WHEN ${cell.expression} = floor(${cell.expression}) THEN TRY_CAST(${cell.expression} AS BIGINT) END`
  else value = `TRY_CAST(${cell.expression} AS BIGINT)`
  return `CASE WHEN ${value} BETWEEN 0 AND ${LARGEST_INTEGER} THEN ${value} END`
}

function dayCell(cell: SourceCell, text: string): string {
  let date: string
  if (cell.type === 'DATE') date = cell.expression
  else if (cell.type.startsWith('TIMESTAMP')) {
    const stamp = utcTimestamp(cell)
    date = `CASE WHEN ${stamp} = date_trunc('day', ${stamp}) THEN ${stamp}::DATE END`
  } else date = `TRY_CAST(CASE WHEN ${matches(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}')} THEN ${text} END AS DATE)`
  return `date_diff('day', DATE '1970-01-01', ${date})::INTEGER`
}

function timestampCell(cell: SourceCell, text: string): string {
  if (cell.type.startsWith('TIMESTAMP')) return utcTimestamp(cell)
  const wellFormed = `CASE WHEN ${matches(text, timestampPattern)} THEN regexp_replace(${text}, '^(.{16})(Z|[-+].*)$', '\\1:00\\2') END`
  return `TRY_CAST(${wellFormed} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'`
}

function utcTimestamp(cell: SourceCell): string {
  return cell.type === 'TIMESTAMP WITH TIME ZONE'
    ? `(${cell.expression} AT TIME ZONE 'UTC')`
    : `${cell.expression}::TIMESTAMP`
}

/** The kind of fault of a cell whose stored value is null, in SQL. */
export function faultKind(spec: ColumnSpec, cell: SourceCell): string {
  const text = cellText(cell)
  return `CASE WHEN ${text} IS NULL THEN 'missing-value' ${wrongKind(spec, text)} END`
}

function wrongKind(spec: ColumnSpec, text: string): string {
  switch (spec.type) {
    case 'integer':
      return `WHEN ${matches(text, '-[0-9]+')} THEN 'negative' WHEN ${matches(text, '[0-9]+')} THEN 'too-large' ELSE 'not-an-integer'`
    case 'number':
      return `WHEN ${matches(text, `-${decimal}`)} THEN 'negative' WHEN ${matches(text, decimal)} THEN 'too-large' ELSE 'not-a-number'`
    case 'date':
      return "ELSE 'not-a-date'"
    case 'timestamp':
      return "ELSE 'not-a-timestamp'"
    case 'boolean':
      return "ELSE 'not-a-boolean'"
    case 'choice':
      return `ELSE 'unknown-${spec.name}'`
    case 'reference':
      return `ELSE 'unknown-${spec.refersTo}'`
    default:
      return "ELSE 'missing-value'"
  }
}

/** Creates the ENUM type of the regions. */
export function regionTypeSql(topology: Topology): string {
  return `CREATE TYPE ${nameType.region} AS ENUM (${topology.regions.map(region => literal(region.name)).join(', ')})`
}
