import {describe, expect, it} from 'vitest'
import type {Plan} from '../../../model/plan.js'
import {routeRuns} from '../../../planner/routed-score/route-runs.js'
import {routedScore} from '../../../planner/routed-score/routed-score.js'
import {compileRouterIndex} from '../../../planner/router/index.js'
import {type MemoryHistorySpec, type MemoryRun, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec, randomPlan} from '../../support/random-history.js'
import {planWith, window} from '../router/small-world.js'

/** The router on the last days of a history, with what the days before show. */
async function routed(spec: MemoryHistorySpec, plan: Plan, firstDay: number) {
  const training = await naiveWorkload(memoryHistory({...spec, toDay: firstDay - 1}))
  const history = memoryHistory({...spec, fromDay: firstDay})
  return {history, training, ...(await routeRuns(history, training, compileRouterIndex(training, plan)))}
}

/** Project pa at a reads 100 bytes of `big`, which is at b; both days the same. */
const reader = (day: number, extra: Partial<MemoryRun> = {}): MemoryRun => ({
  job: `adhoc-${day}`,
  project: 'pa',
  day,
  cpu: 2,
  reads: [['big', day, 100]],
  ...extra,
})
const world = (runs: readonly MemoryRun[], capacity: readonly number[] = []): MemoryHistorySpec => ({
  regions: [{name: 'a'}, {name: 'b', computeCapacityCpuHours: capacity}],
  projects: [
    {project: 'pa', region: 'a'},
    {project: 'pb', region: 'b'},
  ],
  tables: [{table: 'big', project: 'pb', partitionBytes: 100}],
  runs: [reader(10), ...runs],
})

describe('routeRuns', () => {
  it('puts an unseen job where its bytes are, and keeps gold and what may not move', async () => {
    const runs = [
      reader(11),
      reader(11, {job: 'g', priority: 'gold'}),
      reader(11, {job: 'm', movable: false}),
      reader(11, {job: 'planned'}),
      reader(11, {
        job: 'new',
        reads: [
          ['big', 11, 100],
          ['unheard', 11, 1],
        ],
      }),
    ]
    const spec = world(runs)
    const more = {...spec, tables: [...spec.tables, {table: 'unheard', project: 'pb'}]}
    const training = await naiveWorkload(memoryHistory({...spec, runs: spec.runs.slice(0, 1)}))
    const plan = planWith({jobs: [{job: 'planned', region: 'b', savedBytesPerDay: 0}]})
    const history = memoryHistory({...more, fromDay: 11})
    const {runRegions, reasons} = await routeRuns(history, training, compileRouterIndex(training, plan))
    expect([...runRegions]).toEqual([-1, 1, -1, -1, -1, -1])
    expect(reasons).toEqual({cheapest: 1, 'gold-stays': 1, 'not-movable': 1, planned: 1, 'unknown-table': 1})
  })

  it('knows neither the bytes of a run nor what comes after it', async () => {
    let away = 0
    for (let seed = 1; seed <= 40; seed++) {
      const spec = randomHistorySpec(seed, {days: 8})
      const plan = {...randomPlan(seed, spec), jobs: []}
      const truth = await routed(spec, plan, 1005)
      const lies = (run: MemoryRun): MemoryRun =>
        Number(run.day) < 1005
          ? run
          : {...run, reads: run.reads!.map(([table, day]) => [table, day, 7] as const), cpu: run.cpu!}
      const other = await routed({...spec, runs: spec.runs.map(lies)}, plan, 1005)
      expect([...other.runRegions], `history ${seed}`).toEqual([...truth.runRegions])
      const early = await routed({...spec, toDay: 1006}, plan, 1005)
      expect([...early.runRegions]).toEqual([...truth.runRegions.subarray(0, early.runRegions.length)])
      away += truth.runRegions.filter(region => region >= 0).length
    }
    expect(away).toBeGreaterThan(100)
  })

  it('fills a region with foreign work up to its capacity, by the day or by the hour, and the rest stays home', async () => {
    const morning = [0, 1, 2, 3, 4, 5].map(i => reader(11, {job: `n${i}`, hour: 4, cpu: 2}))
    const evening = [6, 7].map(i => reader(11, {job: `n${i}`, hour: 20, cpu: 2}))
    const moved = async (capacity: readonly number[]) => {
      const spec = world([...morning, ...evening], capacity)
      const training = await naiveWorkload(memoryHistory({...spec, toDay: 10}))
      const history = memoryHistory({...spec, fromDay: 11})
      const index = compileRouterIndex(training, planWith({}))
      const {runRegions} = await routeRuns(history, training, index, {foreignShare: 1, foreignTier: {silver: 1}})
      return [...runRegions].flatMap((region, run) => (region >= 0 ? [run] : []))
    }
    expect(await moved([])).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await moved(new Array(24).fill(5))).toEqual([1, 2, 7, 8])
    expect(await moved([240])).toEqual([1, 2, 3, 4, 5, 7, 8])
  })

  it('keeps room for the work that belongs to a region', async () => {
    const native = (day: number): MemoryRun => ({
      job: 'native',
      project: 'pb',
      day,
      hour: 9,
      cpu: 4,
      reads: [['big', day, 1]],
    })
    const capacity = new Array(24).fill(5)
    const spec = world([reader(11, {job: 'n', hour: 9}), native(11)], capacity)
    const quiet = {...spec, runs: [...spec.runs, reader(10)]}
    const busy = {...spec, runs: [...spec.runs, native(10)]}
    const options = {foreignShare: 1, foreignTier: {silver: 1}}
    const regionOf = async (given: MemoryHistorySpec) => {
      const training = await naiveWorkload(memoryHistory({...given, toDay: 10}))
      const history = memoryHistory({...given, fromDay: 11})
      return (await routeRuns(history, training, compileRouterIndex(training, planWith({})), options)).runRegions[1]
    }
    expect(await regionOf(quiet)).toBe(1)
    expect(await regionOf(busy)).toBe(-1)
  })

  it('counts the work from elsewhere beside that of the region', async () => {
    const native: MemoryRun = {job: 'native', project: 'pb', day: 10, hour: 9, cpu: 4, reads: [['big', 10, 1]]}
    const late = [1, 2].map(i => reader(11, {job: `n${i}`, hour: 9}))
    const spec = world([native, ...late], new Array(24).fill(7))
    const training = await naiveWorkload(memoryHistory({...spec, toDay: 10}))
    const history = memoryHistory({...spec, fromDay: 11})
    const options = {foreignShare: 1, foreignTier: {silver: 1}}
    const {runRegions} = await routeRuns(history, training, compileRouterIndex(training, planWith({})), options)
    expect([...runRegions.subarray(2)]).toEqual([1, -1])
  })

  it('asks for the very partitions: one that home holds a replica of costs nothing there', async () => {
    const spec = world([reader(11, {reads: [['big', 10, 100]]}), reader(11), reader(11, {reads: [['big', 9, 100]]})])
    const plan = planWith({replicas: [window('big', 'a', 1, 2)]})
    const {runRegions} = await routed(spec, plan, 11)
    expect([...runRegions]).toEqual([-1, -1, 1, 1])
  })

  it('refuses days of another platform', async () => {
    const spec = world([reader(11)])
    const training = await naiveWorkload(memoryHistory({...spec, toDay: 10}))
    const other = memoryHistory({...spec, fromDay: 11, regions: [...spec.regions, 'c']})
    await expect(routeRuns(other, training, compileRouterIndex(training, planWith({})))).rejects.toThrow(
      'regions a, b, c',
    )
  })
})

describe('routedScore', () => {
  it('gives the residual with and without the router', async () => {
    const spec = world([reader(11), reader(11, {job: 'g', priority: 'gold'}), reader(12)], new Array(24).fill(3))
    const training = await naiveWorkload(memoryHistory({...spec, toDay: 10}))
    const history = memoryHistory({...spec, fromDay: 11})
    const score = await routedScore(history, planWith({}), training, {foreignShare: 1, foreignTier: {silver: 1}})
    expect(score.without).toMatchObject({wanBytesPerDay: 150, remoteReads: 3})
    expect(score.routed).toMatchObject({wanBytesPerDay: 50, remoteReads: 1})
    expect(score.reduction.wanBytes).toBeCloseTo(2 / 3)
    expect(score).toMatchObject({runs: 3, foreignRuns: 2, foreignShare: 2 / 3, foreignCpuShare: 2 / 3, violations: []})
    expect(score.without.imbalance).toBe(2)
    const home = await routedScore(history, planWith({}), training, {policy: 'home'})
    expect(home.routed).toEqual(home.without)
    expect(home.foreignRuns).toBe(0)
  })

  it('the policy home changes nothing, whatever the plan', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const spec = randomHistorySpec(seed, {days: 6})
      const plan = randomPlan(seed, spec)
      const training = await naiveWorkload(memoryHistory({...spec, toDay: 1002}))
      const history = memoryHistory({...spec, fromDay: 1003})
      const score = await routedScore(history, plan, training, {policy: 'home'})
      expect(score.routed, `history ${seed}`).toEqual(score.without)
    }
  })
})
