import {MaxHeap} from '../heap.js'
import type {AssignmentState} from '../serving/assignment-state.js'
import {bestRegion, isSpent, type MoveRules} from './best-region.js'

/**
 * Prices all projects once and then takes the best move of all, again and again; each is priced anew when its turn comes, and
 * waits on where another is better by then. Every project moves once at most. Returns the steps taken.
 */
export function moveBestFirst(state: AssignmentState, rules: MoveRules): number {
  const {projectCount, regionCount} = state.problem
  const deltas = new Float64Array(regionCount)
  const heap = new MaxHeap(projectCount)
  for (let p = 0; p < projectCount && !isSpent(rules); p++) {
    const to = bestRegion(state, p, deltas, rules)
    if (to >= 0) heap.push(-deltas[to], p, to)
  }
  let steps = 0
  while (heap.size > 0 && !isSpent(rules)) {
    const project = heap.topItem
    heap.pop()
    const to = bestRegion(state, project, deltas, rules)
    if (to < 0) continue
    if (heap.size > 0 && -deltas[to] < heap.topKey) {
      heap.push(-deltas[to], project, to)
      continue
    }
    state.moveProject(project, to)
    steps++
  }
  return steps
}
