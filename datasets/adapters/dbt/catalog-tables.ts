import type {Intake} from '../../ingest/intake.js'
import {objectAt, textAt} from '../../ingest/json-fields.js'
import type {Artifact} from './artifact.js'
import {relationOf} from './relation.js'

/** Statistics that hold the bytes of a table: `bytes` (Snowflake, Spark), `num_bytes` (BigQuery), `size` (Redshift). */
const sizeStatistics = ['bytes', 'num_bytes', 'size']

/** Tells the intake the tables of a catalogue with their bytes. Views, and tables in which tests keep their failures, are drops. */
export function tellCatalog(catalog: Artifact, intake: Intake): void {
  const {file, row} = catalog
  for (const group of ['nodes', 'sources'] as const) {
    for (const [id, entry] of Object.entries(objectAt(catalog.value, group) ?? {})) {
      const metadata = objectAt(entry, 'metadata')
      const name = textAt(metadata, 'name')
      if (name === undefined) {
        intake.drop({reason: 'table without a name', file, row, value: id})
        continue
      }
      const {table, place} = relationOf(textAt(metadata, 'database'), textAt(metadata, 'schema'), name)
      const {storedBytes, lost} = storedBytesOf(entry)
      if (lost !== undefined) intake.drop({reason: lost, file, row, value: table})
      const bytes = storedBytes === undefined ? {} : {bytes: storedBytes}
      if (/\bview\b/i.test(textAt(metadata, 'type') ?? '') && storedBytes === undefined) {
        intake.drop({reason: 'view', file, row, value: table})
      } else if (id.startsWith('test.')) intake.drop({reason: 'table of a test', ...bytes, file, row, value: table})
      else intake.table({table, place, ...(storedBytes === undefined ? {} : {storedBytes})})
    }
  }
}

/**
 * dbt 1.8 writes sizes as truth values: 0 as `false` and any other as `true`, which is lost. `false` is 0 or not known, and is taken as
 * not known.
 */
function storedBytesOf(entry: unknown): {readonly storedBytes?: number; readonly lost?: string} {
  for (const id of sizeStatistics) {
    const value = objectAt(entry, 'stats', id)?.value
    if (value === undefined || value === null || value === false) continue
    if (value === true) return {lost: 'size that dbt wrote as true'}
    const isBytes =
      typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER
    return isBytes ? {storedBytes: value} : {lost: 'size that is no number of bytes'}
  }
  return {}
}
