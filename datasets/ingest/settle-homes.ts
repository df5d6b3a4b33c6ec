import {ASSUMED, EXACT} from './provenance-sql.js'
import {nameProjects} from './settle-projects.js'
import type {StagingDatabase} from './staging-database.js'

/**
 * Where each run belongs and ran. Creates `run_home` (seq, project, project_from, region, region_from) of the runs for which both are
 * known; the others are drops, with the bytes that they read and wrote.
 * - project: what its place says, else that of the table that it wrote most of, else read most of (assumed)
 * - region: what its place says, else the home of its project, else the default of the map (both assumed)
 *
 * A project of the source that lies in several regions is for a run the one in its region, else the first.
 */
export async function settleHomes(database: StagingDatabase, regions: readonly string[]): Promise<void> {
  await database.run(`
    CREATE TABLE run_place AS
      SELECT kept.seq, CASE WHEN l.region_from = ${EXACT} THEN l.region END AS region, l.region AS any_region, l.project, l.project_from, l.text
      FROM kept JOIN located l ON l.spot = kept.place AND l.kind = 'run'`)
  await nameProjects(
    database,
    regions,
    `SELECT project, arg_min(region, (-runs, region)) AS region FROM (
       SELECT project, any_region AS region, count(*) AS runs FROM run_place WHERE project IS NOT NULL AND any_region IS NOT NULL
         AND project NOT IN (SELECT source_project FROM project_home) GROUP BY project, any_region) GROUP BY project`,
  )
  await database.run(`
    CREATE TABLE main_table AS
      SELECT run AS seq, h.project, h.source_project FROM (
        SELECT run, written, tab, sum(bytes) AS bytes FROM settled
        WHERE run IN (
          SELECT seq FROM run_place WHERE project IS NULL OR project NOT IN (SELECT source_project FROM project_home)) GROUP BY run, written, tab) s
      JOIN home h ON h.tab = s.tab
      QUALIFY row_number() OVER (PARTITION BY run ORDER BY written DESC, bytes DESC NULLS LAST, h."table") = 1`)
  await database.run(`
    CREATE TABLE settled_home AS
      SELECT r.seq, r.text, coalesce(exact.name, first.name, m.project) AS project,
        CASE WHEN first.name IS NULL THEN ${ASSUMED} ELSE r.project_from END AS project_from,
        coalesce(r.region, first.region, main.region, r.any_region) AS region,
        CASE WHEN r.region IS NULL THEN ${ASSUMED} ELSE ${EXACT} END AS region_from
      FROM run_place r
      LEFT JOIN project_home exact ON exact.source_project = r.project AND exact.region = r.region
      LEFT JOIN (SELECT source_project, arg_min(name, ordinal) AS name, arg_min(region, ordinal) AS region
                 FROM project_home GROUP BY source_project) first ON first.source_project = r.project
      LEFT JOIN main_table m ON m.seq = r.seq
      LEFT JOIN project_home main ON main.name = m.project;
    CREATE TABLE run_home AS SELECT * EXCLUDE (text) FROM settled_home WHERE project IS NOT NULL AND region IS NOT NULL;
    INSERT INTO new_drop
      SELECT 'dropped', CASE WHEN s.region IS NULL THEN 'run without region' ELSE 'run without project' END, s.text,
        kept.run, kept.run, kept.day, 1, coalesce(b.bytes, 0)
      FROM settled_home s JOIN kept ON kept.seq = s.seq
      LEFT JOIN (SELECT run, sum(bytes) AS bytes FROM settled GROUP BY run) b ON b.run = s.seq
      WHERE s.project IS NULL OR s.region IS NULL`)
}
