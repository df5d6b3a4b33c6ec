import type {CachingProblem} from '../algorithms/caching/problem.js'

export interface CurveShape {
  readonly curves: number
  /** Points of a curve are spread evenly over this range. */
  readonly fewestPoints: number
  readonly mostPoints: number
  readonly regions: number
  /** Budget over all regions as a share of what every longest life span would store. */
  readonly budgetShare: number
  /** Budget of each region as a share of the same in that region; Infinity for none. */
  readonly regionBudgetShare: number
}

/**
 * Synthetic curves for benches: log-normal partition sizes, reads that decay with age and are now and then missing,
 * and a refresh of one partition a day. Deterministic (mulberry32); seeded.
 */
export function syntheticCurves(seed: number, shape: CurveShape): CachingProblem {
  let state = seed >>> 0
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const {curves, regions, fewestPoints, mostPoints} = shape
  const pointStart = new Int32Array(curves + 1)
  for (let c = 0; c < curves; c++) {
    pointStart[c + 1] = pointStart[c] + fewestPoints + Math.floor(share() * (mostPoints - fewestPoints + 1))
  }
  const points = pointStart[curves]
  const lifeSpanDays = new Uint16Array(points)
  const storedBytes = new Float64Array(points)
  const savedCostPerDay = new Float64Array(points)
  const refreshCostPerDay = new Float64Array(curves)
  const curveRegion = Int32Array.from({length: curves}, (_, c) => Math.floor((c * regions) / curves))
  const regionStart = new Int32Array(regions + 1)
  const longestBytes = new Float64Array(regions)
  for (let c = 0; c < curves; c++) {
    regionStart[curveRegion[c] + 1] = c + 1
    const normal = Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share())
    const partitionBytes = Math.round(2 ** 26 * Math.exp(1.5 * normal))
    const readers = 1 + Math.floor((1 - share()) ** -0.7)
    const decay = 0.7 + 0.3 * share()
    let saved = -partitionBytes
    let days = 0
    let demand = readers * partitionBytes
    for (let p = pointStart[c]; p < pointStart[c + 1]; p++) {
      days += share() < 0.15 ? 2 : 1
      demand *= decay
      saved += Math.round(demand * (0.25 + share()))
      lifeSpanDays[p] = days
      storedBytes[p] = partitionBytes * days
      savedCostPerDay[p] = saved
    }
    refreshCostPerDay[c] = partitionBytes
    longestBytes[curveRegion[c]] += partitionBytes * days
  }
  for (let e = 0; e < regions; e++) regionStart[e + 1] = Math.max(regionStart[e + 1], regionStart[e])
  return {
    regionCount: regions,
    regionStart,
    curveCount: curves,
    curveTable: Int32Array.from({length: curves}, (_, c) => c),
    curveRegion,
    pointStart,
    lifeSpanDays,
    storedBytes,
    savedCostPerDay,
    refreshCostPerDay,
    regionBudgetBytes: longestBytes.map(bytes => Math.floor(bytes * shape.regionBudgetShare)),
    totalBudgetBytes: Math.floor(longestBytes.reduce((sum, bytes) => sum + bytes, 0) * shape.budgetShare),
    storagePricePerByte: new Float64Array(regions),
  }
}
