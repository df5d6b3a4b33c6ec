import {describe, expect, test} from 'vitest'
import {hull} from '../../../algorithms/caching/hull.js'
import {solveLinear} from '../../../algorithms/caching/hull-linear.js'
import type {CachingOutcome} from '../../../algorithms/caching/problem.js'
import {windowProblem} from '../../../algorithms/caching/window-problem.js'
import {windows} from '../../../algorithms/caching/windows.js'
import {
  type AgedDemand,
  accountOf,
  agedProblem,
  allWindowChoices,
  evenDemand,
  randomAgedDemand,
} from './windows-cases.js'

const run = {seed: 1}
const unlimited = {regionBytes: [Number.POSITIVE_INFINITY], totalBytes: Number.POSITIVE_INFINITY}

function rows(outcome: CachingOutcome): number[][] {
  const {curve, fromAge, toAge} = outcome.windows
  return Array.from({length: curve.length}, (_, w) => [curve[w], fromAge[w], toAge[w]])
}

/** Reads of 30 bytes at these ages, 0 elsewhere. */
const readAt = (...ages: number[]) =>
  Array.from({length: Math.max(...ages) + 1}, (_, age) => (ages.includes(age) ? 30 : 0))

describe('windows', () => {
  test('keeps [7, 8) alone for a week-on-week reader, where a prefix needs eight partitions', async () => {
    const problem = agedProblem([evenDemand(0, 1, 10, readAt(7))], {regionBytes: [10], totalBytes: 1000})
    const outcome = await windows.plan(problem, {}, run)
    expect(rows(outcome)).toEqual([[0, 7, 8]])
    expect(outcome).toMatchObject({savedCostPerDay: 20, storedBytes: 10, status: 'optimal', boundSavedCostPerDay: 20})
    expect((await hull.plan(problem, {}, run)).savedCostPerDay).toBe(0)
  })

  test('keeps two disjoint windows where holding between them does not fit, and one where it does', async () => {
    const demand = [evenDemand(0, 1, 10, readAt(0, 7))]
    const tight = await windows.plan(agedProblem(demand, {regionBytes: [20], totalBytes: 1000}), {}, run)
    expect(rows(tight)).toEqual([
      [0, 0, 1],
      [0, 7, 8],
    ])
    expect(tight).toMatchObject({savedCostPerDay: 40, storedBytes: 20})
    const ample = await windows.plan(agedProblem(demand, {regionBytes: [80], totalBytes: 1000}), {}, run)
    expect(rows(ample)).toEqual([[0, 0, 8]])
    expect(ample).toMatchObject({savedCostPerDay: 50, storedBytes: 80, status: 'optimal'})
  })

  test('lists choices that lie on one edge of the hull, so that part of a straight edge can be kept', async () => {
    const problem = agedProblem([evenDemand(0, 1, 10, readAt(5, 12, 19))], {regionBytes: [20], totalBytes: 1000})
    const outcome = await windows.plan(problem, {}, run)
    expect(outcome).toMatchObject({savedCostPerDay: 40, storedBytes: 20, status: 'optimal'})
    expect(rows(outcome)).toHaveLength(2)
  })

  test('starts a prefix at an age that nobody reads where its refresh is the smaller', async () => {
    const growing: AgedDemand = {
      region: 0,
      linkPrice: 1,
      partitionBytes: [10, 10],
      refreshBytes: [1, 25],
      readBytes: [0, 30],
    }
    const outcome = await windows.plan(agedProblem([growing], unlimited), {}, run)
    expect(rows(outcome)).toEqual([[0, 0, 2]])
    expect(outcome.savedCostPerDay).toBe(29)
  })

  test('is hull where the problem says nothing of ages', async () => {
    const {ages: _, ...problem} = agedProblem([evenDemand(0, 1, 10, readAt(0, 7))], unlimited)
    expect(await windows.plan(problem, {}, run)).toEqual(await hull.plan(problem, {}, run))
  })

  test('claims what its windows give and keeps the budgets on 150 random problems', async () => {
    for (let seed = 0; seed < 150; seed++) {
      const {demand, budgets} = randomAgedDemand(seed, 1 + (seed % 25), 2 + (seed % 30))
      const problem = agedProblem(demand, budgets)
      const outcome = await windows.plan(problem, {}, run)
      const account = accountOf(demand, outcome, problem.regionCount)
      expect(outcome.savedCostPerDay, `seed ${seed}`).toBeCloseTo(account.savedCostPerDay, 6)
      expect(outcome.storedBytes, `seed ${seed}`).toBe(account.storedBytes)
      expect(account.storedBytes).toBeLessThanOrEqual(problem.totalBudgetBytes)
      for (const [e, bytes] of account.byRegion.entries()) expect(bytes).toBeLessThanOrEqual(budgets.regionBytes[e])
      expect(outcome.boundSavedCostPerDay).toBeGreaterThanOrEqual(outcome.savedCostPerDay)
    }
  })

  test('saves at least what hull saves under every budget, also without repair, and more on many', async () => {
    let better = 0
    for (let seed = 0; seed < 300; seed++) {
      const {demand, budgets} = randomAgedDemand(seed + 1000, 1 + (seed % 17), 1 + (seed % 30))
      for (const share of [0.2, 1, Number.POSITIVE_INFINITY]) {
        const scaled = {
          regionBytes: budgets.regionBytes.map(bytes => Math.floor(share * bytes)),
          totalBytes: Math.floor(share * budgets.totalBytes),
        }
        const problem = agedProblem(demand, Number.isNaN(scaled.totalBytes) ? budgets : scaled)
        for (const options of [{nodes: 20}, {tolerance: 1, probeVisits: 0}]) {
          const saved = (await windows.plan(problem, options, run)).savedCostPerDay
          const prefixes = (await hull.plan(problem, options, run)).savedCostPerDay
          expect(saved, `seed ${seed}, share ${share}`).toBeGreaterThanOrEqual(prefixes * (1 - 1e-12))
          if (saved > prefixes) better++
        }
      }
    }
    expect(better).toBeGreaterThan(500)
  })

  test('has the relaxed value of all window choices together, for every budget', async () => {
    for (let seed = 0; seed < 120; seed++) {
      const {demand, budgets} = randomAgedDemand(seed + 5000, 1 + (seed % 6), 1 + (seed % 9))
      const problem = agedProblem(demand, budgets)
      const choices = demand.map(allWindowChoices)
      const outcome = await windows.plan(problem, {}, run)
      expect(outcome.boundSavedCostPerDay, `seed ${seed}`).toBeCloseTo(relaxedValue(problem, choices), 6)
      expect(solveLinear(windowProblem(problem, problem.ages!)).boundSavedCostPerDay).toBeGreaterThanOrEqual(
        solveLinear(problem).boundSavedCostPerDay * (1 - 1e-12),
      )
    }
  })
})

/** The relaxation over listed choices: each curve's choices by bytes as its points. */
function relaxedValue(
  problem: Parameters<typeof solveLinear>[0],
  choices: readonly {storedBytes: number; savedCostPerDay: number}[][],
): number {
  const sorted = choices.map(list =>
    list.filter(c => c.savedCostPerDay > 0).sort((a, b) => a.storedBytes - b.storedBytes),
  )
  const listed = sorted.map(list => {
    const best = new Map<number, number>()
    for (const c of list) best.set(c.storedBytes, Math.max(best.get(c.storedBytes) ?? 0, c.savedCostPerDay))
    return [...best]
  })
  const pointStart = [0]
  for (const list of listed) pointStart.push(pointStart[pointStart.length - 1] + list.length)
  return solveLinear({
    ...problem,
    pointStart,
    lifeSpanDays: listed.flat().map(() => 1),
    storedBytes: listed.flat().map(([bytes]) => bytes),
    savedCostPerDay: listed.flat().map(([, saved]) => saved),
  }).boundSavedCostPerDay
}
