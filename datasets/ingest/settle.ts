import type {TopologyMap} from './located.js'
import {settleAccesses} from './settle-accesses.js'
import {settleBytes} from './settle-bytes.js'
import {settleDays} from './settle-days.js'
import {settleHomes} from './settle-homes.js'
import {settlePlaces, settleTablePlaces} from './settle-places.js'
import {settleProjects} from './settle-projects.js'
import {settleRuns} from './settle-runs.js'
import {settleSizes} from './settle-sizes.js'
import type {StagingDatabase} from './staging-database.js'

/**
 * Turns what was staged into rows of a history, in the database: `kept`, `run_home`, `new_access`, `new_drop`, `home`,
 * `project_home`, `known_table`, `known_partition`. Needs the state of the lake (`old_table`, `old_partition`, `old_project`).
 */
export async function settle(database: StagingDatabase, map: TopologyMap): Promise<void> {
  await settleRuns(database)
  await settleSizes(database)
  await settleDays(database)
  await settleBytes(database)
  await settlePlaces(database, map)
  await settleTablePlaces(database)
  await settleProjects(database, map.regions)
  await settleHomes(database, map.regions)
  await settleAccesses(database)
}
