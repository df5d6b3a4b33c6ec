import type {OptionValues} from '../options.js'
import {type ExtensionWork, extendGreedily} from './extend.js'
import {type LinearCaching, solveLinear} from './hull-linear.js'
import type {CachingProblem} from './problem.js'
import {type Repaired, repair} from './repair.js'

/** Options of every member that ends in a repair. */
export const repairOptions = {
  tolerance: {
    type: 'number',
    default: 1e-4,
    min: 0,
    max: 1,
    unit: 'share',
    meaning: 'gap to the bound, as a share of it, that needs no repair',
  },
  coreColumns: {
    type: 'integer',
    default: 3000,
    min: 0,
    max: 1_000_000,
    unit: '',
    meaning: 'most points that a repair solves exactly at once',
  },
  nodes: {
    type: 'integer',
    default: 500,
    min: 0,
    max: 2_147_483_647,
    unit: '',
    meaning: 'most branch-and-bound nodes of all repairs of a plan',
  },
} as const

export interface SteepestFill {
  readonly linear: LinearCaching
  readonly filled: ExtensionWork
  readonly repaired: Repaired
}

/**
 * Relaxation, the whole edges inside it, the rest of the budget filled by the best saving per byte, and an exact repair
 * where the gap is above `tolerance`. Works on points of any kind: bytes rising within a curve are all that it needs.
 */
export async function fillSteepest(problem: CachingProblem, values: OptionValues, seed: number): Promise<SteepestFill> {
  const linear = solveLinear(problem)
  const filled = extendGreedily(problem, linear.choice, Number.POSITIVE_INFINITY)
  const repaired = await repair(problem, linear, linear.choice, {
    tolerance: values.tolerance as number,
    coreColumns: values.coreColumns as number,
    nodes: values.nodes as number,
    seed,
  })
  return {linear, filled, repaired}
}
