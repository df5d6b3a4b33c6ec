import type {Day} from '../../../model/days.js'
import {present} from '../../history/findings.js'
import type {Place} from '../../ingest/observed.js'
import {tableOfLocation} from '../../ingest/table-identity.js'

/** A table as a plan names it. */
export interface NamedTable {
  readonly table: string
  readonly place: Place
  /** Day that the name or the path is of. */
  readonly day?: Day
}

/** `` `spark_catalog`.`sales`.`orders` `` → sales.orders. The session's own catalog is not part of the name. */
export function tableOfName(written: string): NamedTable {
  const parts = written.replaceAll('`', '').split('.')
  if (parts.length > 1 && parts[0] === 'spark_catalog') parts.shift()
  const {table, day} = tableOfLocation(parts.join('.'))
  const schema = parts.at(-2)
  const place = {...present('catalog', parts.at(-3)), ...present('schema', schema), ...present('project', schema)}
  return {table, place, ...present('day', day)}
}

/** The table that a path belongs to. */
export function tableOfPath(uri: string): NamedTable {
  const {table, day} = tableOfLocation(uri)
  return {table, place: {uri}, ...present('day', day)}
}

/** True for what looks like a location and not like a name. */
export function isPath(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\//.test(text) || text.startsWith('/')
}
