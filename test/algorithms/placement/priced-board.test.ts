import {describe, expect, it} from 'vitest'
import {defaultBestEffort} from '../../../algorithms/placement/best-effort.js'
import {PricedBoard} from '../../../algorithms/placement/priced-board.js'
import {AssignmentState} from '../../../algorithms/serving/assignment-state.js'
import {ServingState} from '../../../algorithms/serving/serving-state.js'
import {seededDraw} from '../../support/random-history.js'
import {randomCase} from './cases.js'

describe('jobs with replicas priced', () => {
  it('deltas are those of a state made anew, and hold while they are not stale; no gain exceeds what is said', async () => {
    let unchanged = 0
    let skippable = 0
    for (let seed = 1; seed <= 40; seed++) {
      const {problem, start} = await randomCase(seed, {
        jobs: 16,
        tables: 14,
        moved: seed % 2 === 0,
        computePrices: true,
      })
      const draw = seededDraw(seed)
      const price = new Float64Array(problem.regionCount).fill(0.03)
      const board = new PricedBoard(new AssignmentState(problem, start, price, Infinity))
      const seen = Array.from({length: problem.jobCount}, () => new Float64Array(problem.regionCount + 1))
      for (let job = 0; job < problem.jobCount; job++) board.evaluate(job, seen[job])
      for (let step = 0; step < 30; step++) {
        const job = draw(problem.jobCount)
        const option = draw(problem.regionCount + 1)
        const deltas = new Float64Array(problem.regionCount + 1)
        board.evaluate(job, deltas)
        if (-Math.min(...deltas) > board.mostGain(job) + 1e-9)
          expect.fail(`seed ${seed}: gain of ${problem.jobNames[job]}`)
        if (board.mostGain(job) <= 0) skippable++
        const delta = board.place(job, option)
        expect(Math.abs(delta - deltas[option]), `seed ${seed}, step ${step}`).toBeLessThan(1e-8)
        const fresh = new ServingState(problem, board.regions.toAssignment(start), price, Infinity)
        expect(Math.abs(fresh.cost - board.costPerDay), `seed ${seed}, step ${step}`).toBeLessThan(1e-8)
        for (let other = 0; other < problem.jobCount; other++) {
          if (board.isStale(other)) board.evaluate(other, seen[other])
          else {
            board.evaluate(other, deltas)
            deltas.forEach((value, o) => {
              expect(Math.abs(value - seen[other][o]), `seed ${seed}, step ${step}, job ${other}`).toBeLessThan(1e-8)
            })
            unchanged++
          }
        }
      }
    }
    expect(unchanged).toBeGreaterThan(1000)
    expect(skippable).toBeGreaterThan(10)
  })

  it('the cost with a best-effort class is kept up to date, and never above the one without', async () => {
    let cheaper = 0
    for (let seed = 1; seed <= 20; seed++) {
      const {problem, start} = await randomCase(seed, {jobs: 10, computePrices: true})
      const draw = seededDraw(seed)
      const price = new Float64Array(problem.regionCount)
      const board = new PricedBoard(new AssignmentState(problem, start, price, Infinity), defaultBestEffort)
      for (let step = 0; step < 20; step++) {
        board.place(draw(problem.jobCount), draw(problem.regionCount + 1))
        const state = new AssignmentState(problem, board.regions.toAssignment(start), price, Infinity)
        const fresh = new PricedBoard(state, defaultBestEffort)
        expect(Math.abs(fresh.costPerDay - board.costPerDay), `seed ${seed}, step ${step}`).toBeLessThan(1e-8)
        expect(board.costPerDay).toBeLessThanOrEqual(state.cost + 1e-9)
        if (board.costPerDay < state.cost - 1) cheaper++
      }
    }
    expect(cheaper).toBeGreaterThan(50)
  })
})
