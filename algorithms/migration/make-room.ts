import type {AssignmentState} from '../serving/assignment-state.js'
import {isSpent, leastGain, lowestBelow, type MoveRules, priceProject, priceWithMoves} from './best-region.js'

export interface MakeRoom extends MoveRules {
  /** Most projects that make room for one that comes; 1: swaps only. */
  readonly mostEjected: number
}

/**
 * Swaps and chains of ejections: a project that wants to a full region goes there, and one or more that live there go where
 * they are missed least, if all together gains. Returns the steps taken. O(wanting projects · projects of the full region · pricing one).
 */
export function makeRoom(state: AssignmentState, rules: MakeRoom): number {
  const {projectCount, regionCount} = state.problem
  const deltas = new Float64Array(regionCount)
  let steps = 0
  for (let p = 0; p < projectCount && !isSpent(rules); p++) {
    priceProject(state, p, deltas, rules)
    for (;;) {
      const to = lowestBelow(deltas, leastGain(state, rules))
      if (to < 0 || isSpent(rules)) break
      deltas[to] = Infinity
      if (state.fitsProject(p, to)) continue
      const taken = comeAndEject(state, p, to, rules)
      steps += taken
      if (taken > 0) break
    }
  }
  return steps
}

/** Project p goes to a region without room, others leave it; undone unless all together gains and keeps the limits. Returns the steps. */
function comeAndEject(state: AssignmentState, p: number, to: number, rules: MakeRoom): number {
  const {assignment} = state
  const before = state.cost
  const least = leastGain(state, rules)
  const beforeWithMoves = priceWithMoves(state, rules)
  const undo: {project: number; from: number}[] = [{project: p, from: assignment.projectRegion[p]}]
  state.moveProject(p, to)
  for (let ejected = 0; ejected < rules.mostEjected && !isSpent(rules); ejected++) {
    const leavers = cheapestLeavers(state, p, to, before - least, rules)
    const enough = leavers.find(leaver => makesEnough(state, leaver, rules))
    const leaver = enough ?? leavers[0]
    if (leaver === undefined) break
    undo.push({project: leaver.project, from: to})
    state.moveProject(leaver.project, leaver.region)
    if (enough === undefined) continue
    if (priceWithMoves(state, rules) < beforeWithMoves) return undo.length
    break
  }
  for (const {project, from} of undo.reverse()) state.moveProject(project, from)
  return 0
}

interface Leaver {
  readonly project: number
  readonly region: number
  readonly delta: number
}

/** Projects of a region, each with the cheapest region that has room for it; only those with which the cost stays below `most`. */
function cheapestLeavers(state: AssignmentState, comer: number, from: number, most: number, rules: MakeRoom): Leaver[] {
  const {problem, assignment} = state
  const deltas = new Float64Array(problem.regionCount)
  const leavers: Leaver[] = []
  for (let q = 0; q < problem.projectCount && !isSpent(rules); q++) {
    if (q === comer || assignment.projectRegion[q] !== from) continue
    priceProject(state, q, deltas, rules)
    deltas[from] = Infinity
    for (;;) {
      const region = lowestBelow(deltas, state.cost - most)
      if (region < 0) break
      if (state.fitsProject(q, region)) {
        leavers.push({project: q, region, delta: deltas[region]})
        break
      }
      deltas[region] = Infinity
    }
  }
  return leavers.sort((a, b) => a.delta - b.delta || a.project - b.project)
}

/** Whether all limits are kept once this one has left. */
function makesEnough(state: AssignmentState, {project, region}: Leaver, rules: MakeRoom): boolean {
  const from = state.assignment.projectRegion[project]
  state.moveProject(project, region)
  const isKept =
    state.room.isKept(state.serving) && state.moves <= rules.mostMoves && state.moveBytes <= rules.mostMoveBytes
  state.moveProject(project, from)
  return isKept
}
