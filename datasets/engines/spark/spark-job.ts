import {spark} from '../../aggregation/dialect.js'
import type {Relation} from '../../aggregation/relation.js'
import {folderRelations} from '../../aggregation/relations.js'
import {sizeRelations} from '../../aggregation/size-relations.js'
import {folderContents} from '../aggregate-manifest.js'
import {type CheckQuery, type ClusterCheck, nameChecks, regionChecks, relationChecks, rowChecks} from './checks.js'
import {factRelations} from './fact-relations.js'
import {type SourceTable, sourceTables} from './source-columns.js'

/** A step of a job: a relation, the days that are planned from, checks, or the place where checks that failed stop it. */
export interface SparkStep {
  readonly name: string
  readonly use: Relation['use'] | 'days' | 'check' | 'stop'
  readonly sql: string
  readonly checks?: readonly ClusterCheck[]
}

/** What aggregate.py is told to do. */
export interface SparkJob {
  /** URI of the history folder, on any file system that the cluster reads. */
  readonly history: string
  /** URI of a folder that the cluster writes to. */
  readonly staging: string
  /** Local folder that the driver copies the aggregate to; null where the staging folder is it. */
  readonly into: string | null
  /** Local file for what came of it. */
  readonly result: string
  readonly settings: Readonly<Record<string, string>>
  readonly days: {readonly from: number | null; readonly to: number | null}
  readonly tables: readonly SourceTable[]
  readonly steps: readonly SparkStep[]
  readonly contents: readonly string[]
}

/** Common SQL: ANSI types and errors, "identifiers" in double quotes, backslashes as they are, days in UTC. */
const settings = {
  'spark.sql.ansi.enabled': 'true',
  'spark.sql.ansi.doubleQuotedIdentifiers': 'true',
  'spark.sql.parser.escapedStringLiterals': 'true',
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.parquet.compression.codec': 'zstd',
}

export interface SparkJobOptions {
  readonly history: string
  readonly staging: string
  readonly into: string | null
  readonly result: string
  readonly regions: readonly string[]
  readonly fromDay?: number
  readonly toDay?: number
  readonly allowExtraColumns: boolean
}

/** The steps of an aggregation on Spark. */
export function sparkJob(options: SparkJobOptions): SparkJob {
  const checkStep = ({checks, sql}: CheckQuery): SparkStep => ({
    name: `check ${checks[0]!.table}`,
    use: 'check',
    sql,
    checks,
  })
  const stop: SparkStep = {name: 'checks', use: 'stop', sql: ''}
  const days = 'SELECT min(day), max(day) FROM run_day'
  const inFolder = ({name, use, sql}: Relation): SparkStep => ({name, use, sql})
  const {history, staging, into, result, fromDay = null, toDay = null} = options
  return {
    history,
    staging,
    into,
    result,
    settings,
    days: {from: fromDay, to: toDay},
    tables: sourceTables(options.allowExtraColumns),
    steps: [
      ...factRelations(options.regions).map(inFolder),
      ...[...rowChecks(), ...nameChecks(), ...regionChecks()].map(checkStep),
      stop,
      {name: 'days', use: 'days', sql: days},
      ...[...sizeRelations(spark), ...folderRelations(spark)].map(inFolder),
      ...relationChecks().map(checkStep),
    ],
    contents: folderContents,
  }
}
