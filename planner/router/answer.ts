import {
  emptyCandidates,
  type PiecewiseChoice,
  type PriceClass,
  priceClasses,
  type RoutingCandidates,
  rankRows,
} from '../../algorithms/routing/index.js'

/** Why a job was placed where it was, by code. */
export const routeReasons = [
  'planned',
  'cheapest',
  'home-cheapest',
  'gold-stays',
  'not-movable',
  'unknown-project',
  'unknown-table',
  'preference',
  'quota',
  'deadline',
  'late-wait',
  'late-remote',
  'late-recompute',
  'late-home',
  'late-elsewhere',
  'capacity',
] as const
export type RouteReason = (typeof routeReasons)[number]

/** Where the sizes of the inputs came from, surest first; an answer tells the least sure one. */
export const sizeSources = ['given', 'template', 'table', 'partition', 'unknown'] as const
export type SizeSource = (typeof sizeSources)[number]

/** What to do about an input that should be at the region and is not there yet. */
export const lateActions = ['wait', 'remote', 'recompute'] as const
export type LateAction = (typeof lateActions)[number]

/** Most late partitions that an answer lists; those beyond are decided all the same. */
export const lateListed = 64

/** A place behind the chosen one. */
export interface RouteAlternative {
  readonly region: string
  readonly priceClass: PriceClass
  /** Bytes and currency over the WAN if the job ran there. */
  readonly wanBytes: number
  readonly wanCost: number
  /** What the policy ordered by; lower is better. Currency for `cost-and-load` and `probing`. */
  readonly score: number
}

/**
 * One answer of a router, made once and handed in again and again: `place` overwrites all of it and allocates nothing. The
 * getters that give names and lists allocate; call them where they are wanted.
 */
export class PlacementAnswer {
  /** Names of the regions of the plan that answered. */
  regionNames: readonly string[] = []
  region = 0
  /** Index into `priceClasses`. */
  priceClassCode = 0
  /** Index into `routeReasons`. */
  reasonCode = 0
  /** Index into `sizeSources`. */
  sizeSourceCode = 0
  /** Row of the chosen place among the candidates. */
  row = 0
  lateCount = 0
  /** Bytes, WAN cost, whole expected cost, seconds of waiting. */
  readonly figures = new Float64Array(4)
  candidates: RoutingCandidates = emptyCandidates(0)
  scores: Float64Array = new Float64Array(0)
  pieces: PiecewiseChoice = {count: 0, row: new Int32Array(0), belowBytes: new Float64Array(0)}
  readonly lateInput = new Int32Array(lateListed)
  readonly lateAge = new Float64Array(lateListed)
  readonly lateActionCode = new Uint8Array(lateListed)
  #order = new Int32Array(0)

  /** Makes room for the places of a plan with so many regions. */
  fit(regionNames: readonly string[]): void {
    this.regionNames = regionNames
    const rows = regionNames.length * 2 + 1
    if (this.scores.length === rows) return
    this.candidates = emptyCandidates(rows)
    this.scores = new Float64Array(rows)
    this.pieces = {count: 0, row: new Int32Array(rows), belowBytes: new Float64Array(rows)}
    this.#order = new Int32Array(rows)
  }

  get regionName(): string {
    return this.regionNames[this.region]
  }

  get priceClass(): PriceClass {
    return priceClasses[this.priceClassCode]
  }

  get reason(): RouteReason {
    return routeReasons[this.reasonCode]
  }

  get sizeSource(): SizeSource {
    return sizeSources[this.sizeSourceCode]
  }

  /** Bytes that are expected to cross the WAN, one attempt: remote reads and write-back (formats.md 3.3 and 3.4). */
  get wanBytes(): number {
    return this.figures[0]
  }

  /** What these cost, in currency. */
  get wanCost(): number {
    return this.figures[1]
  }

  /** WAN, waiting and compute together over the expected attempts, in currency. */
  get expectedCost(): number {
    return this.figures[2]
  }

  /** Seconds until the start: the queue, or a late replica that is worth waiting for. */
  get waitSeconds(): number {
    return this.figures[3]
  }

  /** The other places that may be taken, best first. */
  get alternatives(): RouteAlternative[] {
    const c = this.candidates
    const ranked = rankRows(c, this.scores, this.#order)
    return Array.from(this.#order.subarray(0, ranked))
      .filter(row => row !== this.row)
      .map(row => ({
        region: this.regionNames[c.region[row]],
        priceClass: priceClasses[c.priceClass[row]],
        wanBytes: c.moveBytes[row] + c.writeBackBytes[row],
        wanCost: c.moveCost[row] + c.writeBackCost[row],
        score: this.scores[row],
      }))
  }

  /**
   * The choice as the uncertain input grows: below `belowBytes` run there; the last one is unbounded (Infinity). Empty where
   * no input was said to be uncertain, the place is not open (planned, gold, unknown …), a late replica plays a part, or the policy is
   * not `cost-and-load`.
   */
  get thresholds(): {readonly belowBytes: number; readonly region: string; readonly priceClass: PriceClass}[] {
    const {count, row, belowBytes} = this.pieces
    return Array.from({length: count}, (_, p) => ({
      belowBytes: belowBytes[p],
      region: this.regionNames[this.candidates.region[row[p]]],
      priceClass: priceClasses[this.candidates.priceClass[row[p]]],
    }))
  }

  /** What to do about each late partition at the chosen region: input by index, age in days. */
  get late(): {readonly input: number; readonly ageDays: number; readonly action: LateAction}[] {
    return Array.from({length: this.lateCount}, (_, i) => ({
      input: this.lateInput[i],
      ageDays: this.lateAge[i],
      action: lateActions[this.lateActionCode[i]],
    }))
  }
}
