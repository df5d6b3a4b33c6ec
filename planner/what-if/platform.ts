import type {CachingPolicyName} from '../../algorithms/caching/index.js'
import type {JointPolicyName} from '../../algorithms/joint/index.js'
import type {Projects} from '../../model/history.js'
import type {Topology} from '../../model/topology.js'
import type {Workload} from '../../model/workload.js'

export type Decision = 'caching' | 'moves' | 'jobs'

/** Who decides what; absent: as the command line says. */
export interface ChangedSettings {
  readonly mostMoves?: number
  readonly strategy?: JointPolicyName
  readonly caching?: CachingPolicyName
  readonly decide?: readonly Decision[]
}

/**
 * A platform as changes leave it, over the names of one history: what `changedWorkload` and `changedHistory` put in the place of the
 * facts. Immutable; every change makes a new one. Regions are those of `topology`, not those of the history: `regionNow` leads from
 * one to the other.
 */
export interface Platform {
  readonly topology: Topology
  /** Region of the history → region now; −1 = it is gone. */
  readonly regionNow: Int32Array
  readonly projects: Projects
  /** Factor on every byte of a table. */
  readonly growth: Float64Array
  /** Days that partitions live at home; NaN = as the history says. By table. */
  readonly retentionDays: Float64Array
  /** Region where each job row of the workload runs now. */
  readonly rowRegion: Int32Array
  /** Links that are gone, `from * regions + to`: their price is that of the way round, set when all changes are made. */
  readonly downLinks: ReadonlySet<number>
  readonly settings: ChangedSettings
  /** What a reader must know beside the changes themselves, in sentences. */
  readonly notes: readonly string[]
  /** Bytes at home of projects that the changes themselves move. */
  readonly forcedMoveBytes: number
}

/** The platform as the history has it. */
export function unchanged(workload: Workload): Platform {
  return {
    topology: workload.topology,
    regionNow: Int32Array.from(workload.topology.regions, (_, e) => e),
    projects: workload.projects,
    growth: new Float64Array(workload.tables.names.length).fill(1),
    retentionDays: new Float64Array(workload.tables.names.length).fill(Number.NaN),
    rowRegion: Int32Array.from(workload.jobs.names, (_, row) => workload.jobs.region[row]!),
    downLinks: new Set(),
    settings: {},
    notes: [],
    forcedMoveBytes: 0,
  }
}
