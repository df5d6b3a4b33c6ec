import {SeededRandom} from '../random.js'
import type {AssignmentState, MoveLimits} from '../serving/assignment-state.js'
import {improve, type Neighbourhood} from './descend.js'
import {kick} from './kicks.js'
import {partnersOf} from './partners.js'

/** How much worse than the present one an assignment may be and still be gone on from, at the first kick; falls to 0. */
const firstTolerance = 0.002

/**
 * Iterated local search: kick, improve, keep what is better (at first also what is hardly worse), undo the rest. Ends with the
 * state at the cheapest assignment seen, at the prices of storage that it has. Returns how many
 * kicks led to something better.
 */
export function kickedSearch(
  state: AssignmentState,
  neighbourhood: Neighbourhood,
  limits: MoveLimits,
  kicks: number,
  seed: number,
): number {
  const random = new SeededRandom(seed)
  const partner = partnersOf(state.problem)
  let best = state.snapshot()
  let bestCost = state.cost
  let cost = state.cost
  let kept = 0
  for (let k = 0; k < kicks; k++) {
    const before = state.snapshot()
    if (kick(state, limits, partner, random)) improve(state, neighbourhood, 2)
    if (state.cost < cost * (1 + firstTolerance * (1 - k / kicks))) {
      if (state.cost < cost) kept++
      cost = state.cost
      if (cost < bestCost * (1 - 1e-12)) {
        bestCost = cost
        best = state.snapshot()
      }
    } else {
      state.adopt(before)
    }
  }
  state.adopt(best)
  return kept
}
