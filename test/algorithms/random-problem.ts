import type {CachingProblem} from '../../algorithms/caching/problem.js'

/** One (region, table) day by day: what the points of a curve are made from. */
export interface DailyDemand {
  readonly region: number
  readonly partitionBytes: number
  /** Bytes read per day at each age, from age 0. */
  readonly readBytes: readonly number[]
  /** Currency per byte of the link from home. */
  readonly linkPrice: number
}

export interface Budgets {
  readonly regionBytes: readonly number[]
  readonly totalBytes: number
}

/** Points of a curve, by rising life span. */
export interface CurvePoints {
  readonly region: number
  readonly lifeSpanDays: readonly number[]
  readonly storedBytes: readonly number[]
  readonly savedCostPerDay: readonly number[]
  readonly refreshCostPerDay: number
}

/** Yugong's curve: even partitions, a refresh of one partition a day, a point after every age with demand. */
export function curveOf(daily: DailyDemand): CurvePoints {
  const lifeSpanDays: number[] = []
  const storedBytes: number[] = []
  const savedCostPerDay: number[] = []
  let local = 0
  for (const [age, bytes] of daily.readBytes.entries()) {
    if (bytes === 0) continue
    local += bytes
    lifeSpanDays.push(age + 1)
    storedBytes.push(daily.partitionBytes * (age + 1))
    savedCostPerDay.push((local - daily.partitionBytes) * daily.linkPrice)
  }
  const refreshCostPerDay = daily.partitionBytes * daily.linkPrice
  return {region: daily.region, lifeSpanDays, storedBytes, savedCostPerDay, refreshCostPerDay}
}

/** Curves in columns; they must come by rising region. */
export function problemOf(curves: readonly CurvePoints[], budgets: Budgets): CachingProblem {
  const regionCount = budgets.regionBytes.length
  const regionStart = new Int32Array(regionCount + 1)
  const pointStart = new Int32Array(curves.length + 1)
  for (const [c, curve] of curves.entries()) {
    regionStart[curve.region + 1]++
    pointStart[c + 1] = pointStart[c] + curve.lifeSpanDays.length
  }
  for (let e = 0; e < regionCount; e++) regionStart[e + 1] += regionStart[e]
  return {
    regionCount,
    regionStart,
    curveCount: curves.length,
    curveTable: Int32Array.from(curves, (_, c) => c),
    curveRegion: Int32Array.from(curves, curve => curve.region),
    pointStart,
    lifeSpanDays: Int32Array.from(curves.flatMap(curve => curve.lifeSpanDays)),
    storedBytes: Float64Array.from(curves.flatMap(curve => curve.storedBytes)),
    savedCostPerDay: Float64Array.from(curves.flatMap(curve => curve.savedCostPerDay)),
    refreshCostPerDay: Float64Array.from(curves, curve => curve.refreshCostPerDay),
    regionBudgetBytes: Float64Array.from(budgets.regionBytes),
    totalBudgetBytes: budgets.totalBytes,
    storagePricePerByte: new Float64Array(budgets.regionBytes.length),
  }
}

/** Whole numbers from `below(n)` = 0 … n − 1 (mulberry32). */
export function seededNumbers(seed: number): {below(limit: number): number; share(): number} {
  let state = seed >>> 0
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {share, below: limit => Math.floor(share() * limit)}
}

export interface Shape {
  readonly curves: number
  readonly regions: number
  readonly ages: number
  /** Partition bytes are 1 … this, spread over powers of two. */
  readonly largestPartition: number
  readonly linkPrices: readonly number[]
}

/** Readers at fixed look-backs (today, 0 + 7, 6, 13, far) as in papers.md 4.3; budgets of both kinds, tight to ample. */
export function randomDemand(seed: number, shape: Shape): {demand: DailyDemand[]; budgets: Budgets} {
  const random = seededNumbers(seed)
  const demand: DailyDemand[] = []
  for (let c = 0; c < shape.curves; c++) {
    const region = Math.floor((c * shape.regions) / shape.curves)
    const partitionBytes = 1 + random.below(2 ** (1 + random.below(Math.ceil(Math.log2(shape.largestPartition)))))
    const readBytes = new Array<number>(shape.ages).fill(0)
    for (let reader = random.below(4); reader >= 0; reader--) {
      const bytes = 1 + random.below(partitionBytes)
      const kind = random.below(4)
      const span = kind === 0 ? 1 : 1 + random.below(shape.ages)
      if (kind < 2) for (let age = 0; age < span; age++) readBytes[age] += bytes
      else readBytes[span - 1] += bytes
      if (kind === 3) readBytes[0] += bytes
    }
    const linkPrice = shape.linkPrices[random.below(shape.linkPrices.length)]
    demand.push({region, partitionBytes, readBytes, linkPrice})
  }
  const wanted = demand.reduce((sum, d) => sum + d.partitionBytes * d.readBytes.length, 0)
  const cap = (share: number): number => Math.floor(share * random.share() * wanted)
  const kinds = random.below(4)
  const regionBytes = Array.from({length: shape.regions}, () =>
    kinds === 0 || random.below(6) === 0 ? Number.POSITIVE_INFINITY : cap(1 / shape.regions),
  )
  return {demand, budgets: {regionBytes, totalBytes: kinds === 1 ? Number.POSITIVE_INFINITY : cap(0.8)}}
}

export function randomProblem(seed: number, shape: Shape): CachingProblem {
  const {demand, budgets} = randomDemand(seed, shape)
  return problemOf(demand.map(curveOf), budgets)
}

/** Partition sizes as different as real ones; prices that differ. */
export const ordinary: Shape = {
  curves: 40,
  regions: 3,
  ages: 30,
  largestPartition: 4096,
  linkPrices: [1, 1, 2, 5],
}

/** Few large tables: where greed is worst. */
export const fewLarge: Shape = {curves: 6, regions: 2, ages: 8, largestPartition: 1024, linkPrices: [1, 3]}
