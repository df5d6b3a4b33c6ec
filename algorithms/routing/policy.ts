import type {OptionTable, OptionValues} from '../options.js'
import type {RoutingCandidates} from './candidates.js'

/** A whole number in [0, below), passed in by the caller: chance is never a policy's own. */
export type Draw = (below: number) => number

/**
 * Writes a score into `scores[0 … count)` for each candidate, refused ones included: lower is better, Infinity = never. It
 * reads nothing but the candidates and allocates nothing.
 */
export type CandidateScorer = (candidates: RoutingCandidates, scores: Float64Array, draw: Draw) => void

/** One member of the family that places jobs as they arrive. */
export interface RoutingPolicy {
  readonly name: string
  readonly summary: string
  readonly source: string
  readonly options: OptionTable
  /** Checks the options once; the scorer then works job by job. Throws a usage error for a bad option. */
  prepare(options: OptionValues): CandidateScorer
}
