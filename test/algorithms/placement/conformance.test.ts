import {describe, expect, it} from 'vitest'
import {defaultBestEffort} from '../../../algorithms/placement/best-effort.js'
import {improveJobs} from '../../../algorithms/placement/improve-jobs.js'
import {placementPolicies} from '../../../algorithms/placement/index.js'
import {placeableJobs} from '../../../algorithms/placement/job-board.js'
import type {PlacementPolicy, PlacementSettings} from '../../../algorithms/placement/policy.js'
import {AssignmentState} from '../../../algorithms/serving/assignment-state.js'
import {deriveServing} from '../../../algorithms/serving/derive-serving.js'
import {homeAssignment} from '../../../algorithms/serving/problem.js'
import {ServingState} from '../../../algorithms/serving/serving-state.js'
import type {Violation} from '../../../model/account.js'
import {IsthmusError} from '../../../model/errors.js'
import {verify} from '../../../model/verifier/index.js'
import {memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {judgedCost} from './brute-force.js'
import {type Case, noWindows, placementOf, planOf, randomCase} from './cases.js'

const members: readonly PlacementPolicy[] = Object.values(placementPolicies)
const run = {seed: 3}

function settingsOf({workload, windows, problem}: Case, seed: number): PlacementSettings {
  return {
    storagePrice: new Float64Array(problem.regionCount).fill(seed % 4 === 0 ? 0 : 0.02 * (seed % 5)),
    placeGold: seed % 2 === 0,
    leastRuns: 1 + (seed % 4),
    ...(seed % 3 === 0 ? {} : {replicas: seed % 3 === 1 ? windows : noWindows(workload)}),
  }
}

const worksWith = (member: PlacementPolicy, settings: PlacementSettings) =>
  member.needsReplicas !== true || settings.replicas !== undefined

describe.each(members)('placement $name', member => {
  it('keeps every CPU limit and permission on random histories, says what it costs, and is no dearer than the start', async () => {
    let placedJobs = 0
    for (let seed = 1; seed <= 40; seed++) {
      const own = await randomCase(seed, {capacities: 'tight', jobs: 14, projects: 5, computePrices: seed % 5 === 0})
      const {problem, workload, start, history} = own
      const settings = settingsOf(own, seed)
      if (!worksWith(member, settings)) continue
      const label = `seed ${seed}`
      const bytes = JSON.stringify(start)
      const outcome = await member.plan(problem, start, settings, {}, run)
      expect(JSON.stringify(start), label).toBe(bytes)
      expect(await member.plan(problem, start, settings, {}, run), label).toEqual(outcome)
      const {violations} = await verify(history, planOf(own, outcome.assignment))
      expect(violations, label).toEqual([])
      const mayBePlaced = new Set(placeableJobs({problem}, settings))
      outcome.assignment.jobRegion.forEach((region, job) => {
        if (region < 0) return
        placedJobs++
        expect(mayBePlaced.has(job), `${label}: ${problem.jobNames[job]}`).toBe(true)
        expect(problem.jobMovable[job]).toBe(1)
        expect(problem.jobRuns[job]).toBeGreaterThanOrEqual(settings.leastRuns)
        if (!settings.placeGold) expect(problem.jobPriority[job]).toBeGreaterThan(0)
      })
      const fresh =
        settings.replicas === undefined
          ? new ServingState(problem, outcome.assignment, settings.storagePrice, Infinity).cost
          : judgedCost(workload, {...placementOf(own, outcome.assignment), windows: settings.replicas})
      expect(Math.abs(outcome.costPerDay - fresh), label).toBeLessThan(1e-9 * Math.max(1, fresh))
      const home = placementPolicies.home.plan(problem, start, settings)
      expect(outcome.costPerDay, label).toBeLessThanOrEqual(home.costPerDay * (1 + 1e-9))
      if (settings.replicas === undefined) expect(outcome.boundCostPerDay).toBeUndefined()
      else if (outcome.boundCostPerDay !== undefined) {
        expect(outcome.boundCostPerDay).toBeLessThanOrEqual(outcome.costPerDay)
      }
    }
    if (member.name === 'home') expect(placedJobs).toBe(0)
    else expect(placedJobs).toBeGreaterThan(20)
  })

  it('keeps the limits from a start with moved homes that keeps them', async () => {
    let checked = 0
    for (let seed = 1; seed <= 60; seed++) {
      const own = await randomCase(seed, {capacities: 'tight', jobs: 12, moved: true})
      const {problem, start, history} = own
      const moves = {...start, tableRegion: start.tableRegion.slice().fill(-1)}
      const isCpu = ({limit}: Violation) => limit === 'compute-capacity'
      if ((await verify(history, planOf(own, moves))).violations.some(isCpu)) continue
      const settings = settingsOf(own, seed)
      if (!worksWith(member, settings)) continue
      const {assignment} = await member.plan(problem, moves, settings, {}, run)
      expect((await verify(history, planOf(own, assignment))).violations.filter(isCpu), `seed ${seed}`).toEqual([])
      checked++
    }
    expect(checked).toBeGreaterThan(5)
  })

  it('refuses options that it has not', async () => {
    if (member.name === 'home') return
    const own = await randomCase(1)
    const settings = settingsOf(own, 1)
    const attempt = async () => member.plan(own.problem, own.start, settings, {nonsense: 1}, run)
    await expect(attempt()).rejects.toThrow(IsthmusError)
  })
})

describe('placement, member by member', () => {
  it('local-search and capacity-priced improve on cheapest-region where replicas follow the jobs', async () => {
    const sums = {'cheapest-region': 0, 'local-search': 0, 'capacity-priced': 0}
    for (let seed = 1; seed <= 30; seed++) {
      const own = await randomCase(seed, {regions: 4, projects: 8, tables: 15, jobs: 40, capacities: 'tight'})
      const settings = {storagePrice: new Float64Array(4).fill(0.05), placeGold: true, leastRuns: 2}
      for (const name of ['cheapest-region', 'local-search', 'capacity-priced'] as const) {
        sums[name] += placementPolicies[name].plan(own.problem, own.start, settings, {}).costPerDay
      }
    }
    expect(sums['local-search']).toBeLessThan(sums['cheapest-region'])
    expect(sums['capacity-priced']).toBeLessThan(sums['local-search'])
  })

  it('exact-ilp says what it needs', async () => {
    const own = await randomCase(2)
    const settings = {storagePrice: new Float64Array(4), placeGold: true, leastRuns: 1}
    const {plan} = placementPolicies['exact-ilp']
    await expect(plan(own.problem, own.start, settings, {}, run)).rejects.toThrow(/no replicas/)
    await expect(
      plan(own.problem, own.start, {...settings, replicas: own.windows}, {mostColumns: 3}, run),
    ).rejects.toThrow(/mostColumns/)
  })

  it('gives room to bronze before silver', async () => {
    const workload = await naiveWorkload(
      memoryHistory({
        regions: ['a', {name: 'b', computeCapacityCpuHours: [5]}],
        projects: [
          {project: 'reader', region: 'a'},
          {project: 'owner', region: 'b'},
        ],
        tables: [{table: 't', project: 'owner', partitionBytes: 900, replicable: false}],
        runs: [
          {job: 'silver', project: 'reader', day: 5, cpu: 5, priority: 'silver', reads: [['t', 5, 900]]},
          {job: 'bronze', project: 'reader', day: 5, cpu: 5, priority: 'bronze', reads: [['t', 5, 100]]},
        ],
      }),
    )
    const problem = deriveServing(workload)
    const placed = (name: 'local-search' | 'capacity-priced' | 'cheapest-region') => {
      const settings = {storagePrice: [0, 0], placeGold: false, leastRuns: 1}
      const {assignment} = placementPolicies[name].plan(problem, homeAssignment(problem), settings, {})
      return problem.jobNames.filter((_, j) => assignment.jobRegion[j] === 1)
    }
    expect(placed('cheapest-region')).toEqual(['bronze'])
    expect(placed('local-search')).toEqual(['bronze'])
    expect(placed('capacity-priced')).toEqual(['silver'])
  })

  it('a best-effort class is for bronze jobs, and makes nothing dearer', async () => {
    let classed = 0
    for (let seed = 1; seed <= 30; seed++) {
      const own = await randomCase(seed, {jobs: 12, computePrices: true})
      const {problem, start} = own
      const settings = settingsOf(own, seed)
      for (const member of members) {
        if (!worksWith(member, settings)) continue
        const without = await member.plan(problem, start, settings, {}, run)
        const outcome = await member.plan(problem, start, {...settings, bestEffort: defaultBestEffort}, {}, run)
        expect(without.isBestEffort.includes(1), `${member.name}, seed ${seed}`).toBe(false)
        if (settings.replicas !== undefined) {
          expect(outcome.costPerDay, `${member.name}, seed ${seed}`).toBeLessThanOrEqual(without.costPerDay + 1e-9)
        }
        outcome.isBestEffort.forEach((is, job) => {
          if (is === 1) expect(problem.jobPriority[job]).toBe(2)
          classed += is
        })
      }
    }
    expect(classed).toBeGreaterThan(50)
  })

  it('improveJobs leaves the state within its limits and as dear as it says', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const {problem, start} = await randomCase(seed, {capacities: 'tight', jobs: 20, moved: seed % 2 === 0})
      const price = new Float64Array(problem.regionCount).fill(0.03)
      const state = new AssignmentState(problem, start, price, Infinity)
      const before = state.cost
      const wasKept = state.room.isKept(state.serving)
      improveJobs(state, {placeGold: true, leastRuns: 1, leastGainShare: 0.001, sweeps: 5})
      expect(state.cost).toBeLessThanOrEqual(before * (1 + 1e-12))
      if (wasKept) expect(state.room.isKept(state.serving), `seed ${seed}`).toBe(true)
      const fresh = new ServingState(problem, state.assignment, price, Infinity)
      expect(Math.abs(fresh.cost - state.cost), `seed ${seed}`).toBeLessThan(1e-9 * Math.max(1, fresh.cost))
    }
  })
})
