import {describe, expect, it} from 'vitest'
import {placementBound} from '../../../algorithms/placement/bound.js'
import {copyAssignment} from '../../../algorithms/serving/problem.js'
import {wanCost} from '../../../model/account.js'
import {objective} from '../../../model/objective.js'
import {seededDraw} from '../../support/random-history.js'
import {cheapestPlacement} from './brute-force.js'
import {placementOf, randomCase} from './cases.js'

describe('the bound of placement given replicas', () => {
  it('is never above the least WAN cost of all placements, and often meets it', async () => {
    let met = 0
    let count = 0
    for (let seed = 1; seed <= 60; seed++) {
      const own = await randomCase(seed, {regions: 3, projects: 3, tables: 5, jobs: 5, capacities: 'tight'})
      const {workload, problem, start} = own
      const widest = {placeGold: true, leastRuns: 1}
      const begin = copyAssignment(start)
      const draw = seededDraw(seed)
      for (let j = 0; j < problem.jobCount; j++) {
        if (problem.jobMovable[j] === 1 && draw(3) === 0) begin.jobRegion[j] = draw(problem.regionCount)
      }
      const placement = placementOf(own, begin)
      const bound = placementBound(workload, problem, placement, {...widest, rounds: 200})
      const {traffic} = objective(workload, placement, workload.toDay + 1)
      const refresh = traffic.refreshCost / workload.dayCount
      const least = cheapestPlacement(own, widest) + refresh
      expect(bound.refreshCostPerDay).toBeCloseTo(refresh, 9)
      expect(bound.wanCostPerDay, `seed ${seed}`).toBeLessThanOrEqual(least * (1 + 1e-9))
      expect(wanCost(traffic)).toBeGreaterThan(0)
      count++
      if (bound.wanCostPerDay >= least * (1 - 1e-6)) met++
    }
    expect(met / count).toBeGreaterThan(0.3)
  })
})
