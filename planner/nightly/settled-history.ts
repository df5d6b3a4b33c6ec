import type {LoadedHistory} from '../../datasets/history/index.js'
import {indexNames} from '../../model/columns.js'
import type {Move, Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'

/**
 * The history as it would be had these projects always lived where they move to: their home is the new one, and their runs ran there (formats.md 3.1). What
 * is planned on it weighs a move back, or onward, by its bytes once more, and need not decide again on what is under way.
 *
 * @param moves of projects; each to a region that the history knows
 */
export function settledHistory(loaded: LoadedHistory, moves: readonly Move[]): LoadedHistory {
  const {history} = loaded
  const regionOf = indexNames(history.topology.regions.map(({name}) => name))
  const newHome = new Map(moves.map(({project, to}) => [project, regionOf.get(to)!]))
  const homes = Int32Array.from(history.projects.names, (name, p) => newHome.get(name) ?? history.projects.region[p])
  const isMoved = Uint8Array.from(history.projects.names, name => (newHome.has(name) ? 1 : 0))
  const projects = {...history.projects, region: homes}
  const ranAt = (project: ArrayLike<number>, region: ArrayLike<number>) =>
    Int32Array.from(region, (recorded, i) => (isMoved[project[i]] === 1 ? homes[project[i]] : recorded))
  const {runs} = history
  return {
    ...loaded,
    history: {...history, projects, runs: {...runs, region: ranAt(runs.project, runs.region)}},
    async workload(options) {
      const workload = await loaded.workload(options)
      const {jobs} = workload
      return {...workload, projects, jobs: {...jobs, region: ranAt(jobs.project, jobs.region)}}
    },
  }
}

/** Moves that a plan for the settled history takes back: the project is to live where the history has it. */
export function movesTakenBack({moves}: Plan, settledBy: readonly Move[]): Move[] {
  const next = new Map(moves.map(({project, to}) => [project, to]))
  return settledBy.filter(({project, from}) => next.get(project) === from)
}

/**
 * A plan for a settled history that takes no move back, said for the history itself: the moves that it was settled by, with the region that the plan
 * sends them to, and the plan's own. What the history costs under it is what the settled one costs under the plan (what it costs before is not): seal it.
 *
 * @param workload of the history itself
 */
export function withMoves(plan: Plan, settledBy: readonly Move[], {projects, tables}: Workload): Plan {
  const projectOf = indexNames(projects.names)
  const bytes = new Float64Array(projects.names.length)
  for (let t = 0; t < tables.names.length; t++) bytes[tables.project[t]] += tables.homeBytes[t]
  const next = new Map(plan.moves.map(({project, to}) => [project, to]))
  const known = new Set(settledBy.map(({project}) => project))
  const kept = settledBy.map(move => ({
    ...move,
    to: next.get(move.project) ?? move.to,
    bytes: bytes[projectOf.get(move.project!)!],
  }))
  const own = plan.moves.filter(({project}) => project === undefined || !known.has(project))
  const order = ({project}: Move) => (project === undefined ? Infinity : projectOf.get(project)!)
  const moves = [...kept, ...own.filter(({project}) => project !== undefined)].sort((a, b) => order(a) - order(b))
  return {...plan, moves: [...moves, ...own.filter(({project}) => project === undefined)]}
}
