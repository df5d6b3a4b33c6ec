import {describe, expect, it} from 'vitest'
import {migrationPolicies} from '../../../algorithms/migration/index.js'
import type {MigrationOutcome, MigrationPolicy} from '../../../algorithms/migration/policy.js'
import {homeAssignment} from '../../../algorithms/serving/problem.js'
import {ServingState} from '../../../algorithms/serving/serving-state.js'
import {migrationCase} from './cases.js'

const members: [string, MigrationPolicy][] = Object.entries(migrationPolicies)
const run = {seed: 1}

describe.each(members)('migration %s', (name, policy) => {
  it('says who it is', () => {
    expect(policy.name).toBe(name)
    expect(policy.summary).toMatch(/\.$/)
    expect(policy.source).not.toBe('')
  })

  it('keeps capacities, pins, allowed regions and the limits on moves, for the verifier', async () => {
    let moved = 0
    for (let seed = 1; seed <= 80; seed++) {
      const {problem, settings, verified} = await migrationCase(seed, true)
      const {assignment} = await policy.plan(problem, homeAssignment(problem), settings, {}, run)
      const {violations, after} = await verified(assignment)
      expect(violations, `seed ${seed}`).toEqual([])
      const moves = assignment.projectRegion.filter((region, p) => region !== problem.projectRegion[p]).length
      expect(moves, `seed ${seed}`).toBeLessThanOrEqual(settings.limits.mostMoves)
      expect(after.moveBytes, `seed ${seed}`).toBeLessThanOrEqual(settings.limits.mostMoveBytes * (1 + 1e-12))
      moved += moves
    }
    if (name === 'stay') expect(moved).toBe(0)
    else expect(moved).toBeGreaterThan(40)
  })

  it('says what its plan costs, leaves the start alone and decides the same again', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const {problem, settings} = await migrationCase(seed, seed % 2 === 0)
      const start = homeAssignment(problem)
      const first = await policy.plan(problem, start, settings, {}, run)
      expect(start, `seed ${seed}`).toEqual(homeAssignment(problem))
      const {cost} = new ServingState(problem, first.assignment, settings.storagePrice, settings.moveHorizonDays)
      expect(first.costPerDay, `seed ${seed}`).toBeCloseTo(cost, 9)
      expect(await policy.plan(problem, start, settings, {}, run), `seed ${seed}`).toEqual(first)
    }
  })
})

describe('migration members against one another', () => {
  it('local search is never dearer than greedy moves nor staying, and is seldom far from exact', async () => {
    for (const isLimited of [false, true]) {
      const gaps: number[] = []
      const greedyGaps: number[] = []
      for (let seed = 1; seed <= 100; seed++) {
        const {problem, settings} = await migrationCase(seed, isLimited)
        const costs: Record<string, number> = {}
        for (const [name, policy] of members) {
          const outcome: MigrationOutcome = await policy.plan(problem, homeAssignment(problem), settings, {}, run)
          costs[name] = outcome.costPerDay
          if (name === 'exact') expect(outcome.status, `seed ${seed}`).toBe('optimal')
          if (name === 'exact') expect(outcome.boundCostPerDay, `seed ${seed}`).toBe(outcome.costPerDay)
        }
        const tolerance = 1e-9 * costs.stay
        expect(costs['local-search'], `seed ${seed}`).toBeLessThanOrEqual(costs['greedy-moves'] + tolerance)
        expect(costs['greedy-moves'], `seed ${seed}`).toBeLessThanOrEqual(costs.stay + tolerance)
        for (const cost of Object.values(costs))
          expect(cost, `seed ${seed}`).toBeGreaterThanOrEqual(costs.exact - tolerance)
        gaps.push((costs['local-search'] - costs.exact) / costs.stay)
        greedyGaps.push((costs['greedy-moves'] - costs.exact) / costs.stay)
      }
      if (process.env.ISTHMUS_SHOW_GAPS)
        process.stdout.write(
          `${isLimited ? 'limited' : 'even capacities'}: ${describeGaps('local-search', gaps)}; ${describeGaps('greedy-moves', greedyGaps)}\n`,
        )
      expect(gaps.filter(gap => gap < 1e-9).length).toBeGreaterThanOrEqual(80)
      expect(Math.max(...gaps)).toBeLessThan(0.2)
    }
  })
})

function describeGaps(name: string, gaps: readonly number[]): string {
  const sorted = gaps.toSorted((a, b) => a - b)
  const share = (gap: number) => `${(100 * gap).toFixed(2)} %`
  return `${name} optimal in ${gaps.filter(gap => gap < 1e-9).length} of ${gaps.length}, median gap ${share(sorted[sorted.length >> 1])}, worst ${share(sorted.at(-1)!)}`
}
