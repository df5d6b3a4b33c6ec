import {emptyCandidates, type RoutingCandidates} from './candidates.js'
import {bestRow} from './order.js'
import type {CandidateScorer, Draw} from './policy.js'
import {lastResort} from './probing.js'

/** Jobs by rising time of arrival. Costs at `job * regions + region`. */
export interface RoutingArrivals {
  readonly jobCount: number
  readonly arrivalSeconds: Float64Array
  /** Seconds that the job keeps one slot. */
  readonly serviceSeconds: Float64Array
  readonly homeRegion: Int32Array
  /** Bytes over the WAN if the job runs there, and what they cost in currency. */
  readonly wanBytes: Float64Array
  readonly wanCost: Float64Array
  readonly waitPricePerSecond: number
}

/** Who places the jobs and where. */
export interface RoutingFleet {
  /** Slots of each region; each runs one job at a time, first come, first served. */
  readonly slots: Int32Array
  /** Independent routers; job j is placed by router j mod `routers`. */
  readonly routers: number
  /** Seconds between two load reports to a router; the routers' reports are spread over the period. 0 = always fresh. */
  readonly staleSeconds: number
  /** Seconds that a router adds for what it placed itself since the last report. */
  readonly countsOwn: boolean
  /** The region is bound by the true load of the candidates that scored, not by the router's view (Sparrow's late binding). */
  readonly lateBinding: boolean
}

export interface RoutingOutcome {
  /** WAN and waiting together, currency a job. */
  readonly costPerJob: number
  readonly wanCostPerJob: number
  readonly wanBytes: number
  readonly meanWaitSeconds: number
  readonly meanResponseSeconds: number
  /** Busiest region's slot-seconds a slot over the mean of all. */
  readonly imbalance: number
  /** Share of the jobs away from home. */
  readonly foreignShare: number
}

/**
 * Plays arrivals against regions with true queues, seen by several routers through stale load. With one router, fresh
 * load and cost-and-load this is the all-knowing placement that the others are measured against: it knows every wait at
 * every moment, though not the future, so it is no lower bound.
 *
 * Model: a region has `slots` servers and one queue; its wait is the time until its next free slot. A router sees the waits of
 * the last report, aged by the time since, plus (own work placed since) / slots. Late binding asks the probed regions
 * without delay, so it depends on the number of routers only through the draws. O(jobs · (regions + slots)). Deterministic.
 */
export function simulateRouting(
  arrivals: RoutingArrivals,
  fleet: RoutingFleet,
  score: CandidateScorer,
  draw: Draw,
): RoutingOutcome {
  const regions = fleet.slots.length
  const queues = new Queues(fleet.slots)
  const views = Array.from({length: fleet.routers}, (_, router) => new LoadView(regions, fleet, router))
  const c = emptyCandidates(regions)
  const scores = new Float64Array(regions)
  const busySeconds = new Float64Array(regions)
  let cost = 0
  let wanCost = 0
  let wanBytes = 0
  let waited = 0
  let served = 0
  let foreign = 0
  for (let j = 0; j < arrivals.jobCount; j++) {
    const now = arrivals.arrivalSeconds[j]
    const service = arrivals.serviceSeconds[j]
    const view = views[j % fleet.routers]
    view.refresh(now, queues)
    describe(arrivals, j, c, view, fleet.slots, now)
    score(c, scores, draw)
    if (fleet.lateBinding) bindLate(c, scores, queues, now)
    const region = Math.max(0, bestRow(c, scores))
    const wait = queues.add(region, now, service)
    view.placed(region, service)
    busySeconds[region] += service
    cost += arrivals.wanCost[j * regions + region] + wait * arrivals.waitPricePerSecond
    wanCost += arrivals.wanCost[j * regions + region]
    wanBytes += arrivals.wanBytes[j * regions + region]
    waited += wait
    served += service
    if (region !== arrivals.homeRegion[j]) foreign += 1
  }
  const jobs = Math.max(1, arrivals.jobCount)
  return {
    costPerJob: cost / jobs,
    wanCostPerJob: wanCost / jobs,
    wanBytes,
    meanWaitSeconds: waited / jobs,
    meanResponseSeconds: (waited + served) / jobs,
    imbalance: imbalanceOf(busySeconds, fleet.slots),
    foreignShare: foreign / jobs,
  }
}

function describe(
  arrivals: RoutingArrivals,
  job: number,
  c: RoutingCandidates,
  view: LoadView,
  slots: Int32Array,
  now: number,
): void {
  const regions = slots.length
  c.count = regions
  c.home = arrivals.homeRegion[job]
  c.waitPricePerSecond = arrivals.waitPricePerSecond
  let most = 0
  for (let e = 0; e < regions; e++) most = Math.max(most, arrivals.wanBytes[job * regions + e])
  for (let e = 0; e < regions; e++) {
    c.region[e] = e
    c.moveBytes[e] = arrivals.wanBytes[job * regions + e]
    c.localBytes[e] = most - c.moveBytes[e]
    c.moveCost[e] = arrivals.wanCost[job * regions + e]
    c.waitSeconds[e] = view.waitSeconds(e, now)
    c.freeCpuHours[e] = c.waitSeconds[e] > 0 ? 0 : slots[e]
  }
}

/** Scores of the probed candidates by the waits that the regions themselves know. Unprobed ones stay unprobed. */
function bindLate(c: RoutingCandidates, scores: Float64Array, queues: Queues, now: number): void {
  for (let e = 0; e < c.count; e++) {
    if (scores[e] === Infinity || scores[e] === lastResort) continue
    scores[e] = c.moveCost[e] + queues.waitSeconds(e, now) * c.waitPricePerSecond
  }
}

function imbalanceOf(busySeconds: Float64Array, slots: Int32Array): number {
  let most = 0
  let busy = 0
  let all = 0
  for (let e = 0; e < slots.length; e++) {
    most = Math.max(most, busySeconds[e] / slots[e])
    busy += busySeconds[e]
    all += slots[e]
  }
  return busy === 0 ? 1 : most / (busy / all)
}

/** The true queues: when each slot of each region is free again. */
class Queues {
  readonly #start: Int32Array
  readonly #freeAt: Float64Array

  constructor(slots: Int32Array) {
    this.#start = new Int32Array(slots.length + 1)
    for (let e = 0; e < slots.length; e++) this.#start[e + 1] = this.#start[e] + slots[e]
    this.#freeAt = new Float64Array(this.#start[slots.length])
  }

  waitSeconds(region: number, now: number): number {
    return Math.max(0, this.#freeAt[this.#nextSlot(region)] - now)
  }

  /** Puts a job into the queue and gives the seconds that it waits. */
  add(region: number, now: number, serviceSeconds: number): number {
    const slot = this.#nextSlot(region)
    const start = Math.max(now, this.#freeAt[slot])
    this.#freeAt[slot] = start + serviceSeconds
    return start - now
  }

  #nextSlot(region: number): number {
    let next = this.#start[region]
    for (let slot = next + 1; slot < this.#start[region + 1]; slot++) {
      if (this.#freeAt[slot] < this.#freeAt[next]) next = slot
    }
    return next
  }
}

/** What one router believes about the load. */
class LoadView {
  readonly #reported: Float64Array
  readonly #ownSeconds: Float64Array
  readonly #fleet: RoutingFleet
  #reportedAt = 0
  #nextReport: number

  constructor(regions: number, fleet: RoutingFleet, router: number) {
    this.#reported = new Float64Array(regions)
    this.#ownSeconds = new Float64Array(regions)
    this.#fleet = fleet
    this.#nextReport = (fleet.staleSeconds * router) / fleet.routers
  }

  refresh(now: number, queues: Queues): void {
    if (now < this.#nextReport) return
    for (let e = 0; e < this.#reported.length; e++) this.#reported[e] = queues.waitSeconds(e, now)
    this.#ownSeconds.fill(0)
    this.#reportedAt = now
    const {staleSeconds} = this.#fleet
    while (staleSeconds > 0 && this.#nextReport <= now) this.#nextReport += staleSeconds
  }

  waitSeconds(region: number, now: number): number {
    const own = this.#fleet.countsOwn ? this.#ownSeconds[region] / this.#fleet.slots[region] : 0
    return Math.max(0, this.#reported[region] + own - (now - this.#reportedAt))
  }

  placed(region: number, serviceSeconds: number): void {
    this.#ownSeconds[region] += serviceSeconds
  }
}
