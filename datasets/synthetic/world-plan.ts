import type {ProjectPlan} from './projects.js'
import type {SyntheticWorld} from './synthetic-history.js'
import type {TablePlan} from './tables.js'

/** The world with what only generation needs to know. */
export interface WorldPlan extends SyntheticWorld {
  readonly projects: ProjectPlan
  readonly tables: TablePlan
}
