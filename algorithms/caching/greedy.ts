/**
 * Greedy: k-probe with k = 1, one day at a time.
 *
 * Idea: add the single day that saves most per byte. Formula: k-probe.ts with k = 1; its gain is that of one day.
 * Source: the special case k = 1 of Yugong (PVLDB 2019) Algorithm 1.
 * Cost: O(points) time, plus a heap of one entry a curve. Guarantee: keeps the budgets; none on the saving.
 * Loses: where the first day alone does not pay its refresh, or reads sit at ages that are not adjacent: it
 * never begins or stops early. Up to 10 % of the saving on synthetic loads (papers.md 4.3), all of it at worst.
 */
import {emptyChoice, outcomeOfChoice} from './choice.js'
import {extendGreedily} from './extend.js'
import type {CachingPolicy} from './policy.js'

export const greedy = {
  name: 'greedy',
  summary: 'Grows life spans one day at a time (k-probe with k = 1).',
  source: 'Yugong (PVLDB 2019) Algorithm 1 with k = 1',
  kind: 'heuristic',
  keepsBudgets: true,
  options: {},
  plan(problem) {
    const choice = emptyChoice(problem)
    const work = extendGreedily(problem, choice, 1)
    return outcomeOfChoice(problem, choice, {status: 'feasible', work: {...work}})
  },
} as const satisfies CachingPolicy
