/**
 * The fact tables of a history folder (formats.md section 1): the one source for the reader, its checks and the docs.
 * Tables are listed in the order in which they are loaded: a table refers only to tables before it.
 */
export type FactName = 'projects' | 'tables' | 'runs' | 'partitions' | 'reads' | 'writes' | 'dependencies'

/** What a `reference` column names. */
export type Referent = 'region' | 'project' | 'table' | 'run'

export type ColumnType =
  /** Identifies the row: unique within its table. */
  'name' | 'text' | 'integer' | 'number' | 'date' | 'timestamp' | 'boolean' | 'choice' | 'reference'

export interface ColumnSpec {
  readonly name: string
  readonly type: ColumnType
  readonly required: boolean
  /** What an empty cell of an optional column means, in words or as a value of the column. */
  readonly default?: string
  readonly refersTo?: Referent
  readonly choices?: readonly string[]
  /** e.g. `bytes`, `days`; absent for plain text and flags. */
  readonly unit?: string
  readonly meaning: string
}

export interface FactTable {
  readonly name: FactName
  readonly required: boolean
  readonly meaning: string
  readonly columns: readonly ColumnSpec[]
}

const required = true
const optional = false

const run: ColumnSpec = {name: 'run', type: 'reference', required, refersTo: 'run', meaning: 'The run that did it'}
const table: ColumnSpec = {name: 'table', type: 'reference', required, refersTo: 'table', meaning: 'The table'}
const partitionDate: ColumnSpec = {
  name: 'partition_date',
  type: 'date',
  required: optional,
  default: 'unpartitioned',
  unit: 'UTC day',
  meaning: 'Day of the partition; empty for the one version of a snapshot table',
}

export const factTables: readonly FactTable[] = [
  {
    name: 'projects',
    required,
    meaning: 'Projects (databases, namespaces) and their home regions',
    columns: [
      {name: 'project', type: 'name', required, meaning: 'Name of the project'},
      {name: 'region', type: 'reference', required, refersTo: 'region', meaning: 'Home region'},
      {name: 'pinned', type: 'boolean', required: optional, default: 'false', meaning: 'Must stay at home'},
      {
        name: 'allowed_regions',
        type: 'text',
        required: optional,
        default: 'all regions',
        meaning: 'Regions where the project may live, separated by semicolons',
      },
    ],
  },
  {
    name: 'tables',
    required,
    meaning: 'Stored tables',
    columns: [
      {name: 'table', type: 'name', required, meaning: 'Name of the table'},
      {name: 'project', type: 'reference', required, refersTo: 'project', meaning: 'Project that the table belongs to'},
      {
        name: 'partition_bytes',
        type: 'integer',
        required: optional,
        default: 'unknown',
        unit: 'bytes',
        meaning: 'Typical size of one daily partition, or of the one version of a snapshot table',
      },
      {
        name: 'retention_days',
        type: 'integer',
        required: optional,
        default: 'for ever',
        unit: 'days',
        meaning: 'How long partitions live at home',
      },
      {
        name: 'replicable',
        type: 'boolean',
        required: optional,
        default: 'true',
        meaning: 'May be copied to other regions',
      },
    ],
  },
  {
    name: 'runs',
    required,
    meaning: 'Runs of jobs',
    columns: [
      {name: 'run', type: 'name', required, meaning: 'Name of the run'},
      {name: 'job', type: 'text', required, meaning: 'The recurring job: the same every day'},
      {name: 'project', type: 'reference', required, refersTo: 'project', meaning: 'Project that the job belongs to'},
      {name: 'region', type: 'reference', required, refersTo: 'region', meaning: 'Region where it ran'},
      {name: 'start', type: 'timestamp', required, unit: 'UTC', meaning: 'Start, ISO 8601; without a zone it is UTC'},
      {
        name: 'duration_s',
        type: 'number',
        required: optional,
        default: '0',
        unit: 'seconds',
        meaning: 'How long it ran',
      },
      {name: 'cpu_hours', type: 'number', required: optional, default: '0', unit: 'CPU-hours', meaning: 'CPU used'},
      {
        name: 'priority',
        type: 'choice',
        required: optional,
        default: 'silver',
        choices: ['gold', 'silver', 'bronze'],
        meaning: 'How much its timeliness matters',
      },
      {name: 'movable', type: 'boolean', required: optional, default: 'true', meaning: 'May run in another region'},
      {
        name: 'status',
        type: 'choice',
        required: optional,
        default: 'ok',
        choices: ['ok', 'failed'],
        meaning: 'Reads of failed runs are traffic, not demand',
      },
    ],
  },
  {
    name: 'partitions',
    required: optional,
    meaning: 'Sizes of single partitions',
    columns: [
      table,
      {...partitionDate, required, meaning: 'Day of the partition'},
      {name: 'bytes', type: 'integer', required, unit: 'bytes', meaning: 'Size of the partition'},
    ],
  },
  {
    name: 'reads',
    required,
    meaning: 'Partitions that runs read',
    columns: [
      run,
      table,
      partitionDate,
      {
        name: 'bytes',
        type: 'integer',
        required,
        unit: 'bytes',
        meaning: 'Bytes really read; may be less than the partition',
      },
    ],
  },
  {
    name: 'writes',
    required: optional,
    meaning: 'Partitions that runs wrote',
    columns: [
      run,
      table,
      partitionDate,
      {name: 'bytes', type: 'integer', required, unit: 'bytes', meaning: 'Bytes written'},
    ],
  },
  {
    name: 'dependencies',
    required: optional,
    meaning: 'Declared table dependencies, beside those seen in reads and writes',
    columns: [
      table,
      {name: 'upstream', type: 'reference', required, refersTo: 'table', meaning: 'A table that it is made from'},
      {name: 'job', type: 'text', required: optional, default: 'not said', meaning: 'The job that makes it'},
    ],
  },
]

/** Largest byte count of one cell: every integer up to it is exact as a double. */
export const LARGEST_INTEGER = 2 ** 53
