import type {Day} from '../../../model/days.js'
import {present} from '../../history/findings.js'
import {partitionDayOf} from '../../ingest/partition-days.js'
import type {PlanNode} from './plan-node.js'
import {isPath, type NamedTable, tableOfName, tableOfPath} from './table-name.js'

/** A table that a plan writes. */
export interface PlanOutput extends NamedTable {
  /** Accumulator of the bytes written, where the operator has one. */
  readonly writtenId?: number
}

/** Commands and operators that write tables (Spark's `execution.command`, `datasources`, `datasources.v2`, Hive). */
const writers =
  /^(?:Execute )?(?:Gpu)?(InsertIntoHadoopFsRelation|InsertIntoHive|CreateDataSourceTableAsSelect|(?:Optimized)?CreateHiveTableAsSelect|SaveIntoDataSource|InsertIntoDataSource(?:Dir)?|AppendData|OverwriteByExpression|OverwritePartitionsDynamic|ReplaceData|WriteDelta|(?:Atomic)?(?:Create|Replace)TableAsSelect)/

const hasName = /`[^`]+`(?:\.`[^`]+`)*/
const afterMode = /, (?:Append|Overwrite|ErrorIfExists|Ignore), (`[^`]+`(?:\.`[^`]+`)*)/
const dataSourceV2 = /^(?:AppendData|OverwriteByExpression|OverwritePartitionsDynamic|ReplaceData|WriteDelta)/
const optionPath = /[[({, ](?:path|location)(?:=| -> )([^,\])]+)/i

/** The tables that a plan writes, each once; `unnamed` counts writers that do not tell their table. */
export function planOutputs(nodes: readonly PlanNode[]): {outputs: readonly PlanOutput[]; unnamed: number} {
  const outputs = new Map<string, PlanOutput>()
  let unnamed = 0
  for (const node of nodes) {
    const kind = writers.exec(node.name)?.[1]
    if (kind === undefined) continue
    const table = writtenTable(kind, node)
    const writtenId = node.metrics.get('written output')
    if (table === undefined) unnamed++
    else if (!outputs.has(table.table)) outputs.set(table.table, {...table, ...present('writtenId', writtenId)})
  }
  return {outputs: [...outputs.values()], unnamed}
}

function writtenTable(kind: string, {name, text}: PlanNode): NamedTable | undefined {
  const args = text.startsWith(name) ? text.slice(name.length).trim() : text
  if (kind === 'InsertIntoHadoopFsRelation') return hadoopTable(args)
  if (kind === 'InsertIntoDataSourceDir' || kind === 'SaveIntoDataSource' || kind === 'InsertIntoDataSource') {
    const path = optionPath.exec(args)?.[1]
    return path !== undefined && isPath(path) ? tableOfPath(path) : namedIn(args)
  }
  if (kind.endsWith('CreateHiveTableAsSelect')) {
    const [, database, table] = /\[Database: ([^,\]]*), TableName: ([^,\]]+)/.exec(args) ?? []
    if (table !== undefined) return tableOfName(database === '' ? table : `${database}.${table}`)
    return namedIn(args)
  }
  if (kind.endsWith('TableAsSelect') && !args.startsWith('`')) {
    // AtomicReplaceTableAsSelect [cols], the.catalog.Class@4a023a26, default.people, …
    const table = /(?:^|, )[\w.$]+@[0-9a-f]+, ((?:`[^`]+`|[\w-]+)(?:\.(?:`[^`]+`|[\w-]+))*),/.exec(args)?.[1]
    return table === undefined ? namedIn(args) : tableOfName(table)
  }
  if (dataSourceV2.test(kind)) {
    const table = /\w+Write\w*\(table=([^,)\s]+)/.exec(args)?.[1]
    return table === undefined ? undefined : isPath(table) ? tableOfPath(table) : tableOfName(table)
  }
  return namedIn(args)
}

/** Name in backticks, with the day of a static partition `[ds=Some(20261118)]`. */
function namedIn(args: string): NamedTable | undefined {
  const name = hasName.exec(args)?.[0]
  if (name === undefined) return undefined
  const table = tableOfName(name)
  return {
    ...table,
    ...present('day', table.day ?? staticDay(/[[(]([^[\]()]*(?:=| -> )Some\(.*?\))[\])]/.exec(args)?.[1])),
  }
}

/**
 * `s3://b/orders, [ds=20261118], false, [ds#1], Parquet, [path=…], Overwrite, `sales`.`orders`, …`: path, static partition,
 * whether the partition must not exist, partition columns, format, options, mode, catalogue table. Empty ones are left out.
 */
function hadoopTable(args: string): NamedTable | undefined {
  const path = /^(.*?), (?:\[|Map\(|true|false)/s.exec(args)?.[1] ?? args.split(', ')[0]!
  if (!isPath(path)) return undefined
  const located = tableOfPath(path)
  const rest = args.slice(path.length)
  const day = located.day ?? staticDay(/^, (?:\[|Map\()([^\])]*)[\])], (?:true|false)/.exec(rest)?.[1])
  const name = afterMode.exec(rest)?.[1]
  if (name === undefined) return {...located, ...present('day', day)}
  const table = tableOfName(name)
  return {...table, place: {...table.place, uri: path}, ...present('day', table.day ?? day)}
}

function staticDay(partition: string | undefined): Day | undefined {
  if (partition === undefined) return undefined
  const spec = partition.replaceAll(' -> ', '=').replace(/Some\(([^)]*)\)/g, '$1')
  return partitionDayOf(spec.replaceAll(', ', '/'))
}
