import type {Day} from '../../model/days.js'
import {datesIn, unescaped} from './dates-in-text.js'
import {partitionDayOf} from './partition-days.js'

/** Which table a location belongs to. */
export interface LocatedTable {
  /** The location without partitions, files and trailing slash: the same for all files of a table. */
  readonly table: string
  /** The day of the partition, where the location names one. */
  readonly day?: Day
}

/** Schemes that are the same store under other names. */
const schemeAliases: Readonly<Record<string, string>> = {s3a: 's3', s3n: 's3', wasbs: 'wasb', abfss: 'abfs'}

const keyValueSegment = /^[^=/]+=[^/]*$/
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
/** Files that Spark, Hive, Iceberg, Trino and Impala write inside a table, under names that say nothing. */
const fileOfTable = new RegExp(
  `^(?:part-(?:[rm]-)?\\d{5}.*|\\d{6}_\\d+(?:_copy_\\d+)?(?:\\..*)?|bucket_\\d{5}.*|\\d{5}-\\d+-${uuid}.*|\\d{8}_\\d{6}_\\d{5}_\\w{5}_${uuid}.*|(?:.*[-_])?${uuid}(?:[-_]\\w+)*\\.[a-z].*|_SUCCESS|_committed_\\d+|_started_\\d+|.*\\*.*)$`,
  'i',
)
const icebergFile = new RegExp(
  `^(?:\\d{5}-\\d+-${uuid}.*|\\d{5}-${uuid}\\.metadata\\.json.*|snap-\\d+-.*|v\\d+\\.metadata\\.json)$`,
  'i',
)
/** Folders inside a table that keep its log or a write that is not finished. */
const innerFolder =
  /^(?:_delta_log|\.hoodie|_temporary|_spark_metadata|\.hive-staging.*|\.spark-staging.*|(?:delete_)?delta_\d{7,}_\d{7,}.*|base_\d{7,}.*)$/
const extension = /^(.*?)((?:\.[A-Za-z][A-Za-z0-9]{0,9}){0,3})$/

/**
 * The table that a file, partition or folder belongs to, and its day. Scheme aliases become one (s3a → s3, file:/// → file:/); what
 * lies at or below the first `key=value` segment, date path or log folder belongs to the table above it, and so do files that engines
 * write under names of their own. A file with a name of its own is a table of its own. A date inside the last name is taken out of
 * it: `orders_20261118` and `orders_20261119` are days of `orders`. A name without slashes (`sales.orders$20261118`) works the same.
 */
export function tableOfLocation(uri: string): LocatedTable {
  const {root, path} = splitLocation(uri)
  const segments = path.split('/').filter(segment => segment !== '')
  const kept = tableSegments(segments)
  const partition = segments.slice(kept.length).filter(segment => !fileOfTable.test(segment))
  const {name, isDated} = undatedName(kept.at(-1) ?? '')
  const table = [...kept.slice(0, -1), ...(name === '' ? [] : [name])].join('/')
  const day = dayOfPartition(partition) ?? (isDated ? partitionDayOf(kept.at(-1)!) : undefined)
  const separator = root === '' ? (path.startsWith('/') ? '/' : '') : table === '' ? '' : '/'
  const location = `${root}${separator}${table}`
  if (location === '') return {table: uri}
  return {table: location, ...(day === undefined ? {} : {day})}
}

/** Folders go before the name of a file in them. */
function dayOfPartition(segments: readonly string[]): Day | undefined {
  return partitionDayOf(segments.slice(0, -1).join('/')) ?? partitionDayOf(segments.join('/'))
}

/** Scheme with the bucket, container or name node, which are never taken for a partition, and the path behind. */
function splitLocation(uri: string): {root: string; path: string} {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(\/\/[^/]*)?(\/.*)?$/.exec(uri.trim())
  if (match === null) return {root: '', path: uri.trim()}
  const [, scheme, authority, path] = match
  const name = scheme!.toLowerCase()
  const root = `${schemeAliases[name] ?? name}:${authority === undefined || authority === '//' ? '' : authority}`
  if (authority === undefined && path === undefined) return {root: '', path: uri.trim()}
  return {root, path: path ?? ''}
}

/** The segments that name the table. */
function tableSegments(segments: readonly string[]): readonly string[] {
  const cut = segments.findIndex((segment, i) => isPartition(segments, i) || innerFolder.test(segment))
  const last = segments.at(-1) ?? ''
  const isIceberg = icebergFile.test(last)
  let kept = cut < 0 ? segments.length : cut
  while (kept > 1 && fileOfTable.test(segments[kept - 1]!)) kept--
  if (isIceberg && kept === segments.length) kept--
  if (isIceberg && kept > 1 && /^(?:data|metadata)$/.test(segments[kept - 1]!)) kept--
  return segments.slice(0, kept)
}

/** Whether a partition begins at this segment: `key=value`, a date, `2026/11` or `2026-11`. */
function isPartition(segments: readonly string[], i: number): boolean {
  const segment = unescaped(segments[i]!)
  if (keyValueSegment.test(segment)) return true
  const [date] = datesIn(segment)
  if (date !== undefined && date.start === 0 && date.end === segment.length) return true
  if (/^(?:199\d|20\d{2}|2100)-(?:0[1-9]|1[0-2])$/.test(segment)) return true
  return /^(?:199\d|20\d{2}|2100)$/.test(segment) && /^(?:0[1-9]|1[0-2])$/.test(segments[i + 1] ?? '')
}

/** The name without the one date in it, its separators and a BigQuery `$`. */
function undatedName(segment: string): {name: string; isDated: boolean} {
  const dates = datesIn(segment)
  if (dates.length !== 1) return {name: segment, isDated: false}
  const {start, end} = dates[0]!
  const [, stem, suffix] = extension.exec(segment.slice(end))!
  const before = segment.slice(0, start).replace(/[-_.$]+$/, '')
  const behind = stem!.replace(/^[-_.]+/, '')
  if (before === '' && behind === '') return {name: segment, isDated: false}
  const joined = before === '' || behind === '' ? before + behind : `${before}_${behind}`
  return {name: `${joined}${suffix}`, isDated: true}
}
