/**
 * Greedy moves: the best move of all, again and again, until none gains enough or the limits are reached.
 *
 * Idea: price every project at every region, take the best move that the limits allow, price the next best anew, and so on; each
 * project moves once at most. Formula: gain = −Δ Σ_{t,e} min over windows {remote reads + refresh + λ_e·stored} − Δ write-backs −
 * Δ CPU − Δ bytes at home − moved bytes / horizon (design.md section 2).
 * Source: folklore. Cost: pricing all projects once, O(facts · regions · ages), and those again whose turn comes.
 * Guarantee: limits kept; never dearer than the start. Loses: no swap into a full region, no project gives its move to a better one, no
 * two move together.
 */
import {AssignmentState} from '../serving/assignment-state.js'
import {moveBestFirst} from './move-best-first.js'
import type {MigrationPolicy} from './policy.js'

export const greedyMoves = {
  name: 'greedy-moves',
  summary: 'Moves the project that gains most, again and again, each once at most.',
  source: 'folklore',
  kind: 'heuristic',
  options: {},
  plan(problem, start, {storagePrice, limits, moveHorizonDays, leastGainPerDay}) {
    const state = new AssignmentState(problem, start, storagePrice, moveHorizonDays)
    const steps = moveBestFirst(state, {...limits, leastGainPerDay})
    state.serving.recount()
    return {assignment: state.snapshot(), status: 'feasible', costPerDay: state.cost, work: {steps}}
  },
} as const satisfies MigrationPolicy
