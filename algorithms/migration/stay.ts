/**
 * Stay: no project moves.
 *
 * Idea and formula: the start as it is. Source: folklore; what every other member is measured against.
 * Cost: pricing once. Guarantee: limits kept where the start keeps them. Loses: wherever a move pays.
 */

import {copyAssignment} from '../serving/problem.js'
import {ServingState} from '../serving/serving-state.js'
import type {MigrationPolicy} from './policy.js'

export const stay = {
  name: 'stay',
  summary: 'Moves no project.',
  source: 'folklore',
  kind: 'baseline',
  options: {},
  plan(problem, start, {storagePrice, moveHorizonDays}) {
    const {cost} = new ServingState(problem, start, storagePrice, moveHorizonDays)
    return {assignment: copyAssignment(start), status: 'feasible', costPerDay: cost, work: {}}
  },
} as const satisfies MigrationPolicy
