/**
 * All: the best point of every curve, whatever it stores.
 *
 * Idea: the ceiling; what could be saved if replica storage were free.
 * Formula: Σ over curves of max(0, max over points of saving). Source: Yugong (PVLDB 2019) eq. 12, which places projects
 * as if this were allowed.
 * Cost: O(points) time, O(curves) memory.
 * Guarantee: no plan of prefixes [0, L) saves more, with or without budgets; so its value is also its bound. Its status is
 * `optimal` only where it happens to fit the budgets.
 * Loses: it ignores the budgets, so it is a yardstick and not a plan.
 */
import {emptyChoice, isWithinBudgets, outcomeOfChoice, savedCostPerDay, storedBytesByRegion} from './choice.js'
import type {CachingPolicy} from './policy.js'

export const all = {
  name: 'all',
  summary: 'Keeps whatever saves anything and ignores the budgets: the ceiling.',
  source: 'Yugong (PVLDB 2019) eq. 12',
  kind: 'bound',
  keepsBudgets: false,
  options: {},
  plan(problem) {
    const choice = emptyChoice(problem)
    for (let c = 0; c < problem.curveCount; c++) {
      let best = 0
      for (let p = problem.pointStart[c]; p < problem.pointStart[c + 1]; p++) {
        if (problem.savedCostPerDay[p] > best) {
          best = problem.savedCostPerDay[p]
          choice[c] = p
        }
      }
    }
    return outcomeOfChoice(problem, choice, {
      status: isWithinBudgets(problem, storedBytesByRegion(problem, choice)) ? 'optimal' : 'feasible',
      boundSavedCostPerDay: savedCostPerDay(problem, choice),
      work: {points: problem.pointStart[problem.curveCount]},
    })
  },
} as const satisfies CachingPolicy
