import type {AssignmentState, MoveLimits} from '../serving/assignment-state.js'

/** Evaluations (a project priced to every region) that may still be spent; counts down. */
export interface WorkBudget {
  evaluations: number
}

export interface MoveRules extends MoveLimits {
  /** Least gain a day, in currency, for which a project moves. */
  readonly leastGainPerDay: number
  /** Absent: as much work as it takes. */
  readonly work?: WorkBudget
}

/** Gains below this share of the whole cost are rounding. */
const ROUNDING = 1e-13

/** Gain a day that a step must exceed: the settings', and more than rounding. */
export function leastGain(state: AssignmentState, {leastGainPerDay}: MoveRules): number {
  return Math.max(leastGainPerDay, ROUNDING * Math.abs(state.cost))
}

/** Cost a day with the least gain counted as the price of each move: what a group of moves must lower. */
export function priceWithMoves(state: AssignmentState, {leastGainPerDay}: MoveRules): number {
  return state.cost + (state.moves === 0 ? 0 : leastGainPerDay * state.moves)
}

/** Prices a project to all regions, and counts that. */
export function priceProject(state: AssignmentState, project: number, deltas: Float64Array, {work}: MoveRules): void {
  if (work !== undefined) work.evaluations--
  state.tryProject(project, deltas)
}

export function isSpent({work}: MoveRules): boolean {
  return work !== undefined && work.evaluations <= 0
}

/** The lowest delta below −least; -1 where there is none. Ties go to the lower region. */
export function lowestBelow(deltas: Float64Array, least: number): number {
  let best = -1
  for (let e = 0; e < deltas.length; e++) if (deltas[e] < (best < 0 ? -least : deltas[best])) best = e
  return best
}

/** Cheapest region that the project may move to within all limits, if that gains enough; else -1. Leaves its delta in `deltas`. */
export function bestRegion(state: AssignmentState, project: number, deltas: Float64Array, rules: MoveRules): number {
  if (isHeldAtHome(state, project, rules)) return -1
  priceProject(state, project, deltas, rules)
  const least = leastGain(state, rules)
  for (;;) {
    const best = lowestBelow(deltas, least)
    if (best < 0) return -1
    if (state.withinLimits(project, best, rules) && state.fitsProject(project, best)) return best
    deltas[best] = Infinity
  }
}

/** Whether the limits on moves leave no move for a project that is at home: then it need not be priced. */
function isHeldAtHome(
  {problem, assignment, moves, moveBytes}: AssignmentState,
  project: number,
  rules: MoveRules,
): boolean {
  if (assignment.projectRegion[project] !== problem.projectRegion[project]) return false
  return moves >= rules.mostMoves || moveBytes > rules.mostMoveBytes
}
