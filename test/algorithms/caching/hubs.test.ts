import {describe, expect, test} from 'vitest'
import {all} from '../../../algorithms/caching/all.js'
import {hubs} from '../../../algorithms/caching/hubs.js'
import {kProbe} from '../../../algorithms/caching/k-probe.js'
import type {CachingProblem} from '../../../algorithms/caching/problem.js'
import {type CurvePoints, ordinary, problemOf, randomProblem} from '../random-problem.js'
import {lifeSpans} from './lives.js'

const infinite = Number.POSITIVE_INFINITY

/** Table 0: read by all three regions. Table 1: by two. Table 2: large, by one, saves most. Ranks (edges · saved / stored): 12, 6, 2.7. */
const tables = [0, 1, 0, 2, 0, 1]
const curve = (region: number, storedBytes: number[], savedCostPerDay: number[]): CurvePoints => ({
  region,
  lifeSpanDays: storedBytes.map((_, i) => 2 * i + 1),
  storedBytes,
  savedCostPerDay,
  refreshCostPerDay: 0,
})
const curves = [
  curve(0, [5, 10], [5, 40]),
  curve(0, [20], [60]),
  curve(1, [5, 10], [-1, 40]),
  curve(1, [300], [800]),
  curve(2, [5, 10], [20, 40]),
  curve(2, [20], [60]),
]

/** Data of all tables: 10 + 20 + 300. */
function network(regionBytes = [infinite, infinite, infinite], totalBytes = infinite): CachingProblem {
  return {...problemOf(curves, {regionBytes, totalBytes}), curveTable: Int32Array.from(tables)}
}

const lives = (problem: CachingProblem, hubShare: number, thenFill = false): number[] =>
  lifeSpans(problem, hubs.plan(problem, {hubShare, thenFill}))

describe('hubs', () => {
  test('copies the table that most regions read, whole, to all of them, and then the next as far as the share goes', () => {
    expect(lives(network(), 9 / 330)).toEqual([0, 0, 0, 0, 0, 0])
    expect(lives(network(), 10 / 330)).toEqual([3, 0, 3, 0, 3, 0])
    expect(lives(network(), 30 / 330)).toEqual([3, 1, 3, 0, 3, 1])
    expect(lives(network(), 1)).toEqual([3, 1, 3, 1, 3, 1])
    expect(hubs.plan(network(), {hubShare: 30 / 330}).work).toEqual({hubs: 2, kept: 5, filled: 0})
  })

  test('passes over a table that overflows the share and tries the next', () => {
    const problem = {...network(), curveTable: Int32Array.from([1, 0, 1, 2, 1, 0])}
    const wide: CachingProblem = {
      ...problem,
      storedBytes: Float64Array.from(problem.storedBytes as Float64Array, bytes => (bytes === 10 ? 25 : bytes)),
      savedCostPerDay: Float64Array.from(problem.savedCostPerDay as Float64Array, saved =>
        saved === 40 ? 100 : saved,
      ),
    }
    // The best-ranked table now (3 · 300 / 75 against 2 · 120 / 40) has 25 bytes of data, of 345; a share of 20 bytes lets only the second in.
    expect(lives(wide, 20 / 345)).toEqual([0, 1, 0, 0, 0, 1])
  })

  test('counts edges: of equal savings per byte the table with more reading regions comes first', () => {
    const even = problemOf([curve(0, [10], [30]), curve(0, [10], [20]), curve(1, [10], [20])], {
      regionBytes: [infinite, infinite],
      totalBytes: infinite,
    })
    const problem: CachingProblem = {...even, curveTable: Int32Array.of(0, 1, 1)}
    expect(lives(problem, 0.5)).toEqual([0, 1, 1])
  })

  test('keeps the budgets region by region: where a hub does not fit, it is kept elsewhere', () => {
    expect(lives(network([9, infinite, infinite]), 30 / 330)).toEqual([0, 0, 3, 0, 3, 1])
    expect(lives(network([infinite, infinite, infinite], 25), 30 / 330)).toEqual([3, 0, 3, 0, 0, 0])
  })

  test('ranks by what a byte saves, and counts what the hubs before took of a budget', () => {
    expect(lives(network([infinite, infinite, infinite], 320), 1)).toEqual([3, 1, 3, 0, 3, 1])
    expect(lives(network([29, infinite, infinite]), 30 / 330)).toEqual([3, 0, 3, 0, 3, 1])
  })

  test('keeps no replica in a region where it saves nothing', () => {
    const problem = network()
    const costly = {
      ...problem,
      savedCostPerDay: Float64Array.from(problem.savedCostPerDay as Float64Array, (saved, p) => (p <= 1 ? -1 : saved)),
    }
    expect(lives(costly, 10 / 330)).toEqual([0, 0, 3, 0, 3, 0])
  })

  test('fills what is left greedily when asked to', () => {
    expect(lives(network([30, infinite, 10], 100), 10 / 330, true)).toEqual([3, 1, 3, 0, 3, 0])
    for (let seed = 0; seed < 20; seed++) {
      const problem = randomProblem(seed, ordinary)
      const filled = hubs.plan(problem, {hubShare: 0, thenFill: true})
      expect(filled.windows).toEqual(kProbe.plan(problem, {k: 60}).windows)
      const ample = {
        ...problem,
        regionBudgetBytes: new Float64Array(3).fill(infinite),
        totalBudgetBytes: infinite,
      }
      expect(hubs.plan(ample, {hubShare: 1}).windows).toEqual(all.plan(ample).windows)
    }
  })

  test('by default keeps at most 0.2 % of the data, so nothing where every table is larger', () => {
    expect(hubs.options.hubShare.default).toBe(0.002)
    expect(hubs.plan(network(), {})).toMatchObject({savedCostPerDay: 0, storedBytes: 0})
  })
})
