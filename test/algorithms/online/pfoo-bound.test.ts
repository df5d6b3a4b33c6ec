import {describe, expect, test} from 'vitest'
import {onlinePolicies, pfooBound, replay} from '../../../algorithms/online/index.js'
import {optimalCost} from './optimum.js'
import {budgets, randomBudgets, randomTrace} from './random-trace.js'
import {reads, smallTrace} from './small-trace.js'

const infinity = Number.POSITIVE_INFINITY

describe('pfooBound', () => {
  test('spends the byte-moments on the intervals that save most for them', () => {
    // Four moments of 10 bytes. 0 to 0: 10 bytes × 1 moment; 1 to 1: 10 bytes × 3 moments, which do not fit beside each other at every time.
    const trace = smallTrace({bytes: [10, 10], steps: reads('1 0 0 0 1')})
    const bound = pfooBound(trace, budgets(10, 2))
    expect(bound.wanCostWithoutCaching).toBe(50)
    // 0 twice for 20 byte-moments saves 20; 1 for 40 byte-moments saves 10, of which 20 are left: 5.
    expect(bound.savedCost).toBe(25)
    expect(bound.wanCost).toBe(25)
    expect(optimalCost(trace, budgets(10, 2))).toBe(30)
  })

  test('lets no version be used before it was filled, and pays the fill that the read was not', () => {
    const trace = smallTrace({
      bytes: [10],
      steps: [
        {item: 0, read: 4},
        {item: 0, read: 5},
        {item: 0, read: 9},
        {rewrite: 0},
        {item: 0, read: 4},
        {item: 0, read: 5},
      ],
    })
    // First version: 5 + 9 saved for a fill of 6 (or 5) more; second: 5 saved for 6 more, not worth it.
    expect(pfooBound(trace, budgets(infinity, 2))).toMatchObject({wanCostWithoutCaching: 27, savedCost: 9, wanCost: 18})
  })

  test('brings nothing in at the read of a failed run', () => {
    const steps = [{item: 0, failed: true}, {item: 0}, {item: 0, failed: true}]
    expect(pfooBound(smallTrace({bytes: [10], steps}), budgets(infinity, 2)).savedCost).toBe(10)
  })

  test('with budgets of regions and one over all, the tighter one counts', () => {
    const steps = [1, 2, 1, 2].map(region => ({item: 0, region}))
    const trace = smallTrace({bytes: [10], prices: [0, 1, 1], steps})
    const regionBytes = new Float64Array(3).fill(10)
    // Each region alone: 1 moment of 10 bytes saves 10. Together: 3 moments of 10 bytes for two intervals of 20.
    expect(pfooBound(trace, {regionBytes, totalBytes: infinity}).savedCost).toBe(20)
    expect(pfooBound(trace, {regionBytes, totalBytes: 10}).savedCost).toBe(15)
    expect(pfooBound(trace, {regionBytes: new Float64Array(3), totalBytes: 10}).savedCost).toBe(0)
  })

  test('counts only the scored days, with what was brought in before them for nothing', () => {
    const steps = [
      {item: 0, read: 1},
      {item: 0, read: 8, day: 1},
      {item: 0, read: 7, day: 2},
    ]
    const trace = smallTrace({bytes: [10], steps})
    expect(pfooBound(trace, budgets(infinity, 2), 1)).toMatchObject({wanCostWithoutCaching: 15, wanCost: 0})
    expect(pfooBound(trace, budgets(infinity, 2), 2)).toMatchObject({wanCostWithoutCaching: 7, wanCost: 0})
    expect(pfooBound(trace, budgets(9, 2), 1).wanCost).toBe(15)
  })

  test('lies at or below the optimum on 300 tiny traces with budgets of every kind', () => {
    let tight = 0
    for (let seed = 0; seed < 300; seed++) {
      const trace = randomTrace(seed, {
        accesses: 13,
        items: 4,
        regions: 2,
        rewrites: 1,
        days: 3,
        failedIn: seed % 2 === 0 ? 8 : 0,
      })
      const limits = randomBudgets(seed, 2)
      const scaled = {regionBytes: limits.regionBytes.map(bytes => bytes / 12), totalBytes: limits.totalBytes / 12}
      const bound = pfooBound(trace, scaled).wanCost
      const optimum = optimalCost(trace, scaled)
      expect(bound, `seed ${seed}`).toBeLessThanOrEqual(optimum * (1 + 1e-9) + 1e-9)
      if (optimum < pfooBound(trace, scaled).wanCostWithoutCaching && bound > 0.9 * optimum) tight += 1
    }
    expect(tight).toBeGreaterThan(20)
  })

  test('is met without a budget where whole items are read: each version is brought in once', () => {
    for (let seed = 0; seed < 20; seed++) {
      const trace = randomTrace(seed, {wholeReads: true, failedIn: 0})
      const bound = pfooBound(trace, budgets(infinity)).wanCost
      expect(bound).toBeCloseTo(replay(trace, budgets(infinity), onlinePolicies.lru).wanCost, 6)
    }
  })

  test('falls as the budget grows, and a second budget never lowers it', () => {
    for (let seed = 0; seed < 20; seed++) {
      const trace = randomTrace(seed)
      const costs = [0, 10, 50, 200, 1000, infinity].map(bytes => pfooBound(trace, budgets(bytes)).wanCost)
      costs.slice(1).forEach((cost, i) => {
        expect(cost).toBeLessThanOrEqual(costs[i])
      })
      const regionBytes = new Float64Array(3).fill(30)
      const both = pfooBound(trace, {regionBytes, totalBytes: 60}).wanCost
      expect(both).toBeGreaterThanOrEqual(pfooBound(trace, {regionBytes, totalBytes: infinity}).wanCost)
      expect(both).toBeGreaterThanOrEqual(pfooBound(trace, budgets(60)).wanCost)
    }
  })
})

describe('belady', () => {
  test('is optimal where sizes and prices are even and whole items are read', () => {
    for (let seed = 0; seed < 150; seed++) {
      const even = {evenBytes: 7, evenPrices: true, wholeReads: true, failedIn: 0, rewrites: 1}
      const trace = randomTrace(seed, {accesses: 13, items: 5, regions: 2, days: 2, ...even})
      const limits = budgets(7 * (1 + (seed % 3)), 2)
      expect(replay(trace, limits, onlinePolicies.belady).wanCost, `seed ${seed}`).toBe(optimalCost(trace, limits))
    }
  })

  test('lets in only what it will read again, and sooner than what would have to go', () => {
    const trace = smallTrace({bytes: [10, 10, 10], steps: reads('0 1 2 0 1')})
    const outcome = replay(trace, budgets(10, 2), onlinePolicies.belady)
    expect(outcome).toMatchObject({fills: 1, hits: 1, evictions: 0, wanCost: 40})
  })

  test('looks no further than the next rewrite, and only at runs that succeed', () => {
    const rewritten = smallTrace({bytes: [10], steps: [{item: 0}, {rewrite: 0}, {item: 0}]})
    expect(replay(rewritten, budgets(10, 2), onlinePolicies.belady).fills).toBe(0)
    const steps = [{item: 0}, {item: 0, failed: true}, {item: 1}, {item: 0}, {item: 1}]
    const outcome = replay(smallTrace({bytes: [10, 10], steps}), budgets(10, 2), onlinePolicies.belady)
    expect(outcome).toMatchObject({hits: 2, fills: 1})
    const once = smallTrace({bytes: [10], steps: [{item: 0}, {item: 0, failed: true}]})
    expect(replay(once, budgets(10, 2), onlinePolicies.belady).fills).toBe(0)
  })

  test('fills only where the later reads outweigh the rest of the item', () => {
    const steps = [
      {item: 0, read: 1},
      {item: 0, read: 4},
      {item: 0, read: 6},
    ]
    const outcome = replay(smallTrace({bytes: [10], steps}), budgets(infinity, 2), onlinePolicies.belady)
    expect(outcome).toMatchObject({fills: 1, hits: 2, wanBytes: 10})
    const dear = replay(smallTrace({bytes: [12], steps}), budgets(infinity, 2), onlinePolicies.belady)
    expect(dear).toMatchObject({fills: 0, wanBytes: 11})
  })
})
