import {describe, expect, test} from 'vitest'
import {type ExactJointSettings, exactJoint} from '../../../algorithms/joint/exact-joint.js'
import {wanCost} from '../../../model/account.js'
import {objective} from '../../../model/objective.js'
import type {Placement} from '../../../model/placement.js'
import {verify} from '../../../model/verifier/index.js'
import type {Workload} from '../../../model/workload.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {bruteJoint} from './brute-joint.js'
import {limitedSpec, planOfPlacement} from './small-cases.js'

const run = {nodes: 100_000, seed: 1}
const small = {regions: 3, projects: 3, tables: 5, jobs: 5, days: 3, maxAge: 3}
const tiny = {regions: 2, projects: 2, tables: 3, jobs: 3, days: 3, maxAge: 1}

function objectivePerDay(workload: Workload, placement: Placement): number {
  return wanCost(objective(workload, placement, workload.toDay + 1).traffic) / workload.dayCount
}

/** One instance, solved; the settings may depend on the seed. */
async function solve(spec: MemoryHistorySpec, settings: Partial<ExactJointSettings> = {}) {
  const history = memoryHistory(spec)
  const workload = await naiveWorkload(history)
  return {history, workload, outcome: await exactJoint(workload, {...run, ...settings})}
}

describe('exact joint plan', () => {
  test.each([
    ['even partitions', false],
    ['partitions that differ', true],
  ])('costs what the objective says, on 40 random histories with %s', async (_, unevenPartitions) => {
    let placedJobs = 0
    let windows = 0
    let moves = 0
    for (let seed = 1; seed <= 40; seed++) {
      const unit = seed % 2 === 0 ? 'table' : 'project'
      const spec = limitedSpec(seed, {...small, unit, unevenPartitions})
      const {workload, outcome} = await solve(spec, seed % 3 === 0 ? {mostMoves: 1} : {})
      expect(outcome.status, `seed ${seed}`).toBe('optimal')
      expect(outcome.costPerDay, `seed ${seed}`).toBeCloseTo(objectivePerDay(workload, outcome.placement), 9)
      expect(outcome.boundCostPerDay, `seed ${seed}`).toBeCloseTo(outcome.costPerDay, 5)
      expect(outcome.boundCostPerDay, `seed ${seed}`).toBeLessThanOrEqual(outcome.costPerDay)
      placedJobs += outcome.placement.jobRegion.size
      windows += outcome.placement.windows.count
      moves += Array.from(outcome.placement.projectMoved).filter(moved => moved === 1).length
    }
    expect(Math.min(placedJobs, windows, moves)).toBeGreaterThan(10)
  })

  const bruteCases: [string, MemoryHistorySpec, Partial<ExactJointSettings>][] = []
  for (let seed = 1; seed <= 30; seed++) {
    const options = {...tiny, unevenPartitions: seed % 4 === 3, maxAge: seed % 10 === 0 ? 2 : 1}
    const settings = [{}, {mostMoves: 1}, {mostMoves: 0, placeGold: true}, {mostMoveBytes: 200}, {moveHorizonDays: 5}]
    bruteCases.push([`project ${seed}`, limitedSpec(seed, options), settings[seed % 5]])
  }
  for (let seed = 31; seed <= 36; seed++) {
    const settings = [{}, {mostMoves: 1}, {mostMoves: 2}]
    bruteCases.push([`table ${seed}`, limitedSpec(seed, {...tiny, tables: 2, unit: 'table'}), settings[seed % 3]])
  }

  test('equals the best of all homes, job regions and sets of ages', async () => {
    let candidates = 0
    let improvable = 0
    for (const [label, spec, settings] of bruteCases) {
      const {workload, outcome} = await solve(spec, settings)
      const brute = bruteJoint(workload, spec, settings)
      candidates += brute.candidates
      if (brute.costPerDay > 0) improvable++
      expect(outcome.status, label).toBe('optimal')
      expect(outcome.costPerDay, label).toBeCloseTo(brute.costPerDay, 7)
    }
    expect(candidates).toBeGreaterThan(15_000)
    expect(improvable).toBeGreaterThan(10)
  })

  test('the verifier finds nothing that the plan breaks, whatever the link prices', async () => {
    for (let seed = 101; seed <= 160; seed++) {
      const unit = seed % 2 === 0 ? 'table' : 'project'
      const spec = limitedSpec(seed, {...small, unit, unevenPrices: seed % 3 === 0, unevenPartitions: seed % 5 === 0})
      const mostMoves = seed % 4
      const mostMoveBytes = 100 * (seed % 7)
      const {history, workload, outcome} = await solve(spec, {mostMoves, mostMoveBytes})
      const plan = planOfPlacement(workload, spec, outcome.placement)
      const verified = await verify(history, plan)
      expect(verified.violations, `seed ${seed}`).toEqual([])
      expect(plan.moves.length, `seed ${seed}`).toBeLessThanOrEqual(mostMoves)
      expect(verified.after.moveBytes, `seed ${seed}`).toBeLessThanOrEqual(mostMoveBytes * (1 + 1e-9))
      const trueCost = wanCost(verified.after.traffic) / workload.dayCount
      const beforeCost = wanCost(verified.before.traffic) / workload.dayCount
      expect(trueCost, `seed ${seed}`).toBeLessThanOrEqual(outcome.costPerDay * (1 + 1e-9) + 1e-9)
      expect(outcome.costPerDay, `seed ${seed}`).toBeLessThanOrEqual(beforeCost * (1 + 1e-9))
    }
  })

  test('refuses what is too large and capacities of links', async () => {
    const spec = limitedSpec(1, tiny)
    const workload = await naiveWorkload(memoryHistory(spec))
    await expect(exactJoint(workload, {...run, mostColumns: 10})).rejects.toThrow(/more than 10 columns/)
    const capped = await naiveWorkload(memoryHistory({...spec, capacities: {'r0>r1': 7}}))
    await expect(exactJoint(capped, run)).rejects.toThrow(/r0 → r1 has one of 7 bytes/)
  })
})
