/** Traffic across the WAN on the scored days (spec: formats.md section 3). Bytes and money are totals over `dayCount` days. */
export interface Traffic {
  readonly dayCount: number
  readonly remoteReadBytes: number
  readonly refreshBytes: number
  readonly writeBackBytes: number
  readonly remoteReadCost: number
  readonly refreshCost: number
  readonly writeBackCost: number
  /** Rows read that were not local, and all rows read. */
  readonly remoteReads: number
  readonly reads: number
  /** Bytes that crossed from region d to region e, at `d * regions + e`. */
  readonly linkBytes: Float64Array
}

/** A limit that a plan breaks, with how far. */
export interface Violation {
  /** Which rule, e.g. `replica-budget`, `storage-capacity`, `compute-capacity`, `link-capacity`, `pinned`, `not-replicable`. */
  readonly limit: string
  /** What it is about, e.g. the region's or project's name. */
  readonly subject: string
  readonly message: string
  readonly actual: number
  readonly allowed: number
}

/** The account of one plan on one span of days. */
export interface Account {
  readonly traffic: Traffic
  /** Bytes across the WAN and their cost for each day of the span, first day first; absent where the days were aggregated. */
  readonly bytesByDay?: Float64Array
  readonly costByDay?: Float64Array
  /** Replica bytes by region, on the last day of the span. */
  readonly replicaBytes: Float64Array
  /** Bytes at home by region, after the moves. */
  readonly homeBytes: Float64Array
  readonly moveBytes: number
  readonly fillBytes: number
  /** Bytes of the one version of every replicated snapshot table: needed once, and in no refresh until it is next written. */
  readonly snapshotFillBytes: number
  /** For each replica window, in the order of the placement. */
  readonly windows: {
    readonly storedBytes: Float64Array
    readonly refreshBytes: Float64Array
    /** Remote-read bytes over the span that the window makes local (reads at its region of ages that it holds). */
    readonly localBytes: Float64Array
  }
}

export const wanBytes = (t: Traffic): number => t.remoteReadBytes + t.refreshBytes + t.writeBackBytes
export const wanCost = (t: Traffic): number => t.remoteReadCost + t.refreshCost + t.writeBackCost
