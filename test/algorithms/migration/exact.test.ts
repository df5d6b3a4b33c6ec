import {describe, expect, it} from 'vitest'
import {exact} from '../../../algorithms/migration/exact.js'
import type {MigrationSettings} from '../../../algorithms/migration/policy.js'
import {AssignmentState} from '../../../algorithms/serving/assignment-state.js'
import {type Assignment, homeAssignment, type ServingProblem} from '../../../algorithms/serving/problem.js'
import {ServingState} from '../../../algorithms/serving/serving-state.js'
import {migrationCase} from './cases.js'

/** The least cost over all homes of all projects, each priced by a state built anew: no pruning. */
function leastCost(problem: ServingProblem, settings: MigrationSettings): number {
  const {storagePrice, moveHorizonDays, limits, leastGainPerDay} = settings
  let least = Infinity
  const rest = (projectRegion: number[]): void => {
    const p = projectRegion.length
    if (p < problem.projectCount) {
      for (let e = 0; e < problem.regionCount; e++) {
        const isHome = e === problem.projectRegion[p]
        const mayLive = problem.projectPinned[p] === 0 && problem.projectAllowed[p * problem.regionCount + e] === 1
        if (isHome || mayLive) rest([...projectRegion, e])
      }
      return
    }
    const assignment: Assignment = {...homeAssignment(problem), projectRegion: Int32Array.from(projectRegion)}
    const state = new AssignmentState(problem, assignment, storagePrice, moveHorizonDays)
    if (state.moves > limits.mostMoves || state.moveBytes > limits.mostMoveBytes) return
    if (!state.room.isKept(state.serving)) return
    const {cost} = new ServingState(problem, assignment, storagePrice, moveHorizonDays)
    least = Math.min(least, cost + leastGainPerDay * state.moves)
  }
  rest([])
  return least
}

describe('exact migration', () => {
  it('finds the least cost over all homes, with the least gain as the price of a move', async () => {
    let moved = 0
    for (let seed = 1; seed <= 40; seed++) {
      const {problem, settings: given} = await migrationCase(seed, seed % 2 === 0, 4)
      const settings = {...given, leastGainPerDay: seed % 3 === 0 ? 5 : 0}
      const {assignment, costPerDay, status, boundCostPerDay} = exact.plan(
        problem,
        homeAssignment(problem),
        settings,
        {},
      )
      const moves = assignment.projectRegion.filter((region, p) => region !== problem.projectRegion[p]).length
      expect(status).toBe('optimal')
      expect(costPerDay + settings.leastGainPerDay * moves, `seed ${seed}`).toBeCloseTo(leastCost(problem, settings), 8)
      expect(boundCostPerDay === undefined, `seed ${seed}`).toBe(settings.leastGainPerDay > 0)
      moved += moves
    }
    expect(moved).toBeGreaterThan(10)
  })

  it('claims no proof when its nodes run out, and refuses what is too large', async () => {
    const {problem, settings} = await migrationCase(1, false)
    const cut = exact.plan(problem, homeAssignment(problem), settings, {nodes: 1})
    expect([cut.status, cut.boundCostPerDay, cut.work.nodes]).toEqual(['feasible', undefined, 1])
    const unlimited = {...settings, limits: {mostMoves: Infinity, mostMoveBytes: Infinity}}
    expect(() => exact.plan(problem, homeAssignment(problem), unlimited, {mostAssignments: 728})).toThrow(
      /7\.3e\+2 assignments of 6 projects/,
    )
    expect(exact.plan(problem, homeAssignment(problem), unlimited, {mostAssignments: 729}).status).toBe('optimal')
  })
})
