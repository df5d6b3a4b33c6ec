import type {OptionTable, OptionValues} from '../options.js'
import type {MoveLimits} from '../serving/assignment-state.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'

/** What every member must keep, and what it may count on. */
export interface MigrationSettings {
  /** Price of a replica byte a day by region, in currency: the user's, or the dual of the replica budgets. */
  readonly storagePrice: Float64Array
  readonly limits: MoveLimits
  /** Days over which the bytes of a moved home are spread when a move is weighed; Infinity: they cost nothing. */
  readonly moveHorizonDays: number
  /** Least gain a day, in currency, for which a project moves. */
  readonly leastGainPerDay: number
}

export interface MigrationOutcome {
  /** The start's tables and jobs, with new homes of projects. */
  readonly assignment: Assignment
  /** `optimal`: proven. */
  readonly status: 'optimal' | 'feasible'
  /** That of `ServingState` for the assignment at the settings' prices. */
  readonly costPerDay: number
  /** No homes of the projects within the limits cost less, tables and jobs as in the start. */
  readonly boundCostPerDay?: number
  /** Counters of the work done: deterministic. */
  readonly work: Readonly<Record<string, number>>
}

/** A member of the family that moves projects to new homes. Pure and deterministic. */
export interface MigrationPolicy {
  /** Equals its key in the registry and its file name. */
  readonly name: string
  readonly summary: string
  readonly source: string
  readonly kind: 'baseline' | 'heuristic' | 'exact'
  readonly options: OptionTable
  /** @param start tables with homes of their own and placed jobs, which stay; and where projects live so far */
  plan(
    problem: ServingProblem,
    start: Assignment,
    settings: MigrationSettings,
    options: OptionValues,
    run: {readonly seed: number},
  ): MigrationOutcome | Promise<MigrationOutcome>
}
