import {describe, expect, test} from 'vitest'
import {all} from '../../../algorithms/caching/all.js'
import {breakEven} from '../../../algorithms/caching/break-even.js'
import type {CachingOutcome, CachingProblem} from '../../../algorithms/caching/problem.js'
import {storageCostPerDay} from '../../../model/units.js'
import {type Budgets, curveOf, ordinary, problemOf, randomProblem, seededNumbers} from '../random-problem.js'
import {lifeSpans} from './lives.js'

const infinite = Number.POSITIVE_INFINITY
const noBudgets: Budgets = {regionBytes: [infinite], totalBytes: infinite}

/** 1 GB partitions over a link of 0.02 a GB, storage at 0.023 a GB and month; one whole read at each of these ages. */
function crossRegion(ages: readonly number[], budgets = noBudgets): CachingProblem {
  const readBytes = new Array<number>(Math.max(...ages) + 1).fill(0)
  for (const age of ages) readBytes[age] += 1e9
  const problem = problemOf([curveOf({region: 0, partitionBytes: 1e9, readBytes, linkPrice: 0.02e-9})], budgets)
  return {...problem, storagePricePerByte: Float64Array.of(storageCostPerDay(1, 0.023))}
}

function netOf(problem: CachingProblem, outcome: CachingOutcome): number {
  const life = lifeSpans(problem, outcome)
  let net = 0
  for (let c = 0; c < problem.curveCount; c++) net += netAt(problem, c, life[c])
  return net
}

function netAt(problem: CachingProblem, curve: number, lifeSpanDays: number): number {
  for (let p = problem.pointStart[curve]; p < problem.pointStart[curve + 1]; p++) {
    if (problem.lifeSpanDays[p] !== lifeSpanDays) continue
    return problem.savedCostPerDay[p] - problem.storedBytes[p] * problem.storagePricePerByte[problem.curveRegion[curve]]
  }
  return 0
}

describe('break-even', () => {
  test('keeps a partition between reads for the 26.5 days that its storage costs less than its transfer', () => {
    const lives = (ages: number[]) => {
      const problem = crossRegion(ages)
      return lifeSpans(problem, breakEven.plan(problem, {}))
    }
    // Read at ages 0, 0 and g: the second read pays for the first copy, the third for g more days of storage.
    expect(lives([0, 0, 25])).toEqual([26])
    expect(lives([0, 0, 26])).toEqual([27])
    expect(lives([0, 0, 27])).toEqual([1])
    expect(lives([0])).toEqual([0])
  })

  test('is the best saving net of storage for each curve, by trying all of its points', () => {
    let longer = 0
    for (let seed = 0; seed < 100; seed++) {
      const random = seededNumbers(seed)
      const problem: CachingProblem = {
        ...randomProblem(seed, ordinary),
        regionBudgetBytes: new Float64Array(3).fill(infinite),
        totalBudgetBytes: infinite,
        storagePricePerByte: Float64Array.from({length: 3}, () => random.share() / 2),
      }
      const life = lifeSpans(problem, breakEven.plan(problem, {}))
      for (let c = 0; c < problem.curveCount; c++) {
        let best = 0
        for (let p = problem.pointStart[c]; p < problem.pointStart[c + 1]; p++) {
          best = Math.max(best, netAt(problem, c, problem.lifeSpanDays[p]))
        }
        expect(netAt(problem, c, life[c]), `seed ${seed}, curve ${c}`).toBe(best)
        if (life[c] > 1) longer++
      }
    }
    expect(longer).toBeGreaterThan(100)
  })

  test('keeps everything that saves where storage is free and no budget binds', () => {
    for (let seed = 0; seed < 30; seed++) {
      const problem = {
        ...randomProblem(seed, ordinary),
        regionBudgetBytes: new Float64Array(3).fill(infinite),
        totalBudgetBytes: infinite,
      }
      expect(breakEven.plan(problem, {}).windows).toEqual(all.plan(problem).windows)
    }
  })

  test('drops the least net saving per byte first, and takes back what fits after all', () => {
    const curves = [
      {bytes: 10, saved: 50},
      {bytes: 30, saved: 120},
      {bytes: 5, saved: 15},
      {bytes: 4, saved: 8},
    ].map(({bytes, saved}) => ({
      region: 0,
      lifeSpanDays: [1],
      storedBytes: [bytes],
      savedCostPerDay: [saved],
      refreshCostPerDay: 0,
    }))
    const kept = (regionBytes: number, totalBytes: number) =>
      Array.from(breakEven.plan(problemOf(curves, {regionBytes: [regionBytes], totalBytes}), {}).windows.curve)
    expect(kept(49, infinite)).toEqual([0, 1, 2, 3])
    expect(kept(45, infinite)).toEqual([0, 1, 2])
    // 48 bytes: dropping the 4 is enough. 39: down to the 10, then 5 and 4 come back, 30 does not fit.
    expect(kept(48, infinite)).toEqual([0, 1, 2])
    expect(kept(39, infinite)).toEqual([0, 2, 3])
    expect(kept(infinite, 39)).toEqual([0, 2, 3])
    expect(kept(9, infinite)).toEqual([2, 3])
    expect(kept(3, infinite)).toEqual([])
  })

  test('weighs what it drops after storage is paid', () => {
    const problem = problemOf(
      [0, 1].map(region => ({
        region,
        lifeSpanDays: [1],
        storedBytes: [10],
        savedCostPerDay: [region === 0 ? 60 : 50],
        refreshCostPerDay: 0,
      })),
      {regionBytes: [infinite, infinite], totalBytes: 10},
    )
    expect(Array.from(breakEven.plan(problem, {}).windows.curve)).toEqual([0])
    const dear = {...problem, storagePricePerByte: Float64Array.of(4, 1)}
    expect(Array.from(breakEven.plan(dear, {}).windows.curve)).toEqual([1])
  })

  test('with a fixed TTL keeps what that life span covers, wherever it saves', () => {
    const problem = crossRegion([0, 0, 3, 40])
    const life = (ttlDays: number) => lifeSpans(problem, breakEven.plan(problem, {ttlDays}))
    expect(life(1)).toEqual([1])
    expect(life(3)).toEqual([1])
    expect(life(4)).toEqual([4])
    expect(life(60)).toEqual([41])
    const once = crossRegion([0, 5])
    expect(lifeSpans(once, breakEven.plan(once, {ttlDays: 3}))).toEqual([0])
    expect(lifeSpans(once, breakEven.plan(once, {ttlDays: 6}))).toEqual([6])
  })

  test('keeps budgets with prices and TTLs of any kind, and nets no less than a fixed TTL without budgets', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = seededNumbers(seed)
      const storagePricePerByte = Float64Array.from({length: 3}, () => random.share())
      const problem: CachingProblem = {...randomProblem(seed, ordinary), storagePricePerByte}
      const ample = {...problem, regionBudgetBytes: new Float64Array(3).fill(infinite), totalBudgetBytes: infinite}
      const best = netOf(ample, breakEven.plan(ample, {}))
      for (const ttlDays of [0, 1, 7, 30]) {
        const outcome = breakEven.plan(problem, {ttlDays})
        const byRegion = new Float64Array(3)
        const life = lifeSpans(problem, outcome)
        for (let p = 0, c = 0; c < problem.curveCount; c++) {
          for (p = problem.pointStart[c]; p < problem.pointStart[c + 1]; p++) {
            if (problem.lifeSpanDays[p] === life[c]) byRegion[problem.curveRegion[c]] += problem.storedBytes[p]
          }
        }
        for (const [e, bytes] of byRegion.entries()) expect(bytes).toBeLessThanOrEqual(problem.regionBudgetBytes[e])
        expect(outcome.storedBytes).toBeLessThanOrEqual(problem.totalBudgetBytes)
        expect(netOf(ample, breakEven.plan(ample, {ttlDays}))).toBeLessThanOrEqual(best + 1e-9 * Math.abs(best))
      }
    }
  })
})
