/**
 * Exact DP: the best prefixes by dynamic programming, or a refusal; never an approximation.
 *
 * Idea: one point a curve under nested budgets is a multiple-choice knapsack. Curves that share a binding budget form a
 * group (a region with its own; all other regions together). The front of a group (the most saved for every number of bytes) is
 * built curve by curve; then the fronts are combined, like curves, under the budget over all.
 * Formula: dp(i, b) = max over L of dp(i − 1, b − stored(i, L)) + saved(i, L); papers.md 1.3 (Yugong's optimum).
 * Bytes are counted in the greatest common divisor of all sizes (budgets rounded down to it, which loses nothing) where
 * curves × units is at most `mostCells`; otherwise the front is a list of (bytes, saved) without dominated pairs
 * (Nemhauser & Ullmann 1969), at full precision. At prices λ ≥ 0 a partial plan stays Σ (best − own of saving − λ·bytes) below
 * the Lagrangian bound, whatever follows; where that is more than a gap g it is dropped. A plan found at most g below the bound
 * is the best; otherwise g grows (Pisinger 1995 for such bounds; weak duality, so the optimum does not hang on the prices
 * being right).
 * Source: Bellman; Nemhauser & Ullmann (1969); Pisinger (1995) for bounds in the multiple-choice knapsack.
 *
 * Cost: pseudo-polynomial in cells, else in the number of undominated partial plans: small where the greedy plan is
 * close to the bound, exponential at worst. 8 bytes a partial plan. Beyond `mostStates` or `mostSteps` it refuses (usage).
 * Guarantee: optimal among prefixes within the budgets, up to the rounding of sums (none for whole bytes below 2^53).
 * Loses: it has no answer for large instances whose budgets cut deep; hull has one, with its gap. Prefixes only.
 */
import {IsthmusError} from '../../model/errors.js'
import {completeOptions} from '../options.js'
import {isWithinBudgets, outcomeOfChoice, savedCostPerDay, storedBytesByRegion} from './choice.js'
import {PartialPlans} from './exact-dp-partial-plans.js'
import {bestChoice} from './exact-dp-search.js'
import {usefulPoints} from './exact-points.js'
import {extendGreedily} from './extend.js'
import {solveLinear} from './hull-linear.js'
import type {CachingPolicy} from './policy.js'

const options = {
  mostCells: {
    type: 'integer',
    default: 1_000_000,
    min: 0,
    max: 1_000_000_000,
    unit: '',
    meaning: 'largest table, in curves × units of bytes, for which a group is solved by table and not by list',
  },
  mostStates: {
    type: 'integer',
    default: 5_000_000,
    min: 1,
    max: 1_000_000_000,
    unit: '',
    meaning: 'undominated partial plans beyond which it refuses',
  },
  mostSteps: {
    type: 'integer',
    default: 50_000_000,
    min: 1,
    max: 1e15,
    unit: '',
    meaning: 'extensions of partial plans looked at beyond which it refuses',
  },
} as const

export const exactDp = {
  name: 'exact-dp',
  summary: 'The best prefixes by dynamic programming; refuses what is too large.',
  source: 'Nemhauser & Ullmann (1969); Pisinger (1995)',
  kind: 'exact',
  keepsBudgets: true,
  isOracle: true,
  options,
  plan(problem, given) {
    const values = completeOptions('exact-dp', options, given)
    const useful = usefulPoints(problem)
    const linear = solveLinear(problem)
    const greedy = linear.choice
    extendGreedily(problem, greedy, Number.POSITIVE_INFINITY)
    const plans = new PartialPlans(problem, {
      mostStates: values.mostStates as number,
      mostSteps: values.mostSteps as number,
    })
    const scope = {problem, useful, plans, mostCells: values.mostCells as number}
    const {choice, groups, cells, searches} = bestChoice(scope, linear, greedy)
    if (!isWithinBudgets(problem, storedBytesByRegion(problem, choice))) {
      throw new IsthmusError(
        'usage',
        'exact-dp cannot add these sizes exactly: they are not whole bytes, or their sums exceed 2^53',
        'Use hull or exact-ilp.',
      )
    }
    return outcomeOfChoice(problem, choice, {
      status: 'optimal',
      boundSavedCostPerDay: savedCostPerDay(problem, choice),
      dualPricePerByte: {total: linear.totalPrice, byRegion: linear.regionPrice},
      work: {groups, cells, searches, states: plans.count, steps: plans.steps},
    })
  },
} as const satisfies CachingPolicy
