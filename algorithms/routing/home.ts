/**
 * home: run where the job always ran.
 *
 * Idea: the null member. Every job runs at home, whatever lies elsewhere.
 * Formula: score = 0 at home, never elsewhere.
 * Source: what Yugong does with new jobs (PVLDB 2019): the default data centre of the project.
 * Cost: O(rows). Guarantee: the load of no other region changes.
 * Loses: all remote reads stay; a crowded home stays crowded.
 */
import {completeOptions} from '../options.js'
import type {RoutingPolicy} from './policy.js'

export const home = {
  name: 'home',
  summary: 'Runs every job in its home region.',
  source: 'null member',
  options: {},
  prepare(given) {
    completeOptions('home', {}, given)
    return (c, scores) => {
      for (let row = 0; row < c.count; row++) {
        scores[row] = c.region[row] === c.home && c.priceClass[row] === 0 ? 0 : Infinity
      }
    }
  },
} as const satisfies RoutingPolicy
