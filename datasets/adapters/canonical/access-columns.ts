/** A column that a source may give, under this name or another (`--map NAME=FIELD`). */
export interface SourceColumn {
  readonly name: string
  readonly required: boolean
  readonly meaning: string
}

/**
 * Columns of one file of accesses: a row per run and table (or partition) that it read or wrote, with what is known of the run and the
 * table on each row. Rows of one run must agree on the run; bytes of the same table and day are added up.
 */
export const accessColumns: readonly SourceColumn[] = [
  {name: 'run', required: true, meaning: 'Id of the run'},
  {name: 'job', required: true, meaning: 'The recurring job: the same text every day'},
  {
    name: 'start',
    required: true,
    meaning: 'Start of the run: ISO 8601, or seconds, milliseconds or microseconds since 1970',
  },
  {name: 'end', required: false, meaning: 'End of the run'},
  {name: 'duration_s', required: false, meaning: 'Seconds that the run took, where there is no end'},
  {name: 'project', required: false, meaning: 'Project that the run belongs to'},
  {name: 'region', required: false, meaning: 'Region where it ran'},
  {name: 'coordinator', required: false, meaning: 'Cluster or server that ran it, for the topology map'},
  {name: 'warehouse', required: false, meaning: 'Warehouse, queue or pool that ran it, for the topology map'},
  {name: 'address', required: false, meaning: 'IP address of who read, for the topology map'},
  {name: 'cpu_hours', required: false, meaning: 'CPU-hours of the run'},
  {name: 'priority', required: false, meaning: 'gold, silver or bronze'},
  {name: 'movable', required: false, meaning: 'Whether the job may run elsewhere'},
  {name: 'status', required: false, meaning: 'ok or failed'},
  {name: 'table', required: true, meaning: 'Table that the run read or wrote'},
  {name: 'access', required: false, meaning: 'read (the default) or write'},
  {name: 'partition_date', required: false, meaning: 'Day of the partition'},
  {name: 'bytes', required: false, meaning: 'Bytes read or written'},
  {name: 'table_project', required: false, meaning: 'Project of the table'},
  {name: 'table_region', required: false, meaning: 'Region of the table'},
  {name: 'table_uri', required: false, meaning: 'Location of the table, for the topology map'},
  {name: 'table_catalog', required: false, meaning: 'Catalog of the table, for the topology map'},
  {name: 'table_schema', required: false, meaning: 'Schema of the table, for the topology map'},
  {name: 'table_bytes', required: false, meaning: 'Bytes of the whole table as it is stored'},
  {name: 'partition_bytes', required: false, meaning: 'Typical bytes of one daily partition'},
  {name: 'retention_days', required: false, meaning: 'Days that a partition lives at home'},
  {name: 'replicable', required: false, meaning: 'Whether copies of the table may be kept elsewhere'},
]
