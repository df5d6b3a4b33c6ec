import type {Bound, CauseBytes, CostUnit, CurvePoint, RegionTraffic, TrafficTotals} from './traffic-data.js'

/**
 * What the what-if page draws, as plain JSON-serialisable numbers and names: the plan for the platform as it is and the plans for
 * changed ones, side by side. Bytes and costs per day are means over the scored days (formats.md section 3). A field that is
 * optional is left out of the page where it is absent; no field may be NaN or infinite.
 */
export interface WhatIfData {
  /** Heading of the page, e.g. the platform's name. */
  readonly title: string
  readonly history: {readonly from: string; readonly to: string; readonly dayCount: number}
  /** Hash of the input that every plan was made from. */
  readonly fingerprint: string
  readonly costUnit: CostUnit
  /** True: scored on the days that the plans were made from. False: on later days. */
  readonly inSample: boolean
  /** The plan for the platform as it is. */
  readonly base: ScenarioResult
  readonly scenarios: readonly ScenarioResult[]
  /** The founding article's figures, on the platform as it is. */
  readonly articleFigures?: ArticleFigures
}

/** One scenario with what its plan comes to, or why there is none. */
export interface ScenarioResult {
  /** Key, the same in every chart and in the JSON beside the page. Unique. */
  readonly name: string
  /** What changes, in words, one sentence each; empty for the base. */
  readonly changes: readonly string[]
  /** Absent where the scenario has no plan. */
  readonly outcome?: ScenarioOutcome
  /** Why there is no plan, e.g. that no plan keeps the limits. */
  readonly refused?: string
}

export interface ScenarioOutcome {
  readonly planId: string
  /** The changed platform without a plan, and with it. */
  readonly before: TrafficTotals
  readonly after: TrafficTotals
  readonly byCause: {readonly before: CauseBytes; readonly after: CauseBytes}
  /** Share of the remote reads before that are local after, 0 to 1. */
  readonly localisedShare: number
  readonly replicaBytes: number
  readonly homeBytes: number
  /** Replica bytes allowed over all regions; absent = no budget. */
  readonly budgetBytes?: number
  readonly replicaCount: number
  readonly moveCount: number
  readonly placedJobCount: number
  /** One-off bytes (formats.md 3.7). */
  readonly fillBytes: number
  readonly moveBytes: number
  /** Bytes at home that the scenario itself moves (an evacuated region, a moved project), before any plan. Absent where none. */
  readonly forcedMoveBytes?: number
  /** Bytes a day between two regions whose link is down: they go round, and count once. Absent where no link is down. */
  readonly detourBytesPerDay?: number
  /** How the figures were checked. `replayed`: the verifier replayed every read and write of the changed history. */
  readonly check?: 'replayed'
  readonly bound?: Bound
  readonly regions: readonly RegionTraffic[]
}

/** Figures of Yugong (PVLDB 2019), section 7: what moves and replicas do together. */
export interface ArticleFigures {
  /** Reduction against the number of moved homes: real plans, by rising number of moves. */
  readonly reductionByMoves: readonly MovesPoint[]
  /** Storage–bandwidth curves, each with its number of moves (0, 20, 50), by rising replica bytes. */
  readonly storageByMoves: readonly MovesCurve[]
}

export interface MovesPoint {
  /** Homes that moved, at most `mostMoves`. */
  readonly moves: number
  readonly mostMoves: number
  readonly wanBytesPerDay: number
  readonly wanCostPerDay: number
  /** 1 − after/before, of the cost. */
  readonly reduction: number
  readonly moveBytes: number
}

export interface MovesCurve {
  /** The limit of moves that the curve was made with. */
  readonly mostMoves: number
  readonly points: readonly CurvePoint[]
}
