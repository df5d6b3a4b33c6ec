import {describe, expect, test} from 'vitest'
import {amortiseFill} from '../../../algorithms/caching/churn-amortise.js'
import {hull} from '../../../algorithms/caching/hull.js'
import {kProbe} from '../../../algorithms/caching/k-probe.js'
import type {CachingPolicy} from '../../../algorithms/caching/policy.js'
import type {CachingProblem} from '../../../algorithms/caching/problem.js'
import {windows} from '../../../algorithms/caching/windows.js'
import {homePlacement} from '../../../model/decode-plan.js'
import {linkPrice} from '../../../model/topology.js'
import {
  caseProblem,
  caseWorkload,
  columnsOf,
  naiveFillBytes,
  naiveSavedCost,
  randomCase,
  rowsOfCurves,
  storedByRegion,
  sum,
} from './churn-cases.js'

const run = {seed: 1}
const nothing = columnsOf([])
const saved = (problem: CachingProblem): number[] => Array.from(problem.savedCostPerDay as ArrayLike<number>)

describe('amortiseFill', () => {
  // One table of 10 bytes a day over a link of price 2; 20 bytes read at each of the ages 0, 1, 3; a refresh costs 10 · 2 = 20.
  // Savings of [0, 1), [0, 2), [0, 4): 20 · 2 − 20 = 20, 40 · 2 − 20 = 60, 60 · 2 − 20 = 100. One age filled: 10 · 2 / 5 days = 4.
  const reads = {b: {0: 20, 1: 20, 3: 20}}
  const price = {prices: {'home>b': 2}}

  test('takes off every age but the first that yesterday did not hold, over the horizon', async () => {
    const workload = await caseWorkload([{bytes: 10, reads}], ['b'], price)
    const problem = caseProblem(workload)
    expect(saved(problem)).toEqual([20, 60, 100])
    const amortised = amortiseFill(problem, workload, homePlacement(workload), nothing, 5)
    expect(saved(amortised)).toEqual([20, 60 - 4, 100 - 3 * 4])
    expect(saved(problem)).toEqual([20, 60, 100])
  })

  test('counts what [0, 2) held yesterday as the ages 1 and 2 of today', async () => {
    const workload = await caseWorkload([{bytes: 10, reads}], ['b'], price)
    const previous = columnsOf([[0, 1, 0, 2]])
    const amortised = amortiseFill(caseProblem(workload), workload, homePlacement(workload), previous, 5)
    expect(saved(amortised)).toEqual([20, 60, 100 - 4])
  })

  test('lets a window start at a read age without paying for the ages up to it', async () => {
    const workload = await caseWorkload([{bytes: 10, reads}], ['b'], price)
    const amortised = amortiseFill(caseProblem(workload), workload, homePlacement(workload), nothing, 5)
    expect(Array.from(amortised.ages!.refreshCostPerDay as ArrayLike<number>)).toEqual([20, 20 - 4, 20 - 2 * 4])
  })

  test('counts the one version of a snapshot table whole unless it was held, also for members that keep windows', async () => {
    const workload = await caseWorkload([{bytes: 30, reads: {b: {0: 50}}, isSnapshot: true}])
    const problem = caseProblem(workload)
    const home = homePlacement(workload)
    expect(saved(amortiseFill(problem, workload, home, nothing, 3))).toEqual([50 - 30 / 3])
    expect(saved(amortiseFill(problem, workload, home, columnsOf([[0, 1, 0, 1]]), 3))).toEqual([50])
    expect(await windows.plan(amortiseFill(problem, workload, home, nothing, 3), {}, run)).toMatchObject({
      savedCostPerDay: 40,
    })
    expect(await windows.plan(amortiseFill(problem, workload, home, nothing, 0.5), {}, run)).toMatchObject({
      savedCostPerDay: 0,
    })
  })

  test('takes the size of each partition that is missing on the first day of the plan', async () => {
    const workload = await caseWorkload([{bytes: 10, reads, bytesByAge: {0: 7, 1: 5, 2: 100}}])
    const problem = caseProblem(workload)
    const amortised = amortiseFill(problem, workload, homePlacement(workload), nothing, 1)
    expect(sum(saved(problem)) - sum(saved(amortised))).toBe(0 + 7 + (7 + 5 + 100))
  })

  test('is the formula of the paper where partitions are even', async () => {
    let compared = 0
    for (let seed = 0; seed < 30; seed++) {
      const {workload, placement, problem, previous, draw} = await randomCase(seed)
      const days = 1 + draw(40)
      const amortised = amortiseFill(problem, workload, placement, previous, days)
      const {tables, topology} = workload
      for (let c = 0; c < problem.curveCount; c++) {
        const table = problem.curveTable[c]
        const region = problem.curveRegion[c]
        if (tables.snapshot[table] === 1 || tables.sizeStart[table] !== tables.sizeStart[table + 1]) continue
        const size = tables.partitionBytes[table]
        const price = linkPrice(topology, placement.tableRegion[table], region)
        let gain = -size * price
        let from = 0
        let readBefore = 0
        for (let p = problem.pointStart[c]; p < problem.pointStart[c + 1]; p++) {
          const readUpTo = problem.savedCostPerDay[p] + problem.refreshCostPerDay[c]
          for (let age = from; age < problem.lifeSpanDays[p]; age++) {
            const isReplicated =
              age === 0 || naiveFillBytes(workload, previous, [table, region, age - 1, age + 1]) === 0
            const reads = age === problem.lifeSpanDays[p] - 1 ? readUpTo - readBefore : 0
            gain += reads - ((1 - (isReplicated ? 1 : 0)) * size * price) / days
          }
          from = problem.lifeSpanDays[p]
          readBefore = readUpTo
          expect(amortised.savedCostPerDay[p]).toBeCloseTo(gain, 9)
          compared++
        }
      }
    }
    expect(compared).toBeGreaterThan(100)
  })

  test('is what members then claim: reads less refresh less fill, from the facts, within the budgets', async () => {
    let filling = 0
    for (let seed = 0; seed < 40; seed++) {
      const {workload, placement, problem, previous, draw} = await randomCase(seed)
      const days = 1 + draw(20)
      const amortised = amortiseFill(problem, workload, placement, previous, days)
      for (const policy of [kProbe, hull, windows] as const satisfies readonly CachingPolicy[]) {
        const outcome = await policy.plan(amortised, {}, run)
        const rows = rowsOfCurves(problem, outcome.windows)
        const facts = rows.map(row => {
          const price = linkPrice(workload.topology, placement.tableRegion[row[0]], row[1])
          const fill = (naiveFillBytes(workload, previous, row) * price) / days
          if (fill > 0) filling++
          return naiveSavedCost(workload, placement, row) - fill
        })
        expect(outcome.savedCostPerDay, `${policy.name} on ${seed}`).toBeCloseTo(sum(facts), 6)
        const stored = storedByRegion(workload, rows)
        expect(stored.every((bytes, e) => bytes <= problem.regionBudgetBytes[e])).toBe(true)
        expect(sum([...stored])).toBeLessThanOrEqual(problem.totalBudgetBytes)
      }
    }
    expect(filling).toBeGreaterThan(50)
  })

  test('with nothing held and an endless horizon leaves every value as it is', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const {workload, placement, problem} = await randomCase(seed)
      const amortised = amortiseFill(problem, workload, placement, nothing, Number.POSITIVE_INFINITY)
      const {tableWalks, ...columns} = amortised
      expect(columns).toEqual({...problem, tableWalks: undefined})
      expect(tableWalks).toBe(problem.tableWalks)
    }
  })

  test('takes nothing off what was chosen yesterday', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const {workload, placement, problem} = await randomCase(seed)
      const {windows: chosen} = kProbe.plan(problem, {})
      const previous = columnsOf(rowsOfCurves(problem, chosen))
      const amortised = amortiseFill(problem, workload, placement, previous, 0.001)
      for (let w = 0; w < chosen.curve.length; w++) {
        for (let p = problem.pointStart[chosen.curve[w]]; problem.lifeSpanDays[p] <= chosen.toAge[w]; p++) {
          expect(amortised.savedCostPerDay[p]).toBe(problem.savedCostPerDay[p])
          if (p + 1 === problem.pointStart[chosen.curve[w] + 1]) break
        }
      }
    }
  })

  test('refuses a horizon that is no number of days', async () => {
    const workload = await caseWorkload([{bytes: 10, reads}])
    const amortise = (days: number) =>
      amortiseFill(caseProblem(workload), workload, homePlacement(workload), nothing, days)
    expect(() => amortise(0)).toThrow('the horizon over which fill is spread is 0 days')
    expect(() => amortise(Number.NaN)).toThrow('NaN days')
  })
})
