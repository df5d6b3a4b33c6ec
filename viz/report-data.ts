/**
 * Everything that the report draws, as plain JSON-serialisable numbers and names. `viz` owns these types and takes nothing
 * else in; the planner fills them from a verified plan. Bytes per day and cost per day are means over the scored days
 * (formats.md section 3). A field that is optional is left out of the page where it is absent; no field may be NaN or infinite.
 */
export interface ReportData {
  /** Heading of the page, e.g. the platform's name. */
  readonly title: string
  readonly planId: string
  /** First day that the plan is meant for, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly history: {readonly from: string; readonly to: string; readonly dayCount: number}
  /** Hash of the input that the plan was made from. */
  readonly fingerprint: string
  readonly algorithm: AlgorithmNames
  readonly costUnit: CostUnit
  readonly headline: Headline
  readonly byCause: {readonly before: CauseBytes; readonly after: CauseBytes}
  readonly regions: readonly RegionTraffic[]
  readonly links: LinkMatrices
  readonly storageCurve: StorageCurve
  readonly lifeSpanHistogram: readonly LifeSpanCount[]
  readonly topReplicas: readonly ReplicaRow[]
  /** What is not listed in `topReplicas`, summed. */
  readonly otherReplicas: ReplicaTotals
  /** The largest remaining remote reads, largest first. */
  readonly unmet: readonly UnmetRow[]
  /** Projects or tables that get a new home. */
  readonly moves: readonly MoveRow[]
}

/**
 * What a cost of 1 means. `money`: one unit of `currency` (ISO 4217 code). `gigabytes`: every link costs 1 per GB, so a cost
 * of 1 is 10^9 bytes and is printed as bytes.
 */
export type CostUnit = {readonly kind: 'money'; readonly currency: string} | {readonly kind: 'gigabytes'}

export interface AlgorithmNames {
  readonly caching: string
  readonly migration: string
  readonly placement: string
  readonly options: Readonly<Record<string, string | number | boolean>>
  readonly seed: number
}

export interface TrafficTotals {
  readonly wanBytesPerDay: number
  readonly wanCostPerDay: number
  /** Reads that crossed the WAN, and all reads, over all scored days. */
  readonly remoteReads: number
  readonly reads: number
}

export interface Headline {
  readonly before: TrafficTotals
  readonly after: TrafficTotals
  /** Share of the remote reads before that are local after, 0 to 1 (formats.md 3.8). */
  readonly localisedShare: number
  readonly replicaBytes: number
  /** Bytes at home, all regions. */
  readonly homeBytes: number
  /** Replica bytes allowed over all regions; absent = no budget. */
  readonly budgetBytes?: number
  /** One-off bytes (formats.md 3.7). */
  readonly fillBytes: number
  readonly moveBytes: number
  readonly bound?: Bound
  /** True: scored on the days that the plan was made from. False: on later days. */
  readonly inSample: boolean
}

export interface Bound {
  /** No plan within the scope costs less. */
  readonly wanCostPerDay: number
  /** e.g. `caching`. */
  readonly scope: string
  /** How far the plan is from the bound, as in the plan file; 0.01 = 1 %. */
  readonly gap: number
}

/** Bytes per day by cause (formats.md 3.3 to 3.5). */
export interface CauseBytes {
  readonly remoteReadBytesPerDay: number
  readonly refreshBytesPerDay: number
  readonly writeBackBytesPerDay: number
}

export interface RegionTraffic {
  readonly name: string
  readonly incomingBytesPerDayBefore: number
  readonly incomingBytesPerDayAfter: number
  readonly replicaBytes: number
  /** Absent = no budget of its own. */
  readonly budgetBytes?: number
  readonly homeBytes: number
}

/** Square, row-major matrices over `ReportData.regions`: entry `from * regions.length + to`. */
export interface LinkMatrices {
  readonly before: LinkMatrix
  readonly after: LinkMatrix
}

export interface LinkMatrix {
  readonly bytesPerDay: readonly number[]
  readonly costPerDay: readonly number[]
}

export interface CurvePoint {
  readonly replicaBytes: number
  readonly wanBytesPerDay: number
  readonly wanCostPerDay: number
}

export interface PolicyCurve {
  /** Key of the policy, the same in every report. */
  readonly name: string
  /** What people read. */
  readonly label: string
  /** By rising replica bytes. At most some hundred; see `thinCurve`. */
  readonly points: readonly CurvePoint[]
  /** True: the points are the corners of the whole frontier and are joined. False: single measured plans. */
  readonly isLine: boolean
  readonly kind: 'baseline' | 'bound' | 'heuristic' | 'exact'
}

export interface StorageCurve {
  readonly policies: readonly PolicyCurve[]
  /** No plan lies below this line (within the bound's scope); empty where no bound is known. */
  readonly boundPoints: readonly CurvePoint[]
  /** The plan of this report. */
  readonly chosen: CurvePoint & {readonly policy: string}
}

export interface LifeSpanCount {
  /** Whole days that the replicas keep a partition. */
  readonly lifeSpanDays: number
  readonly replicaCount: number
  readonly storedBytes: number
}

export interface ReplicaRow {
  readonly table: string
  readonly project: string
  readonly homeRegion: string
  readonly region: string
  /** Keeps partitions of age [fromAge, toAge) days. */
  readonly fromAge: number
  readonly toAge: number
  readonly storedBytes: number
  readonly refreshBytesPerDay: number
  readonly savedBytesPerDay: number
  readonly savedCostPerDay: number
  /** Recurring jobs that read it there. */
  readonly readerCount?: number
  readonly readsPerDay?: number
  /** Days after which the bytes saved exceed the one-off fill. */
  readonly breakEvenDays?: number
}

export interface ReplicaTotals {
  readonly replicaCount: number
  readonly storedBytes: number
  readonly refreshBytesPerDay: number
  readonly savedBytesPerDay: number
  readonly savedCostPerDay: number
}

/** Why remote reads were left: no room in the budget, a replica would cost more than it saves, or it may not be replicated. */
export type UnmetReason = 'over-budget' | 'costs-more-than-it-saves' | 'not-replicable'

export interface UnmetRow {
  readonly table: string
  readonly project: string
  readonly homeRegion: string
  readonly region: string
  readonly remoteReadBytesPerDay: number
  readonly remoteReadCostPerDay: number
  readonly reason?: UnmetReason
}

export interface MoveRow {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly bytes: number
}
