import type {CoverageFigures} from './coverage-data.js'
import type {Bound, CauseBytes, CostUnit, CurvePoint, RegionTraffic, TrafficTotals} from './traffic-data.js'
import type {ArticleFigures} from './what-if-data.js'

export type * from './coverage-data.js'
export type * from './traffic-data.js'

import type {
  BacktestFigures,
  BudgetPoint,
  Churn,
  Explanation,
  HourLoad,
  JobRow,
  JobTotals,
  RemainingSources,
} from './report-sections.js'

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
  /** Projects or tables that get a new home, in the plan's order. */
  readonly moves: readonly MoveRow[]
  /** What is not listed in `moves`, summed. */
  readonly otherMoves?: {readonly moveCount: number; readonly bytes: number}
  /** Recurring jobs that run away from home, largest saving first, and the sum of those not listed. */
  readonly jobs?: readonly JobRow[]
  readonly otherJobs?: JobTotals
  /** By rising budget; the plan itself is one of them. */
  readonly budgetPoints?: readonly BudgetPoint[]
  readonly remaining?: RemainingSources
  readonly hourLoad?: HourLoad
  readonly backtest?: BacktestFigures
  readonly churn?: Churn
  readonly articleFigures?: ArticleFigures
  readonly explanations?: readonly Explanation[]
  /** Absent where the history does not tell where its numbers come from. */
  readonly coverage?: CoverageFigures
  /** What is not in the page because the history is large, and where it is to be had; a sentence each. */
  readonly leftOut?: readonly string[]
}

export interface AlgorithmNames {
  readonly caching: string
  readonly migration: string
  readonly placement: string
  readonly options: Readonly<Record<string, string | number | boolean>>
  readonly seed: number
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

/** Square, row-major matrices over `ReportData.regions`: entry `from * regions.length + to`. */
export interface LinkMatrices {
  readonly before: LinkMatrix
  readonly after: LinkMatrix
}

export interface LinkMatrix {
  readonly bytesPerDay: readonly number[]
  readonly costPerDay: readonly number[]
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
  /** Number of its colour, the same in every report; absent: its place in the list. */
  readonly series?: number
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
  /** Bytes a day read between it and what lives or runs in the new home, and in the old one, itself apart. */
  readonly readWithNewHomeBytesPerDay?: number
  readonly readWithOldHomeBytesPerDay?: number
}
