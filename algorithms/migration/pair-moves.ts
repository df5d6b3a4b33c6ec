import type {AssignmentState} from '../serving/assignment-state.js'
import {isSpent, leastGain, lowestBelow, type MoveRules, priceWithMoves} from './best-region.js'
import type {Partners} from './partners.js'

/**
 * Moves two projects together that live in one region and read each other: apart, each would leave the other's tables behind.
 * Returns the steps taken. O(projects · partners · pricing two).
 */
export function movePairs(state: AssignmentState, partners: Partners, rules: MoveRules): number {
  const {problem, assignment} = state
  const deltas = new Float64Array(problem.regionCount)
  let steps = 0
  for (let p = 0; p < problem.projectCount; p++) {
    for (const q of partners.of(p)) {
      if (isSpent(rules)) return steps
      if (assignment.projectRegion[q] !== assignment.projectRegion[p]) continue
      pricePair(state, p, q, deltas, rules)
      const to = lowestBelow(deltas, leastGain(state, rules))
      if (to >= 0 && takePair(state, p, q, to, rules)) steps += 2
    }
  }
  return steps
}

function pricePair(state: AssignmentState, p: number, q: number, deltas: Float64Array, {work}: MoveRules): void {
  if (work !== undefined) work.evaluations--
  const [a, b] = [state.relocationOfProject(p), state.relocationOfProject(q)]
  state.serving.evaluate(
    {rows: [...Array.from(a.rows), ...Array.from(b.rows)], tables: [...Array.from(a.tables), ...Array.from(b.tables)]},
    deltas,
  )
  for (let e = 0; e < deltas.length; e++) {
    if (!state.mayMoveProject(p, e) || !state.mayMoveProject(q, e)) deltas[e] = Infinity
  }
}

/** Moves both where there is room and the limits allow it, and they gain as priced (runs seen away from home may change that). */
function takePair(state: AssignmentState, p: number, q: number, to: number, rules: MoveRules): boolean {
  const from = state.assignment.projectRegion[p]
  const before = priceWithMoves(state, rules)
  const rounding = leastGain(state, {...rules, leastGainPerDay: 0})
  if (!state.withinLimits(p, to, rules) || !state.fitsProject(p, to)) return false
  state.moveProject(p, to)
  if (state.withinLimits(q, to, rules) && state.fitsProject(q, to)) {
    state.moveProject(q, to)
    if (priceWithMoves(state, rules) < before - rounding) return true
    state.moveProject(q, from)
  }
  state.moveProject(p, from)
  return false
}
