import type {Lineage} from '../../model/workload.js'
import {AssignmentState} from '../serving/assignment-state.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'

export interface NewProjects {
  readonly assignment: Assignment
  /** Projects that are pinned where they are named, or for which no region has room: they stay there. */
  readonly unplaced: readonly {readonly project: number; readonly reason: 'pinned' | 'no-room'}[]
  /** What the declared reads of a placed project cost a day, in currency; 0 where it declares none. By position in `projects`. */
  readonly declaredCostPerDay: Float64Array
}

/**
 * Places projects without history: where the tables are that their jobs declare, and where those jobs' tables are read; without any
 * declaration where the load is least. Larger projects first.
 *
 * Formula: declared cost at e = Σ over distinct declared upstream tables s(u)·w(h(u), e) + Σ over tables made from the project's
 * s(t)·w(e, h(made)): one partition a day each, since nothing was read yet; load at e = the larger share of its storage and its CPU
 * capacity that is used.
 * Source: Yugong (PVLDB 2019): new projects by the load of the regions first, then by migration with as many moves as there are new
 * projects (papers.md 1.4); here their moves cost nothing, as there is nothing to move yet.
 *
 * @param projects indices of the new projects, each once; they live where the problem says until they are placed
 */
export function placeNewProjects(
  problem: ServingProblem,
  lineage: Pick<Lineage, 'start' | 'upstream'>,
  start: Assignment,
  projects: readonly number[],
): NewProjects {
  const state = new AssignmentState(problem, start, new Float64Array(problem.regionCount), Infinity)
  const isNew = new Uint8Array(problem.projectCount)
  for (const p of projects) isNew[p] = 1
  const positions = projects
    .map((_, i) => i)
    .sort((a, b) => state.projectBytes(projects[b]) - state.projectBytes(projects[a]) || projects[a] - projects[b])
  const declared = declaredReads(problem, lineage, isNew)
  const declaredCostPerDay = new Float64Array(projects.length)
  const unplaced: {project: number; reason: 'pinned' | 'no-room'}[] = []
  for (const i of positions) {
    const project = projects[i]
    isNew[project] = 0
    const costs = costAtEach(state, declared[project], isNew)
    const best = roomiestOfCheapest(state, project, costs)
    if (problem.projectPinned[project] === 1) unplaced.push({project, reason: 'pinned'})
    else if (best < 0) unplaced.push({project, reason: 'no-room'})
    else state.moveProject(project, best)
    declaredCostPerDay[i] = costs[state.assignment.projectRegion[project]]
  }
  return {assignment: state.snapshot(), unplaced, declaredCostPerDay}
}

/** A table that is carried between the project and another one: `isRead` into it, else out of it. */
interface Declared {
  readonly table: number
  /** The other project, and the table at whose home it is read or made. */
  readonly other: number
  readonly isRead: boolean
}

/** What each new project reads of others, each table once, and what others read of it, once for each table that they make. */
function declaredReads(
  {tableProject, tableCount, projectCount}: ServingProblem,
  {start, upstream}: Pick<Lineage, 'start' | 'upstream'>,
  isNew: Uint8Array,
): Declared[][] {
  const declared: Map<string, Declared>[] = Array.from({length: projectCount}, () => new Map())
  for (let made = 0; made < tableCount; made++) {
    for (let i = start[made]; i < start[made + 1]; i++) {
      const [to, from] = [tableProject[made], tableProject[upstream[i]]]
      if (to === from) continue
      if (isNew[to]) declared[to].set(`in ${upstream[i]}`, {table: upstream[i], other: upstream[i], isRead: true})
      if (isNew[from])
        declared[from].set(`out ${upstream[i]} ${made}`, {table: upstream[i], other: made, isRead: false})
    }
  }
  return declared.map(own => [...own.values()])
}

/** Cost a day at each region; what is shared with projects that are not placed yet counts when they are. */
function costAtEach(
  {problem, serving}: AssignmentState,
  declared: readonly Declared[],
  isOpen: Uint8Array,
): Float64Array {
  const {regionCount: R, linkPrice, partitionBytes, tableProject} = problem
  const costs = new Float64Array(R)
  for (const {table, other, isRead} of declared) {
    if (isOpen[tableProject[other]]) continue
    const there = serving.tableHome[other]
    for (let e = 0; e < R; e++) {
      costs[e] += partitionBytes[table] * (isRead ? linkPrice[there * R + e] : linkPrice[e * R + there])
    }
  }
  return costs
}

/** The cheapest region with room that the project may live in; among equals the one that is loaded least, then the lower index; -1: none. */
function roomiestOfCheapest(state: AssignmentState, project: number, costs: Float64Array): number {
  let best = -1
  let bestLoad = Infinity
  for (let e = 0; e < costs.length; e++) {
    if (!state.mayMoveProject(project, e) || !state.fitsProject(project, e)) continue
    const load = loadWith(state, e, project)
    if (load > 1) continue
    if (best >= 0 && (costs[e] > costs[best] || (costs[e] === costs[best] && load >= bestLoad))) continue
    best = e
    bestLoad = load
  }
  return best
}

/** The larger share of a region's storage and CPU capacity that is used with the project there; 0 where it has neither limit. */
function loadWith(state: AssignmentState, region: number, project: number): number {
  const {problem, serving} = state
  const capacity = problem.computeCapacity[region]
  const used = serving.cpuHours.subarray(region * 24, (region + 1) * 24)
  const day = used.reduce((sum, hours) => sum + hours, 0)
  const coming = state.assignment.projectRegion[project] === region ? 0 : state.projectBytes(project)
  const shares = capacity.map((hours, h) => shareOf(capacity.length === 1 ? day : used[h], hours))
  return Math.max(shareOf(serving.homeBytes[region] + coming, problem.storageCapacityBytes[region]), ...shares)
}

function shareOf(used: number, capacity: number): number {
  return used === 0 ? 0 : used / capacity
}
