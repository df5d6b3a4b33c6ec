import {sqlTemplateKey} from '../../ingest/sql-template.js'
import {withoutVolatileParts} from '../../ingest/volatile-parts.js'

/** What events tell of the job of a run. */
export interface LineageJob {
  readonly namespace: string
  readonly name: string
  /** The job that started this run (facet `parent`). */
  readonly parent?: {readonly namespace: string; readonly name: string}
  /** Text of the query (facet `sql`). */
  readonly sql?: string
}

const trinoQuery = /^\d{8}_\d{6}_\d{5}_[a-z0-9]{5}$/

/**
 * The recurring job: namespace and name, dates and ids in them taken out (`?`). Where the name is the id of one query (Trino, JDBC
 * clients), it is the parent's name, if it has one, and the template of the query.
 */
export function jobKeyOf(job: LineageJob): string {
  const name = withoutVolatileParts(job.name)
  const isStable = name === job.name || /[A-Za-z]{2}/.test(name)
  if (isStable && !trinoQuery.test(job.name)) return `${job.namespace}/${name}`
  const parent = job.parent
  const base = parent === undefined ? job.namespace : `${parent.namespace}/${withoutVolatileParts(parent.name)}`
  return job.sql === undefined ? `${base}/?` : `${base}/sql-${sqlTemplateKey(job.sql)}`
}
