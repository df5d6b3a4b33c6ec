import {describe, expect, it} from 'vitest'
import {defaultBestEffort} from '../../../algorithms/placement/best-effort.js'
import {GivenBoard} from '../../../algorithms/placement/given-board.js'
import {givenReplicas} from '../../../algorithms/placement/given-replicas.js'
import {JobRegions} from '../../../algorithms/placement/job-regions.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {copyAssignment, homeAssignment} from '../../../algorithms/serving/problem.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {seededDraw} from '../../support/random-history.js'
import {judgedCost} from './brute-force.js'
import {noWindows, placementOf, randomCase} from './cases.js'

describe('costs with replicas given', () => {
  it('are those of the objective, whatever moves, is held and is placed', async () => {
    let placed = 0
    for (let seed = 1; seed <= 120; seed++) {
      const own = await randomCase(seed, {regions: 2 + (seed % 4), moved: true, computePrices: seed % 2 === 0})
      const {problem, start, windows} = own
      const draw = seededDraw(seed)
      const begin = copyAssignment(start)
      for (let j = 0; j < problem.jobCount; j++) if (draw(4) === 0) begin.jobRegion[j] = draw(problem.regionCount)
      const regions = new JobRegions(problem, begin)
      const board = new GivenBoard(regions, givenReplicas(problem, begin, windows, regions))
      for (let step = 0; step < 25; step++) {
        const close = (actual: number, wanted: number) =>
          expect(Math.abs(actual - wanted), `seed ${seed}, step ${step}`).toBeLessThan(1e-9 * Math.max(1, wanted))
        const assignment = regions.toAssignment(begin)
        const before = judgedCost(own.workload, placementOf(own, assignment))
        close(board.costPerDay, before)
        const job = draw(problem.jobCount)
        const option = draw(problem.regionCount + 1)
        const deltas = new Float64Array(problem.regionCount + 1)
        board.evaluate(job, deltas)
        const delta = board.place(job, option)
        expect(delta).toBe(deltas[option])
        close(before + delta, judgedCost(own.workload, placementOf(own, regions.toAssignment(begin))))
        if (delta !== 0) placed++
      }
    }
    expect(placed).toBeGreaterThan(500)
  })

  it('count the best-effort class where it is cheaper, repeats and all', async () => {
    const spec = {
      regions: [
        {name: 'a', computePricePerCpuHour: 10},
        {name: 'b', computePricePerCpuHour: 10},
      ],
      prices: {'a>b': 1, 'b>a': 1},
      projects: [{project: 'p', region: 'a'}],
      tables: [{table: 't', project: 'p', partitionBytes: 90}],
      runs: [
        {job: 'bronze', project: 'p', day: 10, cpu: 9, priority: 'bronze', reads: [['t', 10, 90]]},
        {job: 'reader', project: 'p', day: 10, cpu: 0.1, priority: 'bronze', reads: [['t', 10, 90]]},
        {job: 'silver', project: 'p', day: 10, cpu: 9, reads: [['t', 10, 90]]},
      ],
    } as const
    const workload = await naiveWorkload(memoryHistory(spec))
    const problem = deriveServing(workload)
    const start = homeAssignment(problem)
    const regions = new JobRegions(problem, start)
    const {cost, isBestEffort} = givenReplicas(problem, start, noWindows(workload), regions, defaultBestEffort)
    const at = (job: string, region: number) => problem.jobNames.indexOf(job) * 3 + region
    expect(cost[at('bronze', 0)]).toBeCloseTo((90 * 0.2) / 0.9, 9)
    expect(cost[at('bronze', 1)]).toBeCloseTo(90 / 0.9 + (90 * 0.2) / 0.9, 9)
    expect([isBestEffort[at('bronze', 0)], isBestEffort[at('bronze', 1)]]).toEqual([1, 1])
    expect(cost[at('reader', 1)]).toBeCloseTo(91, 9)
    expect([isBestEffort[at('reader', 0)], isBestEffort[at('reader', 1)]]).toEqual([1, 0])
    expect(cost[at('silver', 1)]).toBeCloseTo(180, 9)
    expect(isBestEffort[at('silver', 1)]).toBe(0)
  })
})
