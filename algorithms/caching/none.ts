/**
 * None: no replica at all.
 *
 * Idea: the null member; every remote read crosses the WAN. Source: folklore.
 * Cost: O(curves) time and memory. Guarantee: saves exactly 0 and stores nothing. Loses: always, where any replica pays.
 */
import {emptyChoice, outcomeOfChoice} from './choice.js'
import type {CachingPolicy} from './policy.js'

export const none = {
  name: 'none',
  summary: 'Keeps no replicas: every remote read crosses the WAN.',
  source: 'folklore',
  kind: 'baseline',
  keepsBudgets: true,
  options: {},
  plan: problem => outcomeOfChoice(problem, emptyChoice(problem), {status: 'feasible', work: {}}),
} as const satisfies CachingPolicy
