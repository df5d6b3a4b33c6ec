/**
 * Windows: any disjoint ages [a, b) in place of prefixes [0, L), copied from home.
 *
 * Idea: a week-on-week reader wants age 7 and none of the six before it. At a storage price λ the best windows of a curve
 * come from a walk over the ages that are read with two states, hold or let go (window-walk.ts). Solving at the slopes between
 * known answers until nothing new appears gives the upper hull over ALL window choices of the curve (window-hull.ts).
 * These choices, with the prefixes, are the points of a second problem (window-problem.ts) that hull's machinery solves
 * as it stands: relaxation, bound, duals, frontier, fill, repair. λ for the budgets so comes out of one pass, and
 * the bisection on it that design.md section 2 names is not needed.
 * Formula: saving of a window over the read ages i … j = Σ reads − refresh(i); it stores all ages from i to j.
 * Source: design.md section 2; parametric search: Eisner & Severance (1976); knapsack: as hull.ts.
 *
 * Cost: O(vertices · ages) a curve, 20 bytes a choice beside the problem. Guarantee: within the budgets; the bound holds for
 * all windows that start at age 0 or at an age that is read (with even partitions no other start is better); `optimal`
 * only where the plan reaches it; saves at least what hull saves (to the repair's 1e-9): hull's points are among
 * these, and where the repair proves nothing hull is asked too and the better plan kept.
 * Loses: copies come from home only; between the vertices of a hull there are choices that it does not list, so a single large
 * table may leave room that another choice would fill. A problem without ages leaves only prefixes: then it is hull.
 */
import {completeOptions} from '../options.js'
import {savedCostPerDay} from './choice.js'
import {storageFrontier} from './frontier.js'
import {hull} from './hull.js'
import {solveLinear} from './hull-linear.js'
import type {CachingPolicy} from './policy.js'
import {fillSteepest} from './steepest-fill.js'
import {windowProblem, windowsOf} from './window-problem.js'

/** Relative difference of two sums that is only rounding. */
const ROUNDING = 1e-12

export const windows = {
  name: 'windows',
  summary: 'Keeps any windows of ages, also several a table, by the hull of all window choices.',
  source: 'design.md section 2; Eisner & Severance (1976)',
  kind: 'heuristic',
  keepsBudgets: true,
  options: hull.options,
  async plan(problem, given, run) {
    const values = completeOptions('windows', hull.options, given)
    const detail = problem.ages
    if (detail === undefined) return hull.plan(problem, values, run)
    const points = windowProblem(problem, detail)
    const {linear, filled, repaired} = await fillSteepest(points, values, run.seed)
    const {choice} = repaired
    const saved = savedCostPerDay(points, choice)
    const bound = Math.max(saved, linear.boundSavedCostPerDay)
    const shared = {
      status: saved >= bound * (1 - ROUNDING) ? 'optimal' : 'feasible',
      boundSavedCostPerDay: bound,
      dualPricePerByte: {total: linear.totalPrice, byRegion: linear.regionPrice},
      frontier: storageFrontier(points, linear.edges),
    } as const
    const work = {
      choices: points.storedBytes.length,
      edges: linear.edges.endPoint.length,
      fillVisits: filled.visits,
      filled: filled.accepted,
      ...repaired.work,
    }
    const beatsPrefixes = repaired.isOptimal || saved >= solveLinear(problem).boundSavedCostPerDay
    if (!beatsPrefixes) {
      const prefixes = await hull.plan(problem, values, run)
      if (prefixes.savedCostPerDay > saved) {
        return {
          ...prefixes,
          ...shared,
          status: 'feasible',
          boundSavedCostPerDay: Math.max(bound, prefixes.savedCostPerDay),
          work: {...work, prefixes: 1},
        }
      }
    }
    let storedBytes = 0
    for (let c = 0; c < choice.length; c++) if (choice[c] >= 0) storedBytes += points.storedBytes[choice[c]]
    return {
      ...shared,
      windows: windowsOf(problem, detail, points, choice),
      savedCostPerDay: saved,
      storedBytes,
      work: {...work, prefixes: 0},
    }
  },
} as const satisfies CachingPolicy
