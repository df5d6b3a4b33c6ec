import type {OptionTable, OptionValues} from '../options.js'
import type {CachingOutcome, CachingProblem} from './problem.js'

/** Everything that a member may depend on beside the problem and its options. */
export interface RunContext {
  readonly seed: number
}

/** A member of the planned caching family. Pure and deterministic: the same problem, options and seed give the same outcome. */
export interface CachingPolicy {
  /** Equals its key in the registry and its file name. */
  readonly name: string
  /** One sentence for help, report and docs. */
  readonly summary: string
  /** Paper and section, or `folklore`. */
  readonly source: string
  readonly kind: 'baseline' | 'bound' | 'heuristic' | 'exact'
  /** False for members that show the ceiling and ignore the budgets. */
  readonly keepsBudgets: boolean
  /** True for exact members that refuse, or take long, on a history of real size: reports do not draw them. */
  readonly isOracle?: boolean
  readonly options: OptionTable
  plan(problem: CachingProblem, options: OptionValues, run: RunContext): CachingOutcome | Promise<CachingOutcome>
}
