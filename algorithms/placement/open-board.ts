import {AssignmentState} from '../serving/assignment-state.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'
import {GivenBoard} from './given-board.js'
import {givenReplicas, type JobCosts} from './given-replicas.js'
import type {JobBoard} from './job-board.js'
import {JobRegions} from './job-regions.js'
import type {PlacementOutcome, PlacementSettings} from './policy.js'
import {PricedBoard} from './priced-board.js'

/** A board at the start, of the kind that the settings ask for; the costs of all options where replicas are given. */
export function openBoard(
  problem: ServingProblem,
  start: Assignment,
  {replicas, storagePrice, bestEffort}: PlacementSettings,
): {readonly board: JobBoard; readonly costs: JobCosts | undefined} {
  if (replicas === undefined) {
    const state = new AssignmentState(problem, start, storagePrice, Infinity)
    return {board: new PricedBoard(state, bestEffort), costs: undefined}
  }
  const regions = new JobRegions(problem, start)
  const costs = givenReplicas(problem, start, replicas, regions, bestEffort)
  return {board: new GivenBoard(regions, costs), costs}
}

export function outcomeOfBoard(
  board: JobBoard,
  start: Assignment,
  work: Readonly<Record<string, number>>,
): PlacementOutcome & {readonly status: 'feasible'} {
  return {
    assignment: board.regions.toAssignment(start),
    status: 'feasible',
    costPerDay: board.costPerDay,
    isBestEffort: Uint8Array.from({length: board.regions.problem.jobCount}, (_, j) => Number(board.isBestEffort(j))),
    work,
  }
}
