import type {CostUnit} from './report-data.js'

/**
 * All caching policies at several budgets, in-sample and out-of-sample, as plain JSON-serialisable numbers and names: what
 * `isthmus compare` measures and the comparison page draws. Bytes and costs per day are means over the scored days
 * (formats.md section 3). No field may be NaN or infinite.
 */
export interface ComparisonData {
  /** Heading of the page, e.g. the platform's name. */
  readonly title: string
  /** The days that the plans are made from (in-sample). */
  readonly train: ComparisonDays
  /** Later days, which no planned policy has seen (out-of-sample). */
  readonly test: ComparisonDays
  readonly costUnit: CostUnit
  /** How the demand that is planned for was estimated from the train days. */
  readonly forecast: string
  readonly budgets: readonly ComparisonBudget[]
  /** WAN cost a day with nothing cached. */
  readonly before: {readonly inSampleCostPerDay: number; readonly outOfSampleCostPerDay: number}
  readonly policies: readonly ComparedPolicy[]
  readonly results: readonly ComparisonResult[]
  readonly bounds: readonly ComparisonBounds[]
}

/** First and last day, `YYYY-MM-DD`, both included. */
export interface ComparisonDays {
  readonly from: string
  readonly to: string
  readonly dayCount: number
}

export interface ComparisonBudget {
  /** What people read, e.g. `3 %`. */
  readonly label: string
  /** Replica bytes allowed, as a share of the bytes at home. */
  readonly ratio: number
  readonly replicaBytes: number
}

export interface ComparedPolicy {
  /** Key of the policy; `results` refer to it. */
  readonly name: string
  /** What people read. */
  readonly label: string
  /** `planned`: windows fixed before the day. `online`: fills and evicts read by read. */
  readonly family: 'planned' | 'online'
  /** `bound`: nobody can run it (it knows the future), so it is never called the best policy. */
  readonly kind: 'baseline' | 'bound' | 'heuristic' | 'exact'
}

/** What one policy leaves on some days. */
export interface Sample {
  readonly wanBytesPerDay: number
  readonly wanCostPerDay: number
  readonly replicaBytes: number
}

export interface ComparisonResult {
  /** `ComparedPolicy.name`. */
  readonly policy: string
  /** Index into `ComparisonData.budgets`. */
  readonly budget: number
  readonly inSample: Sample
  readonly outOfSample: Sample
  /** Distance of the in-sample plan from the bound, as a share: 0.01 = 1 %. */
  readonly gap?: number
  /** Time to plan or to replay. */
  readonly milliseconds: number
  readonly peakMemoryBytes: number
  /** Why the policy gave no plan here; the samples of this result are then not shown. */
  readonly refused?: string
}

export interface ComparisonBounds {
  /** Index into `ComparisonData.budgets`. */
  readonly budget: number
  /** No planned caching costs less on the train days. */
  readonly inSampleCostPerDay: number
  /** No planned caching costs less on the test days, not even one that knows them. */
  readonly hindsightCostPerDay: number
  /** No on-demand caching costs less on the test days (PFOO, SIGMETRICS 2018). */
  readonly onlineCostPerDay?: number
}
