import type {Finding} from '../../../model/errors.js'
import {present, shownValue} from '../../history/findings.js'
import type {Intake} from '../../ingest/intake.js'
import {listAt, numberAt, objectAt, textAt} from '../../ingest/json-fields.js'
import type {ObservedAccess, ObservedRun, Place} from '../../ingest/observed.js'
import {sqlTemplateKey} from '../../ingest/sql-template.js'
import {tablesKey} from '../../ingest/tables-key.js'
import {instantOf} from '../../ingest/time-stamps.js'
import {withoutVolatileParts} from '../../ingest/volatile-parts.js'
import {secondsOfDuration} from './durations.js'
import {inputOf, outputOf} from './query-tables.js'

type Event = Record<string, unknown>

/** What the events of a file share. */
export interface EventSource {
  readonly file: string
  readonly timeZone: string
  readonly intake: Pick<Intake, 'run' | 'drop' | 'fault'>
}

/**
 * Tells the intake of one QueryCompletedEvent of Trino's listeners (HTTP, Kafka, file): `metadata`, `context`, `statistics`, `ioMetadata`,
 * `createTime`, `executionStartTime`, `endTime`, `failureInfo`. Trino promises no compatibility of this JSON: unknown fields are
 * passed over, and of those that are used only the id of the query and one time must be there.
 */
export function takeEvent(value: Event, row: number, source: EventSource): void {
  const {file, intake} = source
  const event = unwrapped(value)
  const metadata = objectAt(event, 'metadata')
  const io = objectAt(event, 'ioMetadata')
  if (event === undefined || metadata === undefined || io === undefined) {
    intake.drop({reason: 'event that is no completed query', file, row})
    return
  }
  const run = textAt(metadata, 'queryId')
  const startMs = firstInstant(source.timeZone, event.executionStartTime, event.createTime)
  if (!run) intake.fault(missing('metadata.queryId', file, row, 'a query has no id'))
  else if (startMs === undefined) intake.fault(noTime(run, event, file, row))
  else takeQuery(run, startMs, event, row, source)
}

function takeQuery(run: string, startMs: number, event: Event, row: number, source: EventSource): void {
  const {file, intake} = source
  const state =
    textAt(event, 'metadata', 'queryState') ?? (objectAt(event, 'failureInfo') === undefined ? 'FINISHED' : 'FAILED')
  const drop = (reason: string) => intake.drop({reason, file, row, startMs, value: run})
  if (state !== 'FINISHED' && state !== 'FAILED') {
    drop('run that did not finish')
    return
  }
  const observed = runOf(run, startMs, state === 'FAILED', event, {source, row})
  if (observed.inputs.length + observed.outputs.length > 0) intake.run(observed)
  else drop('query without tables of the lake')
}

/** The event inside a message: Trino's Kafka listener puts it into `eventPayload`, exports of topics put the message into `value`. */
function unwrapped(value: Event): Event | undefined {
  if (objectAt(value, 'metadata') !== undefined) return value
  const inner = value.eventPayload ?? value.value
  const event = typeof inner === 'string' ? parsedObject(inner) : objectAt(inner)
  return event?.eventPayload === undefined ? event : objectAt(event, 'eventPayload')
}

function parsedObject(text: string): Event | undefined {
  try {
    return objectAt(JSON.parse(text))
  } catch {
    return undefined
  }
}

function runOf(
  run: string,
  startMs: number,
  failed: boolean,
  event: Event,
  {source, row}: {source: EventSource; row: number},
): ObservedRun {
  const statistics = objectAt(event, 'statistics')
  let otherBytes = 0
  const told = {
    context: {file: source.file, row, startMs},
    drop: (drop: Parameters<Intake['drop']>[0]) => {
      otherBytes += drop.bytes ?? 0
      source.intake.drop(drop)
    },
  }
  const inputs = (listAt(event, 'ioMetadata', 'inputs') ?? []).flatMap(
    input => inputOf(objectAt(input) ?? {}, told) ?? [],
  )
  const totalBytes = numberAt(statistics, 'physicalInputBytes')
  const readBytes = totalBytes === undefined ? undefined : Math.max(0, totalBytes - otherBytes)
  const output = objectAt(event, 'ioMetadata', 'output')
  const access = output && outputOf(output, numberAt(statistics, 'writtenBytes'), told)
  const outputs = access === undefined ? [] : [access]
  const cpuSeconds = secondsOfDuration(statistics?.cpuTime)
  return {
    run,
    job: jobOf(event, inputs, outputs),
    startMs,
    ...present('endMs', instantOf(event.endTime, source.timeZone)),
    ...present('cpuHours', cpuSeconds === undefined ? undefined : cpuSeconds / 3600),
    ...(failed ? {failed} : {}),
    place: placeOf(objectAt(event, 'context')),
    inputs,
    outputs,
    ...(inputs.some(({bytes}) => bytes === undefined) ? present('readBytes', readBytes) : {}),
  }
}

/** The coordinator by its environment (`node.environment`), which is the same for all coordinators of a cluster, and its address. */
function placeOf(context: Event | undefined): Place {
  const group = listAt(context, 'resourceGroupId')?.join('.')
  return {
    ...present('catalog', textAt(context, 'catalog')),
    ...present('schema', textAt(context, 'schema')),
    ...present('warehouse', group === '' ? undefined : group),
    ...present('coordinator', textAt(context, 'environment')),
    ...present('address', textAt(context, 'serverAddress')),
  }
}

/**
 * The recurring job: the client's `source` and `clientTags` without what changes daily, and the template of its SQL. Where the SQL was cut
 * out of the events, the tables that it reads and writes stand for it.
 */
function jobOf(event: Event, inputs: readonly ObservedAccess[], outputs: readonly ObservedAccess[]): string {
  const tags = (listAt(event, 'context', 'clientTags') ?? []).filter(tag => typeof tag === 'string').sort()
  const client = [textAt(event, 'context', 'source') ?? '', ...tags].filter(text => text !== '')
  const sql = textAt(event, 'metadata', 'query')
  return [...client.map(withoutVolatileParts), sql ? sqlTemplateKey(sql) : tablesKey(inputs, outputs)].join('/')
}

function firstInstant(timeZone: string, ...values: readonly unknown[]): number | undefined {
  for (const value of values) {
    const instant = instantOf(value, timeZone)
    if (instant !== undefined) return instant
  }
  return undefined
}

function noTime(run: string, event: Event, file: string, row: number): Finding {
  const value = event.executionStartTime ?? event.createTime
  const finding = missing('createTime', file, row, `query ${shownValue(run)} has no time that can be read`)
  return typeof value === 'string' ? {...finding, value: shownValue(value)} : finding
}

function missing(column: string, file: string, row: number, message: string): Finding {
  return {kind: 'missing-field', file, row, column, message, advice: 'Export whole QueryCompletedEvents.'}
}
