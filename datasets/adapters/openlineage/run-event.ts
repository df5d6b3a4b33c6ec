import {isIP} from 'node:net'
import type {Finding} from '../../../model/errors.js'
import {present, shownValue} from '../../history/findings.js'
import {objectAt, textAt} from '../../ingest/json-fields.js'
import {instantOf} from '../../ingest/time-stamps.js'
import {datasetsOf, type LineageDataset} from './dataset.js'
import type {DatasetIdentities} from './dataset-identity.js'
import type {LineageJob} from './job-key.js'

/** States that end a run. */
export type RunEnd = 'COMPLETE' | 'FAIL' | 'ABORT'

/** One event of a run. */
export interface RunEvent {
  /** UUID in lower case. */
  readonly run: string
  readonly timeMs: number
  readonly isStart: boolean
  /** Undefined for START, RUNNING and OTHER. */
  readonly end: RunEnd | undefined
  readonly job: LineageJob
  /** IP address of the client, where the source tells it. */
  readonly address?: string
  readonly inputs: readonly LineageDataset[]
  readonly outputs: readonly LineageDataset[]
  /** Datasets without a namespace and name. */
  readonly unnamed: number
}

const eventTypes = new Set(['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'])
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const fromProducer = 'Mend the producer, or leave the event out.'

/** The event, or what is wrong with it: without file and row. */
export function runEventOf(
  event: Record<string, unknown>,
  timeZone: string,
  identities: DatasetIdentities,
): RunEvent | Omit<Finding, 'file'> {
  const run = textAt(event, 'run', 'runId')
  if (run === undefined || !uuid.test(run)) return broken('bad-run-id', 'run.runId', run, 'no UUID')
  const timeMs = instantOf(event.eventTime, timeZone)
  if (timeMs === undefined) return broken('bad-time', 'eventTime', event.eventTime, 'no time')
  const type = textAt(event, 'eventType')?.toUpperCase() ?? ''
  if (!eventTypes.has(type)) return broken('bad-event-type', 'eventType', event.eventType, 'no state of a run')
  const job = jobOf(event)
  if (job === undefined) return broken('no-job', 'job.name', undefined, 'missing')
  const isSpark = isFromSpark(event)
  const inputs = datasetsOf(event, 'input', isSpark, identities)
  const outputs = datasetsOf(event, 'output', isSpark, identities)
  return {
    run: run.toLowerCase(),
    timeMs,
    isStart: type === 'START',
    end: type === 'COMPLETE' || type === 'FAIL' || type === 'ABORT' ? type : undefined,
    job,
    ...present('address', addressOf(event)),
    inputs: inputs.datasets,
    outputs: outputs.datasets,
    unnamed: inputs.unnamed + outputs.unnamed,
  }
}

/** Undefined where the event has no namespace and name of a job. */
export function jobOf(event: Record<string, unknown>): LineageJob | undefined {
  const namespace = textAt(event, 'job', 'namespace')
  const name = textAt(event, 'job', 'name')
  if (namespace === undefined || name === undefined || name === '') return undefined
  const parent = {
    namespace: textAt(event, 'run', 'facets', 'parent', 'job', 'namespace'),
    name: textAt(event, 'run', 'facets', 'parent', 'job', 'name'),
  }
  return {
    namespace,
    name,
    ...(parent.namespace === undefined || parent.name === undefined
      ? {}
      : {parent: {namespace: parent.namespace, name: parent.name}}),
    ...present('sql', textAt(event, 'job', 'facets', 'sql', 'query')),
  }
}

/** Spark gives the size of whole tables where others give what was read. */
export function isFromSpark(event: Record<string, unknown>): boolean {
  const engine = textAt(event, 'run', 'facets', 'processing_engine', 'name') ?? ''
  return /\/integration\/spark(?:\/|$|\?|#)/.test(textAt(event, 'producer') ?? '') || /^spark$/i.test(engine)
}

/** Hive tells the address of the client. */
function addressOf(event: Record<string, unknown>): string | undefined {
  const address = textAt(objectAt(event, 'run', 'facets', 'hive_session'), 'clientIp')
  return address !== undefined && isIP(address) !== 0 ? address : undefined
}

function broken(kind: string, column: string, value: unknown, what: string): Omit<Finding, 'file'> {
  const shown = value === undefined ? undefined : shownValue(typeof value === 'string' ? value : JSON.stringify(value))
  const message = shown === undefined ? `the event has no ${column}` : `${column} is ${what}`
  return {kind, column, ...present('value', shown), message, advice: fromProducer}
}
