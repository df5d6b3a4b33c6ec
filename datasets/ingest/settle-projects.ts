import {IsthmusError} from '../../model/errors.js'
import {ASSUMED, EXACT} from './provenance-sql.js'
import type {StagingDatabase} from './staging-database.js'

/**
 * Projects of the history. A project has one home: where a source's project lies in two regions, the first keeps its name and the
 * others are `project@region`. `project_home` (name, source_project, region index, pinned, allowed, ordinal) begins with what the
 * lake decided before and only grows.
 *
 * @param regions regions of the topology
 */
export async function settleProjects(database: StagingDatabase, regions: readonly string[]): Promise<void> {
  await database.run('CREATE TABLE project_home AS SELECT * FROM old_project')
  await checkSaidRegions(database, regions)
  const region = `list_position([${regions.map(name => `'${name.replaceAll("'", "''")}'`).join(', ')}], region) - 1`
  await database.run(`
    CREATE TABLE said_home AS
      SELECT project, ${region} AS region, seq, pinned, allowed FROM said_project
      QUALIFY row_number() OVER (PARTITION BY project, region ORDER BY seq DESC) = 1`)
  await nameProjects(database, regions, 'SELECT DISTINCT project, region FROM said_home')
  await database.run(`
    UPDATE project_home SET pinned = coalesce(s.pinned, project_home.pinned), allowed = coalesce(s.allowed, project_home.allowed)
      FROM said_home s WHERE s.project = source_project AND s.region = project_home.region;
    UPDATE table_place SET region = h.region, region_from = h.region_from
      FROM (SELECT source_project, arg_min(region, ordinal) AS region,
              CASE WHEN source_project IN (SELECT project FROM said_home) THEN ${EXACT} ELSE ${ASSUMED} END AS region_from
            FROM project_home GROUP BY source_project) h
      WHERE table_place.region IS NULL AND h.source_project = table_place.project`)
  const ownProject = `coalesce(project, (['${regions.map(name => name.replaceAll("'", "''")).join("', '")}'])[region + 1])`
  await database.run(`
    UPDATE table_place SET project = ${ownProject}, project_from = CASE WHEN project IS NULL THEN ${ASSUMED} ELSE project_from END
    WHERE region IS NOT NULL`)
  await nameProjects(database, regions, 'SELECT DISTINCT project, region FROM table_place WHERE region IS NOT NULL')
  await database.run(`
    CREATE TABLE home AS
      SELECT t."table", t.tab, t.region, t.region_from, t.project_from, h.name AS project, t.project AS source_project
      FROM table_place t JOIN project_home h ON h.source_project = t.project AND h.region = t.region`)
}

async function checkSaidRegions(database: StagingDatabase, regions: readonly string[]): Promise<void> {
  const said = await database.rows(`SELECT region FROM said_project
     UNION SELECT unnest(string_split(allowed, ';')) FROM said_project WHERE allowed <> '' ORDER BY 1`)
  const unknown = said.map(([name]) => String(name)).filter(name => !regions.includes(name))
  if (unknown.length > 0) {
    throw new IsthmusError(
      'bad-input',
      `the source names regions that the topology lacks: ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ', …' : ''}`,
      `Add them to the topology, which has ${regions.join(', ')}.`,
    )
  }
}

/** Names the pairs (project, region) of a query that have no name yet, in the order of the project and then the region. */
export async function nameProjects(
  database: StagingDatabase,
  regions: readonly string[],
  pairs: string,
): Promise<void> {
  const fresh = await database.rows(
    `SELECT p.project, p.region FROM (${pairs}) p ANTI JOIN project_home h ON h.source_project = p.project AND h.region = p.region
     ORDER BY p.project, p.region`,
  )
  if (fresh.length === 0) return
  const taken = new Set((await database.rows('SELECT name FROM project_home')).map(([name]) => String(name)))
  let ordinal = await database.number('SELECT coalesce(max(ordinal) + 1, 0) FROM project_home')
  const appender = await database.table('fresh_project', {
    ...({name: 'VARCHAR', source_project: 'VARCHAR', region: 'INTEGER', ordinal: 'INTEGER'} as const),
  })
  for (const [project, region] of fresh as [string, number][]) {
    let name = project
    while (taken.has(name)) name += `@${regions[region]!}`
    taken.add(name)
    appender.add(name, project, region, ordinal++)
  }
  appender.close()
  await database.run(`
    INSERT INTO project_home BY NAME SELECT * FROM fresh_project;
    DROP TABLE fresh_project`)
}
