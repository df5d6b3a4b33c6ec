import {priorities} from '../../model/history.js'
import type {ImproveJobs} from '../placement/improve-jobs.js'
import type {AssignmentState, MoveLimits} from '../serving/assignment-state.js'
import type {ServingProblem} from '../serving/problem.js'

/** Tables and jobs that are better moved together than one by one. */
export interface Chain {
  readonly tables: readonly number[]
  readonly jobs: readonly number[]
}

/**
 * Chains of the dependency graph: a table that one job alone writes hangs on to it, and a table that one job alone reads to that.
 * Moved one by one their members would only trade reads for write-backs. Where tables may move (topology `unit: table`).
 */
export function chainsOf(problem: ServingProblem, {placeGold, leastRuns}: ImproveJobs): readonly Chain[] {
  const {tableCount, jobCount, rowJob, readStart, readTable, writeStart, writeTable} = problem
  const root = Int32Array.from({length: tableCount + jobCount}, (_, i) => i)
  const find = (i: number): number => {
    let at = i
    while (root[at] !== at) {
      root[at] = root[root[at]!]!
      at = root[at]!
    }
    return at
  }
  const onlyWriter = new Int32Array(tableCount).fill(NOBODY)
  const onlyReader = new Int32Array(tableCount).fill(NOBODY)
  const note = (only: Int32Array, table: number, job: number) => {
    if (only[table] === NOBODY) only[table] = job
    else if (only[table] !== job) only[table] = SEVERAL
  }
  for (let row = 0; row < problem.rowCount; row++) {
    for (let f = readStart[row]!; f < readStart[row + 1]!; f++) note(onlyReader, readTable[f]!, rowJob[row]!)
    for (let f = writeStart[row]!; f < writeStart[row + 1]!; f++) note(onlyWriter, writeTable[f]!, rowJob[row]!)
  }
  const gold = priorities.indexOf('gold')
  const mayBePlaced = (job: number) =>
    problem.jobMovable[job] === 1 &&
    problem.jobRuns[job]! >= leastRuns &&
    (placeGold || problem.jobPriority[job] !== gold)
  for (let t = 0; t < tableCount; t++) {
    for (const job of [onlyWriter[t]!, onlyReader[t]!]) {
      if (job >= 0 && mayBePlaced(job)) root[find(tableCount + job)] = find(t)
    }
  }
  const members = new Map<number, {tables: number[]; jobs: number[]}>()
  for (let i = 0; i < root.length; i++) {
    const at = find(i)
    const chain = members.get(at) ?? {tables: [], jobs: []}
    if (i < tableCount) chain.tables.push(i)
    else chain.jobs.push(i - tableCount)
    members.set(at, chain)
  }
  return [...members.values()].filter(({tables, jobs}) => tables.length > 0 && jobs.length > 0)
}

const NOBODY = -1
const SEVERAL = -2

/** Moves whole chains while that gains, within room and move limits. Returns the steps. */
export function improveChains(
  state: AssignmentState,
  chains: readonly Chain[],
  {leastGainPerDay, ...limits}: MoveLimits & {readonly leastGainPerDay: number},
): number {
  const {problem, serving, assignment} = state
  const deltas = new Float64Array(problem.regionCount)
  let steps = 0
  for (const {tables, jobs} of chains) {
    const rows = jobs.flatMap(job => Array.from(state.relocationOfJob(job).rows))
    const relocation = {rows, tables}
    const fresh = tables.filter(t => assignment.tableRegion[t]! < 0)
    const bytes = fresh.reduce((sum, t) => sum + problem.homeBytes[t]!, 0)
    if (state.moves + fresh.length > limits.mostMoves || state.moveBytes + bytes > limits.mostMoveBytes) continue
    serving.evaluate(relocation, deltas)
    let best = -1
    for (let e = 0; e < deltas.length; e++) {
      if (deltas[e]! >= (best < 0 ? -Math.max(leastGainPerDay, rounding * Math.abs(state.cost)) : deltas[best]!))
        continue
      const isAllowed = tables.every(t => mayMoveTable(problem, t, e))
      if (isAllowed && state.room.fits(serving, relocation, e)) best = e
    }
    if (best < 0) continue
    for (const t of tables) {
      state.moveTable(t, assignment.projectRegion[problem.tableProject[t]!] === best ? -1 : best)
    }
    for (const job of jobs) state.placeJob(job, best)
    steps++
  }
  return steps
}

function mayMoveTable(problem: ServingProblem, table: number, to: number): boolean {
  const project = problem.tableProject[table]!
  if (to === problem.projectRegion[project]) return true
  return problem.projectPinned[project] === 0 && problem.projectAllowed[project * problem.regionCount + to] === 1
}

/** Share of the whole cost below which a gain may be rounding. */
const rounding = 1e-12
