import type {TopologyMap} from './located.js'
import {ASSUMED, EXACT} from './provenance-sql.js'
import type {StagingDatabase} from './staging-database.js'
import {placeOfKey, placeText} from './staging-names.js'

const tag = (from: 'exact' | 'assumed') => (from === 'exact' ? EXACT : ASSUMED)

/**
 * Asks the map for each distinct place once. Creates `located` (spot, kind, region index, region_from, project, project_from,
 * fallback: the source's own word for a project, text: the place for people).
 */
export async function settlePlaces(database: StagingDatabase, map: TopologyMap): Promise<void> {
  const appender = await database.table('located', {
    ...({spot: 'INTEGER', kind: 'VARCHAR', region: 'INTEGER', region_from: 'INTEGER'} as const),
    ...({project: 'VARCHAR', project_from: 'INTEGER', fallback: 'VARCHAR', text: 'VARCHAR'} as const),
  })
  const used = `
    SELECT DISTINCT 'run' AS kind, place AS spot FROM kept
    UNION SELECT 'table', place FROM part
    UNION SELECT 'table', spot.spot FROM said JOIN spot ON spot.id = said.place`
  const query = `SELECT u.kind, u.spot, place.text FROM (${used}) u JOIN place ON place.id = u.spot ORDER BY u.spot, u.kind`
  for await (const rows of database.batches(query)) {
    for (const [kind, spot, text] of rows as ['run' | 'table', number, string][]) {
      const place = placeOfKey(text)
      const {region, regionFrom, project, projectFrom} = map.locate(place, kind)
      const index = region === undefined ? -1 : map.regions.indexOf(region)
      if (region !== undefined && index < 0) throw new RangeError(`the map names a region that it has not: ${region}`)
      appender.add(
        ...[spot, kind, index < 0 ? null : index, tag(regionFrom), project, tag(projectFrom)],
        ...[place.project ?? place.schema ?? place.catalog, placeText(place)],
      )
    }
  }
  appender.close()
}

/**
 * Where each table lies, by the best of what is said of it: exact before assumed, what a catalogue says before what accesses say.
 * Creates `table_place` (table, tab, region, region_from, project, project_from, text); region and project are null where nothing
 * tells. What the lake has of a table stays where it is more certain, or nothing is said now. A table without a project is one of
 * the project that its source names, or else of one named after the region.
 */
export async function settleTablePlaces(database: StagingDatabase): Promise<void> {
  await database.run(`
    CREATE TABLE seen_at AS
      SELECT "table", l.*, rank FROM (
        SELECT k."table", spot.spot AS place, 0 AS rank FROM known_table k JOIN spot ON spot.id = k.said_place
        UNION SELECT tab.text, part.place, 1 FROM part JOIN tab ON tab.id = part.tab) seen
      JOIN located l ON l.spot = seen.place AND l.kind = 'table';
    CREATE TABLE table_place AS
      SELECT k."table", k.tab,
        CASE WHEN r.region IS NULL OR o.region_from < r.region_from THEN o.region ELSE r.region END AS region,
        CASE WHEN r.region IS NULL OR o.region_from < r.region_from THEN o.region_from ELSE r.region_from END AS region_from,
        CASE WHEN keeps THEN o.source_project ELSE coalesce(p.project, f.fallback, o.source_project) END AS project,
        CASE WHEN keeps THEN o.project_from WHEN p.project IS NOT NULL THEN p.project_from ELSE ${ASSUMED} END AS project_from,
        t.text
      FROM known_table k
      LEFT JOIN old_table o ON o."table" = k."table"
      LEFT JOIN (SELECT "table", region, region_from FROM seen_at WHERE region IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY "table" ORDER BY region_from, rank, region) = 1) r ON r."table" = k."table"
      LEFT JOIN (SELECT "table", project, project_from FROM seen_at WHERE project IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY "table" ORDER BY project_from, rank, project) = 1) p ON p."table" = k."table"
      LEFT JOIN (SELECT "table", min(fallback) AS fallback FROM seen_at GROUP BY "table") f ON f."table" = k."table"
      LEFT JOIN (SELECT "table", min(text) AS text FROM seen_at GROUP BY "table") t ON t."table" = k."table",
      LATERAL (SELECT coalesce(o.project_from < coalesce(p.project_from, ${ASSUMED} + 1), false) AS keeps)`)
}
