import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {exactDp} from '../../../algorithms/caching/exact-dp.js'
import {exactIlp} from '../../../algorithms/caching/exact-ilp.js'
import {hull} from '../../../algorithms/caching/hull.js'
import type {CachingProblem} from '../../../algorithms/caching/problem.js'
import {IsthmusError} from '../../../model/errors.js'
import {bruteForceSaving} from '../oracles/brute-force.js'
import {dynamicProgramSaving} from '../oracles/dynamic-program.js'
import {
  type CurvePoints,
  curveOf,
  fewLarge,
  ordinary,
  problemOf,
  randomDemand,
  randomProblem,
  seededNumbers,
} from '../random-problem.js'

const infinite = Number.POSITIVE_INFINITY
const run = {seed: 1}
const byList = {mostCells: 0}

const point = (region: number, storedBytes: number, savedCostPerDay: number): CurvePoints => ({
  region,
  lifeSpanDays: [1],
  storedBytes: [storedBytes],
  savedCostPerDay: [savedCostPerDay],
  refreshCostPerDay: 0,
})

/** Budget 10: greed by slope takes the 6 and leaves 4 empty; the best is the pair of 5. */
const greedTrap = problemOf([point(0, 6, 60), point(0, 5, 45), point(0, 5, 45)], {regionBytes: [10], totalBytes: 1000})

/** Saving per byte is nearly the same everywhere, and the sizes are odd: the bounds rule out little. */
const subsetSum = problemOf(
  Array.from({length: 26}, (_, c) => point(0, 1_000_003 + 7919 * c * c, 1_000_003 + 7919 * c * c + (c % 5))),
  {regionBytes: [9_500_000], totalBytes: infinite},
)

/** Bytes that the longest life spans of each region want, and shares of them as budgets. */
function wantedBytes(problem: CachingProblem): number[] {
  return Array.from({length: problem.regionCount}, (_, e) => {
    let bytes = 0
    for (let c = problem.regionStart[e]; c < problem.regionStart[e + 1]; c++) {
      bytes += problem.storedBytes[problem.pointStart[c + 1] - 1]
    }
    return bytes
  })
}

/** The same curves under each kind of budgets: each region's own, one over all, both (then all of them bind), and as drawn. */
function budgetKinds(problem: CachingProblem, seed: number): CachingProblem[] {
  const random = seededNumbers(seed)
  const wanted = wantedBytes(problem)
  const own = Float64Array.from(wanted, bytes => Math.floor((0.3 + 0.4 * random.share()) * bytes))
  const over = Math.floor((0.5 + 0.4 * random.share()) * own.reduce((sum, bytes) => sum + bytes, 0))
  const none = new Float64Array(problem.regionCount).fill(infinite)
  const someOwn = own.map((bytes, e) => (e === 0 ? infinite : bytes))
  return [
    {...problem, regionBudgetBytes: own, totalBudgetBytes: infinite},
    {...problem, regionBudgetBytes: none, totalBudgetBytes: over},
    {...problem, regionBudgetBytes: own, totalBudgetBytes: over},
    {...problem, regionBudgetBytes: someOwn, totalBudgetBytes: over},
    problem,
  ]
}

function refusal(act: () => unknown): IsthmusError {
  try {
    act()
  } catch (error) {
    if (error instanceof IsthmusError) return error
    throw error
  }
  throw new Error('it did not refuse')
}

describe('exact-dp', () => {
  test('finds the best pair where greed by slope leaves the budget half empty, by table and by list', () => {
    for (const options of [{}, byList]) {
      const outcome = exactDp.plan(greedTrap, options)
      expect(outcome).toMatchObject({status: 'optimal', savedCostPerDay: 90, storedBytes: 10, boundSavedCostPerDay: 90})
      expect(Array.from(outcome.windows.curve)).toEqual([1, 2])
    }
    expect(exactDp.plan(greedTrap, {}).work.cells).toBe(33)
    expect(exactDp.plan(greedTrap, byList).work.cells).toBe(0)
  })

  test('gives a byte to the region where it saves most, and leaves both region budgets unfilled for the one over all', () => {
    const problem = problemOf([point(0, 4, 40), point(0, 3, 29), point(1, 4, 39), point(1, 5, 55)], {
      regionBytes: [6, 8],
      totalBytes: 9,
    })
    for (const options of [{}, byList]) {
      const outcome = exactDp.plan(problem, options)
      expect(outcome).toMatchObject({savedCostPerDay: 95, storedBytes: 9})
      expect(Array.from(outcome.windows.curve)).toEqual([0, 3])
    }
  })

  test('equals brute force, exact-ilp and hull on 400 random small instances, whatever the budgets', async () => {
    let compared = 0
    for (let seed = 0; seed < 80; seed++) {
      const shape = seed % 2 === 0 ? fewLarge : {...fewLarge, curves: 5, regions: 3, ages: 6, largestPartition: 16}
      for (const problem of budgetKinds(randomProblem(seed, shape), seed)) {
        const best = bruteForceSaving(problem)
        const table = exactDp.plan(problem, {})
        const list = exactDp.plan(problem, byList)
        const program = await exactIlp.plan(problem, {}, run)
        const repaired = await hull.plan(problem, {tolerance: 0}, run)
        for (const outcome of [table, list, program, repaired]) {
          expect(outcome.savedCostPerDay, `seed ${seed}`).toBe(best)
          expect(outcome.status, `seed ${seed}`).toBe('optimal')
          expect(outcome.boundSavedCostPerDay, `seed ${seed}`).toBe(best)
        }
        compared++
      }
    }
    expect(compared).toBe(400)
  })

  test('equals the textbook table on instances beyond brute force', () => {
    for (let seed = 0; seed < 60; seed++) {
      const problem = randomProblem(seed, {...ordinary, curves: 25, ages: 6, largestPartition: 16})
      const best = dynamicProgramSaving(problem)
      for (const options of [{}, byList]) {
        expect(exactDp.plan(problem, options).savedCostPerDay, `seed ${seed}`).toBe(best)
      }
    }
  })

  test('counts bytes in their greatest common divisor, so that sizes in gigabytes need no larger table', () => {
    for (let seed = 0; seed < 40; seed++) {
      const problem = randomProblem(seed, {...fewLarge, largestPartition: 16})
      const gigabytes: CachingProblem = {
        ...problem,
        storedBytes: Float64Array.from(problem.storedBytes as Float64Array, bytes => bytes * 1e9),
        regionBudgetBytes: Float64Array.from(problem.regionBudgetBytes as Float64Array, bytes => bytes * 1e9 + 0.75e9),
        totalBudgetBytes: problem.totalBudgetBytes * 1e9 + 0.75e9,
      }
      const small = exactDp.plan(problem, {})
      const large = exactDp.plan(gigabytes, {})
      expect(large.savedCostPerDay, `seed ${seed}`).toBe(small.savedCostPerDay)
      expect(large.storedBytes).toBe(small.storedBytes * 1e9)
      expect(large.work.cells).toBe(small.work.cells)
    }
  })

  test('never saves less with a larger budget', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({min: 0, max: 3}), fc.integer({min: 0, max: 500}), (seed, which, more) => {
        const problem = randomProblem(seed, {...fewLarge, curves: 7, regions: 3})
        const regionBudgetBytes = Float64Array.from(problem.regionBudgetBytes as Float64Array)
        if (which < 3) regionBudgetBytes[which] += more
        const totalBudgetBytes = problem.totalBudgetBytes + (which === 3 ? more : 0)
        const richer = {...problem, regionBudgetBytes, totalBudgetBytes}
        expect(exactDp.plan(richer, byList).savedCostPerDay).toBeGreaterThanOrEqual(
          exactDp.plan(problem, byList).savedCostPerDay,
        )
      }),
      {numRuns: 300, seed: 5},
    )
  })

  test('does not let a point larger than its region mislead the prices of regions that need no share of the whole', () => {
    const trap = problemOf(
      [
        {region: 0, lifeSpanDays: [1, 9], storedBytes: [2, 90], savedCostPerDay: [10, 9000], refreshCostPerDay: 0},
        point(1, 5, 30),
        point(1, 4, 23),
        point(1, 4, 22),
      ],
      {regionBytes: [40, 8], totalBytes: 11},
    )
    for (const options of [{}, byList]) {
      expect(exactDp.plan(trap, options).savedCostPerDay).toBe(bruteForceSaving(trap))
    }
  })

  test('plans the shared ordinary instances and no unit table is needed for them', async () => {
    for (let seed = 0; seed < 12; seed++) {
      const {demand, budgets} = randomDemand(seed, ordinary)
      const problem = problemOf(demand.map(curveOf), budgets)
      const program = await exactIlp.plan(problem, {}, run)
      const list = exactDp.plan(problem, byList)
      expect(list.savedCostPerDay, `seed ${seed}`).toBe(program.savedCostPerDay)
      expect(list.work.states).toBeLessThan(200_000)
    }
  })

  test('refuses with advice what needs more partial plans or steps than it may hold', () => {
    const states = refusal(() => exactDp.plan(subsetSum, {...byList, mostStates: 1000}))
    expect(states.code).toBe('usage')
    expect(states.message).toBe("exact-dp needs more than 1000 partial plans for these 26 curves (option 'mostStates')")
    expect(states.advice).toContain('Use hull')
    const steps = refusal(() => exactDp.plan(subsetSum, {...byList, mostSteps: 1000}))
    expect(steps.message).toBe("exact-dp needs more than 1000 steps for these 26 curves (option 'mostSteps')")
    expect(exactDp.plan(subsetSum, byList).status).toBe('optimal')
  })

  test('adds sizes that are not whole bytes at full precision, and refuses what then does not add up', () => {
    const halves = problemOf([point(0, 0.5, 6), point(0, 0.75, 8), point(0, 0.25, 3)], {
      regionBytes: [1],
      totalBytes: infinite,
    })
    expect(exactDp.plan(halves, {})).toMatchObject({savedCostPerDay: 11, storedBytes: 1})
    const tenths = problemOf([point(0, 0.3, 1), point(1, 0.2, 1), point(1, 0.1, 1)], {
      regionBytes: [infinite, infinite],
      totalBytes: 0.6,
    })
    // 0.3 + 0.2 + 0.1 is 0.6, but 0.3 + (0.2 + 0.1) is more.
    expect(refusal(() => exactDp.plan(tenths, {})).message).toContain('cannot add these sizes exactly')
  })
})
