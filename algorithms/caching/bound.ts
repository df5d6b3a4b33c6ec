import type {ReplicaBudgets} from '../../model/budgets.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import {priceWalks, tableWalks} from './table-walks.js'

/** A lower bound on what any replicas within the budgets leave to pay, with homes and jobs as placed. */
export interface CachingBound {
  /** Of the remote reads of replicable tables and the refreshes that replace them; write-backs and the rest are not in it. */
  readonly remoteCostPerDay: number
  /** What the same reads cost without any replica. */
  readonly unreplicatedCostPerDay: number
  /** The storage prices that gave it, per stored byte and day: the one over all regions plus the region's own. */
  readonly storagePricePerByte: Float64Array
  /** Every price that was tried: each bounds the cost for any budgets, not only for those asked about. */
  readonly supports: readonly BoundSupport[]
}

/** cost of any plan ≥ pricedCostPerDay − totalPrice·(budget over all) − Σ ownPrice·(region's own budget) */
export interface BoundSupport {
  readonly pricedCostPerDay: number
  readonly totalPrice: number
  readonly ownPrice: Float64Array
}

/** The bound that one support gives for some budgets, as `CachingBound.remoteCostPerDay`. */
export function supportedCostPerDay(
  {pricedCostPerDay, totalPrice, ownPrice}: BoundSupport,
  budgets: ReplicaBudgets,
): number {
  let cost = pricedCostPerDay
  if (totalPrice > 0) cost -= totalPrice * budgets.totalBytes
  for (let e = 0; e < ownPrice.length; e++) if (ownPrice[e]! > 0) cost -= ownPrice[e]! * budgets.regionBytes[e]!
  return cost
}

/**
 * Lagrangian bound for caching under replica budgets: for storage prices λ_e ≥ 0,
 *
 *   cost of any plan ≥ Σ_t min_windows [ cost_t + Σ_e λ_e·stored_t(e) ] − Σ_e own_e·B_e − total·B,   λ_e = total + own_e,
 *
 * every table solved exactly over windows and holders by `cheapestWindows` (tables with more than `mostCoupledRegions`
 * regions to couple: each region by itself from its cheapest source, which is a relaxation). The best total price is
 * found by bisection on the bytes that it makes worth storing; region prices start from those given. Every evaluated
 * price gives a valid bound; the best is kept. Source: Fisher 1981 (Lagrangian relaxation); the walk is design.md section 2.
 *
 * @param evaluations how often all tables may be priced: cost is linear in it
 */
export function cachingBound(
  workload: Workload,
  placement: Placement,
  budgets: ReplicaBudgets,
  ownPricePerByte: ArrayLike<number>,
  evaluations: number,
): CachingBound {
  const evenStoragePrices = budgets.regionBytes.every(bytes => bytes === Infinity)
  const {walks, unreplicatedCostPerDay} = tableWalks(
    workload,
    placement,
    workload.reads.bytes,
    evenStoragePrices,
    'cheapest',
  )
  const regions = workload.topology.regions.length
  const own = Float64Array.from({length: regions}, (_, e) =>
    budgets.regionBytes[e] === Infinity ? 0 : (ownPricePerByte[e] ?? 0),
  )
  let best = -Infinity
  let bestPrices = own
  const supports: BoundSupport[] = []
  const evaluate = (totalPrice: number, ownPrice: Float64Array) => {
    const prices = ownPrice.map(price => price + totalPrice)
    const {cost: pricedCostPerDay, storedBytes} = priceWalks(walks, prices)
    const support = {pricedCostPerDay, totalPrice, ownPrice}
    supports.push(support)
    const value = supportedCostPerDay(support, budgets)
    if (value > best) {
      best = value
      bestPrices = prices
    }
    return storedBytes
  }
  const sum = (bytes: Float64Array) => bytes.reduce((total, b) => total + b, 0)

  let spent = 1
  const storedFree = evaluate(0, own)
  let total = 0
  if (sum(storedFree) > budgets.totalBytes) {
    let low = 0
    let high = unreplicatedCostPerDay / Math.max(1, budgets.totalBytes)
    const rounds = Math.max(2, Math.floor(evaluations / 2))
    for (; spent < rounds; spent++) {
      total = low === 0 ? high / 16 : Math.sqrt(low * high)
      if (sum(evaluate(total, own)) > budgets.totalBytes) low = total
      else high = total
    }
    total = high
  }
  ascendRegionPrices(own, total, budgets, evaluations - spent, evaluate)
  return {
    remoteCostPerDay: Math.max(0, best),
    unreplicatedCostPerDay,
    storagePricePerByte: bestPrices,
    supports,
  }
}

/** Coordinate ascent on the regions' own prices: raises the price of a region that stores too much, lowers one that stores too little. */
function ascendRegionPrices(
  own: Float64Array,
  total: number,
  budgets: ReplicaBudgets,
  evaluations: number,
  evaluate: (total: number, own: Float64Array) => Float64Array,
): void {
  const limited = [...own.keys()].filter(e => budgets.regionBytes[e]! < Infinity)
  if (limited.length === 0) return
  const step = new Float64Array(own.length).fill(4)
  let prices = own.slice()
  let stored = evaluate(total, prices)
  const over = new Uint8Array(own.length)
  for (const e of limited) over[e] = stored[e]! > budgets.regionBytes[e]! ? 1 : 0
  for (let spent = 1; spent < evaluations; spent++) {
    const next = prices.slice()
    for (const e of limited) {
      const isOver = stored[e]! > budgets.regionBytes[e]! ? 1 : 0
      if (isOver !== over[e]) step[e] = Math.sqrt(step[e]!)
      over[e] = isOver
      const scale = prices[e]! > 0 ? prices[e]! : isOver === 1 ? 1e-15 : 0
      next[e] = isOver === 1 ? scale * step[e]! : scale / step[e]!
    }
    prices = next
    stored = evaluate(total, prices)
  }
}
