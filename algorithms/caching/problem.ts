import type {Column} from '../../model/columns.js'
import type {TableWalk} from './table-walks.js'

/**
 * Caching with the placement fixed: one saving curve for each (region, table) with remote demand, by region, then by
 * table index. Curve c has the points `pointStart[c] … pointStart[c + 1]`, by rising life span; point i says what keeping
 * the ages [0, lifeSpanDays[i]) stores and saves. Only life spans that end right after an age with demand are listed:
 * ending elsewhere stores more and saves no more. A life span of 0 (nothing kept, nothing saved) is implied.
 * Sourcing is from the home region: a remote read and a refresh of curve c cost the link home → region.
 */
export interface CachingProblem {
  readonly regionCount: number
  /** Curves of region e are `regionStart[e] … regionStart[e + 1]`. */
  readonly regionStart: Column
  readonly curveCount: number
  readonly curveTable: Column
  readonly curveRegion: Column
  readonly pointStart: Column
  readonly lifeSpanDays: Column
  /** Replica bytes at that life span. Rising within a curve. */
  readonly storedBytes: Column
  /** Net saving per day, in currency: reads made local minus the daily refresh. May be negative at first (the refresh costs more than it saves). */
  readonly savedCostPerDay: Column
  /** The refresh that is already subtracted from every point of curve c, in currency per day. */
  readonly refreshCostPerDay: Column
  /** Replica budget of each region in bytes; Infinity where there is none. */
  readonly regionBudgetBytes: Column
  /** Budget over all regions together in bytes; Infinity where there is none. */
  readonly totalBudgetBytes: number
  /** Price of a stored byte by region, in currency per byte and day; 0 where storage is free. */
  readonly storagePricePerByte: Column
  /** By point, for members that start windows at any age. Absent where only prefixes are asked for. */
  readonly ages?: AgeDetail
  /** The tables whole, with what every other holder could serve: for members that feed replicas from one another. */
  readonly tableWalks?: () => readonly TableWalk[]
}

/** What a window that starts at the last age of point i, lifeSpanDays[i] − 1, meets there. */
export interface AgeDetail {
  /** Bytes of the partitions of that age alone. */
  readonly storedBytes: Column
  /** Refresh of a window that starts at that age, in currency per day. */
  readonly refreshCostPerDay: Column
}

/** Replica windows: for row i, the region of curve `curve[i]` keeps ages [fromAge[i], toAge[i]) of its table. By curve, then fromAge. */
export interface Windows {
  readonly curve: Column
  readonly fromAge: Column
  readonly toAge: Column
}

/** Replica windows by table and region instead of by curve. */
export interface RelayWindows {
  readonly table: Column
  readonly region: Column
  readonly fromAge: Column
  readonly toAge: Column
}

/** A whole storage–bandwidth curve: with `storedBytes[i]` bytes of replicas, `savedCostPerDay[i]` can be saved at most (LP). Concave, starts at (0, 0). */
export interface Frontier {
  readonly storedBytes: Column
  readonly savedCostPerDay: Column
}

export interface CachingOutcome {
  /** `optimal` only where proven. */
  readonly status: 'optimal' | 'feasible'
  readonly windows: Windows
  /** Windows of regions that read nothing of the table, and so have no curve: relays that feed others. By table, region, then fromAge. */
  readonly extraWindows?: RelayWindows
  /** Sum of the chosen points' savings. */
  readonly savedCostPerDay: number
  readonly storedBytes: number
  /** No choice within the budgets saves more, with replicas fed from home. Absent where the member knows none. */
  readonly boundSavedCostPerDay?: number
  /** What one more byte of budget would save per day (the dual of the LP), for the budget over all and for each region's own. */
  readonly dualPricePerByte?: {readonly total: number; readonly byRegion: Column}
  readonly frontier?: Frontier
  /** Counters of the work done (`pops`, `edges`, `nodes`, …): deterministic, for benches and explanations. */
  readonly work: Readonly<Record<string, number>>
}
