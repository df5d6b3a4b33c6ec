import {MaxHeap} from '../heap.js'
import type {AssignmentState} from '../serving/assignment-state.js'
import {bestRegion, isSpent, leastGain, type MoveRules, priceProject} from './best-region.js'

/** How many of the most promising projects are priced anew for the place of one that goes home. */
const mostComers = 16

/**
 * While moves or moved bytes are used up: a move that is left takes the place of one that is missed less. Leavers are tried in
 * the order of what they are missed. Returns the steps taken.
 * O(pricing all projects + steps · moved projects · pricing a few).
 */
export function exchangeAtLimit(state: AssignmentState, rules: MoveRules): number {
  if (rules.mostMoves === 0) return 0
  const waiting = waitingMoves(state, rules)
  let steps = 0
  while (waiting.length > 0 && !isSpent(rules)) {
    const taken = exchangeOne(state, rules, waiting)
    if (!taken) break
    steps += 2
  }
  return steps
}

/** Projects at home that would gain by a move, were there no limit on moves; the largest gains first. */
function waitingMoves(state: AssignmentState, rules: MoveRules): number[] {
  const {projectCount, projectRegion, regionCount} = state.problem
  const deltas = new Float64Array(regionCount)
  const heap = new MaxHeap(64)
  const open = {...rules, mostMoves: Infinity, mostMoveBytes: Infinity}
  const isHeldUp = (p: number, to: number) => !state.withinLimits(p, to, rules)
  for (let p = 0; p < projectCount && !isSpent(rules); p++) {
    if (state.assignment.projectRegion[p] !== projectRegion[p]) continue
    const to = bestRegion(state, p, deltas, open)
    if (to >= 0 && isHeldUp(p, to)) heap.push(-deltas[to], p, to)
  }
  const waiting: number[] = []
  for (; heap.size > 0; heap.pop()) waiting.push(heap.topItem)
  return waiting
}

function exchangeOne(state: AssignmentState, rules: MoveRules, waiting: number[]): boolean {
  const {assignment, problem} = state
  const deltas = new Float64Array(problem.regionCount)
  for (const {project: leaver} of leavers(state, rules)) {
    if (isSpent(rules)) return false
    const was = assignment.projectRegion[leaver]
    const loss = state.moveProject(leaver, problem.projectRegion[leaver])
    let bestGain = loss + leastGain(state, rules)
    let comer = -1
    let region = -1
    for (const p of waiting.slice(0, mostComers)) {
      const to = bestRegion(state, p, deltas, rules)
      if (to < 0 || -deltas[to] <= bestGain) continue
      bestGain = -deltas[to]
      comer = p
      region = to
    }
    if (comer >= 0) {
      state.moveProject(comer, region)
      waiting.splice(waiting.indexOf(comer), 1)
      return true
    }
    state.moveProject(leaver, was)
  }
  return false
}

/** Moved projects that may go home, by what their move is missed. */
function leavers(state: AssignmentState, rules: MoveRules): {project: number; loss: number}[] {
  const {assignment, problem} = state
  const deltas = new Float64Array(problem.regionCount)
  const found: {project: number; loss: number}[] = []
  for (let project = 0; project < problem.projectCount && !isSpent(rules); project++) {
    const home = problem.projectRegion[project]
    if (assignment.projectRegion[project] === home) continue
    priceProject(state, project, deltas, rules)
    if (state.fitsProject(project, home)) found.push({project, loss: deltas[home]})
  }
  return found.sort((a, b) => a.loss - b.loss || a.project - b.project)
}
