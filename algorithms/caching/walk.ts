import type {Sourcing} from './sourcing.js'

/** Reads and sizes of one table over the ages that are read, as the walk wants them. Row-aligned by age index. */
export interface AgeProfile {
  readonly ageDays: readonly number[]
  /** Bytes a day that candidate region i reads at age index k, at `k * regions + i`. */
  readonly readBytesPerDay: Float64Array
  /** Bytes a day that a window starting at this age refreshes. */
  readonly refreshBytesPerDay: Float64Array
  /** Bytes that holding this age stores, and bytes that holding all ages since the previous read age (exclusive) stores. */
  readonly storedBytes: Float64Array
  readonly storedBytesSincePrevious: Float64Array
}

export interface WalkResult {
  /** WAN cost a day plus priced storage: the minimum over all choices of windows. */
  readonly cost: number
  /** Subset of regions that hold each age index. */
  readonly holders: Int32Array
  /** Those of them that have held everything since the age index before; the others refresh it. */
  readonly kept: Int32Array
}

/**
 * The cheapest windows of one table at given storage prices, all its regions together: a walk over the ages that are
 * read, with the subset of holding regions as state. Between two read ages a region keeps holding (and pays storage) or
 * lets go; at a read age regions may join (and pay the cheapest refresh) before the rest read remotely.
 *
 *   drop: g[K] = min_{H ⊇ K} f[H] + λ(K)·stored(gap)      join: f'[H] = min_{K ⊆ H} g[K] + refresh(K → H∖K) + λ(H)·stored(a) + reads(H, a)
 *
 * Exact for the accounting of formats.md 3.3 and 3.5 with windows starting at read ages. With one region it is the
 * two-state walk of design.md section 2. O(ages · 3ⁿ) for n regions.
 *
 * @param storagePricePerByte price of one stored byte a day, by position in `sourcing.regions`
 */
export function cheapestWindows(
  sourcing: Sourcing,
  profile: AgeProfile,
  storagePricePerByte: Float64Array,
): WalkResult {
  const n = sourcing.regions.length
  const subsets = 1 << n
  const ages = profile.ageDays.length
  const priceOfSubset = new Float64Array(subsets)
  for (let subset = 1; subset < subsets; subset++) {
    const low = 31 - Math.clz32(subset & -subset)
    priceOfSubset[subset] = priceOfSubset[subset & (subset - 1)]! + storagePricePerByte[low]!
  }
  const keptOf = new Int32Array(ages * subsets)
  const heldBefore = new Int32Array(ages * subsets)
  let best = new Float64Array(subsets).fill(Infinity)
  best[0] = 0
  let joined = new Float64Array(subsets)
  for (let k = 0; k < ages; k++) {
    const base = k * subsets
    for (let subset = 0; subset < subsets; subset++) heldBefore[base + subset] = subset
    for (let bit = 1; bit < subsets; bit <<= 1) {
      for (let subset = 0; subset < subsets; subset++) {
        if ((subset & bit) !== 0 || best[subset | bit]! >= best[subset]!) continue
        best[subset] = best[subset | bit]!
        heldBefore[base + subset] = heldBefore[base + (subset | bit)]!
      }
    }
    const gap = profile.storedBytesSincePrevious[k]!
    for (let subset = 0; subset < subsets; subset++) best[subset]! += priceOfSubset[subset]! * gap
    const refresh = profile.refreshBytesPerDay[k]!
    for (let held = 0; held < subsets; held++) {
      let least = Infinity
      for (let joining = held; ; joining = (joining - 1) & held) {
        const kept = held ^ joining
        const cost = best[kept]! + sourcing.refreshPrice[(kept << n) | joining]! * refresh
        if (cost <= least) {
          least = cost
          keptOf[base + held] = kept
        }
        if (joining === 0) break
      }
      let reads = 0
      for (let i = 0; i < n; i++) reads += profile.readBytesPerDay[k * n + i]! * sourcing.readPrice[held * n + i]!
      joined[held] = least + priceOfSubset[held]! * profile.storedBytes[k]! + reads
    }
    ;[best, joined] = [joined, best]
  }
  let end = 0
  for (let subset = 1; subset < subsets; subset++) if (best[subset]! < best[end]!) end = subset
  const holders = new Int32Array(ages)
  const kept = new Int32Array(ages)
  let held = end
  for (let k = ages - 1; k >= 0; k--) {
    holders[k] = held
    kept[k] = keptOf[k * subsets + held]!
    held = heldBefore[k * subsets + kept[k]!]!
  }
  return {cost: best[end]!, holders, kept}
}
