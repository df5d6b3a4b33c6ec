/**
 * most bytes: run where most of the input bytes already are.
 *
 * Idea: locality alone, as schedulers inside one data centre do it.
 * Formula: score = − bytes of the inputs that are local to the region (at home there or as replicas).
 * Source: the locality rule of MapReduce (Dean and Ghemawat, OSDI 2004), one level up.
 * Cost: O(rows). Guarantee: with one link price and no output, the fewest bytes cross.
 * Loses: dear links, large outputs, load: everything flows to the region with the great tables.
 */
import {completeOptions} from '../options.js'
import type {RoutingPolicy} from './policy.js'

export const mostBytes = {
  name: 'most-bytes',
  summary: 'Runs a job where most of its input bytes are.',
  source: 'locality rule of MapReduce (OSDI 2004)',
  options: {},
  prepare(given) {
    completeOptions('most-bytes', {}, given)
    return (c, scores) => {
      for (let row = 0; row < c.count; row++) scores[row] = c.priceClass[row] === 0 ? -c.localBytes[row] : Infinity
    }
  },
} as const satisfies RoutingPolicy
