import {
  bestRow,
  type CandidateScorer,
  type Draw,
  expectedCost,
  lowerEnvelope,
  refusals,
  routingPolicies,
} from '../../algorithms/routing/index.js'
import type {Plan} from '../../model/plan.js'
import {lateActions, lateListed, PlacementAnswer, type RouteReason, routeReasons} from './answer.js'
import {writeRows} from './candidate-rows.js'
import {compilePlan} from './compile-plan.js'
import {type InForce, inForce} from './in-force.js'
import {LateReplicas} from './late-replicas.js'
import {nameAt} from './name-table.js'
import {dayOfDate} from './partition-age.js'
import {type LoadReport, RegionLoads} from './region-loads.js'
import type {NameOrIndex, RoutingRequest} from './request.js'
import type {RequestedJob} from './requested-job.js'
import {HOURS, type RouterIndex} from './router-index.js'
import {completeRouterOptions, type RouterOptions, type RouterSettings} from './router-options.js'
import {seededDraw} from './seeded-draw.js'

const code = Object.fromEntries(routeReasons.map((reason, i) => [reason, i])) as Record<RouteReason, number>
const lateReason = lateActions.map(action => code[`late-${action}`])
/** Reason by refusal, of a place that would have been better; −1 where the refusal is no news to who asks. */
const refusalReason = refusals.map(refusal =>
  refusal === 'none' || refusal === 'region-not-allowed' ? -1 : code[refusal],
)
const gold = 0

/**
 * Places jobs one by one, as a global scheduler asks. Synchronous, without I/O and without a clock: `tick` tells the time. It
 * never throws on names or sizes; what it does not know it answers with home and the reason. Deterministic: the same
 * calls in the same order give the same answers.
 */
export class Router {
  readonly #settings: RouterSettings
  readonly #score: CandidateScorer
  readonly #draw: Draw
  #inForce: InForce

  /** Throws a usage error for a bad option. */
  constructor(index: RouterIndex, options: RouterOptions = {}) {
    this.#settings = completeRouterOptions(options)
    this.#score = routingPolicies[this.#settings.policy].prepare(this.#settings.policyOptions)
    this.#draw = seededDraw(this.#settings.seed)
    const loads = new RegionLoads(index.catalogue, 0)
    const late = new LateReplicas(index.catalogue)
    this.#inForce = inForce(index, this.#settings, loads, late, index.plan.asOfDay)
  }

  get planId(): string {
    return this.#inForce.index.plan.planId
  }

  get index(): RouterIndex {
    return this.#inForce.index
  }

  regionName(region: number): string {
    return this.#inForce.index.catalogue.regionNames[region]
  }

  tableName(table: number): string {
    return nameAt(this.#inForce.index.catalogue.tables, table)
  }

  /** Index of a table for requests, or −1; it stays good over reloads of the plan. */
  tableIndex(name: string): number {
    return this.#inForce.holders.tables.indexOf(name)
  }

  /** Index of a project for requests, or −1; good over reloads of the plan. */
  projectIndex(name: string): number {
    return this.#inForce.holders.projects.indexOf(name)
  }

  /** Index of a recurring job for requests, or −1; good over reloads of the plan. A job that only the plan knows goes by name. */
  jobIndex(name: string): number {
    return this.#inForce.holders.jobs.indexOf(name)
  }

  /** Name of the project that the table belongs to; undefined where table or project is unknown. */
  projectOf(table: NameOrIndex): string | undefined {
    const {catalogue} = this.#inForce.index
    const at = this.#inForce.holders.tables.indexOf(table)
    const project = at < 0 ? -1 : catalogue.tableProject[at]
    return project < 0 ? undefined : nameAt(catalogue.projects, project)
  }

  /** An answer of the right size, to hand in to `place` again and again. */
  answer(): PlacementAnswer {
    const answer = new PlacementAnswer()
    answer.fit(this.#inForce.index.catalogue.regionNames)
    return answer
  }

  /** The day that ages count from (`YYYY-MM-DD`) and the UTC hour. Until told, the plan's first day and hour 0. */
  tick(today: string, hour: number): void {
    const {holders, loads} = this.#inForce
    const day = dayOfDate(today)
    const nextDay = !Number.isNaN(day) && day !== holders.todayDay
    if (nextDay) holders.todayDay = day
    if (!(Number.isInteger(hour) && hour >= 0 && hour < HOURS)) return
    if (nextDay || hour !== loads.hour) loads.beginHour(hour)
  }

  /** Feeds back the load of a region; an unknown region is ignored (false). What this router placed there is forgotten: it shows in the report. */
  report(region: string, load: LoadReport): boolean {
    const at = this.#inForce.index.catalogue.regionNames.indexOf(region)
    if (at >= 0) this.#inForce.loads.report(at, load)
    return at >= 0
  }

  /**
   * Tells that a partition which the plan wants at the region is not there yet. Snapshot tables: without a date.
   * Unknown names are ignored (false).
   *
   * @param expectedSeconds until it is there; Infinity where unknown, and then it is never waited for
   */
  late(table: NameOrIndex, region: string, partition?: string, expectedSeconds = Infinity): boolean {
    return this.#withPartition(table, region, partition, (late, t, e, day) =>
      late.tell(t, e, day, Number.isNaN(expectedSeconds) ? Infinity : Math.max(0, expectedSeconds)),
    )
  }

  /** The partition is there now. */
  arrived(table: NameOrIndex, region: string, partition?: string): boolean {
    return this.#withPartition(table, region, partition, (late, t, e, day) => late.arrived(t, e, day))
  }

  /**
   * Another plan, at once and as a whole: the next call sees it. Throws BadInput for a plan of unknown names, and the old one
   * stays in force. A plan over the same catalogue keeps load, quotas, time and late replicas; another index begins anew.
   */
  reload(next: Plan | RouterIndex): void {
    const {index, loads, late, holders} = this.#inForce
    if ('catalogue' in next) {
      const fresh = new RegionLoads(next.catalogue, loads.hour)
      const none = new LateReplicas(next.catalogue)
      this.#inForce = inForce(next, this.#settings, fresh, none, next.plan.asOfDay)
      return
    }
    const plan = compilePlan(next, index.catalogue)
    this.#inForce = inForce({catalogue: index.catalogue, plan}, this.#settings, loads, late, holders.todayDay, holders)
  }

  /**
   * Region that a reader in `region` takes the partition from: itself where it is local, else the cheapest holder (formats.md
   * 3.3: ties to home, then by name), late replicas left out. Index of a region, or −1 where table or region is unknown.
   *
   * @param partition date, or age in days; absent = today's, or the one version of a snapshot table
   */
  where(table: NameOrIndex, region: string, partition?: string | number): number {
    const {holders, index} = this.#inForce
    const {catalogue} = index
    const t = holders.tables.indexOf(table)
    const e = catalogue.regionNames.indexOf(region)
    if (t < 0 || e < 0) return -1
    let age = typeof partition === 'number' ? partition : 0
    if (typeof partition === 'string') age = holders.todayDay - dayOfDate(partition)
    return holders.cheapest(t, e, catalogue.tableSnapshot[t] === 1 ? 0 : age)
  }

  /**
   * Places one job: the plan first, then what must stay, then the policy. The work is counted as load and against the quota
   * of foreign work unless the request says `again`.
   *
   * @param answer written over; a new one where absent
   */
  place(request: RoutingRequest, answer: PlacementAnswer = this.answer()): PlacementAnswer {
    const now = this.#inForce
    const {job, costs, holders, loads, lateExtraCost, fixedCost} = now
    answer.fit(now.index.catalogue.regionNames)
    const c = answer.candidates
    job.read(request, holders, costs)
    const forced = this.#forcedReason(request, job)
    const preferences = forced < 0 ? request.preferences : undefined
    writeRows(c, now, request, preferences, lateExtraCost, fixedCost)
    if (preferences === undefined) this.#score(c, answer.scores, this.#draw)
    else for (let r = 0; r < c.count; r++) answer.scores[r] = r
    answer.pieces.count = 0
    answer.lateCount = 0
    const row = forced >= 0 ? forcedRow(now, answer, forced) : this.#openRow(now, answer, preferences !== undefined)
    answer.row = row
    answer.region = c.region[row]
    answer.priceClassCode = c.priceClass[row]
    answer.sizeSourceCode = job.sizeSourceCode
    answer.figures[0] = c.moveBytes[row] + c.writeBackBytes[row]
    answer.figures[1] = c.moveCost[row] + c.writeBackCost[row]
    answer.figures[2] = expectedCost(c, row)
    answer.figures[3] = c.waitSeconds[row]
    if (costs.late.count > 0) this.#listLate(now, request, answer)
    if (request.again !== true) {
      loads.placed(answer.region, job.cpuHours, answer.region !== job.home && answer.reasonCode !== code.planned)
    }
    return answer
  }

  /** Code of the reason why the place is not open, or −1. */
  #forcedReason(request: RoutingRequest, job: RequestedJob): number {
    if (job.plannedRegion >= 0) return code.planned
    if (request.movable === false) return code['not-movable']
    if (job.job >= 0 && this.#inForce.index.catalogue.jobMovable[job.job] === 0) return code['not-movable']
    if (job.project < 0) return code['unknown-project']
    if (job.unknownTable) return code['unknown-table']
    return job.priority === gold && request.goldMayLeave !== true ? code['gold-stays'] : -1
  }

  /** The row that the policy, or the user's order, likes best; home where every row is refused. */
  #openRow(now: InForce, answer: PlacementAnswer, preferred: boolean): number {
    const {job, lateExtraCost} = now
    const {candidates: c, scores} = answer
    const best = bestRow(c, scores)
    const row = best >= 0 ? best : preferred ? c.count - 1 : job.home
    let reason = c.region[row] === job.home ? code['home-cheapest'] : code.cheapest
    if (preferred) reason = code.preference
    let wanted = row
    let lateAway = false
    for (let r = 0; r < c.count; r++) {
      if (refusalReason[c.refusal[r]] >= 0 && scores[r] < scores[wanted]) wanted = r
      if (c.refusal[r] === 0 && lateExtraCost[r] > 0 && scores[r] - lateExtraCost[r] < scores[row]) lateAway = true
    }
    const byCost = this.#settings.policy === 'cost-and-load' && !preferred
    if (wanted !== row) reason = refusalReason[c.refusal[wanted]]
    else if (lateAway && byCost) {
      reason = c.region[row] === job.home ? code['late-home'] : code['late-elsewhere']
    }
    answer.reasonCode = reason
    if (job.uncertainBytes >= 0 && byCost) {
      this.#writeThresholds(now, answer)
    }
    return row
  }

  #writeThresholds({costs, fixedCost, costPerByte}: InForce, answer: PlacementAnswer): void {
    const c = answer.candidates
    for (let row = 0; row < c.count; row++) {
      costPerByte[row] = costs.costPerByte[c.region[row]] / (1 - c.evictionShare[row])
    }
    lowerEnvelope(c, fixedCost, costPerByte, answer.pieces)
  }

  /** Lists what to do about the late inputs of the chosen region, and lets the weightiest be the reason. */
  #listLate(now: InForce, request: RoutingRequest, answer: PlacementAnswer): void {
    const {costs, holders, lateChoice, loads} = now
    const {late} = costs
    const limit = Math.min(this.#settings.maxLateWaitSeconds, request.deadlineSeconds ?? Infinity)
    const {waitPricePerSecond} = answer.candidates
    const queue = loads.wait[answer.region]
    const perHour = this.#settings.recomputeSecondsPerCpuHour
    lateChoice.choose(costs, holders, answer.region, queue, limit, waitPricePerSecond, perHour)
    if (lateChoice.action >= 0) answer.reasonCode = lateReason[lateChoice.action]
    for (let i = 0; i < late.count && answer.lateCount < lateListed; i++) {
      if (late.region[i] !== answer.region) continue
      const at = answer.lateCount++
      answer.lateInput[at] = late.input[i]
      answer.lateAge[at] = late.age[i]
      answer.lateActionCode[at] = lateChoice.actionOf(i)
    }
  }

  #withPartition(
    table: NameOrIndex,
    region: string,
    partition: string | undefined,
    tell: (late: LateReplicas, table: number, region: number, day: number) => void,
  ): boolean {
    const {index, late, holders} = this.#inForce
    const {catalogue} = index
    const t = holders.tables.indexOf(table)
    const e = catalogue.regionNames.indexOf(region)
    if (t < 0 || e < 0) return false
    const day = partition === undefined ? holders.todayDay : dayOfDate(partition)
    if (Number.isNaN(day)) return false
    tell(late, t, e, catalogue.tableSnapshot[t] === 1 ? 0 : day)
    return true
  }
}

/**
 * The planned region or home, guaranteed; rows stand by region here. A planned job whose inputs are late at its region runs at
 * home where that is cheaper.
 */
function forcedRow({job, lateExtraCost}: InForce, answer: PlacementAnswer, reason: number): number {
  const c = answer.candidates
  answer.reasonCode = reason
  if (reason !== code.planned) return job.home
  const planned = job.plannedRegion
  if (lateExtraCost[planned] <= 0 || expectedCost(c, job.home) >= expectedCost(c, planned)) return planned
  answer.reasonCode = code['late-home']
  return job.home
}
