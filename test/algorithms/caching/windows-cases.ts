import type {CachingOutcome, CachingProblem} from '../../../algorithms/caching/problem.js'
import {type Budgets, problemOf, seededNumbers} from '../random-problem.js'

/** One (region, table) by age: partition sizes and refreshes may differ from age to age. */
export interface AgedDemand {
  readonly region: number
  readonly linkPrice: number
  /** Bytes of the partition of each age, and bytes a day that a window starting there refreshes. */
  readonly partitionBytes: readonly number[]
  readonly refreshBytes: readonly number[]
  readonly readBytes: readonly number[]
}

/** A daily table with even partitions. */
export function evenDemand(region: number, linkPrice: number, bytes: number, readBytes: readonly number[]): AgedDemand {
  const even = readBytes.map(() => bytes)
  return {region, linkPrice, partitionBytes: even, refreshBytes: even, readBytes}
}

/** Curves with their detail by age, as `deriveProblem` makes them. Demand must come by rising region. */
export function agedProblem(demand: readonly AgedDemand[], budgets: Budgets): CachingProblem {
  const readAges = demand.map(d => d.readBytes.flatMap((bytes, age) => (bytes > 0 ? [age] : [])))
  const sumTo = (values: readonly number[], age: number) => values.slice(0, age + 1).reduce((sum, v) => sum + v, 0)
  const curves = demand.map((d, c) => {
    const refreshCostPerDay = (d.refreshBytes[0] ?? 0) * d.linkPrice
    return {
      region: d.region,
      lifeSpanDays: readAges[c].map(age => age + 1),
      storedBytes: readAges[c].map(age => sumTo(d.partitionBytes, age)),
      savedCostPerDay: readAges[c].map(age => sumTo(d.readBytes, age) * d.linkPrice - refreshCostPerDay),
      refreshCostPerDay,
    }
  })
  return {
    ...problemOf(curves, budgets),
    ages: {
      storedBytes: Float64Array.from(demand.flatMap((d, c) => readAges[c].map(age => d.partitionBytes[age]))),
      refreshCostPerDay: Float64Array.from(
        demand.flatMap((d, c) => readAges[c].map(age => d.refreshBytes[age] * d.linkPrice)),
      ),
    },
  }
}

/** Tables read today, week on week, month on month, or as one version; budgets of both kinds, tight to ample. */
export function randomAgedDemand(seed: number, curves: number, ages: number): {demand: AgedDemand[]; budgets: Budgets} {
  const random = seededNumbers(seed)
  const regions = 1 + random.below(3)
  const isEven = random.below(2) === 0
  const demand: AgedDemand[] = []
  for (let c = 0; c < curves; c++) {
    const size = 1 + random.below(2 ** (1 + random.below(8)))
    const days = random.below(4) === 0 ? 1 : ages
    const partitionBytes = Array.from({length: days}, () => (isEven ? size : random.below(2 * size)))
    const readBytes = new Array<number>(days).fill(0)
    const readers = 1 + random.below(4)
    for (let reader = 0; reader < readers; reader++) {
      const bytes = 1 + random.below(2 * size)
      const from = random.below(days)
      const span = random.below(2) === 0 ? 1 : 1 + random.below(3)
      for (let age = from; age < Math.min(days, from + span); age++) readBytes[age] += bytes
    }
    demand.push({
      region: Math.floor((c * regions) / curves),
      linkPrice: 1 + random.below(4),
      partitionBytes,
      refreshBytes: isEven ? partitionBytes : partitionBytes.map(() => random.below(2 * size)),
      readBytes,
    })
  }
  const wanted = demand.flatMap(d => d.partitionBytes).reduce((sum, bytes) => sum + bytes, 0)
  const cap = (share: number): number => Math.floor(share * random.share() * wanted)
  const kinds = random.below(4)
  const regionBytes = Array.from({length: regions}, () => (kinds === 0 ? Number.POSITIVE_INFINITY : cap(1 / regions)))
  return {demand, budgets: {regionBytes, totalBytes: kinds === 1 ? Number.POSITIVE_INFINITY : cap(0.6)}}
}

/** Saving and bytes of windows straight from the reads by age: no curve, no point. */
export function accountOf(demand: readonly AgedDemand[], outcome: CachingOutcome, regions: number) {
  const byRegion = new Array<number>(regions).fill(0)
  let savedCostPerDay = 0
  let storedBytes = 0
  const {curve, fromAge, toAge} = outcome.windows
  for (let w = 0; w < curve.length; w++) {
    const d = demand[curve[w]]
    if (w > 0 && curve[w] === curve[w - 1] && fromAge[w] < toAge[w - 1]) throw new Error(`window ${w} overlaps`)
    let saved = -d.refreshBytes[fromAge[w]]
    let stored = 0
    for (let age = fromAge[w]; age < toAge[w]; age++) {
      saved += d.readBytes[age]
      stored += d.partitionBytes[age]
    }
    savedCostPerDay += saved * d.linkPrice
    storedBytes += stored
    byRegion[d.region] += stored
  }
  return {savedCostPerDay, storedBytes, byRegion}
}

/** Every set of windows of one curve that start and end at read ages or at 0, as (bytes, saving): held or not, joined or not. */
export function allWindowChoices(d: AgedDemand): {storedBytes: number; savedCostPerDay: number}[] {
  const ages = d.readBytes.length
  const choices: {storedBytes: number; savedCostPerDay: number}[] = []
  for (let held = 0; held < 2 ** ages; held++) {
    let storedBytes = 0
    let saved = 0
    for (let age = 0; age < ages; age++) {
      if (((held >> age) & 1) === 0) continue
      storedBytes += d.partitionBytes[age]
      saved += d.readBytes[age]
      if (age > 0 && ((held >> (age - 1)) & 1) === 1) continue
      saved -= d.refreshBytes[age]
      if (age > 0 && d.readBytes[age] === 0) saved = Number.NEGATIVE_INFINITY
    }
    choices.push({storedBytes, savedCostPerDay: saved * d.linkPrice})
  }
  return choices
}
