import type {JobCosts} from './given-replicas.js'
import type {JobRegions} from './job-regions.js'

export interface CapacityPrices {
  /** No choice of options for the jobs within the limits costs less, the other jobs as they are; currency per day, all jobs. */
  readonly boundCostPerDay: number
  /** Currency per CPU-hour by slot (`JobRegions`), that gave the bound. */
  readonly price: Float64Array
  /** Options of all jobs that are cheapest at some prices, the best last: within the limits only by luck. */
  readonly choices: readonly Int32Array[]
  readonly rounds: number
}

export interface PricingSettings {
  readonly rounds: number
  /** Of a placement within the limits: what the steps aim at. */
  readonly knownCostPerDay: number
  /** Choices that are kept: those of the last better bounds. */
  readonly mostChoices: number
}

/** Terms of a sum may each be off by this share. */
const ROUNDING = 1e-12
/** Rounds without a better bound after which steps are halved. */
const PATIENCE = 4

/**
 * Prices on CPU that make jobs share the regions, and the bound that they prove: for any prices μ ≥ 0 of the slots
 *
 *   cost of any placement within the limits ≥ Σ_j min_o [ cost(j, o) + Σ_slots μ·cpu(j, o) ] − Σ_slots μ·room
 *
 * where room is what the jobs that stay leave (Fisher 1981, Lagrangian relaxation of the generalised assignment problem). Prices
 * climb by subgradient with Polyak's step. Every round gives a valid bound; the best is kept, less the rounding of its sum. Jobs whose
 * cheapest option takes no limited CPU take it at any price, and are summed once.
 * O(rounds · jobs · regions · hours of a job).
 *
 * @param jobs those that may choose
 */
export function priceCapacity(
  regions: JobRegions,
  {cost}: JobCosts,
  jobs: Int32Array,
  {rounds, knownCostPerDay, mostChoices}: PricingSettings,
): CapacityPrices {
  const {problem, limit} = regions
  const {regionCount: R, jobCount} = problem
  const options = R + 1
  const free = new Uint8Array(jobCount)
  for (const j of jobs) free[j] = 1
  const settled = new Float64Array(limit.length)
  const option = regions.option.slice()
  let settledCost = 0
  const choosing: number[] = []
  const scratch = new Float64Array(limit.length).fill(1)
  for (let j = 0; j < jobCount; j++) {
    if (free[j] === 1) option[j] = cheapest(cost, j * options, options)
    if (free[j] === 1 && regions.pricedUse(scratch, j, option[j]) > 0) {
      choosing.push(j)
      continue
    }
    settledCost += cost[j * options + option[j]]
    regions.addUse(settled, j, option[j], 1)
  }
  const isScattered = Uint8Array.from(choosing, j => Number(regions.regionOf(j, R) < 0))
  const price = new Float64Array(limit.length)
  const use = new Float64Array(limit.length)
  const best = {bound: -Infinity, price: price.slice()}
  const choices: Int32Array[] = []
  let stepShare = 1
  let sinceBetter = 0
  let round = 0
  while (round < rounds) {
    round++
    use.set(settled)
    let sum = settledCost
    let size = Math.abs(settledCost)
    for (let i = 0; i < choosing.length; i++) {
      const j = choosing[i]
      let least = Infinity
      for (let o = 0; o < R + isScattered[i]; o++) {
        const own = cost[j * options + o]
        if (own >= least) continue
        const priced = own + regions.pricedUse(price, j, o)
        if (priced >= least) continue
        least = priced
        option[j] = o
      }
      sum += least
      size += Math.abs(least)
      regions.addUse(use, j, option[j], 1)
    }
    let norm = 0
    for (let slot = 0; slot < limit.length; slot++) {
      if (limit[slot] === Infinity) continue
      const over = use[slot] - limit[slot]
      sum -= price[slot] * (limit[slot] - settled[slot])
      size += price[slot] * (limit[slot] + settled[slot])
      if (over > 0 || price[slot] > 0) norm += over * over
    }
    const bound = sum - ROUNDING * size
    if (bound > best.bound) {
      best.bound = bound
      best.price.set(price)
      choices.push(option.slice())
      if (choices.length > mostChoices) choices.shift()
      sinceBetter = 0
    } else if (++sinceBetter === PATIENCE) {
      stepShare /= 2
      sinceBetter = 0
      price.set(best.price)
    }
    const gap = knownCostPerDay - bound
    if (norm === 0 || gap <= ROUNDING * size) break
    const step = (stepShare * gap) / norm
    for (let slot = 0; slot < limit.length; slot++) {
      if (limit[slot] < Infinity) price[slot] = Math.max(0, price[slot] + step * (use[slot] - limit[slot]))
    }
  }
  return {boundCostPerDay: best.bound, price: best.price, choices, rounds: round}
}

function cheapest(cost: Float64Array, at: number, options: number): number {
  let best = 0
  for (let o = 1; o < options; o++) if (cost[at + o] < cost[at + best]) best = o
  return best
}
