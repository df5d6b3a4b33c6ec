import type {CauseBytes, TrafficTotals} from './traffic-data.js'

/**
 * Parts of a report that not every plan has: jobs placed away from home, the plan at other budgets, what makes up the remaining
 * traffic, a backtest, what changes against the plan in force, and the words of `isthmus explain`. Bytes and costs a day are means.
 */

/** A recurring job that runs away from home. */
export interface JobRow {
  readonly job: string
  readonly project: string
  /** Where it ran before; several regions are joined by a comma. */
  readonly from: string
  readonly to: string
  readonly runsPerDay: number
  /** WAN bytes a day that it saves by running there, all else as planned. May be below 0: a cheaper link, or room made elsewhere. */
  readonly savedBytesPerDay: number
  readonly readBytesPerDay: number
  /** Of these, what is at home or replicated where it runs now, and where it would run otherwise. */
  readonly localBytesPerDay: number
  readonly localBytesPerDayOtherwise: number
}

export interface JobTotals {
  readonly jobCount: number
  readonly savedBytesPerDay: number
}

/** The plan with another replica budget: a real plan, scored; the homes and jobs are those of the plan, the replicas chosen anew. */
export interface BudgetPoint {
  /** Replica bytes allowed over all regions together. */
  readonly budgetBytes: number
  /** `budgetBytes` as a multiple of today's. */
  readonly timesToday: number
  /** The plan of the report itself. Exactly one point is. */
  readonly isPlan: boolean
  readonly after: TrafficTotals
  readonly replicaBytes: number
  readonly fillBytes: number
}

/** One source of the remaining traffic. */
export interface SourceRow {
  readonly name: string
  /** Where it lives (tables, projects) or runs (jobs). */
  readonly region: string
  readonly bytesPerDay: CauseBytes
}

/** The largest sources of what still crosses, largest first. Projects: those of the tables that are read. */
export interface RemainingSources {
  readonly tables: readonly SourceRow[]
  readonly projects: readonly SourceRow[]
  /** Reads and write-backs of recurring jobs; refreshes belong to no job. */
  readonly jobs: readonly SourceRow[]
}

/** WAN bytes by hour of day (UTC), means over the days; 24 numbers each. */
export interface HourLoad {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/** Plans scored on later days, day by day. */
export interface BacktestFigures {
  readonly trainDays: number
  readonly strategies: readonly BacktestStrategy[]
}

export interface BacktestStrategy {
  readonly name: string
  /** By rising day. */
  readonly days: readonly BacktestDay[]
}

export interface BacktestDay {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly beforeCost: number
  readonly afterCost: number
  /** What the same strategy would have cost had it known the day; absent where that was not computed. */
  readonly hindsightCost?: number
}

/** What changes against the plan in force. */
export interface Churn {
  readonly previousPlanId: string
  /** Replicas (table and region) in both plans with the same ages. */
  readonly keptReplicas: number
  readonly kinds: readonly ChurnKind[]
}

export interface ChurnKind {
  /** In words, e.g. `replicas added`. */
  readonly label: string
  readonly count: number
  /** Stored bytes (moves: bytes at home) after minus before. */
  readonly bytes: number
}

/** What `isthmus explain` says about one table, project or job. */
export interface Explanation {
  readonly kind: 'table' | 'project' | 'job'
  readonly name: string
  /** In words, one sentence each. */
  readonly sentences: readonly string[]
  readonly alternatives?: readonly {readonly what: string; readonly costPerDay: number; readonly isChosen: boolean}[]
}
