import {describe, expect, it} from 'vitest'
import {placementPolicies} from '../../../algorithms/placement/index.js'
import type {PlacementOutcome, PlacementSettings} from '../../../algorithms/placement/policy.js'
import {cheapestPlacement, judgedCost} from './brute-force.js'
import {type Case, placementOf, randomCase} from './cases.js'

const small = {regions: 3, projects: 3, tables: 5, jobs: 5, capacities: 'tight'} as const

function settingsOf({windows, problem}: Case, changes: Partial<PlacementSettings> = {}): PlacementSettings {
  return {
    storagePrice: new Float64Array(problem.regionCount),
    replicas: windows,
    placeGold: false,
    leastRuns: 2,
    ...changes,
  }
}

describe('placement with replicas given', () => {
  it('exact-ilp finds what trying every placement finds, and the bounds hold', async () => {
    let binding = 0
    for (let seed = 1; seed <= 60; seed++) {
      const own = await randomCase(seed, {...small, computePrices: seed % 2 === 0})
      const settings = settingsOf(own, {placeGold: seed % 3 === 0})
      const least = cheapestPlacement(own, settings)
      const exact = await placementPolicies['exact-ilp'].plan(own.problem, own.start, settings, {}, {seed: 1})
      const judged = judgedCost(own.workload, placementOf(own, exact.assignment))
      const close = 1e-7 * Math.max(1, least)
      expect(Math.abs(exact.costPerDay - judged), `seed ${seed}: cost`).toBeLessThan(close)
      expect(Math.abs(judged - least), `seed ${seed}: ${judged} and ${least}`).toBeLessThan(close)
      expect(exact.status, `seed ${seed}`).toBe('optimal')
      const priced = placementPolicies['capacity-priced'].plan(own.problem, own.start, settings, {})
      expect(priced.boundCostPerDay, `seed ${seed}: bound`).toBeLessThanOrEqual(least + close)
      expect(priced.costPerDay, `seed ${seed}: cost`).toBeGreaterThanOrEqual(least - close)
      if (priced.status === 'optimal') expect(priced.costPerDay - least).toBeLessThan(close)
      const free = placementPolicies['cheapest-region'].plan(
        {...own.problem, computeCapacity: own.problem.computeCapacity.map(() => [])},
        own.start,
        settings,
        {},
      )
      if (free.costPerDay < least - close) binding++
    }
    expect(binding).toBeGreaterThan(10)
  })

  it('capacity-priced and local-search stay near the optimum of larger instances', async () => {
    const gaps: Record<string, number[]> = {
      'cheapest-region': [],
      'local-search': [],
      'class-blind search': [],
      'capacity-priced': [],
      bound: [],
    }
    for (let seed = 1; seed <= 40; seed++) {
      const own = await randomCase(seed, {regions: 4, projects: 8, tables: 20, jobs: 40, days: 4, capacities: 'tight'})
      const settings = settingsOf(own, {placeGold: true})
      const exact = await placementPolicies['exact-ilp'].plan(own.problem, own.start, settings, {}, {seed: 1})
      expect(exact.status).toBe('optimal')
      const gapOf = (outcome: PlacementOutcome) => outcome.costPerDay / exact.costPerDay - 1
      for (const name of ['cheapest-region', 'local-search', 'capacity-priced'] as const) {
        gaps[name].push(gapOf(placementPolicies[name].plan(own.problem, own.start, settings, {})))
      }
      const blind = placementPolicies['local-search'].plan(own.problem, own.start, settings, {isClassBlind: true})
      gaps['class-blind search'].push(gapOf(blind))
      const {boundCostPerDay} = placementPolicies['capacity-priced'].plan(own.problem, own.start, settings, {})
      expect(boundCostPerDay).toBeLessThanOrEqual(exact.costPerDay * (1 + 1e-7))
      gaps.bound.push(1 - boundCostPerDay! / exact.costPerDay)
    }
    const sorted = (name: string) => gaps[name].toSorted((a, b) => a - b)
    const summary = Object.keys(gaps)
      .map(name => `${name}: median ${sorted(name)[20].toExponential(2)}, worst ${sorted(name)[39].toExponential(2)}`)
      .join('; ')
    expect(sorted('capacity-priced')[20], summary).toBeLessThan(0.005)
    expect(sorted('capacity-priced')[39], summary).toBeLessThan(0.08)
    expect(sorted('bound')[20], summary).toBeLessThan(0.02)
    expect(sorted('bound')[39], summary).toBeLessThan(0.12)
    expect(sorted('cheapest-region')[20], 'the limits bind').toBeGreaterThan(0.05)
  })
})
