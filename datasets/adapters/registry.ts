import type {Adapter} from '../ingest/intake.js'
import {bigqueryAdapter} from './bigquery/index.js'
import {canonicalAdapter} from './canonical/index.js'
import {dbtAdapter} from './dbt/index.js'
import {hdfsAuditAdapter} from './hdfs-audit/index.js'
import {maxcomputeAdapter} from './maxcompute/index.js'
import {moiraiAdapter} from './moirai/index.js'
import {openlineageAdapter} from './openlineage/index.js'
import {redsetAdapter} from './redset/index.js'
import {rumenAdapter} from './rumen/index.js'
import {snowflakeAdapter} from './snowflake/index.js'
import {sparkAdapter} from './spark/index.js'
import {trinoAdapter} from './trino/index.js'

/** Every kind of source that becomes a lake, in the order of the help. */
export const adapters: readonly Adapter[] = [
  canonicalAdapter,
  openlineageAdapter,
  sparkAdapter,
  trinoAdapter,
  maxcomputeAdapter,
  bigqueryAdapter,
  snowflakeAdapter,
  dbtAdapter,
  hdfsAuditAdapter,
  rumenAdapter,
  redsetAdapter,
  moiraiAdapter,
]

/** Kinds whose fields a user may name (`--map COLUMN=FIELD`); the fields of the others are fixed by their formats. */
export const mappedKinds: ReadonlySet<string> = new Set(['canonical', 'hdfs-audit', 'moirai'])
