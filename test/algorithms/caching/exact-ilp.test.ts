import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {exactIlp} from '../../../algorithms/caching/exact-ilp.js'
import {solveLinear} from '../../../algorithms/caching/hull-linear.js'
import {kProbe} from '../../../algorithms/caching/k-probe.js'
import type {CachingProblem} from '../../../algorithms/caching/problem.js'
import {fewLarge, ordinary, problemOf, randomProblem} from '../random-problem.js'

const run = {seed: 1}
const infinite = Number.POSITIVE_INFINITY

/** Two tables that together overflow a budget of 10¹² by one byte: less than a solver sees. */
function byOneByte(budgetBytes: number): CachingProblem {
  const half = 5e11
  const tables = [half + 1, half, half - 7, half - 9]
  return problemOf(
    tables.map((bytes, i) => ({
      region: 0,
      lifeSpanDays: [1],
      storedBytes: [bytes],
      savedCostPerDay: [[100, 90, 60, 50][i]],
      refreshCostPerDay: 0,
    })),
    {regionBytes: [budgetBytes], totalBytes: infinite},
  )
}

describe('exact-ilp', () => {
  test('counts a byte in a terabyte: forbids what the solver lets overflow and still proves the optimum', async () => {
    const fits = await exactIlp.plan(byOneByte(1e12 + 1), {}, run)
    expect(fits).toMatchObject({status: 'optimal', savedCostPerDay: 190, storedBytes: 1e12 + 1})
    expect(fits.work.rounds).toBe(1)
    const overflows = await exactIlp.plan(byOneByte(1e12), {}, run)
    expect(overflows).toMatchObject({status: 'optimal', savedCostPerDay: 160, storedBytes: 1e12 - 6})
    expect(overflows.work.rounds).toBeGreaterThan(1)
  })

  test('does the same for the budget over all', async () => {
    const one = byOneByte(infinite)
    const overflows = await exactIlp.plan({...one, totalBudgetBytes: 1e12}, {}, run)
    expect(overflows).toMatchObject({status: 'optimal', savedCostPerDay: 160, storedBytes: 1e12 - 6})
  })

  test('forbids only as much as overflows: a shorter life span beside the same neighbour stays allowed', async () => {
    const half = 5e11
    const problem = problemOf(
      [
        {
          region: 0,
          lifeSpanDays: [1, 2],
          storedBytes: [half - 20, half + 1],
          savedCostPerDay: [95, 100],
          refreshCostPerDay: 0,
        },
        {region: 0, lifeSpanDays: [1], storedBytes: [half], savedCostPerDay: [90], refreshCostPerDay: 0},
      ],
      {regionBytes: [1e12], totalBytes: infinite},
    )
    const outcome = await exactIlp.plan(problem, {}, run)
    expect(outcome).toMatchObject({status: 'optimal', savedCostPerDay: 185, storedBytes: 1e12 - 20})
    expect(outcome.work.rounds).toBeGreaterThan(1)
  })

  test('gives up the proof, not the budget, when too many plans overflow by less than the solver sees', async () => {
    const many = problemOf(
      Array.from({length: 12}, (_, i) => ({
        region: 0,
        lifeSpanDays: [1],
        storedBytes: [1e12 + 1 + (i % 3)],
        savedCostPerDay: [1000 + i],
        refreshCostPerDay: 0,
      })),
      {regionBytes: [6e12], totalBytes: infinite},
    )
    const outcome = await exactIlp.plan(many, {}, run)
    expect(outcome.storedBytes).toBeLessThanOrEqual(6e12)
    expect(outcome.savedCostPerDay).toBe(1011 + 1010 + 1009 + 1008 + 1007)
    expect(outcome.boundSavedCostPerDay).toBeGreaterThanOrEqual(outcome.savedCostPerDay)
  })

  test('never saves less with a larger budget', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({min: 0, max: 2}),
        fc.integer({min: 0, max: 500}),
        async (seed, which, more) => {
          const problem = randomProblem(seed, fewLarge)
          const regionBudgetBytes = Float64Array.from(problem.regionBudgetBytes as Float64Array)
          if (which < 2) regionBudgetBytes[which] += more
          const totalBudgetBytes = problem.totalBudgetBytes + (which === 2 ? more : 0)
          const richer = await exactIlp.plan({...problem, regionBudgetBytes, totalBudgetBytes}, {}, run)
          const poorer = await exactIlp.plan(problem, {}, run)
          expect(richer.savedCostPerDay).toBeGreaterThanOrEqual(poorer.savedCostPerDay)
        },
      ),
      {numRuns: 100, seed: 3},
    )
  })

  test('without nodes it is at least what greed finds, claims no optimum below the bound, and its bound holds', async () => {
    let unproven = 0
    for (let seed = 0; seed < 12; seed++) {
      const problem = randomProblem(seed, ordinary)
      const cut = await exactIlp.plan(problem, {nodes: 0}, run)
      const best = await exactIlp.plan(problem, {}, run)
      expect(cut.savedCostPerDay).toBeGreaterThanOrEqual(kProbe.plan(problem, {k: 60}).savedCostPerDay)
      expect(cut.boundSavedCostPerDay).toBeGreaterThanOrEqual(best.savedCostPerDay)
      expect(cut.boundSavedCostPerDay).toBeLessThanOrEqual(solveLinear(problem).boundSavedCostPerDay)
      if (cut.status === 'optimal') expect(cut.savedCostPerDay).toBeCloseTo(best.savedCostPerDay, 6)
      else unproven++
    }
    expect(unproven).toBeGreaterThan(0)
  })

  test('refuses with advice what has too many columns', async () => {
    const problem = randomProblem(1, ordinary)
    const {work} = await exactIlp.plan(problem, {}, run)
    await expect(exactIlp.plan(problem, {mostColumns: work.columns - 1}, run)).rejects.toMatchObject({
      code: 'usage',
      message: `exact-ilp would need ${work.columns} columns for these 40 curves (option 'mostColumns' is ${work.columns - 1})`,
      advice: expect.stringContaining('Use hull'),
    })
    expect(await exactIlp.plan(problem, {mostColumns: work.columns}, run)).toMatchObject({status: 'optimal'})
  })

  test('has nothing to solve where nothing saves', async () => {
    const nothing = problemOf(
      [{region: 0, lifeSpanDays: [1], storedBytes: [3], savedCostPerDay: [-2], refreshCostPerDay: 5}],
      {regionBytes: [10], totalBytes: infinite},
    )
    expect(await exactIlp.plan(nothing, {}, run)).toMatchObject({
      status: 'optimal',
      savedCostPerDay: 0,
      storedBytes: 0,
      work: {columns: 0},
    })
  })
})
