/**
 * Hull: the best edge of the upper concave hulls first, repaired to the optimum where that matters.
 *
 * Idea: shares of points allowed, a curve is worth its upper concave hull, and taking hull edges by falling slope until
 * the budgets are full is optimal. That gives, in one pass, a bound, the price of a byte and the whole
 * storage–bandwidth curve. Dropping the fractional edge and filling the rest of the budget by the best saving per byte of any
 * extension gives a plan that is k-probe's with unlimited k. If it stays more than `tolerance` below the bound, the points
 * that the prices do not rule out (core.ts) are solved as a 0/1 program (repair.ts). If the plan is still not
 * proven optimal, k-probe is tried for k = 1, 2, … as far as `probeVisits` goes, and the best is kept.
 * Formula: max Σ saving(c, L) over one L a curve, under Σ stored ≤ budgets; design.md section 2.
 * Source: multiple-choice knapsack: Sinha & Zoltners (1979), Dyer (1984), Zemel (1984), Pisinger (1995) for the core;
 * Yugong (PVLDB 2019) Algorithm 1 for the fill.
 *
 * Cost: O(points) time and 8 bytes a point for bound and duals (selection, no sort); the fill O(points + accepted · log curves);
 * a repair a few seconds at 3 000 columns. Guarantee: within the budgets, never above the bound; status `optimal` is proven
 * (to 1e-9 of the largest saving); without repair within one hull edge a budget of the bound; never worse than k-probe with k
 * at least the longest life span, nor than the smaller k that `probeVisits` allows.
 * Loses: only prefixes [0, L) and copies from home are considered; windows or nearer sources can save more.
 */
import {completeOptions} from '../options.js'
import {type Choice, emptyChoice, outcomeOfChoice, savedCostPerDay} from './choice.js'
import {extendGreedily} from './extend.js'
import {storageFrontier} from './frontier.js'
import type {CachingPolicy} from './policy.js'
import type {CachingProblem} from './problem.js'
import {fillSteepest, repairOptions} from './steepest-fill.js'

const options = {
  ...repairOptions,
  probeVisits: {
    type: 'integer',
    default: 25_000_000,
    min: 0,
    max: 1e15,
    unit: '',
    meaning: 'points that k-probe may look at, over all k, where the plan is not proven optimal',
  },
} as const

export const hull = {
  name: 'hull',
  summary: 'Steepest hull edges first, with a bound, the whole curve, and an exact repair where the gap is large.',
  source: 'Sinha & Zoltners (1979); Dyer, Zemel (1984); Pisinger (1995)',
  kind: 'exact',
  keepsBudgets: true,
  options,
  async plan(problem, given, run) {
    const values = completeOptions('hull', options, given)
    const {linear, filled, repaired} = await fillSteepest(problem, values, run.seed)
    const probed = repaired.isOptimal
      ? {choice: repaired.choice, probes: 0, visits: 0}
      : bestProbe(problem, repaired.choice, values.probeVisits as number)
    const saved = savedCostPerDay(problem, probed.choice)
    return outcomeOfChoice(problem, probed.choice, {
      status: repaired.isOptimal ? 'optimal' : 'feasible',
      boundSavedCostPerDay: repaired.isOptimal ? saved : Math.max(saved, repaired.boundSavedCostPerDay),
      dualPricePerByte: {total: linear.totalPrice, byRegion: linear.regionPrice},
      frontier: storageFrontier(problem, linear.edges),
      work: {
        edges: linear.edges.endPoint.length,
        fillVisits: filled.visits,
        filled: filled.accepted,
        ...repaired.work,
        probes: probed.probes,
        probeVisits: probed.visits,
      },
    })
  },
} as const satisfies CachingPolicy

/** The best of a choice and k-probe's for k = 1, 2, … below the longest life span, while their visits stay within a limit. */
function bestProbe(
  problem: CachingProblem,
  start: Choice,
  mostVisits: number,
): {choice: Choice; probes: number; visits: number} {
  const points = problem.pointStart[problem.curveCount]
  let longest = 0
  for (let p = 0; p < points; p++) longest = Math.max(longest, problem.lifeSpanDays[p])
  let choice = start
  let best = savedCostPerDay(problem, start)
  let visits = 0
  let probes = 0
  for (let k = 1; k < longest && visits + points <= mostVisits; k++) {
    const candidate = emptyChoice(problem)
    visits += extendGreedily(problem, candidate, k).visits
    probes++
    const saved = savedCostPerDay(problem, candidate)
    if (saved > best) {
      best = saved
      choice = candidate
    }
  }
  return {choice, probes, visits}
}
