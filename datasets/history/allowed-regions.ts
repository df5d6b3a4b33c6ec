import type {Topology} from '../../model/topology.js'
import {closestName} from './closest-name.js'
import type {Database} from './database.js'
import type {Findings} from './findings.js'
import {type LoadedTable, sourceOfRow} from './load-table.js'

/**
 * 1 at `project * regions + region` where the project may live. Unknown regions, and lists that leave out the project's own
 * home, are findings.
 */
export async function readAllowedRegions(
  database: Database,
  topology: Topology,
  projects: LoadedTable,
  findings: Findings,
): Promise<Uint8Array> {
  const names = topology.regions.map(region => region.name)
  const allowed = new Uint8Array(projects.rowCount * names.length).fill(1)
  const rows = await database.rows(
    `SELECT rowid, allowed_regions, region FROM projects WHERE allowed_regions <> '' ORDER BY rowid`,
  )
  for (const [row, cell, home] of rows) {
    const project = Number(row)
    const listed = String(cell)
      .split(';')
      .map(name => name.trim())
    allowed.fill(0, project * names.length, (project + 1) * names.length)
    const finding = {...sourceOfRow(projects, project), column: 'allowed_regions'}
    for (const name of listed) {
      const region = names.indexOf(name)
      if (region >= 0) {
        allowed[project * names.length + region] = 1
        continue
      }
      const closest = closestName(name, names)
      const advice =
        closest === undefined ? `Give regions of the topology: ${names.join(';')}.` : `Did you mean '${closest}'?`
      findings.add({
        kind: 'unknown-region',
        ...finding,
        value: name,
        message: 'the topology has no such region',
        advice,
      })
    }
    if (home !== null && allowed[project * names.length + Number(home)] === 0) {
      findings.add({
        kind: 'home-not-allowed',
        ...finding,
        value: String(cell),
        message: `the list leaves out the home of the project, '${names[Number(home)]}'`,
        advice: 'Add it to the list, or mend region.',
      })
    }
  }
  return allowed
}
