import {present} from '../../history/findings.js'
import {cellBoolean, cellNumber, cellText} from '../../ingest/cell-values.js'
import type {Drop, ObservedAccess, ObservedRun} from '../../ingest/observed.js'
import {instantOf} from '../../ingest/time-stamps.js'

/** README: "megabytes", without saying which; isthmus counts 10^6 bytes, as in all its units. */
const bytesPerMegabyte = 1e6

export type QueryReading = {readonly run: ObservedRun} | {readonly drop: Drop} | {readonly missing: string}

/**
 * A run from a row of Redset (github.com/amazon-science/redset, README, section Schema): one query, the bytes that it scanned in total and the
 * ids of the permanent tables that it read and wrote. Clusters of the two halves of the data set have overlapping ids; only provisioned
 * ones have a `cluster_size`. The bytes are what was scanned, which the README warns says nothing about the sizes of tables.
 */
export function queryReading(cells: Readonly<Record<string, unknown>>): QueryReading {
  const [instance, query] = [cellText(cells.instance_id), cellText(cells.query_id)]
  const startMs = instantOf(cells.arrival_timestamp, 'UTC')
  if (instance === undefined) return {missing: 'instance_id'}
  if (query === undefined) return {missing: 'query_id'}
  if (startMs === undefined) return {missing: 'arrival_timestamp'}
  const fleet = cells.cluster_size === undefined ? 'serverless' : 'provisioned'
  const cluster = `${fleet}-${instance}`
  const run = `${cluster}/${query}`
  const megabytes = cellNumber(cells.mbytes_scanned)
  const readBytes = megabytes === undefined ? undefined : Math.round(megabytes * bytesPerMegabyte)
  const drop = (reason: string): QueryReading => ({drop: {reason, value: run, startMs, ...present('bytes', readBytes)}})
  if (isTrue(cells.was_cached)) return drop('query answered from the result cache')
  const accesses = (column: string) => accessesOf(cells[column], cluster, cellText(cells.database_id) ?? '')
  const [inputs, outputs] = [accesses('read_table_ids'), accesses('write_table_ids')]
  if (inputs.length === 0 && outputs.length === 0) return drop('query without permanent tables')
  const durations = ['queue_duration_ms', 'compile_duration_ms', 'execution_duration_ms'].map(
    column => cellNumber(cells[column]) ?? 0,
  )
  const fingerprint = cellText(cells.feature_fingerprint)
  return {
    run: {
      run,
      job: `${cluster}:${fingerprint ?? `no fingerprint, ${query}`}`,
      startMs,
      endMs: startMs + Math.round(durations.reduce((sum, ms) => sum + Math.max(0, ms), 0)),
      ...(isTrue(cells.was_aborted) ? {failed: true} : {}),
      place: {coordinator: cluster, project: cluster},
      inputs,
      outputs,
      ...present('readBytes', readBytes),
    },
  }
}

/** Flags are 0 and 1 in the files. */
function isTrue(cell: unknown): boolean {
  return cellBoolean(cell) === true
}

function accessesOf(cell: unknown, cluster: string, database: string): readonly ObservedAccess[] {
  const ids = new Set((cellText(cell) ?? '').split(',').map(id => id.trim()))
  ids.delete('')
  const place = {project: cluster, ...(database === '' ? {} : {catalog: database})}
  return [...ids].map(id => ({table: `${cluster}/${database}/${id}`, place}))
}
