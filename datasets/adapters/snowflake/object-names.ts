import type {Place} from '../../ingest/observed.js'

/** A table as Snowflake names it. */
export interface TableName {
  /** `DATABASE.SCHEMA.TABLE`, after the account where one is known; parts with dots or quotes are quoted. */
  readonly table: string
  readonly database: string
  readonly schema: string
}

/** Where an export is from, as far as it says. */
export interface Origin {
  readonly account?: string
  readonly region?: string
}

/** The parts of a qualified name, without their quotes; undefined where it is not `database.schema.table`. */
export function nameOfObject(text: string, origin: Origin): TableName | undefined {
  const parts = text.match(/"(?:[^"]|"")*"|[^."]+/g)
  if (parts === null || parts.join('.') !== text || parts.length !== 3) return undefined
  return nameOfParts(
    parts.map(part => (part[0] === '"' ? part.slice(1, -1).replaceAll('""', '"') : part)),
    origin,
  )
}

/** @param parts database, schema and table without quotes */
export function nameOfParts(parts: readonly string[], {account}: Origin): TableName {
  const quoted = parts.map(part => (/[."]/.test(part) ? `"${part.replaceAll('"', '""')}"` : part))
  const table = [...(account === undefined ? [] : [account]), ...quoted].join('.')
  return {table, database: parts[0]!, schema: parts[1]!}
}

/** Snowflake's own database, and the views of every database on itself. */
export function isSystemTable({database, schema}: TableName): boolean {
  return database === 'SNOWFLAKE' || schema === 'INFORMATION_SCHEMA'
}

/** An account lies in one region: all its tables and warehouses do. A database is what moves, hence the project. */
export function placeOfTable({database, schema}: TableName, {account, region}: Origin): Place {
  return {
    catalog: database,
    schema,
    project: database,
    ...(account === undefined ? {} : {coordinator: account}),
    ...(region === undefined ? {} : {region}),
  }
}
