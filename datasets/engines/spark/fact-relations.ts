import type {Relation} from '../../aggregation/relation.js'
import {literal} from '../../history/database.js'
import {dayOf} from './source-columns.js'

/**
 * The loaded facts (aggregation/relation.ts) on Spark, from the `NAME_source` views. Regions, projects and tables become their
 * indices in the order of the files; a run is its name. A name that is not there becomes null: checks.ts finds it.
 *
 * @param regions names of the regions, in the order of the topology
 */
export function factRelations(regions: readonly string[]): readonly Relation[] {
  const region = `(VALUES ${regions.map((name, i) => `(${literal(name)}, ${i})`).join(', ')}) AS e(name, place)`
  const numbered = 'CAST(row_number() OVER (ORDER BY s._file, s._row) - 1 AS INT) AS rowid'
  const accesses = (name: 'reads' | 'writes'): Relation => ({
    name,
    use: 'view',
    sql: `SELECT /*+ BROADCAST(t) */ s.run, t.rowid AS "table", s.partition_date, s.bytes
      FROM ${name}_source s LEFT JOIN tables t ON t."table" = s."table"`,
  })
  return [
    {
      name: 'projects',
      use: 'table',
      sql: `SELECT ${numbered}, s.project, e.place AS region, s.pinned, s.allowed_regions
        FROM projects_source s LEFT JOIN ${region} ON e.name = s.region`,
    },
    {
      name: 'tables',
      use: 'table',
      sql: `SELECT ${numbered}, s."table", p.rowid AS project, s.partition_bytes, s.retention_days, s.replicable
        FROM tables_source s LEFT JOIN projects p ON p.project = s.project`,
    },
    {
      name: 'runs',
      use: 'view',
      sql: `SELECT s.run AS rowid, s.job, p.rowid AS project, e.place AS region, s.cpu_hours, s.priority, s.movable, s.status
        FROM runs_source s LEFT JOIN projects p ON p.project = s.project LEFT JOIN ${region} ON e.name = s.region`,
    },
    {
      name: 'run_day',
      use: 'view',
      sql: `SELECT run, ${dayOf('CAST("start" AS DATE)')} AS day, hour("start") AS hour FROM runs_source WHERE "start" IS NOT NULL`,
    },
    {
      name: 'partitions',
      use: 'table',
      sql: `SELECT t.rowid AS "table", s.partition_date, s.bytes
        FROM partitions_source s LEFT JOIN tables t ON t."table" = s."table"`,
    },
    accesses('reads'),
    accesses('writes'),
    {
      name: 'dependencies',
      use: 'table',
      sql: `SELECT t.rowid AS "table", u.rowid AS upstream, s.job FROM dependencies_source s
        LEFT JOIN tables t ON t."table" = s."table" LEFT JOIN tables u ON u."table" = s.upstream`,
    },
  ]
}
