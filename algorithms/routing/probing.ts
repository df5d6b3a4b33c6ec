/**
 * Probing of d regions.
 *
 * Idea: many routers that know load only stale all see the same region idle and drown it. So each job considers d regions
 * only: the few that are cheapest without waiting, and others drawn by chance, which spreads the routers. Reservations at
 * all d are taken in the order of the scores and the job is bound late, by the load that the d regions find when its turn
 * comes (simulate.ts); without late binding the scores use the load as told.
 * Formula: `cheapest` rows with the lowest expected cost but waiting, plus rows drawn without replacement up to `probes`; score =
 *   expectedCost (candidates.ts) on these, never elsewhere. Where home is not among them it comes last as the fall-back.
 * Source: Sparrow, Ousterhout et al., SOSP 2013: batch sampling and late binding; there workers are alike and drawn evenly.
 * Cost: O(rows · probes). Guarantee: with probes ≥ rows the choices of cost-and-load.
 * Loses: with one router and fresh load every region that was not probed is a chance missed.
 */
import {completeOptions} from '../options.js'
import {expectedCost, type RoutingCandidates} from './candidates.js'
import type {RoutingPolicy} from './policy.js'

const options = {
  probes: {type: 'integer', default: 3, min: 1, max: 1024, unit: '', meaning: 'regions that are probed for a job'},
  cheapest: {
    type: 'integer',
    default: 2,
    min: 0,
    max: 1024,
    unit: '',
    meaning: 'of these, how many are the cheapest without waiting; the others are drawn by chance',
  },
} as const

/** Score of the home row that was not probed: behind every probed row. */
export const lastResort = Number.MAX_VALUE

export const probing = {
  name: 'probing',
  summary: 'Considers a few regions a job, some by cost and some by chance, against herds of routers.',
  source: 'Sparrow (SOSP 2013)',
  options,
  prepare(given) {
    const values = completeOptions('probing', options, given)
    const probes = values.probes as number
    const cheapest = values.cheapest as number
    return (c, scores, draw) => {
      scores.fill(Infinity, 0, c.count)
      const wanted = Math.min(probes, usableRows(c))
      for (let probed = 0; probed < wanted; probed++) {
        const row = probed < cheapest ? cheapestUnprobed(c, scores) : drawnUnprobed(c, scores, draw)
        scores[row] = expectedCost(c, row)
      }
      for (let row = 0; row < c.count; row++) {
        if (c.region[row] === c.home && c.priceClass[row] === 0 && scores[row] === Infinity) scores[row] = lastResort
      }
    }
  },
} as const satisfies RoutingPolicy

function usableRows(c: RoutingCandidates): number {
  let usable = 0
  for (let row = 0; row < c.count; row++) if (c.refusal[row] === 0) usable += 1
  return usable
}

function cheapestUnprobed(c: RoutingCandidates, scores: Float64Array): number {
  let best = -1
  let bestCost = Infinity
  for (let row = 0; row < c.count; row++) {
    if (c.refusal[row] !== 0 || scores[row] !== Infinity) continue
    const cost = c.moveCost[row] + c.writeBackCost[row] + c.computeCost[row]
    if (best >= 0 && cost >= bestCost) continue
    best = row
    bestCost = cost
  }
  return best
}

function drawnUnprobed(c: RoutingCandidates, scores: Float64Array, draw: (below: number) => number): number {
  let left = 0
  for (let row = 0; row < c.count; row++) if (c.refusal[row] === 0 && scores[row] === Infinity) left += 1
  let skip = draw(left)
  for (let row = 0; row < c.count; row++) {
    if (c.refusal[row] !== 0 || scores[row] !== Infinity) continue
    if (skip === 0) return row
    skip -= 1
  }
  return 0
}
