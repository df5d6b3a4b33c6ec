import {describe, expect, test} from 'vitest'
import {solveLinear} from '../../../algorithms/caching/hull-linear.js'
import {cachingPolicies} from '../../../algorithms/caching/index.js'
import type {CachingPolicy} from '../../../algorithms/caching/policy.js'
import type {CachingOutcome, CachingProblem} from '../../../algorithms/caching/problem.js'
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

const instances = [...Array(24).keys()].map(seed => randomProblem(seed, seed % 3 === 0 ? fewLarge : ordinary))
instances.push(problemOf([], {regionBytes: [], totalBytes: 0}))
instances.push(problemOf([], {regionBytes: [5, 5], totalBytes: 7}))

interface Recomputed {
  savedCostPerDay: number
  storedBytes: number
  byRegion: number[]
}

/** Savings and bytes of an outcome's windows, from the curves alone. Members that keep windows [a, b) bring their own check. */
function recompute(problem: CachingProblem, outcome: CachingOutcome): Recomputed {
  const byRegion = new Array<number>(problem.regionCount).fill(0)
  let savedCostPerDay = 0
  let storedBytes = 0
  let before = -1
  for (let w = 0; w < outcome.windows.curve.length; w++) {
    const curve = outcome.windows.curve[w]
    if (curve <= before) throw new Error(`window ${w} is of curve ${curve}, after one of curve ${before}`)
    before = curve
    let at = -1
    for (let p = problem.pointStart[curve]; p < problem.pointStart[curve + 1]; p++) {
      if (problem.lifeSpanDays[p] === outcome.windows.toAge[w]) at = p
    }
    if (at < 0 || outcome.windows.fromAge[w] !== 0) throw new Error(`window ${w} is no point of curve ${curve}`)
    savedCostPerDay += problem.savedCostPerDay[at]
    storedBytes += problem.storedBytes[at]
    byRegion[problem.curveRegion[curve]] += problem.storedBytes[at]
  }
  return {savedCostPerDay, storedBytes, byRegion}
}

function bytesOf(problem: CachingProblem): string {
  return JSON.stringify(problem, (_key, value) => (ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value))
}

/** Curves shuffled within their regions. */
function permuted(curves: readonly CurvePoints[], seed: number): CurvePoints[] {
  const random = seededNumbers(seed)
  return curves
    .map(curve => ({curve, key: random.share()}))
    .sort((a, b) => a.curve.region - b.curve.region || a.key - b.key)
    .map(({curve}) => curve)
}

describe.each(Object.entries<CachingPolicy>(cachingPolicies))('caching policy %s', (name, policy) => {
  const plan = (problem: CachingProblem) => policy.plan(problem, {}, {seed: 1})

  test('is called what its registry key says', () => {
    expect(policy.name).toBe(name)
    expect(policy.summary).toMatch(/\.$/)
  })

  test('claims what its windows give and keeps the budgets', async () => {
    for (const problem of instances) {
      const outcome = await plan(problem)
      const {savedCostPerDay, storedBytes, byRegion} = recompute(problem, outcome)
      expect(outcome.savedCostPerDay).toBe(savedCostPerDay)
      expect(outcome.storedBytes).toBe(storedBytes)
      if (!policy.keepsBudgets) continue
      expect(storedBytes).toBeLessThanOrEqual(problem.totalBudgetBytes)
      for (const [e, bytes] of byRegion.entries()) expect(bytes).toBeLessThanOrEqual(problem.regionBudgetBytes[e])
    }
  })

  test('gives the same bytes when run twice and leaves the problem alone', async () => {
    for (const problem of instances) {
      const before = bytesOf(problem)
      const first = await plan(problem)
      const second = await plan(problem)
      expect(JSON.stringify(second)).toBe(JSON.stringify(first))
      expect(bytesOf(problem)).toBe(before)
    }
  })

  test('is never worse than nothing, nor better than the bound', async () => {
    for (const problem of instances) {
      const outcome = await plan(problem)
      const ceiling = cachingPolicies.all.plan(problem).savedCostPerDay
      const bound = solveLinear(problem).boundSavedCostPerDay
      expect(outcome.savedCostPerDay).toBeGreaterThanOrEqual(0)
      expect(outcome.savedCostPerDay).toBeLessThanOrEqual(policy.keepsBudgets ? bound * (1 + 1e-12) : ceiling)
      expect(outcome.boundSavedCostPerDay ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(outcome.savedCostPerDay)
    }
  })

  test('does not depend on the order of the tables where no two extensions tie', async () => {
    for (let seed = 100; seed < 112; seed++) {
      const {demand, budgets} = randomDemand(seed, ordinary)
      const random = seededNumbers(seed)
      const curves = demand.map(d => curveOf({...d, linkPrice: d.linkPrice * (1 + random.share())}))
      const straight = await plan(problemOf(curves, budgets))
      const shuffled = await plan(problemOf(permuted(curves, seed), budgets))
      expect(shuffled.savedCostPerDay).toBeCloseTo(straight.savedCostPerDay, 6)
    }
  })

  test('refuses an option that it does not have, where it has any', async () => {
    const act = async () => policy.plan(instances[0], {nonsense: 1}, {seed: 1})
    if (Object.keys(policy.options).length > 0) await expect(act()).rejects.toThrow(`${name} has no option 'nonsense'`)
    else expect(Object.keys(policy.options)).toEqual([])
  })
})
