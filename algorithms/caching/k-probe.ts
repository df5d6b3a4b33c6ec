/**
 * k-probe life spanning.
 *
 * Idea: grow the life span of every (table, region) from 0, always by the extension of 1 … k days that saves most per
 * byte that it stores. Looking ahead is needed because the first extension also pays the daily refresh, and because
 * reads may sit at isolated ages.
 * Formula: from life span L, an extension by k' ≤ k days has
 *   gain = (reads of ages L … L + k' − 1, priced, − the refresh if L = 0) / bytes stored for these ages,
 * and is a candidate if that is > 0. Candidates wait in a max-heap; one whose curve has grown since is dropped (stale),
 * one that overflows the budget of its region or of all regions is dropped, an accepted one brings new candidates.
 * Source: Yugong, Huang et al., PVLDB 12(12) 2019, eq. 15 and Algorithm 1. Gain is in currency per byte; with equal link
 * prices that is the paper's. A budget over all regions together (formats.md section 1) shares the one heap.
 *
 * Points instead of days: the problem lists only life spans that end after an age with demand, and extensions from point
 * i to point j are allowed if lifeSpan[j] − lifeSpan[i] ≤ k. This accepts what the day-by-day algorithm accepts. Take an
 * extension that ends on a day without demand. If no day of it has demand its gain is not positive and it is never
 * pushed. Otherwise cut it back to its last day with demand: the same saving for fewer bytes, hence a strictly higher gain,
 * no longer than k, pushed at the same time and so popped before. If that one is accepted the longer is stale; if it
 * overflowed, the longer one, popped later with less room, overflows too. So only points are ever accepted, and by
 * induction both algorithms hold the same life spans after each acceptance.
 *
 * Cost: O(points · k) time at most, plus a heap of one entry a curve (see extend.ts for why that is the paper's order).
 * Guarantee: keeps the budgets. With k at least the longest life span it walks the upper hulls of the curves and loses
 * less than the saving of one hull edge a budget to the LP bound.
 * Loses: a small k stops before the dip in front of a far age and loses up to 10 % of the saving; any k never
 * shrinks or swaps, so a few large tables can leave a budget half empty.
 */
import {completeOptions} from '../options.js'
import {emptyChoice, outcomeOfChoice} from './choice.js'
import {extendGreedily} from './extend.js'
import type {CachingPolicy} from './policy.js'

const options = {
  k: {type: 'integer', default: 60, min: 1, max: 100_000, unit: 'days', meaning: 'longest extension looked at at once'},
} as const

export const kProbe = {
  name: 'k-probe',
  summary: 'Grows life spans by the extension of up to k days that saves most per stored byte.',
  source: 'Yugong (PVLDB 2019) Algorithm 1',
  kind: 'heuristic',
  keepsBudgets: true,
  options,
  plan(problem, given) {
    const k = completeOptions('k-probe', options, given).k as number
    const choice = emptyChoice(problem)
    const work = extendGreedily(problem, choice, k)
    return outcomeOfChoice(problem, choice, {status: 'feasible', work: {...work}})
  },
} as const satisfies CachingPolicy
