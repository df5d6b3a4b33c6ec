import type {ComparedPolicy, ComparisonData, ComparisonResult, Sample} from '../../viz/index.js'

/** Name, family, kind, share of what can be saved that is lost in-sample, and that is lost beside it on later days. */
type Shape = readonly [string, ComparedPolicy['family'], ComparedPolicy['kind'], number, number]

const shapes: readonly Shape[] = [
  ['none', 'planned', 'baseline', 1, 0],
  ['all', 'planned', 'baseline', -0.05, 0.06],
  ['greedy', 'planned', 'baseline', 0.11, 0.05],
  ['k-probe', 'planned', 'heuristic', 0.013, 0.07],
  ['hull', 'planned', 'heuristic', 0.002, 0.065],
  ['windows', 'planned', 'heuristic', 0.006, 0.03],
  ['exact-dp', 'planned', 'exact', 0.001, 0.066],
  ['exact-ilp', 'planned', 'exact', 0.001, 0.067],
  ['break-even', 'planned', 'heuristic', 0.3, 0.02],
  ['hubs', 'planned', 'baseline', 0.42, 0.01],
  ['lru', 'online', 'baseline', 0.62, 0],
  ['lfu-da', 'online', 'baseline', 0.5, -0.01],
  ['gdsf', 'online', 'heuristic', 0.33, 0.01],
  ['landlord', 'online', 'heuristic', 0.38, 0],
  ['ttl', 'online', 'baseline', 0.71, 0.01],
  ['s3-fifo', 'online', 'heuristic', 0.55, 0.02],
  ['sieve', 'online', 'heuristic', 0.58, 0.01],
  ['second-hit', 'online', 'heuristic', 0.47, -0.01],
  ['belady', 'online', 'bound', 0.18, 0],
]

export const ratios = [0.005, 0.01, 0.02, 0.03, 0.05, 0.08]
const homeBytes = 42e15

/** A made-up comparison of every kind of policy: names of ours, numbers of no one. */
export function sampleComparison({money}: {readonly money: boolean}): ComparisonData {
  const price = money ? 20e-12 : 1e-9
  const before = {inSample: 9.1e14, outOfSample: 8.7e14}
  const budgets = ratios.map(ratio => ({label: `${ratio * 100} %`, ratio, replicaBytes: ratio * homeBytes}))
  const savable = (ratio: number): number => 0.82 * (1 - Math.exp(-ratio / 0.014))
  const sample = (beforeBytes: number, saved: number, replicaBytes: number): Sample => {
    const wanBytesPerDay = Math.round(beforeBytes * (1 - saved))
    return {wanBytesPerDay, wanCostPerDay: wanBytesPerDay * price, replicaBytes: Math.round(replicaBytes)}
  }
  const results: ComparisonResult[] = shapes.flatMap(([name, family, kind, lost, drift], i) =>
    budgets.map(({ratio, replicaBytes}, budget) => {
      const reach = name === 'all' ? 0.82 : savable(ratio)
      const stored = name === 'none' ? 0 : name === 'all' ? 0.31 * homeBytes : replicaBytes * (0.999 - 0.01 * (i % 5))
      const refused =
        name === 'exact-dp' && ratio > 0.02 ? '34,211,006 states exceed the limit of 5,000,000' : undefined
      return {
        policy: name,
        budget,
        inSample: sample(before.inSample, reach * (1 - lost), stored),
        outOfSample: sample(before.outOfSample, reach * (1 - lost - drift), stored * 1.004),
        ...(family === 'planned' && kind !== 'baseline' && {gap: Math.max(0, lost) * 1.3}),
        milliseconds: family === 'planned' ? 40 + 900 * i * i * ratio : 5200 + 310 * i,
        peakMemoryBytes: 1.1e8 + 1.7e7 * i,
        ...(refused !== undefined && {refused}),
      }
    }),
  )
  return {
    title: 'Caching policies on the data platform',
    train: {from: '2026-10-01', to: '2026-10-30', dayCount: 30},
    test: {from: '2026-10-31', to: '2026-11-13', dayCount: 14},
    costUnit: money ? {kind: 'money', currency: 'USD'} : {kind: 'gigabytes'},
    forecast: 'mean of the train days',
    budgets,
    before: {inSampleCostPerDay: before.inSample * price, outOfSampleCostPerDay: before.outOfSample * price},
    policies: shapes.map(([name, family, kind]) => ({name, label: name, family, kind})),
    results,
    bounds: ratios.map((ratio, budget) => ({
      budget,
      inSampleCostPerDay: before.inSample * price * (1 - savable(ratio)),
      hindsightCostPerDay: before.outOfSample * price * (1 - savable(ratio) * 0.99),
      onlineCostPerDay: before.outOfSample * price * (1 - savable(ratio) * 0.86),
    })),
  }
}

/** Nothing to compare. */
export const emptyComparison: ComparisonData = {
  title: 'Nothing yet',
  train: {from: '2026-11-19', to: '2026-11-19', dayCount: 1},
  test: {from: '2026-11-20', to: '2026-11-20', dayCount: 1},
  costUnit: {kind: 'gigabytes'},
  forecast: 'none',
  budgets: [],
  before: {inSampleCostPerDay: 0, outOfSampleCostPerDay: 0},
  policies: [],
  results: [],
  bounds: [],
}
