import type {AssignmentState} from '../../../algorithms/serving/assignment-state.js'
import type {Assignment, ServingProblem} from '../../../algorithms/serving/problem.js'

/** Takes one random step: a project, a table or a job gets a region, or goes back to what it followed. Keeps no limits. */
export function randomStep(state: AssignmentState, draw: (below: number) => number): void {
  const {problem} = state
  const region = draw(problem.regionCount)
  const kind = draw(4)
  if (kind === 0) state.moveProject(draw(problem.projectCount), region)
  else if (kind === 1) state.moveTable(draw(problem.tableCount), draw(3) === 0 ? -1 : region)
  else state.placeJob(draw(problem.jobCount), draw(3) === 0 ? -1 : region)
}

/** Puts a project back home: its rows run where they were seen to run. */
export function sendHome(state: AssignmentState, project: number): void {
  state.moveProject(project, state.problem.projectRegion[project])
}

export function randomAssignment(problem: ServingProblem, draw: (below: number) => number): Assignment {
  const {projectCount, tableCount, jobCount, regionCount, projectRegion} = problem
  return {
    projectRegion: Int32Array.from({length: projectCount}, (_, p) => (draw(2) ? projectRegion[p] : draw(regionCount))),
    tableRegion: Int32Array.from({length: tableCount}, () => (draw(3) ? -1 : draw(regionCount))),
    jobRegion: Int32Array.from({length: jobCount}, () => (draw(3) ? -1 : draw(regionCount))),
  }
}
