/**
 * The cost of serving one table in one region at a price of storage: the cheapest replica windows against remote reads.
 *
 *   min over windows W of  Σ_{a ∉ W} R(a)·w  +  Σ_windows s·w  +  λ·s·|W|      (design.md section 2)
 *
 * by the two-state walk over the ages that are read (hold or let go and fetch again). Fed from home. With λ = 0 it is
 * Yugong's min{ΣR, S} (eq. 12). Exact for even partitions. O(ages).
 *
 * @param ageDays ages `first … last`; demand in bytes over the span at `demand[at …]` (and `sign` times `extra[extraAt …]` on top, where given)
 * @param readPrice price of a byte into the region, per day (link price / days of the span)
 * @param refreshCost one window's refresh, in currency per day; Infinity where the table may not be replicated
 * @param storedCost one partition's priced storage, in currency per day
 * @returns currency per day
 */
export function cellCost(
  ageDays: ArrayLike<number>,
  first: number,
  last: number,
  demand: Float64Array,
  at: number,
  extra: Float64Array | undefined,
  extraAt: number,
  sign: 1 | -1,
  readPrice: number,
  refreshCost: number,
  storedCost: number,
): number {
  let without = 0
  let holding = Infinity
  let heldTo = 0
  for (let k = first; k < last; k++) {
    let bytes = demand[at + k - first]
    if (extra !== undefined) bytes += sign * extra[extraAt + k - first]
    if (bytes === 0) continue
    const age = ageDays[k]
    const kept = holding + storedCost * (age - heldTo)
    if (holding < without) without = holding
    const fetched = without + refreshCost + storedCost
    holding = fetched
    if (kept < fetched) holding = kept
    without += bytes * readPrice
    heldTo = age
  }
  if (holding < without) return holding
  return without
}
