/** Columns of the fact tables (formats.md section 1) in the order that they are written, with their DuckDB types. */
export const factColumns = {
  projects: {project: 'VARCHAR', region: 'VARCHAR', pinned: 'BOOLEAN', allowed_regions: 'VARCHAR'},
  tables: {
    table: 'VARCHAR',
    project: 'VARCHAR',
    partition_bytes: 'BIGINT',
    retention_days: 'INTEGER',
    replicable: 'BOOLEAN',
  },
  partitions: {table: 'VARCHAR', partition_date: 'DATE', bytes: 'BIGINT'},
  runs: {
    run: 'VARCHAR',
    job: 'VARCHAR',
    project: 'VARCHAR',
    region: 'VARCHAR',
    start: 'TIMESTAMP',
    duration_s: 'DOUBLE',
    cpu_hours: 'DOUBLE',
    priority: 'VARCHAR',
    movable: 'BOOLEAN',
    status: 'VARCHAR',
  },
  reads: {run: 'VARCHAR', table: 'VARCHAR', partition_date: 'DATE', bytes: 'BIGINT'},
  writes: {run: 'VARCHAR', table: 'VARCHAR', partition_date: 'DATE', bytes: 'BIGINT'},
  dependencies: {table: 'VARCHAR', upstream: 'VARCHAR', job: 'VARCHAR'},
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

export type FactTable = keyof typeof factColumns
