import {bestOption} from './best-option.js'
import type {JobBoard} from './job-board.js'

/** Gains below this share of the cost are rounding. */
const ROUNDING = 1e-12

/**
 * Lets the jobs, one after another, take what is cheapest at prices of CPU, and raises the prices of full slots: the
 * subgradient steps of `priceCapacity` where jobs depend on one another through the replicas that follow them. A heuristic: the sums
 * bound nothing then. Leaves the board where the last round ended, within the limits or not. Returns the rounds.
 *
 * @param knownCostPerDay of a placement within the limits: what the steps aim at
 */
export function respondToPrices(
  board: JobBoard,
  jobs: Int32Array,
  {rounds, knownCostPerDay}: {readonly rounds: number; readonly knownCostPerDay: number},
): number {
  const {regions} = board
  const {limit, used} = regions
  const price = new Float64Array(limit.length)
  const deltas = new Float64Array(regions.problem.regionCount + 1)
  for (let round = 1; round <= rounds; round++) {
    const isPriced = price.some(p => p > 0)
    for (const j of jobs) {
      if (!isPriced && board.mostGain(j) <= 0) continue
      board.evaluate(j, deltas)
      if (isPriced) for (let o = 0; o < deltas.length; o++) deltas[o] += regions.pricedUse(price, j, o)
      const now = deltas[regions.option[j]]
      const best = bestOption(deltas, now - ROUNDING * Math.abs(knownCostPerDay))
      if (best >= 0) board.place(j, best)
    }
    if (regions.isKept()) return round
    let norm = 0
    let relaxed = board.costPerDay
    for (let slot = 0; slot < limit.length; slot++) {
      if (limit[slot] === Infinity) continue
      const over = used[slot] - limit[slot]
      relaxed += price[slot] * over
      if (over > 0 || price[slot] > 0) norm += over * over
    }
    const gap = knownCostPerDay - relaxed
    if (gap <= 0) return round
    for (let slot = 0; slot < limit.length; slot++) {
      if (limit[slot] === Infinity) continue
      price[slot] = Math.max(0, price[slot] + (gap / norm) * (used[slot] - limit[slot]))
    }
  }
  return rounds
}
