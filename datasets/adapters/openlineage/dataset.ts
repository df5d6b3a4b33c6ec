import type {Day} from '../../../model/days.js'
import {listAt, objectAt, textAt} from '../../ingest/json-fields.js'
import type {ObservedAccess} from '../../ingest/observed.js'
import type {DatasetIdentities, DatasetIdentity} from './dataset-identity.js'
import {isStreamNamespace} from './namespace-hints.js'
import {subsetOf} from './subset-days.js'

/** Bytes of an access, and what they are. */
export interface AccessBytes {
  readonly bytes: number
  readonly from: NonNullable<ObservedAccess['bytesFrom']>
}

/** One input or output of an event. */
export interface LineageDataset {
  /** The dataset in the words of the event: namespace and name. */
  readonly key: string
  readonly identity: DatasetIdentity
  readonly days: readonly Day[] | undefined
  readonly statistics: AccessBytes | undefined
  /** Why it does not count; undefined where it does. */
  readonly dropped: DatasetDrop | undefined
  /** The name that the table had before, where the event renames it. */
  readonly renamedFrom: string | undefined
  /** Whether a size is given that is no number of bytes. */
  readonly hasBrokenSize: boolean
}

export type DatasetDrop = 'dataset is no table' | 'temporary table' | 'change of a table that moves no data'

/** States of `lifecycleStateChange` that write nothing. */
const stillStates = new Set(['DROP', 'TRUNCATE', 'RENAME', 'ALTER'])
const topicTypes = new Set(['TOPIC', 'STREAM'])

/** @returns undefined where it has no namespace and name */
export function datasetOf(
  value: unknown,
  role: 'input' | 'output',
  isSpark: boolean,
  identities: DatasetIdentities,
): LineageDataset | undefined {
  const namespace = textAt(value, 'namespace')
  const name = textAt(value, 'name')
  if (namespace === undefined || name === undefined || name === '') return undefined
  const dataset = value as Record<string, unknown>
  const identity = identities.of(dataset)
  const roleFacets = objectAt(dataset, role === 'input' ? 'inputFacets' : 'outputFacets') ?? {}
  const condition = objectAt(roleFacets, 'subset', role === 'input' ? 'inputCondition' : 'outputCondition')
  const subset = condition === undefined ? undefined : subsetOf(condition)
  const days = subset?.days ?? (identity.day === undefined ? undefined : [identity.day])
  const {size, isBroken} = sizeOf(roleFacets, role)
  const from =
    role === 'output' || !isSpark ? 'exact' : sparkSize(dataset, roleFacets, identity, subset?.isLocations ?? false)
  return {
    key: `${namespace}\n${name}`,
    identity,
    days,
    statistics: size === undefined ? undefined : {bytes: size, from},
    dropped: dropOf(dataset, namespace, identity, size),
    renamedFrom: role === 'output' ? previousTable(dataset, identities) : undefined,
    hasBrokenSize: isBroken,
  }
}

/** Sizes from 0 to 2^53; Spark says 2^63 - 1 where it does not know. */
function sizeOf(
  facets: Record<string, unknown>,
  role: 'input' | 'output',
): {readonly size: number | undefined; readonly isBroken: boolean} {
  const statistics = objectAt(facets, role === 'input' ? 'inputStatistics' : 'outputStatistics')
  const scanned = objectAt(facets, 'icebergScanReport', 'scanMetrics')
  const value = statistics?.size ?? scanned?.totalFileSizeInBytes ?? undefined
  const isSize = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER
  return {size: isSize ? value : undefined, isBroken: value !== undefined && !isSize}
}

/**
 * What the size of an input is that Spark gives: of Iceberg the files that the scan opened; of a path that is a partition, or of
 * listed locations, these; else the size of the whole table in the catalogue.
 */
function sparkSize(
  dataset: Record<string, unknown>,
  facets: Record<string, unknown>,
  identity: DatasetIdentity,
  isLocations: boolean,
): AccessBytes['from'] {
  const isIceberg =
    objectAt(facets, 'icebergScanReport') !== undefined ||
    textAt(dataset, 'facets', 'storage', 'storageLayer')?.toLowerCase() === 'iceberg'
  const isPartition = identity.isPath && identity.day !== undefined
  return isIceberg || isPartition || isLocations ? 'scannedFiles' : 'wholeTable'
}

function dropOf(
  dataset: Record<string, unknown>,
  namespace: string,
  identity: DatasetIdentity,
  size: number | undefined,
): DatasetDrop | undefined {
  const type = textAt(dataset, 'facets', 'datasetType', 'datasetType')?.toUpperCase() ?? ''
  if (isStreamNamespace(namespace) || topicTypes.has(type)) return 'dataset is no table'
  if (isTemporary(identity)) return 'temporary table'
  const state = textAt(dataset, 'facets', 'lifecycleStateChange', 'lifecycleStateChange')?.toUpperCase() ?? ''
  return stillStates.has(state) && (size ?? 0) === 0 ? 'change of a table that moves no data' : undefined
}

/** Folders of writes that are not finished, and tables that dbt, Hive and BigQuery make and drop within one run. */
const passing =
  /\/(?:_temporary|\.hive-staging[^/]*|_tmp_space\.db|\.spark-staging[^/]*)(?:\/|$)|__dbt_(?:tmp|backup)[^/.]*$|values__tmp__table__\d+$|\._[0-9a-f]{20,}\.anon[^.]*$/i
const temporaryFolder = /^file:\/(?:private\/)?(?:var\/)?tmp(?:\/|$)/

/** A path below /tmp is temporary unless a catalogue knows it by a name. */
function isTemporary({table, isNamed}: DatasetIdentity): boolean {
  return passing.test(table) || (!isNamed && temporaryFolder.test(table))
}

function previousTable(dataset: Record<string, unknown>, identities: DatasetIdentities): string | undefined {
  const previous = objectAt(dataset, 'facets', 'lifecycleStateChange', 'previousIdentifier')
  const namespace = textAt(previous, 'namespace')
  const name = textAt(previous, 'name')
  return namespace === undefined || name === undefined ? undefined : identities.of({namespace, name}).table
}

/** The datasets of an event; those without a name are counted. */
export function datasetsOf(
  event: Record<string, unknown>,
  role: 'input' | 'output',
  isSpark: boolean,
  identities: DatasetIdentities,
): {readonly datasets: readonly LineageDataset[]; readonly unnamed: number} {
  const values = listAt(event, role === 'input' ? 'inputs' : 'outputs') ?? []
  const datasets = values.flatMap(value => datasetOf(value, role, isSpark, identities) ?? [])
  return {datasets, unnamed: values.length - datasets.length}
}
