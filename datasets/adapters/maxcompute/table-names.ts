import type {Day} from '../../../model/days.js'
import type {Place} from '../../ingest/observed.js'
import {partitionDayOf} from '../../ingest/partition-days.js'

export interface NamedTable {
  /** `project.table`, or `project.schema.table` where the schema is not `default`; lower case, as MaxCompute takes names in any case. */
  readonly table: string
  readonly place: Place
  /** Day of the partition, where the name has one (`p.t/ds=20261118`). */
  readonly day: Day | undefined
}

export function namedTable(project: string, schema: string | undefined, name: string): NamedTable {
  const hasSchema = schema !== undefined && schema !== '' && schema.toLowerCase() !== 'default'
  const parts = hasSchema ? [project, schema, name] : [project, name]
  return {
    table: parts.join('.').toLowerCase(),
    place: {project: project.toLowerCase(), ...(hasSchema ? {schema: schema.toLowerCase()} : {})},
    day: undefined,
  }
}

/** Tables of a bracketed list: `[analytics.ods_orders, analytics.dim_customer]`. Names without a project are of the task's own. */
export function tablesOfList(list: unknown, ownProject: string): readonly NamedTable[] {
  const items = Array.isArray(list)
    ? list.map(String)
    : String(list ?? '')
        .replace(/^\s*\[|\]\s*$/g, '')
        .split(',')
  const tables: NamedTable[] = []
  for (const item of items) {
    const text = item.trim().replace(/[`"']/g, '')
    if (text === '') continue
    const [path, ...partition] = text.split('/')
    const parts = path!.split('.')
    const project = parts.length > 1 ? parts[0]! : ownProject
    const named = namedTable(project, parts.length > 2 ? parts[1] : undefined, parts.at(-1)!)
    tables.push(partition.length === 0 ? named : {...named, day: partitionDayOf(partition.join('/'))})
  }
  return tables
}
