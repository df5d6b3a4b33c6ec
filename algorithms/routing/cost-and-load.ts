/**
 * Cost and load, with ordered fall-backs.
 *
 * Idea: everything in one currency. What the inputs and the output cost on the WAN, what waiting is worth to a job of this
 * priority, and what the CPU costs in this region and price class; the cheapest place first, the others behind it in order.
 * Formula: expectedCost (candidates.ts): attempts · (move + wait) + compute · (1 + (attempts − 1) / 2) + write-back.
 * Source: ours, against Yugong's unit-less sum (PVLDB 2019). Ordered fall-backs with price classes: habit of global
 *   schedulers that sell spare capacity; eviction as a geometric number of attempts.
 * Cost: O(rows). Guarantee: for one job and the load as told, no admitted place has a lower expected cost.
 * Loses: greedy job by job: it does not keep a place free for the job that will need it more, and many routers with
 *   stale load herd to one region (probing.ts).
 */
import {completeOptions} from '../options.js'
import {writeExpectedCosts} from './candidates.js'
import type {RoutingPolicy} from './policy.js'

export const costAndLoad = {
  name: 'cost-and-load',
  summary: 'Runs a job where moving, waiting, computing and writing back cost least together.',
  source: 'ours',
  options: {},
  prepare(given) {
    completeOptions('cost-and-load', {}, given)
    return writeExpectedCosts
  },
} as const satisfies RoutingPolicy
