/**
 * One step of the aggregation: a relation that is made from those before it. `:from_day` and `:to_day` in its SQL stand for
 * the days that are planned from. Identifiers that are words of SQL stand in double quotes.
 *
 * The first steps find the loaded facts, which every engine offers. Days count from 1970-01-01; NO_DATE and NOT_GIVEN stand for what is empty.
 * - `projects(rowid, project, region, pinned, allowed_regions)`, `tables(rowid, "table", project, partition_bytes, retention_days,
 *   replicable)`: regions, projects and tables are their indices in file order
 * - `runs(rowid, job, project, region, cpu_hours, priority, movable, status)` and `run_day(run, day, hour)`: `run` and `rowid` are
 *   the same key, whatever its type
 * - `partitions("table", partition_date, bytes)`, `reads` and `writes(run, "table", partition_date, bytes)`,
 *   `dependencies("table", upstream, job)`
 */
export interface Relation {
  readonly name: string
  readonly sql: string
  /** `view`: worked out where it is used. `table`: worked out once. */
  readonly use: 'view' | 'table'
}
