import {costAndLoad} from '../algorithms/routing/cost-and-load.js'
import {home} from '../algorithms/routing/home.js'
import type {CandidateScorer} from '../algorithms/routing/index.js'
import {mostBytes} from '../algorithms/routing/most-bytes.js'
import {probing} from '../algorithms/routing/probing.js'
import {type RoutingFleet, simulateRouting} from '../algorithms/routing/simulate.js'
import {yugongScore} from '../algorithms/routing/yugong-score.js'
import {
  compileRouterIndex,
  openRouter,
  type Router,
  type RouterIndex,
  type RoutingPolicyName,
  type RoutingRequest,
} from '../planner/router/index.js'
import {median, millisecondsOf, printTable} from './measure.js'
import {routingArrivals, routingRequests, routingWorld, seededShare} from './routing-world.js'

const RUNS = 5
const CALLS = 200_000
/** Requests that are played in turn: few enough that reading them is not what is measured. */
const REQUESTS = 1024

/**
 * What a decision of the router costs (design.md section 6), by policy and size, and how far routers with stale load are from
 * one that knows all (Sparrow's question).
 */
export async function run(): Promise<void> {
  await speed()
  staleness()
}

async function speed(): Promise<void> {
  const rows: string[][] = []
  for (const [regions, tables, jobs] of [
    [6, 100_000, 100_000],
    [16, 100_000, 100_000],
    [16, 1_000_000, 100_000],
  ]) {
    const {workload, plan} = routingWorld(1, {regions, tables, jobs, projects: 2000, windows: tables / 2})
    const requests = routingRequests(2, REQUESTS, workload)
    let index: RouterIndex | undefined
    const compileTime = await millisecondsOf(() => {
      index = compileRouterIndex(workload, plan)
    })
    const sized = index!.catalogue.pack.buffer.byteLength + index!.plan.pack.buffer.byteLength
    const facts = [(sized / 1e6).toFixed(0), compileTime.toFixed(0)]
    for (const policy of ['home', 'cost-and-load', 'probing'] as const) {
      const router = openRouter({index: index!, policy})
      rows.push([String(regions), String(tables), policy, 'names', ...(await measured(router, requests)), ...facts])
      if (policy !== 'cost-and-load') continue
      const interned = requests.map(request => byIndex(request, router))
      rows.push([String(regions), String(tables), policy, 'indices', ...(await measured(router, interned)), ...facts])
    }
  }
  printTable(
    `router.place(): 3 inputs a job, by date, one core (decisions/s: median of ${RUNS} × ${CALLS} calls, and by CPU time where others share the core)`,
    [
      'regions',
      'tables',
      'policy',
      'asked by',
      'decisions/s',
      'by CPU time',
      'p50 µs',
      'p99 µs',
      'p99.9 µs',
      'bytes/call',
      'index MB',
      'compile ms',
    ],
    rows,
  )
}

/** The request with the indices that the router gave for its names. */
function byIndex(request: RoutingRequest, router: Router): RoutingRequest {
  const {project, job, inputs = []} = request
  return {
    ...request,
    project: router.projectIndex(String(project)),
    ...(job === undefined ? {} : {job: router.jobIndex(String(job))}),
    inputs: inputs.map(input => ({...input, table: router.tableIndex(String(input.table))})),
  }
}

async function measured(router: Router, requests: readonly RoutingRequest[]): Promise<string[]> {
  const answer = router.answer()
  let sum = 0
  const play = (calls: number): void => {
    for (let k = 0; k < calls; k++) sum += router.place(requests[k & (REQUESTS - 1)], answer).region
  }
  play(CALLS)
  const times: number[] = []
  const cpuTimes: number[] = []
  for (let i = 0; i < RUNS; i++) {
    const before = process.cpuUsage()
    times.push(await millisecondsOf(() => play(CALLS)))
    const {user, system} = process.cpuUsage(before)
    cpuTimes.push((user + system) / 1000)
  }
  const each = new Float64Array(CALLS)
  for (let k = 0; k < CALLS; k++) {
    const begin = performance.now()
    sum += router.place(requests[k & (REQUESTS - 1)], answer).region
    each[k] = (performance.now() - begin) * 1000
  }
  each.sort()
  const at = (share: number): string => each[Math.floor(share * (CALLS - 1))].toFixed(2)
  const growth: number[] = []
  for (let i = 0; i < 21; i++) {
    const before = process.memoryUsage().heapUsed
    play(10_000)
    growth.push((process.memoryUsage().heapUsed - before) / 10_000)
  }
  if (Number.isNaN(sum)) throw new Error('the router gave no regions')
  return [
    Math.round((CALLS / median(times)) * 1000).toLocaleString('en'),
    Math.round((CALLS / median(cpuTimes)) * 1000).toLocaleString('en'),
    at(0.5),
    at(0.99),
    at(0.999),
    median(growth).toFixed(1),
  ]
}

const regions = 16
const slotsPerRegion = 32
const staleSeconds = 30
const JOBS = 100_000

/** Routers with stale load against one that knows every queue at every moment; costs in US dollars. */
function staleness(): void {
  for (const utilisation of [0.8, 0.95]) {
    const arrivals = routingArrivals(3, {
      jobs: JOBS,
      regions,
      slotsPerRegion,
      utilisation,
      waitPricePerHour: 3,
    })
    const play = (score: CandidateScorer, fleet: Partial<RoutingFleet>) => {
      const share = seededShare(4)
      const slots = new Int32Array(regions).fill(slotsPerRegion)
      const stale = {slots, routers: 1, staleSeconds, countsOwn: true, lateBinding: false, ...fleet}
      return simulateRouting(arrivals, stale, score, below => Math.floor(share() * below))
    }
    const knowing = play(costAndLoad.prepare({}), {staleSeconds: 0, countsOwn: false})
    const rows: string[][] = []
    const add = (policy: RoutingPolicyName, detail: string, score: CandidateScorer, fleet: Partial<RoutingFleet>) => {
      const outcome = play(score, fleet)
      rows.push([
        policy,
        detail,
        String(fleet.routers ?? 1),
        (outcome.costPerJob / knowing.costPerJob).toFixed(3),
        (outcome.wanBytes / knowing.wanBytes).toFixed(3),
        outcome.meanWaitSeconds.toFixed(2),
        (outcome.meanResponseSeconds / knowing.meanResponseSeconds).toFixed(3),
        outcome.imbalance.toFixed(2),
        outcome.foreignShare.toFixed(2),
      ])
    }
    add('cost-and-load', 'all-knowing', costAndLoad.prepare({}), {staleSeconds: 0, countsOwn: false})
    add('home', '', home.prepare({}), {})
    add('most-bytes', '', mostBytes.prepare({}), {})
    for (const routers of [1, 32]) add('yugong-score', 'stale', yugongScore.prepare({}), {routers})
    for (const routers of [1, 2, 4, 8, 16, 32]) add('cost-and-load', 'stale', costAndLoad.prepare({}), {routers})
    for (const routers of [1, 32]) {
      for (const [probes, cheapest] of [
        [2, 0],
        [2, 1],
        [3, 2],
      ]) {
        const score = probing.prepare({probes, cheapest})
        add('probing', `late binding, ${probes} probes, ${cheapest} cheapest`, score, {routers, lateBinding: true})
      }
    }
    printTable(
      `Stale load: ${regions} regions × ${slotsPerRegion} slots, load ${utilisation}, reports every ${staleSeconds} s, ${JOBS} jobs; ratios to the all-knowing`,
      ['policy', 'detail', 'routers', 'cost', 'WAN bytes', 'wait s', 'response', 'imbalance', 'foreign'],
      rows,
    )
  }
}
