import {describe, expect, it} from 'vitest'
import {AssignmentState} from '../../../algorithms/serving/assignment-state.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {cpuCost, homeCost} from '../../../algorithms/serving/fixed-costs.js'
import {homeAssignment, type ServingProblem} from '../../../algorithms/serving/problem.js'
import {RECORDED, ServingState} from '../../../algorithms/serving/serving-state.js'
import {toPlacement} from '../../../algorithms/serving/to-placement.js'
import {objective} from '../../../model/objective.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec, seededDraw} from '../../support/random-history.js'
import {bruteForceCost} from './brute-force-cost.js'
import {randomAssignment, randomStep} from './random-steps.js'

const near = (a: number, b: number, label: string) =>
  expect(Math.abs(a - b), `${label}: ${a} and ${b}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a), Math.abs(b)))

/** A random history with prices of storage and compute; jobs read from several regions, and more of them where `isBusy`. */
async function randomCase(seed: number) {
  const isBusy = seed % 3 === 0
  const spec = randomHistorySpec(seed, {
    regions: 2 + (seed % 4),
    ...(isBusy ? {projects: 3, tables: 12, jobs: 20} : {}),
    unevenPrices: seed % 2 === 0,
  })
  const draw = seededDraw(seed + 3)
  const workload = await naiveWorkload(
    memoryHistory({
      ...spec,
      regions: spec.regions.map(name => ({
        name: name as string,
        storagePricePerGBMonth: draw(3) * 1e7,
        computePricePerCpuHour: draw(3),
      })),
    }),
  )
  const problem = deriveServing(workload)
  const storagePrice = Float64Array.from({length: problem.regionCount}, () => draw(4) / 4)
  return {workload, problem, storagePrice, draw, horizon: [Infinity, 30, 1][seed % 3]}
}

/** What a state built anew for the assignment costs. */
function costFromScratch({problem, assignment}: AssignmentState, storagePrice: Float64Array, horizon: number): number {
  return new ServingState(problem, assignment, storagePrice, horizon).cost
}

describe('serving state', () => {
  it('prices a step as it costs when taken, and as a state built anew says', async () => {
    let steps = 0
    for (let seed = 1; seed <= 60; seed++) {
      const {problem, storagePrice, draw, horizon} = await randomCase(seed)
      const state = new AssignmentState(problem, randomAssignment(problem, draw), storagePrice, horizon)
      const deltas = new Float64Array(problem.regionCount)
      for (let step = 0; step < 40; step++) {
        const label = `seed ${seed}, step ${step}`
        randomStep(state, draw)
        near(state.cost, costFromScratch(state, storagePrice, horizon), label)
        const [p, t, j, to] = [
          draw(problem.projectCount),
          draw(problem.tableCount),
          draw(problem.jobCount),
          draw(problem.regionCount),
        ]
        const before = state.cost
        state.tryProject(p, deltas)
        near(state.cost, before, `${label}, trying a project changes nothing`)
        if (Number.isFinite(deltas[to])) {
          near(state.moveProject(p, to), deltas[to], `${label}, project ${p} to ${to}`)
          near(state.cost, costFromScratch(state, storagePrice, horizon), `${label}, project ${p} to ${to}, anew`)
        }
        state.tryTable(t, deltas)
        near(state.moveTable(t, to), deltas[to], `${label}, table ${t} to ${to}`)
        near(state.cost, costFromScratch(state, storagePrice, horizon), `${label}, table ${t} to ${to}, anew`)
        state.tryJob(j, deltas)
        near(state.placeJob(j, to), deltas[to], `${label}, job ${j} to ${to}`)
        near(state.cost, costFromScratch(state, storagePrice, horizon), `${label}, job ${j} to ${to}, anew`)
        steps += 4
      }
      near(state.serving.cost, recounted(state), `seed ${seed}, recounted`)
    }
    expect(steps).toBeGreaterThan(9000)
  })

  it('prices any group of rows and tables together, from wherever they are', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const {problem, storagePrice, draw, horizon} = await randomCase(seed)
      const {serving} = new AssignmentState(problem, randomAssignment(problem, draw), storagePrice, horizon)
      const deltas = new Float64Array(problem.regionCount)
      const pick = (count: number) => Array.from({length: count}, (_, i) => i).filter(() => draw(3) === 0)
      for (let step = 0; step < 20; step++) {
        const relocation = {rows: pick(problem.rowCount), tables: pick(problem.tableCount)}
        serving.evaluate(relocation, deltas)
        const to = draw(problem.regionCount)
        near(serving.apply(relocation, to), deltas[to], `seed ${seed}, step ${step}`)
        if (draw(3) === 0) serving.apply(relocation, draw(problem.regionCount), RECORDED)
        const cost = serving.cost
        serving.recount()
        near(cost, serving.cost, `seed ${seed}, step ${step}, recounted`)
      }
    }
  })

  it('adopts any assignment, with the same cost, room and moves as one that starts there', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const {workload, problem, storagePrice, draw, horizon} = await randomCase(seed)
      const state = new AssignmentState(problem, randomAssignment(problem, draw), storagePrice, horizon)
      for (let step = 0; step < 6; step++) {
        const wanted = step === 5 ? homeAssignment(problem) : randomAssignment(problem, draw)
        state.adopt(wanted)
        const anew = new AssignmentState(problem, wanted, storagePrice, horizon)
        const label = `seed ${seed}, step ${step}`
        near(state.cost, costFromScratch(state, storagePrice, horizon), label)
        expect([...state.serving.rowRegion], label).toEqual([...anew.serving.rowRegion])
        expect([...state.serving.tableHome], label).toEqual([...anew.serving.tableHome])
        expect(state.snapshot(), label).toEqual(anew.snapshot())
        expect(state.moves, label).toBe(anew.moves)
        near(state.moveBytes, anew.moveBytes, `${label}, bytes moved`)
        const placed = objective(workload, toPlacement(problem, workload, wanted), workload.toDay + 1)
        near(state.moveBytes, placed.moveBytes, `${label}, bytes moved as accounted`)
        for (const sums of ['cpuHours', 'homeBytes'] as const) {
          for (const [i, sum] of state.serving[sums].entries())
            near(sum, anew.serving[sums][i], `${label}, ${sums} ${i}`)
        }
      }
      expect(state.moves).toBe(0)
      near(state.moveBytes, 0, `seed ${seed}, back home`)
    }
  })

  it('costs what brute force over all windows says, and what the objective says of them', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const unevenPrices = seed % 2 === 0
      const spec = randomHistorySpec(seed, {regions: 3, tables: 5, maxAge: 5, unevenPrices})
      const draw = seededDraw(seed + 9)
      const {partitions: _, ...even} = spec
      const workload = await naiveWorkload(
        memoryHistory({
          ...even,
          tables: spec.tables.map(table => ({...table, partitionBytes: 1 + draw(50)})),
          runs: spec.runs.map(run => ({...run, failed: false})),
        }),
      )
      const problem = deriveServing(workload)
      for (const storagePrice of [
        [0, 0, 0],
        [0.5, 1, 0.25],
        [3, 0, 9],
      ]) {
        const state = new AssignmentState(problem, randomAssignment(problem, draw), storagePrice, Infinity)
        for (let step = 0; step < 4; step++) {
          randomStep(state, draw)
          const label = `seed ${seed}, step ${step}, storage at ${storagePrice}`
          const {fedFromHome, accounted} = bruteForceCost(problem, workload, state.assignment, storagePrice)
          near(state.cost, fedFromHome, label)
          if (unevenPrices) expect(accounted, label).toBeLessThanOrEqual(fedFromHome + 1e-9)
          else near(state.cost, accounted, label)
        }
      }
    }
  })

  it('adds bytes at home, moved bytes and CPU at their prices', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const {problem, draw} = await randomCase(seed)
      const free: ServingProblem = {
        ...problem,
        homeStoragePrice: new Float64Array(problem.regionCount),
        computePrice: new Float64Array(problem.regionCount),
      }
      const assignment = randomAssignment(problem, draw)
      const storagePrice = new Float64Array(problem.regionCount)
      const priced = new ServingState(problem, assignment, storagePrice, 10)
      const unpriced = new ServingState(free, assignment, storagePrice, Infinity)
      let extra = 0
      priced.tableHome.forEach((home, t) => {
        extra += homeCost(problem, 10, t, home)
      })
      priced.rowRegion.forEach((region, row) => {
        extra += cpuCost(problem, row, region)
      })
      near(priced.cost - unpriced.cost, extra, `seed ${seed}`)
    }
  })
})

function recounted({serving}: AssignmentState): number {
  serving.recount()
  return serving.cost
}
