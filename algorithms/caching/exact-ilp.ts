/**
 * Exact ILP: the whole 0/1 program, given to a solver.
 *
 * Idea: one column for every point that is not dominated and fits alone, one group a curve, one row a budget, and nothing
 * else left out: no core, no prices decide what is looked at. Checks the other exact members by another road.
 * Formula: max Σ saved·x, Σ over a curve of x ≤ 1, Σ stored·x ≤ budget of each region and over all, x in {0, 1}.
 * Source: multiple-choice knapsack as an integer program (Sinha & Zoltners 1979); HiGHS (Huangfu & Hall 2018) by branch and
 * cut; up to 20 columns javascript-lp-solver first, whose word counts only if it reaches the bound of the relaxation.
 *
 * A solver works to tolerances and may overflow a row by 2e-9 of it. Bytes are added up again here; a plan that
 * overflows is forbidden by an extended cover (not all of these curves as large as this), which no plan within the budgets breaks, and
 * the program is solved again. Only a plan that was proven without any other change is called optimal.
 * Cost: exponential at worst; some seconds for thousands of columns; single-threaded. Refuses beyond `mostColumns` (usage).
 * Guarantee: within the budgets; `optimal` is proven by the solver to 1e-9 of the largest single saving (or of the bound,
 * where that was reached). When nodes run out it is `feasible`, and never worse than greedy by hull edges, its fall-back.
 * Loses: far slower than hull for the same plan, and needs memory for all columns. Prefixes only.
 */
import {IsthmusError} from '../../model/errors.js'
import {completeOptions} from '../options.js'
import {outcomeOfChoice, savedCostPerDay} from './choice.js'
import {solveWhole} from './exact-ilp-rounds.js'
import {usefulPoints} from './exact-points.js'
import {extendGreedily} from './extend.js'
import {solveLinear} from './hull-linear.js'
import type {CachingPolicy} from './policy.js'

const options = {
  mostColumns: {
    type: 'integer',
    default: 20_000,
    min: 0,
    max: 10_000_000,
    unit: '',
    meaning: 'columns (useful points of all curves) beyond which it refuses',
  },
  nodes: {
    type: 'integer',
    default: 100_000,
    min: 0,
    max: 2_147_483_647,
    unit: '',
    meaning: 'most branch-and-bound nodes of a plan',
  },
} as const

export const exactIlp = {
  name: 'exact-ilp',
  summary: 'The whole 0/1 program through a solver (HiGHS); refuses what is too large.',
  source: 'Sinha & Zoltners (1979); HiGHS (Huangfu & Hall 2018)',
  kind: 'exact',
  keepsBudgets: true,
  isOracle: true,
  options,
  async plan(problem, given, run) {
    const values = completeOptions('exact-ilp', options, given)
    const useful = usefulPoints(problem)
    const columns = useful.point.length
    if (columns > (values.mostColumns as number)) {
      throw new IsthmusError(
        'usage',
        `exact-ilp would need ${columns} columns for these ${problem.curveCount} curves (option 'mostColumns' is ${values.mostColumns})`,
        "Use hull, which gives a bound and a gap at any size, or raise 'mostColumns'.",
      )
    }
    const linear = solveLinear(problem)
    extendGreedily(problem, linear.choice, Number.POSITIVE_INFINITY)
    const solved = await solveWhole(problem, useful, linear.choice, {
      nodes: values.nodes as number,
      seed: run.seed,
      boundSavedCostPerDay: linear.boundSavedCostPerDay,
    })
    const saved = savedCostPerDay(problem, solved.choice)
    return outcomeOfChoice(problem, solved.choice, {
      status: solved.isOptimal ? 'optimal' : 'feasible',
      boundSavedCostPerDay: solved.isOptimal ? saved : Math.max(saved, solved.boundSavedCostPerDay),
      dualPricePerByte: {total: linear.totalPrice, byRegion: linear.regionPrice},
      work: {columns, rounds: solved.rounds, nodes: solved.nodes},
    })
  },
} as const satisfies CachingPolicy
