import type {SeededRandom} from '../random.js'
import type {AssignmentState, MoveLimits} from '../serving/assignment-state.js'
import {drawPartner} from './partners.js'

/**
 * A random disturbance that local search may turn into something better: a project goes elsewhere, alone or with one that it
 * exchanges much with, or two projects change places, or placed jobs go home. Keeps all limits. Returns whether anything changed.
 *
 * @param partner of `partnersOf`: groups of projects that read each other move together
 */
export function kick(state: AssignmentState, limits: MoveLimits, partner: Int32Array, random: SeededRandom): boolean {
  const {problem} = state
  const drawn = random.next()
  if (drawn < 0.15) return releaseJobs(state, random)
  const project = random.below(problem.projectCount)
  if (drawn < 0.4) return exchange(state, limits, project, random)
  const to = random.below(problem.regionCount)
  const companion = drawn < 0.75 ? drawPartner(partner, project, random.next()) : -1
  releaseJobs(state, random, to)
  const isAlone = move(state, limits, project, to, random)
  return (companion >= 0 && move(state, limits, companion, to, random)) || isAlone
}

function move(state: AssignmentState, limits: MoveLimits, project: number, to: number, random: SeededRandom): boolean {
  if (state.assignment.projectRegion[project] === to || !state.mayMoveProject(project, to)) return false
  if (!state.withinLimits(project, to, limits)) sendHome(state, project, random)
  if (!state.withinLimits(project, to, limits) || !state.fitsProject(project, to)) return false
  state.moveProject(project, to)
  return true
}

/** At the limit on moves, one of the moved projects gives up its place: a draw decides which. */
function sendHome(state: AssignmentState, newcomer: number, random: SeededRandom): void {
  const {projectCount, projectRegion} = state.problem
  const {projectRegion: now} = state.assignment
  const first = random.below(projectCount)
  for (let i = 0; i < projectCount; i++) {
    const p = (first + i) % projectCount
    const home = projectRegion[p]!
    if (p === newcomer || now[p] === home || !state.fitsProject(p, home)) continue
    state.moveProject(p, home)
    return
  }
}

/** Project p goes to where q lives, and q to where p was (or home, where that has room). */
function exchange(state: AssignmentState, limits: MoveLimits, p: number, random: SeededRandom): boolean {
  const {problem, assignment} = state
  const q = random.below(problem.projectCount)
  const [from, to] = [assignment.projectRegion[p]!, assignment.projectRegion[q]!]
  if (from === to || !state.mayMoveProject(p, to) || !state.mayMoveProject(q, from)) return false
  const [small, large] = state.projectBytes(p) < state.projectBytes(q) ? [p, q] : [q, p]
  state.moveProject(large, large === p ? to : from)
  const mayFollow = state.fitsProject(small, small === p ? to : from)
  if (mayFollow) state.moveProject(small, small === p ? to : from)
  const isKept =
    state.room.isKept(state.serving) && state.moves <= limits.mostMoves && state.moveBytes <= limits.mostMoveBytes
  if (isKept) return true
  if (mayFollow) state.moveProject(small, small === p ? from : to)
  state.moveProject(large, large === p ? from : to)
  return false
}

/** About half of the placed jobs (of one region, where given) follow their projects again, where there is room. */
function releaseJobs(state: AssignmentState, random: SeededRandom, region = -1): boolean {
  const {problem, assignment} = state
  let released = false
  for (let j = 0; j < problem.jobCount; j++) {
    const placed = assignment.jobRegion[j]!
    if (placed < 0 || (region >= 0 && placed !== region) || random.next() < 0.5) continue
    state.placeJob(j, -1)
    if (state.room.isKept(state.serving)) released = true
    else state.placeJob(j, placed)
  }
  return released
}
