import {describe, expect, test} from 'vitest'
import {greedy} from '../../../algorithms/caching/greedy.js'
import {kProbe} from '../../../algorithms/caching/k-probe.js'
import {dayByDayLifeSpans} from '../oracles/day-by-day.js'
import {
  type Budgets,
  curveOf,
  type DailyDemand,
  fewLarge,
  ordinary,
  problemOf,
  randomDemand,
} from '../random-problem.js'
import {lifeSpans} from './lives.js'

const infinite = Number.POSITIVE_INFINITY

function livesOf(demand: readonly DailyDemand[], budgets: Budgets, k: number): number[] {
  const problem = problemOf(demand.map(curveOf), budgets)
  return lifeSpans(problem, kProbe.plan(problem, {k}))
}

const table = (partitionBytes: number, readBytes: number[], region = 0): DailyDemand => ({
  region,
  partitionBytes,
  readBytes,
  linkPrice: 1,
})

describe('k-probe', () => {
  test('looks over the refresh and over isolated ages only as far as k days', () => {
    // Day 1 saves 6 − 10 = −4, days 1–3 save 6 + 9 − 10 = 5 for 30 bytes; age 1 is never read.
    const demand = [table(10, [6, 0, 9])]
    const budgets = {regionBytes: [100], totalBytes: infinite}
    expect(livesOf(demand, budgets, 1)).toEqual([0])
    expect(livesOf(demand, budgets, 2)).toEqual([0])
    expect(livesOf(demand, budgets, 3)).toEqual([3])
  })

  test('drops what overflows and still takes smaller ones', () => {
    // Gains per byte: 4 for table 0 (50 bytes), 2 for table 1 (20 bytes), 1 for table 2 (30 bytes).
    const demand = [table(50, [250]), table(20, [60]), table(30, [60])]
    expect(livesOf(demand, {regionBytes: [49], totalBytes: infinite}, 5)).toEqual([0, 1, 0])
    expect(livesOf(demand, {regionBytes: [50], totalBytes: infinite}, 5)).toEqual([1, 0, 0])
    expect(livesOf(demand, {regionBytes: [99], totalBytes: infinite}, 5)).toEqual([1, 1, 0])
  })

  test('falls back to a shorter extension of the same table when the best one overflows', () => {
    // Two days save 30 + 40 − 10 = 60 for 20 bytes (3 a byte), one day 20 for 10 bytes (2 a byte).
    const demand = [table(10, [30, 40])]
    expect(livesOf(demand, {regionBytes: [19], totalBytes: infinite}, 5)).toEqual([1])
    expect(livesOf(demand, {regionBytes: [20], totalBytes: infinite}, 5)).toEqual([2])
  })

  test('does not act on gains of a life span that has grown since (stale entries)', () => {
    // The extension from 0 to 3 days (65 / 30) is overtaken by 0 → 1 (50 / 10); from there 1 → 3 saves 15 / 20, below table 1.
    const demand = [table(10, [60, 0, 15]), table(20, [60])]
    expect(livesOf(demand, {regionBytes: [40], totalBytes: infinite}, 5)).toEqual([1, 1])
  })

  test('keeps the budget of each region and the one over all', () => {
    const demand = [table(10, [50], 0), table(10, [40], 0), table(10, [30], 1), table(10, [20], 1)]
    expect(livesOf(demand, {regionBytes: [10, infinite], totalBytes: infinite}, 3)).toEqual([1, 0, 1, 1])
    expect(livesOf(demand, {regionBytes: [10, infinite], totalBytes: 20}, 3)).toEqual([1, 0, 1, 0])
    expect(livesOf(demand, {regionBytes: [infinite, 10], totalBytes: 20}, 3)).toEqual([1, 1, 0, 0])
  })

  test('gives ties to the lower curve', () => {
    const demand = [table(10, [20]), table(10, [20])]
    expect(livesOf(demand, {regionBytes: [10], totalBytes: infinite}, 1)).toEqual([1, 0])
  })

  test('equals Algorithm 1 written day by day on 400 random instances', () => {
    let compared = 0
    for (let seed = 0; seed < 400; seed++) {
      const {demand, budgets} = randomDemand(seed, seed % 2 === 0 ? {...ordinary, curves: 12, ages: 14} : fewLarge)
      for (const k of [1, 2, 3, 5, 7, 60]) {
        expect(livesOf(demand, budgets, k), `seed ${seed}, k ${k}`).toEqual(dayByDayLifeSpans(demand, budgets, k))
        compared++
      }
    }
    expect(compared).toBe(2400)
  })

  test('is greedy where k is 1', () => {
    const {demand, budgets} = randomDemand(7, ordinary)
    const problem = problemOf(demand.map(curveOf), budgets)
    expect(greedy.plan(problem).windows).toEqual(kProbe.plan(problem, {k: 1}).windows)
  })

  test('refuses a k that is no whole number of days', () => {
    const problem = problemOf([], {regionBytes: [], totalBytes: 0})
    expect(() => kProbe.plan(problem, {k: 2.5})).toThrow("option 'k' of k-probe is 2.5")
    expect(kProbe.plan(problem, {}).savedCostPerDay).toBe(0)
  })
})
