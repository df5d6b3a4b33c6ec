import type {Day} from '../../../model/days.js'
import {present} from '../../history/findings.js'
import {textAt} from '../../ingest/json-fields.js'
import type {Place} from '../../ingest/observed.js'
import {daysOfFilter} from '../../ingest/partition-days.js'
import {type DescribedScan, describedScan, parsedLocation, type ScanLocation} from './plan-locations.js'
import type {PlanNode} from './plan-node.js'
import {isPath, type NamedTable, tableOfName, tableOfPath} from './table-name.js'

/** One table that a scan reads. */
export interface ScannedTable {
  readonly table: string
  readonly place: Place
  /** Partitions that paths or filters name; absent where they name none, or not all. */
  readonly days?: readonly Day[]
}

/** One operator that reads stored tables. */
export interface Scan {
  /** The same for the operator in all tellings of its plan: its accumulators. */
  readonly key: string
  /** Accumulator of the bytes of the files that it opens. */
  readonly sizeId?: number
  /** Mostly one; empty where the plan does not tell which table it is. */
  readonly tables: readonly ScannedTable[]
  /** Operator as the plan names it. */
  readonly name: string
}

/** Bytes of the files that a scan opens: Spark's own scans, and Iceberg's. */
const sizeMetrics = ['size of files read', 'total data file size (bytes)']

/** Operators whose names begin like a scan and that read no stored table. */
const noTable = /^Scan (?:ExistingRDD|OneRowRelation|In-memory|RDD)/
const scanName = /^(?:(?:Gpu|Photon|Comet)?(?:File)?Scan|(?:Gpu|Comet)?BatchScan)(?: (\S+))?(?: (\S+))?/
const tableName = /^[\w`$-]+(?:\.[\w`$-]+)*$/
/** Tables that Spark keeps in memory: reading them counts as bytes read by tasks, and reads nothing from storage. */
const inMemory = /^(?:Gpu)?(?:InMemoryTableScan$|Scan In-memory)/

/** True where an operator reads from Spark's own cache. */
export function readsCache(nodes: readonly PlanNode[]): boolean {
  return nodes.some(({name}) => inMemory.test(name))
}

/** The scans of a plan, each once. */
export function planScans(nodes: readonly PlanNode[], described: readonly DescribedScan[]): readonly Scan[] {
  const scans = new Map<string, Scan>()
  for (const node of nodes) {
    const scan = scanOf(node, described)
    if (scan !== undefined && !scans.has(scan.key)) scans.set(scan.key, scan)
  }
  return [...scans.values()]
}

function scanOf(node: PlanNode, described: readonly DescribedScan[]): Scan | undefined {
  const match = scanName.exec(node.name)
  if (match === null || noTable.test(node.name)) return undefined
  const sizeId = sizeMetrics.map(name => node.metrics.get(name)).find(id => id !== undefined)
  const firstId = sizeId ?? Math.min(...node.metrics.values())
  const key = Number.isFinite(firstId) ? `#${firstId}` : node.text
  const [, first, second] = match
  const tables = node.name.startsWith('Scan hive')
    ? [hiveTable(node, second ?? '')]
    : fileTables(node, node.name.includes('BatchScan') ? batchName(node, first, second) : second, described)
  return {key, ...present('sizeId', sizeId), tables, name: node.name}
}

/** `Scan hive sales.orders [cols], HiveTableRelation [… Partition Cols: [ds#10]], [isnotnull(ds#10), (ds#10 = 20261118)]`. */
function hiveTable(node: PlanNode, name: string): ScannedTable {
  const filter = /HiveTableRelation .*\]\s*,\s*(\[[^[\]]*\])\s*$/s.exec(node.text)?.[1]
  return named(tableOfName(name), filter)
}

/** DataSource V2: `BatchScan lake.sales.orders`, `BatchScan parquet s3://b/t`; before Spark 3.4 only in `IcebergScan(table=…`. */
function batchName(node: PlanNode, first: string | undefined, second: string | undefined): string | undefined {
  if (second !== undefined && isPath(second)) return second
  const name = first?.replace(/\[.*$/s, '')
  return name === undefined || name === '' ? /\(table=([^,)\s]+)/.exec(node.text)?.[1] : name
}

function fileTables(node: PlanNode, name: string | undefined, described: readonly DescribedScan[]): ScannedTable[] {
  const stated = parsedLocation(textAt(node.metadata, 'Location') ?? '')
  const description = stated === undefined ? describedScan(node, described) : undefined
  const location = stated ?? description?.location ?? wholeLocation(node.text)
  const filter =
    textAt(node.metadata, 'PartitionFilters') ??
    description?.partitionFilters ??
    /(?:PartitionFilters: (\[.*?\])(?:, \w+:|$)|\[filters=(.*?), groupedBy=)/s.exec(node.text)?.slice(1).find(Boolean)
  if (name !== undefined && tableName.test(name)) {
    const table = tableOfName(name)
    const days = location === undefined ? undefined : pathDays(location.paths.map(tableOfPath), location.isWhole)
    const place = {...table.place, ...present('uri', location?.paths[0])}
    return [named({...table, place}, filter, days)]
  }
  if (location !== undefined) return locatedTables(location, filter)
  return name === undefined || !isPath(name) ? [] : [named(tableOfPath(name), filter)]
}

/** The location in the line of an operator, where it is not cut off there. */
function wholeLocation(text: string): ScanLocation | undefined {
  const written = /Location: ([\w$.]*\s*(?:\(\d+ paths?\))?\s*\[[^\]]*\])/.exec(text)?.[1]
  const location = written === undefined ? undefined : parsedLocation(written)
  return location?.paths.some(path => path.endsWith('...')) ? undefined : location
}

/** The tables of the paths of one scan. The days of a table are known where each of its paths names one and none is missing. */
function locatedTables({paths, isWhole}: ScanLocation, filter: string | undefined): ScannedTable[] {
  const tables = new Map<string, NamedTable[]>()
  for (const path of paths) {
    const table = tableOfPath(path)
    const same = tables.get(table.table)
    if (same === undefined) tables.set(table.table, [table])
    else same.push(table)
  }
  return [...tables].map(([table, same]) => named({table, place: same[0]!.place}, filter, pathDays(same, isWhole)))
}

function pathDays(paths: readonly NamedTable[], isWhole: boolean): readonly Day[] | undefined {
  if (!isWhole || paths.some(({day}) => day === undefined)) return undefined
  return [...new Set(paths.map(({day}) => day!))].sort((a, b) => a - b)
}

/** The days in the names come before those of the filter. */
function named({table, place, day}: NamedTable, filter: string | undefined, pathDays?: readonly Day[]): ScannedTable {
  const fromName = pathDays ?? (day === undefined ? undefined : [day])
  const days = fromName ?? (filter === undefined || filter === '[]' ? undefined : daysOfFilter(filter))
  return {table, place, ...(days === undefined || days.length === 0 ? {} : {days})}
}
