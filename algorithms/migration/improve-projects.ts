import type {AssignmentState} from '../serving/assignment-state.js'
import {isSpent, type MoveRules} from './best-region.js'
import {exchangeAtLimit} from './exchange-at-limit.js'
import {makeRoom} from './make-room.js'
import {moveBestFirst} from './move-best-first.js'
import {movePairs} from './pair-moves.js'
import type {Partners} from './partners.js'

export interface ImproveProjects extends MoveRules {
  /** How often all projects may be priced for moves of one. */
  readonly sweeps: number
  /** Most projects that make room in a full region for one that comes; 1: swaps. Default 0: a full region stays as it is. */
  readonly mostEjected?: number
  /** Pairs that may move together; absent: none. */
  readonly partners?: Partners
}

/**
 * Moves projects while that makes the assignment cheaper: first the best move of all, again and again; at the limit on moves one may
 * take the place of another that saves less; then, where asked for, pairs that read each other, and swaps into full regions.
 * Returns the steps taken. O(sweeps · pricing all projects + steps · pricing one).
 */
export function improveProjects(state: AssignmentState, settings: ImproveProjects): number {
  const {mostEjected = 0, partners} = settings
  let steps = 0
  let exchangedAt = -1
  for (let sweep = 0; sweep < settings.sweeps && !isSpent(settings); sweep++) {
    const before = steps
    steps += moveBestFirst(state, settings)
    if (steps !== exchangedAt && isAtLimit(state, settings)) {
      steps += exchangeAtLimit(state, settings)
      exchangedAt = steps
    }
    if (steps === before && partners !== undefined) steps += movePairs(state, partners, settings)
    if (steps === before && mostEjected > 0) steps += makeRoom(state, {...settings, mostEjected})
    if (steps === before) break
  }
  return steps
}

function isAtLimit(state: AssignmentState, {mostMoves, mostMoveBytes}: ImproveProjects): boolean {
  return state.moves > 0 && (state.moves >= mostMoves || mostMoveBytes < Infinity)
}
