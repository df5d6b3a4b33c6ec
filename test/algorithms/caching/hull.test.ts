import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {storageFrontier} from '../../../algorithms/caching/frontier.js'
import {hull} from '../../../algorithms/caching/hull.js'
import {hullEdges} from '../../../algorithms/caching/hull-edges.js'
import {solveLinear} from '../../../algorithms/caching/hull-linear.js'
import {kProbe} from '../../../algorithms/caching/k-probe.js'
import type {CachingProblem} from '../../../algorithms/caching/problem.js'
import {bruteForceSaving} from '../oracles/brute-force.js'
import {dynamicProgramSaving} from '../oracles/dynamic-program.js'
import {fewLarge, ordinary, problemOf, randomProblem, type Shape} from '../random-problem.js'

const run = {seed: 1}
const exactly = {tolerance: 0}
const tiny: Shape = {...fewLarge, curves: 5, ages: 5, largestPartition: 16}

/** Three tables, budget 10: the greedy by slope takes the 6 and leaves 4 empty; the best is the pair of 5. */
const greedTrap = problemOf(
  [
    {region: 0, lifeSpanDays: [1], storedBytes: [6], savedCostPerDay: [60], refreshCostPerDay: 1},
    {region: 0, lifeSpanDays: [1], storedBytes: [5], savedCostPerDay: [45], refreshCostPerDay: 1},
    {region: 0, lifeSpanDays: [1], storedBytes: [5], savedCostPerDay: [45], refreshCostPerDay: 1},
  ],
  {regionBytes: [10], totalBytes: 1000},
)

describe('hull', () => {
  test('finds the best pair where greed by slope leaves the budget half empty', async () => {
    const outcome = await hull.plan(greedTrap, {}, run)
    expect(outcome.savedCostPerDay).toBe(90)
    expect(outcome).toMatchObject({status: 'optimal', boundSavedCostPerDay: 90, storedBytes: 10})
    const unrepaired = await hull.plan(greedTrap, {tolerance: 1}, run)
    expect(unrepaired).toMatchObject({status: 'feasible', savedCostPerDay: 60, boundSavedCostPerDay: 96})
  })

  test('prices a byte of each budget at what it would save', () => {
    const {totalPrice, regionPrice, boundSavedCostPerDay} = solveLinear(greedTrap)
    expect([totalPrice, [...regionPrice], boundSavedCostPerDay]).toEqual([0, [9], 96])
    const both = problemOf(
      [
        {region: 0, lifeSpanDays: [1], storedBytes: [10], savedCostPerDay: [90], refreshCostPerDay: 0},
        {region: 1, lifeSpanDays: [1], storedBytes: [10], savedCostPerDay: [20], refreshCostPerDay: 0},
      ],
      {regionBytes: [5, 8], totalBytes: 9},
    )
    const linear = solveLinear(both)
    expect([linear.totalPrice, [...linear.regionPrice], linear.boundSavedCostPerDay]).toEqual([2, [7, 0], 53])
  })

  test('lists the curve of every budget from nothing to everything, concave', async () => {
    const {frontier} = await hull.plan(greedTrap, {}, run)
    expect(frontier?.storedBytes).toEqual(Float64Array.of(0, 6, 11, 16))
    expect(frontier?.savedCostPerDay).toEqual(Float64Array.of(0, 60, 105, 150))
  })

  test('thins the curve to 2 000 vertices of the true one', () => {
    const problem = randomProblem(3, {...ordinary, curves: 3000})
    const edges = hullEdges(problem)
    const whole = solveLinear({
      ...problem,
      regionBudgetBytes: new Float64Array(problem.regionCount).fill(Number.POSITIVE_INFINITY),
      totalBudgetBytes: Number.POSITIVE_INFINITY,
    })
    const frontier = storageFrontier(problem, edges)
    const count = frontier.storedBytes.length
    expect(edges.endPoint.length).toBeGreaterThan(4000)
    expect(count).toBeGreaterThan(500)
    expect(count).toBeLessThanOrEqual(2000)
    expect(frontier.savedCostPerDay[count - 1]).toBeCloseTo(whole.boundSavedCostPerDay, 4)
    for (let i = 1; i < count; i += 97) {
      const {boundSavedCostPerDay: at} = solveLinear({
        ...problem,
        regionBudgetBytes: new Float64Array(problem.regionCount).fill(Number.POSITIVE_INFINITY),
        totalBudgetBytes: frontier.storedBytes[i],
      })
      expect(Math.abs(frontier.savedCostPerDay[i] / at - 1)).toBeLessThan(1e-12)
    }
  })

  test('without repair is k-probe with unlimited k', async () => {
    for (let seed = 0; seed < 200; seed++) {
      const problem = randomProblem(seed, seed % 2 === 0 ? ordinary : fewLarge)
      const {windows} = await hull.plan(problem, {tolerance: 1, probeVisits: 0}, run)
      expect(windows, `seed ${seed}`).toEqual(kProbe.plan(problem, {k: 60}).windows)
    }
  })

  test('saves at least what k-probe saves with any k, and its bound at least that', async () => {
    for (let seed = 0; seed < 200; seed++) {
      const problem = randomProblem(seed, seed % 2 === 0 ? ordinary : fewLarge)
      const withRepair = await hull.plan(problem, {}, run)
      const withoutRepair = await hull.plan(problem, {tolerance: 1}, run)
      for (const k of [1, 2, 3, 5, 7, 60]) {
        const {savedCostPerDay} = kProbe.plan(problem, {k})
        expect(withRepair.savedCostPerDay, `seed ${seed}, k ${k}`).toBeGreaterThanOrEqual(savedCostPerDay)
        expect(withoutRepair.savedCostPerDay, `seed ${seed}, k ${k}`).toBeGreaterThanOrEqual(savedCostPerDay)
        expect(solveLinear(problem).boundSavedCostPerDay * (1 + 1e-12)).toBeGreaterThanOrEqual(savedCostPerDay)
      }
    }
  })

  test('equals brute force on 250 random small instances, and says optimal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(fewLarge, tiny), async (seed, shape) => {
        const problem = randomProblem(seed, shape)
        const outcome = await hull.plan(problem, exactly, run)
        expect(outcome.savedCostPerDay).toBe(bruteForceSaving(problem))
        expect(outcome.status).toBe('optimal')
      }),
      {numRuns: 250, seed: 11},
    )
  })

  test('equals dynamic programming on instances beyond brute force', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const problem = randomProblem(seed, {...ordinary, curves: 25, ages: 6, largestPartition: 16})
      const outcome = await hull.plan(problem, exactly, run)
      expect(outcome.savedCostPerDay, `seed ${seed}`).toBe(dynamicProgramSaving(problem))
      expect(outcome.status).toBe('optimal')
    }
  })

  test('brings its two oracles to agree', () => {
    for (let seed = 0; seed < 60; seed++) {
      const problem = randomProblem(seed, tiny)
      expect(dynamicProgramSaving(problem), `seed ${seed}`).toBe(bruteForceSaving(problem))
    }
  })

  test('improves and claims no optimum where the core is cut or nodes run out', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const problem: CachingProblem = randomProblem(seed, ordinary)
      const best = await hull.plan(problem, exactly, run)
      const cut = await hull.plan(problem, {...exactly, coreColumns: 6}, run)
      expect(cut.savedCostPerDay).toBeLessThanOrEqual(best.savedCostPerDay)
      expect(cut.boundSavedCostPerDay).toBeGreaterThanOrEqual(best.savedCostPerDay)
      if (cut.savedCostPerDay < best.savedCostPerDay) expect(cut.status).toBe('feasible')
    }
  })
})
