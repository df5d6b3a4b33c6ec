import {present} from '../../history/findings.js'
import {listAt, numberAt, objectAt, textAt} from '../../ingest/json-fields.js'
import type {Drop, ObservedAccess, ObservedPartition} from '../../ingest/observed.js'
import {partitionDayOf} from '../../ingest/partition-days.js'

/** Partitions of one access that are told one by one. Trino stops no list; a connector or a forwarder may, and then it says nothing. */
const mostPartitions = 4000

/** Where and when an access was, for what is left out of it. */
export type DropContext = Pick<Drop, 'file' | 'row' | 'startMs'>

type Told = {drop(drop: Drop): void} & {readonly context: DropContext}

/** What Trino writes about one table: `ioMetadata.inputs[]` and `ioMetadata.output`. */
type TableEvent = Record<string, unknown>

interface Name {
  readonly catalog: string
  readonly schema: string
  readonly table: string
}

/** Forks and older versions call the catalog `connectorId`. */
function nameOf(event: TableEvent): Name | undefined {
  const catalog = textAt(event, 'catalogName') ?? textAt(event, 'connectorId')
  const schema = textAt(event, 'schema')
  const table = textAt(event, 'table')
  return catalog && schema && table ? {catalog, schema, table} : undefined
}

/** The engine's own tables and the metadata tables of a connector (`orders$partitions`): no data of the lake. */
function isSystem({catalog, schema, table}: Name): boolean {
  return catalog === 'system' || catalog === 'jmx' || schema === 'information_schema' || table.includes('$')
}

/** The access of an input; undefined, and told as a drop, where it is none. Its bytes are those that left the storage. */
export function inputOf(event: TableEvent, told: Told): ObservedAccess | undefined {
  const bytes = numberAt(event, 'physicalInputBytes')
  return accessOf(event, partitionsOf(objectAt(event, 'connectorInfo'), 'partitionIds', told), bytes, told)
}

/** The access of the output. A statement has one output, so that the bytes that it wrote are of it. */
export function outputOf(event: TableEvent, writtenBytes: number | undefined, told: Told): ObservedAccess | undefined {
  const isCut = event.jsonLengthLimitExceeded === true
  const info = isCut ? undefined : outputInfoOf(event.connectorOutputMetadata)
  return accessOf(event, partitionsOf(info, 'partitionNames', told), writtenBytes, told)
}

function accessOf(
  event: TableEvent,
  partitions: readonly ObservedPartition[] | undefined,
  bytes: number | undefined,
  {drop, context}: Told,
): ObservedAccess | undefined {
  const name = nameOf(event)
  if (name === undefined) {
    drop({reason: 'table without a name', ...context, ...present('bytes', bytes)})
    return undefined
  }
  const table = `${name.catalog}.${name.schema}.${name.table}`
  if (isSystem(name)) {
    drop({reason: 'system table', ...context, ...present('bytes', bytes), value: table})
    return undefined
  }
  const place = {catalog: name.catalog, schema: name.schema}
  return {table, place, ...present('partitions', partitions), ...present('bytes', bytes)}
}

/** `connectorOutputMetadata` is the JSON of the connector's own object, as text. */
function outputInfoOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** The days of the partitions in a list of the Hive connector (`ds=2026-11-18/hour=03`); undefined where it has none or not all. */
function partitionsOf(info: unknown, key: string, {drop, context}: Told): readonly ObservedPartition[] | undefined {
  const ids = listAt(info, key)?.filter(id => typeof id === 'string')
  if (ids === undefined || ids.length === 0) return undefined
  if (ids.length > mostPartitions || objectAt(info)?.truncated === true) {
    drop({reason: 'list of partitions that is cut off or too long', ...context})
    return undefined
  }
  const days = new Set<number>()
  for (const id of ids) {
    const day = partitionDayOf(id)
    if (day !== undefined) days.add(day)
    else drop({reason: 'partition without a date', ...context, value: id})
  }
  if (days.size === 0) return undefined
  return [...days].sort((a, b) => a - b).map(day => ({day, dayFrom: 'exact' as const}))
}
