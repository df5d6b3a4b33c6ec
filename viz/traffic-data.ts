/**
 * What a cost of 1 means. `money`: one unit of `currency` (ISO 4217 code). `gigabytes`: every link costs 1 per GB, so a cost
 * of 1 is 10^9 bytes and is printed as bytes.
 */
export type CostUnit = {readonly kind: 'money'; readonly currency: string} | {readonly kind: 'gigabytes'}

export interface TrafficTotals {
  readonly wanBytesPerDay: number
  readonly wanCostPerDay: number
  /** Reads that crossed the WAN, and all reads, over all scored days. */
  readonly remoteReads: number
  readonly reads: number
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

export interface CurvePoint {
  readonly replicaBytes: number
  readonly wanBytesPerDay: number
  readonly wanCostPerDay: number
}
