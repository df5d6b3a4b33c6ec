import type {Placement} from '../../model/placement.js'
import {type Assignment, homeAssignment, type ServingProblem} from './problem.js'

/** The homes and job regions of a placement: what `toPlacement` takes. */
export function assignmentOf(problem: ServingProblem, placement: Placement): Assignment {
  const assignment = homeAssignment(problem)
  for (let p = 0; p < problem.projectCount; p++) assignment.projectRegion[p] = placement.projectRegion[p]!
  for (let t = 0; t < problem.tableCount; t++) {
    const region = placement.tableRegion[t]!
    if (region !== assignment.projectRegion[problem.tableProject[t]!]) assignment.tableRegion[t] = region
  }
  problem.jobNames.forEach((name, j) => {
    assignment.jobRegion[j] = placement.jobRegion.get(name) ?? -1
  })
  return assignment
}
