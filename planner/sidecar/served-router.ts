import type {z} from 'zod'
import {formatDay} from '../../model/days.js'
import type {Plan} from '../../model/plan.js'
import {
  formatAnswer,
  type PlacementAnswer,
  type Router,
  type RouterIndex,
  type RoutingRequest,
} from '../router/index.js'
import {decodeText, formatProblem, RequestProblem} from './problem.js'
import {batchRequest, type lateRequest, type loadRequest, placeRequest, type whereRequest} from './wire-schemas.js'

const secondsPerHour = 3600
const secondsPerDay = 86_400

/** Tells the time in seconds since 1970, UTC; ages of partitions and capacities by hour follow it. */
export type Clock = () => number

/**
 * A router that is asked in JSON: the one path from a text to an answer, for the command line and for HTTP alike. Throws
 * RequestProblem for requests that are wrong in form; names that nobody knows are answered, as the library does.
 */
export class ServedRouter {
  readonly #router: Router
  readonly #clock: Clock
  readonly #answer: PlacementAnswer
  #hour = -1

  constructor(router: Router, clock: Clock) {
    this.#router = router
    this.#clock = clock
    this.#answer = router.answer()
  }

  get router(): Router {
    return this.#router
  }

  /** The answer to the last job, overwritten by the next. */
  get lastAnswer(): PlacementAnswer {
    return this.#answer
  }

  /** One job as JSON to its answer as JSON. */
  place(text: string): string {
    return this.#placed(decodeText(placeRequest, text))
  }

  /**
   * Several jobs, placed one after the other; nothing is placed where one is wrong.
   *
   * @param placed called after each job
   */
  placeBatch(text: string, placed: () => void = () => {}): string {
    const answers = decodeText(batchRequest, text).jobs.map(job => {
      const answer = this.#placed(job)
      placed()
      return answer
    })
    return `{"answers":[${answers.join(',')}]}`
  }

  /** One line of NDJSON to one line of NDJSON: the answer, or what is wrong with the job. Empty lines give undefined. */
  placeLine(line: string): {readonly text: string; readonly isPlaced: boolean} | undefined {
    if (line.trim() === '') return undefined
    try {
      return {text: this.place(line), isPlaced: true}
    } catch (error) {
      if (error instanceof RequestProblem) return {text: formatProblem(error), isPlaced: false}
      throw error
    }
  }

  /** Places a job for which another form than JSON was used; the answer is overwritten by the next call. */
  placeRequest(request: RoutingRequest): PlacementAnswer {
    this.#tick()
    return this.#router.place(request, this.#answer)
  }

  report({region, ...load}: z.infer<typeof loadRequest>): void {
    if (!this.#router.report(region, load as Parameters<Router['report']>[1])) throw unknownName('region', region)
  }

  late({table, region, partition, expectedSeconds, arrived}: z.infer<typeof lateRequest>): void {
    this.#tick()
    const told =
      arrived === true
        ? this.#router.arrived(table, region, partition)
        : this.#router.late(table, region, partition, expectedSeconds)
    if (!told) throw this.#unknownOf(table, region)
  }

  where({table, region, partition, age}: z.infer<typeof whereRequest>): string {
    this.#tick()
    const holder = this.#router.where(table, region, partition ?? (age === undefined ? undefined : Number(age)))
    if (holder < 0) throw this.#unknownOf(table, region)
    return this.#router.regionName(holder)
  }

  /** The plan in force, in figures. */
  describePlan() {
    const {catalogue, plan} = this.#router.index
    const {regionNames, projects, tables, jobs} = catalogue
    return {
      planId: plan.planId,
      asOf: formatDay(plan.asOfDay),
      currency: String(catalogue.pack.facts.currency),
      regions: [...regionNames],
      movedProjects: plan.projectMoved.reduce((sum, moved) => sum + moved, 0),
      replicaWindows: plan.windowRegion.length,
      placedJobs: plan.jobRegion.reduce((sum, region) => sum + Number(region >= 0), 0) + plan.otherJobRegion.length,
      projects: projects.start.length - 1,
      tables: tables.start.length - 1,
      jobs: jobs.start.length - 1,
    }
  }

  /** Another plan, as a whole. Throws BadInput, and the one before stays in force. */
  reload(next: Plan | RouterIndex): void {
    this.#router.reload(next)
    this.#hour = -1
  }

  #placed(request: z.infer<typeof placeRequest>): string {
    this.#tick()
    return formatAnswer(this.#router.place(request as RoutingRequest, this.#answer), this.#router.planId)
  }

  #tick(): void {
    const hour = Math.floor(this.#clock() / secondsPerHour)
    if (hour === this.#hour) return
    this.#hour = hour
    const hoursPerDay = secondsPerDay / secondsPerHour
    this.#router.tick(formatDay(Math.floor(hour / hoursPerDay)), ((hour % hoursPerDay) + hoursPerDay) % hoursPerDay)
  }

  #unknownOf(table: string, region: string): RequestProblem {
    const isTableKnown = this.#router.tableIndex(table) >= 0
    return isTableKnown ? unknownName('region', region) : unknownName('table', table)
  }
}

function unknownName(noun: string, name: string): RequestProblem {
  const finding = {path: noun, value: name, message: `the router knows no ${noun} '${name}'`}
  const advice = `Name a ${noun} of the history that the index was made from.`
  return new RequestProblem(404, `unknown-${noun}`, finding.message, advice, [finding])
}
