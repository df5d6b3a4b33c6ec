import {type Day, parseDay} from '../../../model/days.js'
import {cellText} from '../../ingest/cell-values.js'
import {objectAt} from '../../ingest/json-fields.js'

/** A table as BigQuery names it, and what its name says beyond the table. */
export interface TableName {
  /** `project.dataset.table`; date shards have the name of all of them, `project.dataset.events_*`. */
  readonly table: string
  readonly project: string
  readonly dataset: string
  /** Day of the shard (`events_20261118`) or of the partition (`orders$20261118`, `orders$2026111803`). */
  readonly day?: Day
  /** True where it is one of the tables by date that share a name up to it. */
  readonly isShard: boolean
  /** `temporary`: results and tables of a session, which BigQuery keeps in hidden datasets. `system`: INFORMATION_SCHEMA and the like. */
  readonly kind: 'stored' | 'temporary' | 'system'
}

/** The name of a `{project_id, dataset_id, table_id}`; undefined where a part is missing. */
export function tableNameOf(value: unknown): TableName | undefined {
  const record = objectAt(value)
  return nameOfParts(cellText(record?.project_id), cellText(record?.dataset_id), cellText(record?.table_id))
}

export function nameOfParts(
  project: string | undefined,
  dataset: string | undefined,
  table: string | undefined,
): TableName | undefined {
  if (project === undefined || dataset === undefined || table === undefined) return undefined
  const [undecorated, decorator] = withoutDecorator(table)
  const shard = /^(.+_)(\d{8})$/.exec(undecorated)
  const shardDay = shard === null ? undefined : dayOfDigits(shard[2]!)
  const day = shardDay ?? dayOfPartitionId(decorator)
  return {
    table: `${project}.${dataset}.${shardDay === undefined ? undecorated : `${shard![1]}*`}`,
    project,
    dataset,
    ...(day === undefined ? {} : {day}),
    isShard: shardDay !== undefined || /_\*$/.test(undecorated),
    kind: kindOf(dataset, undecorated),
  }
}

/** The table without the partition (`$20261118`) or the point in time (`@1795057200000`) that is asked for of it. */
function withoutDecorator(table: string): readonly [string, string] {
  const at = table.search(/[$@]/)
  if (at <= 0) return [table, '']
  return [table.slice(0, at), table[at] === '$' ? table.slice(at + 1) : '']
}

function kindOf(dataset: string, table: string): TableName['kind'] {
  const isView = (name: string) => /^INFORMATION_SCHEMA(\.|$)/i.test(name)
  if (isView(dataset) || isView(table) || /^__\w+__$/.test(table)) return 'system'
  return dataset.startsWith('_') ? 'temporary' : 'stored'
}

/** The day of a partition by its id: `20261118` daily, `2026111803` hourly. Months, years and numbers have none. */
export function dayOfPartitionId(id: string): Day | undefined {
  return /^(\d{8}|\d{10})$/.test(id) ? dayOfDigits(id.slice(0, 8)) : undefined
}

function dayOfDigits(digits: string): Day | undefined {
  const day = parseDay(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`)
  return Number.isNaN(day) || day < parseDay('1990-01-01') || day >= parseDay('2100-01-01') ? undefined : day
}
