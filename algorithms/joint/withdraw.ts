import {objective} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import {allowedLinkBytes, excessLinkBytes} from '../caching/shed-links.js'
import {AssignmentState} from '../serving/assignment-state.js'
import {deriveServing} from '../serving/derive-serving.js'
import {assignmentOf} from '../serving/from-placement.js'
import {homeAssignment} from '../serving/problem.js'
import {toPlacement} from '../serving/to-placement.js'

/**
 * Takes back placed jobs and moves that load a link beyond what it may carry (formats.md 3.9), for a plan whose replicas are
 * chosen already and have been shed. Returns homes and jobs without replicas, to choose these anew; undefined where every link is
 * within its limit, or nothing is decided. Each call takes back at least one decision, so calling it until it returns undefined ends.
 *
 * On the worst link d → e: jobs placed at e read over it from d, jobs placed at d write over it to e, and projects that moved to
 * either read, write and are read over it. Those with most such bytes go first, until they make up the excess. Where taking
 * them back leaves a region without room for its homes or runs, everything is taken back.
 */
export function withdrawFromLinks(workload: Workload, placement: Placement, asOfDay: number): Placement | undefined {
  const {regions, linkCapacityBytesPerDay} = workload.topology
  if (linkCapacityBytesPerDay.every(capacity => capacity === Infinity)) return undefined
  const {linkBytes} = objective(workload, placement, asOfDay).traffic
  const excess = excessLinkBytes(linkBytes, allowedLinkBytes(workload, asOfDay))
  let worst = 0
  for (let link = 1; link < excess.length; link++) if (excess[link]! > excess[worst]!) worst = link
  if (excess[worst] === 0 || !hasDecisions(workload, placement)) return undefined

  const problem = deriveServing(workload)
  const state = new AssignmentState(
    problem,
    assignmentOf(problem, placement),
    new Float64Array(problem.regionCount),
    Infinity,
  )
  const from = Math.floor(worst / regions.length)
  const to = worst % regions.length
  const loads = loadsOnLink(state, from, to)
  const order = Array.from(loads.keys()).filter(i => loads[i]! > 0)
  order.sort((x, y) => loads[y]! - loads[x]! || x - y)
  let relieved = 0
  for (const item of order) {
    if (relieved >= excess[worst]!) break
    relieved += loads[item]!
    if (item < problem.jobCount) state.placeJob(item, -1)
    else goHome(state, item - problem.jobCount)
  }
  const isNothing = relieved === 0 || !state.room.isKept(state.serving)
  return toPlacement(problem, workload, isNothing ? homeAssignment(problem) : state.assignment)
}

/** False where homes and jobs are as they were: then nothing is left to take back. */
function hasDecisions({projects, tables}: Workload, {jobRegion, projectMoved, tableRegion}: Placement): boolean {
  if (jobRegion.size > 0) return true
  for (let p = 0; p < projectMoved.length; p++) if (projectMoved[p] === 1) return true
  for (let t = 0; t < tableRegion.length; t++) if (tableRegion[t] !== projects.region[tables.project[t]!]) return true
  return false
}

/** Bytes over the span that each placed job (by index) and each moved project (behind the jobs) may put on the link. */
function loadsOnLink(state: AssignmentState, from: number, to: number): Float64Array {
  const {problem, assignment, serving} = state
  const loads = new Float64Array(problem.jobCount + problem.projectCount)
  const isMoved = (p: number) => assignment.projectRegion[p] !== problem.projectRegion[p]
  const hasMoved = (table: number) => serving.tableHome[table] !== problem.projectRegion[problem.tableProject[table]!]
  const charge = (row: number, table: number, bytes: number) => {
    const job = problem.rowJob[row]!
    const project = problem.rowProject[row]!
    if (assignment.jobRegion[job]! >= 0) loads[job]! += bytes
    else if (isMoved(project)) loads[problem.jobCount + project]! += bytes
    if (hasMoved(table)) loads[problem.jobCount + problem.tableProject[table]!]! += bytes
  }
  for (let row = 0; row < problem.rowCount; row++) {
    const region = serving.rowRegion[row]
    if (region === to) {
      for (let f = problem.readStart[row]!; f < problem.readStart[row + 1]!; f++) {
        const table = problem.readTable[f]!
        if (serving.tableHome[table] === from) charge(row, table, problem.readBytes[f]!)
      }
    }
    if (region === from) {
      for (let f = problem.writeStart[row]!; f < problem.writeStart[row + 1]!; f++) {
        const table = problem.writeTable[f]!
        if (serving.tableHome[table] === to) charge(row, table, problem.writeBytes[f]!)
      }
    }
  }
  return loads
}

/** The project and its tables are at home again. */
function goHome(state: AssignmentState, project: number): void {
  const {problem, assignment} = state
  const {start, item} = problem.tablesOfProject
  for (let i = start[project]!; i < start[project + 1]!; i++) {
    if (assignment.tableRegion[item[i]!]! >= 0) state.moveTable(item[i]!, -1)
  }
  if (assignment.projectRegion[project] !== problem.projectRegion[project]) {
    state.moveProject(project, problem.projectRegion[project]!)
  }
}
