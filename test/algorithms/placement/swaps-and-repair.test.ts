import {describe, expect, it} from 'vitest'
import {GivenBoard} from '../../../algorithms/placement/given-board.js'
import {givenReplicas} from '../../../algorithms/placement/given-replicas.js'
import {improveBoard} from '../../../algorithms/placement/improve-board.js'
import {JobRegions} from '../../../algorithms/placement/job-regions.js'
import {repairRoom} from '../../../algorithms/placement/repair-room.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {homeAssignment} from '../../../algorithms/serving/problem.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {seededDraw} from '../../support/random-history.js'
import {noWindows, randomCase} from './cases.js'

/** Two full regions, and in each a job that reads from the other: they can only change places. */
async function crossed() {
  const workload = await naiveWorkload(
    memoryHistory({
      regions: [
        {name: 'a', computeCapacityCpuHours: [4]},
        {name: 'b', computeCapacityCpuHours: [4]},
      ],
      projects: [
        {project: 'pa', region: 'a'},
        {project: 'pb', region: 'b'},
      ],
      tables: [
        {table: 'ta', project: 'pa', partitionBytes: 100},
        {table: 'tb', project: 'pb', partitionBytes: 100},
      ],
      runs: [
        {job: 'in-a', project: 'pa', day: 5, cpu: 4, reads: [['tb', 5, 70]]},
        {job: 'in-b', project: 'pb', day: 5, cpu: 4, reads: [['ta', 5, 30]]},
      ],
    }),
  )
  const problem = deriveServing(workload)
  const start = homeAssignment(problem)
  const regions = new JobRegions(problem, start)
  return new GivenBoard(regions, givenReplicas(problem, start, noWindows(workload), regions))
}

const settings = {leastGainShare: 0, sweeps: 5, swapTries: 100}
const both = Int32Array.of(0, 1)

describe('exchanges', () => {
  it('two jobs change places between full regions', async () => {
    const board = await crossed()
    expect(board.costPerDay).toBe(100)
    expect(improveBoard(board, both, {...settings, swapTries: 0})).toBe(0)
    expect(improveBoard(await crossed(), both, settings)).toBe(2)
    expect(improveBoard(board, both, settings)).toBe(2)
    expect(board.costPerDay).toBe(0)
    expect(board.regions.isKept()).toBe(true)
  })

  it('leave alone whom the list does not name', async () => {
    const board = await crossed()
    expect(improveBoard(board, Int32Array.of(0), settings)).toBe(0)
    expect(board.costPerDay).toBe(100)
  })
})

describe('repair', () => {
  it('brings any choice within the limits, from a start that is', async () => {
    let repaired = 0
    for (let seed = 1; seed <= 60; seed++) {
      const {problem, start, windows} = await randomCase(seed, {capacities: 'tight', jobs: 16})
      const regions = new JobRegions(problem, start)
      const first = regions.option.slice()
      const board = new GivenBoard(regions, givenReplicas(problem, start, windows, regions))
      const jobs = Int32Array.from({length: problem.jobCount}, (_, j) => j)
      const draw = seededDraw(seed)
      const crowd = draw(problem.regionCount)
      for (const j of jobs) if (draw(3) > 0) board.place(j, draw(2) === 0 ? crowd : draw(problem.regionCount))
      const wasKept = regions.isKept()
      const moved = repairRoom(board, jobs, first)
      expect(regions.isKept(), `seed ${seed}`).toBe(true)
      if (wasKept) expect(moved).toBe(0)
      else repaired++
    }
    expect(repaired).toBeGreaterThan(20)
  })
})
