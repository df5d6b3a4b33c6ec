import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import {tableRegionOf} from './fixed-costs.js'
import type {Assignment, ServingProblem} from './problem.js'

/** An assignment as the placement that accounting and caching read, without replicas. */
export function toPlacement(problem: ServingProblem, workload: Workload, assignment: Assignment): Placement {
  const jobRegion = new Map<string, number>()
  for (let j = 0; j < problem.jobCount; j++) {
    if (assignment.jobRegion[j] >= 0) jobRegion.set(problem.jobNames[j], assignment.jobRegion[j])
  }
  return {
    projectRegion: assignment.projectRegion.slice(),
    projectMoved: Uint8Array.from(assignment.projectRegion, (region, p) =>
      region === problem.projectRegion[p] ? 0 : 1,
    ),
    tableRegion: Int32Array.from(workload.tables.names, (_, t) => tableRegionOf(problem, assignment, t)),
    jobRegion,
    windows: {
      count: 0,
      table: new Int32Array(0),
      region: new Int32Array(0),
      fromAge: new Int32Array(0),
      toAge: new Int32Array(0),
    },
  }
}
