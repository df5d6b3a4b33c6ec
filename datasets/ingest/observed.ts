import type {Day} from '../../model/days.js'
import type {Priority} from '../../model/history.js'
import type {Provenance} from './provenance.js'

/**
 * What a source tells of where a table lies or a run ran, in the source's own words. The topology map turns it into a region
 * and a project. A field that the source does not have is left out.
 */
export interface Place {
  /** Location of the files: `s3://bucket/path`, `hdfs://nn-a:8020/warehouse/sales.db/orders`. */
  readonly uri?: string
  /** Trino, Hive or Iceberg catalog; Snowflake database; BigQuery project of a table. */
  readonly catalog?: string
  readonly schema?: string
  /** Snowflake warehouse, or the pool of machines that ran it. */
  readonly warehouse?: string
  /** Trino environment or server, Spark cluster or master, namespace of an OpenLineage job. */
  readonly coordinator?: string
  /** IP address of who read. */
  readonly address?: string
  /** The source's own word for what isthmus calls a project: MaxCompute or BigQuery project, Hive database, dbt schema. */
  readonly project?: string
  /** The source's own word for a region: `us-east-1`, `EU`. Where the topology has a region of this very name, no rule is needed. */
  readonly region?: string
}

/** One day of a table that a run read or wrote. */
export interface ObservedPartition {
  readonly day: Day
  /** `exact` where the source names the partition or a filter on it; `assumed` where it is derived from anything else. */
  readonly dayFrom: 'exact' | 'assumed'
  /** Bytes of this partition alone; absent where only the access as a whole has bytes. */
  readonly bytes?: number
}

/** One table that a run read or wrote. The same table several times in a run is summed. */
export interface ObservedAccess {
  /** The one name of the table, the same in all events of the source (see `table-identity.ts`). */
  readonly table: string
  readonly place: Place
  /** Partitions known; absent where the source tells of none. */
  readonly partitions?: readonly ObservedPartition[]
  /** Bytes of the access as a whole; absent where only the run has a total, or nothing has. */
  readonly bytes?: number
  /** What `bytes` and the bytes of the partitions are. Default exact. */
  readonly bytesFrom?: Exclude<Provenance, 'apportioned' | 'assumed'>
  /** Where the access has no bytes of its own: its weight when the total of the run is shared out. Default: stored bytes of the table. */
  readonly weightBytes?: number
}

/** One finished run. */
export interface ObservedRun {
  /** The source's id of the run; the same id again is the same run: the one that ended last counts. */
  readonly run: string
  /** The recurring job (ecosystem.md 1.11): the same text every day. */
  readonly job: string
  /** Start and end, milliseconds since 1970-01-01 UTC. The end, where known, decides between two tellings of one run. */
  readonly startMs: number
  readonly endMs?: number
  readonly cpuHours?: number
  readonly priority?: Priority
  readonly movable?: boolean
  readonly failed?: boolean
  readonly place: Place
  readonly inputs: readonly ObservedAccess[]
  readonly outputs: readonly ObservedAccess[]
  /** Bytes read by the run as a whole: apportioned over the inputs that have no bytes, by the sizes of their tables. */
  readonly readBytes?: number
  /** Bytes written by the run as a whole: apportioned over the outputs that have no bytes. */
  readonly writtenBytes?: number
}

/** What a catalogue says of a table. Said again, the last one counts, field by field. */
export interface ObservedTable {
  readonly table: string
  readonly place: Place
  /** Bytes of all of it as it is stored now. */
  readonly storedBytes?: number
  /** Typical bytes of one daily partition. */
  readonly partitionBytes?: number
  readonly retentionDays?: number
  /** False: one version (a snapshot table). True: by day. Absent: what the accesses show. */
  readonly partitioned?: boolean
  readonly replicable?: boolean
}

/** What a source says of a project outright (canonical histories). */
export interface ObservedProject {
  readonly project: string
  readonly region: string
  readonly pinned?: boolean
  readonly allowedRegions?: readonly string[]
}

/** Something that a source has and the history will not: counted, with a few examples, in the coverage report. */
export interface Drop {
  /** Short and the same for all of a kind, e.g. `run that did not finish`, `temporary table`. */
  readonly reason: string
  /** Bytes that are lost by it, where known. */
  readonly bytes?: number
  /** Start of the run, where known: tells the day that it is missing from. */
  readonly startMs?: number
  readonly file?: string
  /** Line or row in the file, from 1. */
  readonly row?: number
  /** What it was: an id or a name. */
  readonly value?: string
}
