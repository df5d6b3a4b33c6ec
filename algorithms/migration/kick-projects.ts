import {SeededRandom} from '../random.js'
import type {AssignmentState} from '../serving/assignment-state.js'
import {isSpent, type MoveRules, priceWithMoves} from './best-region.js'
import {type ImproveProjects, improveProjects} from './improve-projects.js'

/**
 * Iterated local search: a project goes to a region that it did not ask for, and its partners with it; then `improveProjects`; what is
 * cheaper stays, the rest is undone. Ends where the work is spent. Returns how many kicks were worth it.
 */
export function kickProjects(state: AssignmentState, settings: ImproveProjects, kicks: number, seed: number): number {
  const random = new SeededRandom(seed)
  let best = state.snapshot()
  let bestCost = priceWithMoves(state, settings)
  let kept = 0
  for (let k = 0; k < kicks && !isSpent(settings); k++) {
    if (!kick(state, settings, random)) continue
    improveProjects(state, settings)
    const cost = priceWithMoves(state, settings)
    if (cost < bestCost - 1e-12 * Math.abs(bestCost)) {
      best = state.snapshot()
      bestCost = cost
      kept++
    } else {
      state.adopt(best)
    }
  }
  state.adopt(best)
  return kept
}

/** Returns whether anything moved. */
function kick(state: AssignmentState, settings: ImproveProjects, random: SeededRandom): boolean {
  const {projectCount, regionCount} = state.problem
  const project = random.below(projectCount)
  const to = random.below(regionCount)
  const group = [project, ...(settings.partners?.of(project) ?? []).filter(() => random.next() < 0.5)]
  let moved = false
  for (const p of group) {
    if (mayGo(state, p, to, settings)) {
      state.moveProject(p, to)
      moved = true
    }
  }
  return moved
}

function mayGo(state: AssignmentState, project: number, to: number, limits: MoveRules): boolean {
  return (
    state.assignment.projectRegion[project] !== to &&
    state.mayMoveProject(project, to) &&
    state.withinLimits(project, to, limits) &&
    state.fitsProject(project, to)
  )
}
