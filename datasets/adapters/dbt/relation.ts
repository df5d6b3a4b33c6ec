import {present} from '../../history/findings.js'
import type {Place} from '../../ingest/observed.js'

/** A table of the warehouse as dbt names it. */
export interface Relation {
  readonly table: string
  readonly place: Place
}

/**
 * `database.schema.identifier` in lower case: manifests and catalogues of one project write the same names in different cases. The
 * schema is the project.
 */
export function relationOf(database: string | undefined, schema: string | undefined, identifier: string): Relation {
  const parts = [database, schema, identifier].flatMap(part =>
    part === undefined || part === '' ? [] : part.toLowerCase(),
  )
  const catalog = database === undefined || database === '' ? undefined : database.toLowerCase()
  const project = schema === undefined || schema === '' ? undefined : schema.toLowerCase()
  return {
    table: parts.join('.'),
    place: {...present('catalog', catalog), ...present('schema', project), ...present('project', project)},
  }
}

/** Reads `relation_name`: parts with or without quotes (`"db"."schema"."table"`, `` `p`.`d`.`t` ``); undefined where it is something else. */
export function relationOfName(name: string): Relation | undefined {
  const part = '(?:"([^"]+)"|`([^`]+)`|([^".`\\s()]+))'
  const match = new RegExp(`^(?:(?:${part}\\.)?${part}\\.)?${part}$`).exec(name)
  if (match === null) return undefined
  const at = (i: number) => match[i] ?? match[i + 1] ?? match[i + 2]
  return relationOf(at(1), at(4), at(7)!)
}
