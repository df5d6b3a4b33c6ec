import type {CurvePoint, LinkMatrix, PolicyCurve, RegionTraffic, ReplicaRow, ReportData} from '../../viz/index.js'

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export interface SampleShape {
  readonly regionNames: readonly string[]
  readonly replicaCount: number
  readonly money: boolean
}

const cities = ['hangzhou', 'beijing', 'shanghai', 'shenzhen', 'zhangbei', 'singapore']
export const usual: SampleShape = {regionNames: cities, replicaCount: 60, money: true}

/** A made-up platform of the founding article's kind: its sums agree with each other, its names are names of no one. */
export function sampleReport({regionNames, replicaCount, money}: SampleShape): ReportData {
  const random = randomNumbers(7)
  const n = regionNames.length
  const price = money ? 20e-12 : 1e-9
  const weights = regionNames.map((_, i) => 1 / (i + 1) ** 0.8)
  const before: number[] = []
  const after: number[] = []
  for (let from = 0; from < n; from++) {
    for (let to = 0; to < n; to++) {
      const bytes = from === to ? 0 : Math.round(9e13 * weights[from]! * weights[to]! * (0.4 + 1.2 * random()))
      before.push(bytes)
      after.push(Math.round(bytes * (0.22 + 0.4 * random())))
    }
  }
  const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0)
  const matrix = (bytesPerDay: readonly number[]): LinkMatrix => ({
    bytesPerDay,
    costPerDay: bytesPerDay.map(b => b * price),
  })
  const incoming = (values: readonly number[], to: number): number => sum(values.filter((_, i) => i % n === to))
  const beforeBytes = sum(before)
  const afterBytes = sum(after)
  const homeBytes = 42e15
  const budgetBytes = 0.03 * homeBytes
  const replicaBytes = 0.97 * budgetBytes
  const regions: RegionTraffic[] = regionNames.map((name, i) => ({
    name,
    incomingBytesPerDayBefore: incoming(before, i),
    incomingBytesPerDayAfter: incoming(after, i),
    replicaBytes: (replicaBytes * weights[i]!) / sum(weights),
    homeBytes: (homeBytes * weights[i]!) / sum(weights),
  }))
  const floor = afterBytes * 0.82
  const steepness = -Math.log((afterBytes - floor) / (beforeBytes - floor)) / replicaBytes
  const at = (storage: number, loss: number): CurvePoint => {
    const saved = (beforeBytes - floor) * (1 - Math.exp(-steepness * storage)) * (1 - loss)
    const bytes = Math.round(beforeBytes - saved)
    return {replicaBytes: Math.round(storage), wanBytesPerDay: bytes, wanCostPerDay: bytes * price}
  }
  const frontier = (loss: number): CurvePoint[] =>
    Array.from({length: 121}, (_, i) => at((i / 120) ** 2 * 6 * budgetBytes, i === 0 ? 0 : loss))
  const points = (loss: number, shares: readonly number[]): CurvePoint[] =>
    shares.map(share => at(share * homeBytes, loss))
  const shares = [0.005, 0.01, 0.02, 0.03, 0.04, 0.06]
  const line = (name: string, label: string, loss: number): PolicyCurve => ({
    name,
    label,
    points: frontier(loss),
    isLine: true,
    kind: 'heuristic',
  })
  const policies: PolicyCurve[] = [
    line('hull', 'hull', 0),
    line('k-probe', 'k-probe, k = 15', 0.012),
    {name: 'windows', label: 'windows', points: points(-0.004, shares), isLine: false, kind: 'heuristic'},
    {name: 'greedy', label: 'greedy (k = 1)', points: points(0.1, shares), isLine: false, kind: 'baseline'},
    {name: 'hubs', label: 'hubs', points: points(0.28, shares), isLine: false, kind: 'baseline'},
    {name: 'all', label: 'all, without a budget', points: points(0, [0.31]), isLine: false, kind: 'baseline'},
  ]
  const spans = Array.from({length: 30}, (_, i) => i + 1).map(days => ({
    lifeSpanDays: days,
    replicaCount: Math.round(2400 * Math.exp(-days / 4) + (days % 7 === 0 ? 420 : 0) + (days === 30 ? 260 : 0)),
    storedBytes: Math.round(days * 1.1e11 * Math.exp(-days / 5)),
  }))
  const replicas = sampleReplicas(regionNames, replicaCount, price, random)
  const listedBytes = sum(replicas.map(r => r.storedBytes))
  const refresh = afterBytes * 0.23
  const writeBack = afterBytes * 0.11
  return {
    title: 'Nightly plan of the data platform',
    planId: '2026-11-20-3f9c2a71',
    asOf: '2026-11-20',
    history: {from: '2026-10-21', to: '2026-11-19', dayCount: 30},
    fingerprint: '9b1f0c2de8a4475b8b0cb8a4c2be1f0e6f2f5e7d0f2c4d3b9a8871625344f0e1',
    algorithm: {
      caching: 'hull',
      migration: 'stay',
      placement: 'home',
      options: {tailFill: true, lookAheadDays: 15},
      seed: 1,
    },
    costUnit: money ? {kind: 'money', currency: 'USD'} : {kind: 'gigabytes'},
    headline: {
      before: {
        wanBytesPerDay: beforeBytes,
        wanCostPerDay: beforeBytes * price,
        remoteReads: 1_204_551,
        reads: 9_870_112,
      },
      after: {wanBytesPerDay: afterBytes, wanCostPerDay: afterBytes * price, remoteReads: 211_930, reads: 9_870_112},
      localisedShare: 0.824,
      replicaBytes,
      homeBytes,
      budgetBytes,
      fillBytes: replicaBytes * 0.93,
      moveBytes: 0,
      bound: {wanCostPerDay: afterBytes * price * 0.9987, scope: 'caching', gap: 0.0013},
      inSample: true,
    },
    byCause: {
      before: {remoteReadBytesPerDay: beforeBytes - writeBack, refreshBytesPerDay: 0, writeBackBytesPerDay: writeBack},
      after: {
        remoteReadBytesPerDay: afterBytes - refresh - writeBack,
        refreshBytesPerDay: refresh,
        writeBackBytesPerDay: writeBack,
      },
    },
    regions,
    links: {before: matrix(before), after: matrix(after)},
    storageCurve: {
      policies,
      boundPoints: frontier(-0.005).slice(1),
      chosen: {policy: 'hull', replicaBytes, wanBytesPerDay: afterBytes, wanCostPerDay: afterBytes * price},
    },
    lifeSpanHistogram: spans,
    topReplicas: replicas,
    otherReplicas: {
      replicaCount: sum(spans.map(s => s.replicaCount)) - replicas.length,
      storedBytes: replicaBytes - listedBytes,
      refreshBytesPerDay: refresh * 0.6,
      savedBytesPerDay: (beforeBytes - afterBytes) * 0.55,
      savedCostPerDay: (beforeBytes - afterBytes) * 0.55 * price,
    },
    unmet: replicas.slice(0, Math.min(8, replicas.length)).map((r, i) => ({
      table: `${r.table}_raw`,
      project: r.project,
      homeRegion: r.homeRegion,
      region: r.region,
      remoteReadBytesPerDay: r.savedBytesPerDay * 0.4,
      remoteReadCostPerDay: r.savedCostPerDay * 0.4,
      reason: (['over-budget', 'costs-more-than-it-saves', 'not-replicable'] as const)[i % 3]!,
    })),
    moves: [],
  }
}

function sampleReplicas(
  regionNames: readonly string[],
  count: number,
  price: number,
  random: () => number,
): ReplicaRow[] {
  const subjects = [
    'orders',
    'clicks',
    'payments',
    'sessions',
    'refunds',
    'inventory',
    'shipments',
    'reviews',
    'coupons',
  ]
  const stages = ['ods', 'dwd', 'dws', 'ads']
  const n = regionNames.length
  return Array.from({length: count}, (_, i) => {
    const home = Math.floor(random() * n)
    const region = (home + 1 + Math.floor(random() * (n - 1))) % n
    const partitionBytes = Math.round(3e12 * (0.5 + random()) * (i + 1) ** -0.7)
    const days = [1, 1, 2, 3, 7, 7, 14, 30][Math.floor(random() * 8)]!
    const readsPerDay = Math.round(2 + 14 * random())
    const savedBytesPerDay = Math.round(partitionBytes * readsPerDay * 0.7)
    return {
      table: `${stages[i % 4]}_${subjects[i % 9]}_${['day', 'hour', 'detail'][i % 3]}_${i + 1}`,
      project: `${subjects[i % 9]}_${stages[i % 4]}`,
      homeRegion: regionNames[home]!,
      region: regionNames[region]!,
      fromAge: 0,
      toAge: days,
      storedBytes: partitionBytes * days,
      refreshBytesPerDay: partitionBytes,
      savedBytesPerDay,
      savedCostPerDay: savedBytesPerDay * price,
      readerCount: 1 + Math.floor(random() * 9),
      readsPerDay,
      breakEvenDays: (partitionBytes * days) / savedBytesPerDay,
    }
  }).sort((a, b) => b.savedBytesPerDay - a.savedBytesPerDay)
}

/** The least that can be reported: one region, no traffic, no tables, no replicas, no budget, no bound. */
export const emptyReport: ReportData = {
  title: 'Nothing yet',
  planId: '2026-11-20-empty',
  asOf: '2026-11-20',
  history: {from: '2026-11-19', to: '2026-11-19', dayCount: 1},
  fingerprint: '0',
  algorithm: {caching: 'none', migration: 'stay', placement: 'home', options: {}, seed: 1},
  costUnit: {kind: 'gigabytes'},
  headline: {
    before: {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0},
    after: {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0},
    localisedShare: 0,
    replicaBytes: 0,
    homeBytes: 0,
    fillBytes: 0,
    moveBytes: 0,
    inSample: true,
  },
  byCause: {
    before: {remoteReadBytesPerDay: 0, refreshBytesPerDay: 0, writeBackBytesPerDay: 0},
    after: {remoteReadBytesPerDay: 0, refreshBytesPerDay: 0, writeBackBytesPerDay: 0},
  },
  regions: [{name: 'here', incomingBytesPerDayBefore: 0, incomingBytesPerDayAfter: 0, replicaBytes: 0, homeBytes: 0}],
  links: {before: {bytesPerDay: [0], costPerDay: [0]}, after: {bytesPerDay: [0], costPerDay: [0]}},
  storageCurve: {
    policies: [],
    boundPoints: [],
    chosen: {policy: 'none', replicaBytes: 0, wanBytesPerDay: 0, wanCostPerDay: 0},
  },
  lifeSpanHistogram: [],
  topReplicas: [],
  otherReplicas: {replicaCount: 0, storedBytes: 0, refreshBytesPerDay: 0, savedBytesPerDay: 0, savedCostPerDay: 0},
  unmet: [],
  moves: [],
}
