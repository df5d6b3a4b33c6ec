/** Share of the guaranteed compute price that a best-effort job pays. */
export const bestEffortPriceShare = 0.2

/** Price classes, by index: `guaranteed` runs to its end, `best-effort` is cheap and may be evicted. */
export const priceClasses = ['guaranteed', 'best-effort'] as const
export type PriceClass = (typeof priceClasses)[number]

/** Why a candidate must not be taken, by index; 0 = it may. */
export const refusals = ['none', 'region-not-allowed', 'quota', 'deadline', 'capacity'] as const

/**
 * The places where one job could run, one row each: what a routing policy sees and all that it sees. Rows
 * 0 … count − 1 count. The arrays are reused from job to job, so that a decision allocates nothing.
 */
export interface RoutingCandidates {
  count: number
  /** Region where the job runs if nothing speaks for another. */
  home: number
  /** Currency for one second of waiting of this job. */
  waitPricePerSecond: number
  readonly region: Int32Array
  /** Index into `priceClasses`. */
  readonly priceClass: Uint8Array
  /** Index into `refusals`. */
  readonly refusal: Uint8Array
  /** Bytes of the inputs that are at the region, at home or as replicas. */
  readonly localBytes: Float64Array
  /** Bytes of the inputs that would cross the WAN. */
  readonly moveBytes: Float64Array
  /** What these cost, in currency. */
  readonly moveCost: Float64Array
  readonly writeBackBytes: Float64Array
  readonly writeBackCost: Float64Array
  /** Expected seconds until the job starts. */
  readonly waitSeconds: Float64Array
  /** CPU-hours of this hour that are free at the region; Infinity where unlimited. */
  readonly freeCpuHours: Float64Array
  /** Compute price of the job, the discount of its class taken off, in currency. */
  readonly computeCost: Float64Array
  /** Chance in [0, 1) that one attempt of a best-effort job is evicted; 0 for guaranteed rows. */
  readonly evictionShare: Float64Array
}

/** Room for `rows` candidates. */
export function emptyCandidates(rows: number): RoutingCandidates {
  return {
    count: 0,
    home: 0,
    waitPricePerSecond: 0,
    region: new Int32Array(rows),
    priceClass: new Uint8Array(rows),
    refusal: new Uint8Array(rows),
    localBytes: new Float64Array(rows),
    moveBytes: new Float64Array(rows),
    moveCost: new Float64Array(rows),
    writeBackBytes: new Float64Array(rows),
    writeBackCost: new Float64Array(rows),
    waitSeconds: new Float64Array(rows),
    freeCpuHours: new Float64Array(rows),
    computeCost: new Float64Array(rows),
    evictionShare: new Float64Array(rows),
  }
}

/** Expected attempts until a best-effort job ends: 1 / (1 − q) for an eviction chance q of each attempt. */
export function expectedAttempts(evictionShare: number): number {
  return 1 / (1 - evictionShare)
}

/**
 * Expected cost of a candidate in currency. Each attempt waits and moves its inputs again; an evicted one has done half of
 * its work on average; the output is written once:
 *   attempts · (move + wait) + compute · (1 + (attempts − 1) / 2) + write-back, attempts = 1 / (1 − q).
 * Without eviction it is move + wait + compute + write-back.
 */
export function expectedCost(c: RoutingCandidates, row: number): number {
  const attempts = expectedAttempts(c.evictionShare[row])
  return (
    attempts * (c.moveCost[row] + c.waitSeconds[row] * c.waitPricePerSecond) +
    c.computeCost[row] * (1 + (attempts - 1) / 2) +
    c.writeBackCost[row]
  )
}

/** `expectedCost` of all rows at once: numbers that are returned one by one may be boxed, these are not. */
export function writeExpectedCosts(c: RoutingCandidates, out: Float64Array): void {
  for (let row = 0; row < c.count; row++) out[row] = expectedCost(c, row)
}
