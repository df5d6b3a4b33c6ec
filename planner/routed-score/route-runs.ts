import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import {type History, priorities} from '../../model/history.js'
import type {Workload} from '../../model/workload.js'
import {type RouteReason, Router, type RouterOptions, type RoutingRequest, routeReasons} from '../router/index.js'
import {HOURS, type RouterIndex} from '../router/router-index.js'
import {CpuRoom} from './cpu-room.js'
import {expectedLoad} from './expected-load.js'
import {type RowsByRun, rowsByRun, runsByStart} from './run-inputs.js'

/** What the router did with the runs of some days. */
export interface RoutedRuns {
  /** Scored runs in order of start. */
  readonly order: Int32Array
  /** By run of the history: region where the router put it away from its home; −1 where formats.md 3.1 holds. */
  readonly runRegions: Int32Array
  /** By run of the history: region where it ran, and where it would have run without the router; −1 where not scored. */
  readonly runRegion: Int32Array
  readonly home: Int32Array
  readonly reasons: Readonly<Partial<Record<RouteReason, number>>>
}

/**
 * Replays the runs of the history in order of start and has the router place each as it arrives. The router knows what can be known
 * then: the training workload, the plan, the CPU that is taken so far (cpu-room.ts); waiting is not priced. A job tells its project, its name, the region that it was submitted to,
 * the tables and partitions that it will read, the tables that it will write, its priority and whether it may move; bytes and
 * CPU-hours it does not tell, they are predicted. Deterministic.
 *
 * @param history the days to place on
 * @param training what the index was compiled from; its regions are those of the history
 */
export async function routeRuns(
  history: History,
  training: Workload,
  index: RouterIndex,
  options: RouterOptions = {},
): Promise<RoutedRuns> {
  const {runs, topology} = history
  const router = new Router(index, options)
  const regionNames = topology.regions.map(region => region.name)
  checkRegions(regionNames, index.catalogue.regionNames)
  const requests = new RunRequests(history, router, {
    reads: await rowsByRun(history, () => history.reads()),
    writes: await rowsByRun(history, () => history.writes()),
  })
  const expected = expectedLoad(training, index)
  const room = new CpuRoom(topology, expected)
  const tellLoad = (region: number): boolean =>
    router.report(regionNames[region], {freeCpuHours: room.freeCpuHours(region)})
  const order = runsByStart(history)
  const runRegions = new Int32Array(runs.count).fill(-1)
  const runRegion = new Int32Array(runs.count).fill(-1)
  const homes = new Int32Array(runs.count).fill(-1)
  const counts = new Int32Array(routeReasons.length)
  const answer = router.answer()
  let now = -1
  for (const run of order) {
    const hour = runs.day[run]! * HOURS + runs.hour[run]!
    if (hour !== now) {
      room.begin(runs.hour[run]!, Math.floor(hour / HOURS) !== Math.floor(now / HOURS))
      now = hour
      router.tick(formatDay(runs.day[run]!), runs.hour[run]!)
      for (let e = 0; e < regionNames.length; e++) tellLoad(e)
    }
    const request = requests.of(run)
    const project = typeof request.project === 'number' ? request.project : -1
    const isKnownJob = typeof request.job === 'number'
    const cpuHours = project >= 0 ? expected.cpuHoursOfRun[project] : expected.cpuHoursOfAnyRun
    router.place(isKnownJob ? request : {...request, cpuHours}, answer)
    counts[answer.reasonCode] += 1
    const home = answer.candidates.home
    const isForeign = answer.reason !== 'planned' && answer.region !== home
    if (isForeign) runRegions[run] = answer.region
    runRegion[run] = answer.region
    homes[run] = isForeign ? home : answer.region
    const used = runs.cpuHours[run]!
    room.placed(answer.region, Number.isNaN(used) ? 0 : used, isForeign)
    tellLoad(answer.region)
  }
  const reasons = Object.fromEntries(
    routeReasons.map((reason, i) => [reason, counts[i]]).filter(([, count]) => count !== 0),
  )
  return {order, runRegions, runRegion, home: homes, reasons}
}

/** Throws a usage error where the two histories are not of one platform. */
function checkRegions(scored: readonly string[], training: readonly string[]): void {
  if (scored.length === training.length && scored.every((name, e) => name === training[e])) return
  throw new IsthmusError(
    'usage',
    `the days to score have the regions ${scored.join(', ')}, the training days ${training.join(', ')}`,
    'Use histories with the same topology.',
  )
}

/** Runs of a history as requests to a router, names looked up once. */
class RunRequests {
  readonly #history: History
  readonly #rows: {readonly reads: RowsByRun; readonly writes: RowsByRun}
  readonly #regionNames: readonly string[]
  readonly #projects: readonly (string | number)[]
  readonly #jobs: readonly (string | number)[]
  readonly #tables: readonly (string | number)[]

  constructor(history: History, router: Router, rows: {readonly reads: RowsByRun; readonly writes: RowsByRun}) {
    const indexOrName = (name: string, index: number): string | number => (index >= 0 ? index : name)
    this.#history = history
    this.#rows = rows
    this.#regionNames = history.topology.regions.map(region => region.name)
    this.#projects = history.projects.names.map(name => indexOrName(name, router.projectIndex(name)))
    this.#jobs = history.runs.jobNames.map(name => indexOrName(name, router.jobIndex(name)))
    this.#tables = history.tables.names.map(name => indexOrName(name, router.tableIndex(name)))
  }

  of(run: number): RoutingRequest {
    const {runs} = this.#history
    const {reads, writes} = this.#rows
    const inputs = Array.from({length: reads.start[run + 1] - reads.start[run]}, (_, i) => ({
      table: this.#tables[reads.table[reads.start[run] + i]],
      ages: [reads.ageDays[reads.start[run] + i]],
    }))
    const outputs = Array.from({length: writes.start[run + 1] - writes.start[run]}, (_, i) => ({
      table: this.#tables[writes.table[writes.start[run] + i]],
    }))
    return {
      project: this.#projects[runs.project[run]!],
      job: this.#jobs[runs.job[run]!],
      home: this.#regionNames[runs.region[run]!],
      movable: runs.movable[run] === 1,
      priority: priorities[runs.priority[run]!],
      inputs,
      outputs,
    }
  }
}
