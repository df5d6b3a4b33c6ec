import {type IngestResult, ingestInto} from '../../datasets/ingest/ingest.js'
import {inputFiles} from '../../datasets/ingest/input-files.js'
import {type Adapter, defaultLimits} from '../../datasets/ingest/intake.js'
import {readTopologyMap} from '../../datasets/ingest/topology-map.js'
import {isTimeZone} from '../../datasets/ingest/topology-map-checks.js'
import {IsthmusError} from '../../model/errors.js'
import type {Progress} from '../progress.js'
import {columnMap} from './column-map.js'

/** What is read, and how, as the command line says it. Undefined: not said. */
export interface IngestRequest {
  readonly adapter: Adapter
  readonly paths: readonly string[]
  /** Path of the topology map. */
  readonly topology: string
  /** Folder of the lake. */
  readonly into: string
  readonly name: string | undefined
  /** `col=field` */
  readonly map: readonly string[] | undefined
  readonly timeZone: string | undefined
  readonly skipBroken: boolean | undefined
  readonly replaceDays: boolean | undefined
  readonly keepDays: number | undefined
  /** Longest line, bytes. */
  readonly lineLimit: number | undefined
  readonly signal: AbortSignal
  readonly progress: Progress
}

export interface SourceIngested extends IngestResult {
  /** Name of the source in the lake. */
  readonly source: string
}

/**
 * Reads a source into a lake. All that can be wrong with the request itself is found before the lake is touched.
 *
 * @throws IsthmusError (usage) for what was asked, BadInput for faults of the map or of the source
 */
export async function ingestSource(request: IngestRequest): Promise<SourceIngested> {
  const {adapter, paths, into, name = adapter.kind, keepDays, lineLimit, signal, progress} = request
  const map = columnMap(request.map ?? [])
  if (request.timeZone !== undefined && !isTimeZone(request.timeZone)) {
    const advice = 'Give an IANA name, e.g. UTC, Asia/Shanghai or Europe/Berlin.'
    throw new IsthmusError('usage', `there is no time zone '${request.timeZone}'`, advice)
  }
  inputFiles(paths)
  const topology = await readTopologyMap(request.topology)
  const timeZone = request.timeZone ?? topology.timeZone
  if (timeZone === undefined && adapter.needsTimeZone) {
    const advice = 'Give --time-zone, e.g. Asia/Shanghai, or timeZone in the topology map.'
    throw new IsthmusError('usage', `times of ${adapter.kind} are local and name no zone`, advice)
  }
  const result = await ingestInto(
    into,
    {adapter, name, paths},
    {
      map: topology,
      adapter: {
        timeZone: timeZone ?? 'UTC',
        map,
        onProgress: share => progress.stage(share < 1 ? 'reading' : 'settling', share),
        signal,
        limits: lineLimit === undefined ? defaultLimits : {...defaultLimits, lineBytes: lineLimit},
      },
      skipBroken: request.skipBroken ?? false,
      replaceDays: request.replaceDays ?? false,
      ...(keepDays === undefined ? {} : {keepDays}),
    },
  )
  return {source: name, ...result}
}
