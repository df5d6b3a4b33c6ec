import {improveReaders, readersOf} from '../../algorithms/joint/improve-readers.js'
import {leastRunsOf} from '../../algorithms/joint/least-runs.js'
import {storagePrices} from '../../algorithms/joint/storage-prices.js'
import {improveJobs} from '../../algorithms/placement/improve-jobs.js'
import {AssignmentState} from '../../algorithms/serving/assignment-state.js'
import {deriveServing} from '../../algorithms/serving/derive-serving.js'
import {homeAssignment, type ServingProblem} from '../../algorithms/serving/problem.js'
import {toPlacement} from '../../algorithms/serving/to-placement.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'

export interface PrefixSettings {
  readonly replicaBudgetRatio?: number
  readonly moveHorizonDays: number
  readonly placeGold: boolean
  /** False: jobs follow their projects. */
  readonly placesJobs: boolean
}

/** How often jobs are placed, with prices of storage renewed in between, and how often one pass may look at all of them. */
const rounds = 2
const sweeps = 5
/** (table, region) that are looked at for groups of readers, the dearest first. */
const mostCells = 300

/**
 * Homes and jobs with 0, 1, … of the moves of a placement, for each of the limits: the best move first, each priced with those before it and with
 * the replicas that it brings or spares at the placement's own price of storage; jobs start where the placement has them and are placed anew for each
 * limit. A move that finds no room
 * waits for one that makes some. A limit that does not bind gets the placement itself. O(largest limit · moves · pricing one + limits · placing the jobs).
 *
 * @param many homes of a search that may move more, windows left out of account
 * @param limits rising
 */
export function movePrefixes(
  workload: Workload,
  many: Placement,
  limits: readonly number[],
  settings: PrefixSettings,
): Placement[] {
  const problem = deriveServing(workload)
  const wanted = Array.from({length: problem.projectCount}, (_, p) => p).filter(
    p => many.projectRegion[p] !== problem.projectRegion[p],
  )
  const moveCount = movesOf(workload, many)
  const target = {
    ...homeAssignment(problem),
    projectRegion: Int32Array.from({length: problem.projectCount}, (_, p) => many.projectRegion[p]!),
  }
  const {pricePerByte} = storagePrices(problem, workload, target, settings.replicaBudgetRatio)
  const state = new AssignmentState(problem, homeAssignment(problem), pricePerByte, settings.moveHorizonDays)
  return limits.map(limit => {
    if (limit >= moveCount) return many
    while (state.moves < limit && takeBest(state, wanted, many));
    return withJobs(workload, problem, state, many, settings)
  })
}

/** Projects that are moved, and tables that are not where their project lives. */
export function movesOf({tables, projects}: Workload, {projectRegion, tableRegion}: Placement): number {
  let moves = 0
  for (let p = 0; p < projects.names.length; p++) if (projectRegion[p] !== projects.region[p]) moves++
  for (let t = 0; t < tables.names.length; t++) if (tableRegion[t] !== projectRegion[tables.project[t]!]) moves++
  return moves
}

/** Takes the move that costs least, or saves most, of those with room. Returns whether there was one. */
function takeBest(state: AssignmentState, wanted: number[], many: Placement): boolean {
  const deltas = new Float64Array(state.problem.regionCount)
  let best = -1
  let least = Infinity
  for (let i = 0; i < wanted.length; i++) {
    const to = many.projectRegion[wanted[i]!]!
    state.tryProject(wanted[i]!, deltas)
    if (deltas[to]! >= least || !state.fitsProject(wanted[i]!, to)) continue
    best = i
    least = deltas[to]!
  }
  if (best < 0) return false
  state.moveProject(wanted[best]!, many.projectRegion[wanted[best]!]!)
  wanted.splice(best, 1)
  return true
}

/** The homes of a state with jobs placed for them; the state itself is left as it is. */
function withJobs(
  workload: Workload,
  problem: ServingProblem,
  {assignment, serving}: AssignmentState,
  many: Placement,
  {placesJobs, placeGold, moveHorizonDays, replicaBudgetRatio}: PrefixSettings,
): Placement {
  if (!placesJobs) return toPlacement(problem, workload, assignment)
  const state = new AssignmentState(problem, assignment, serving.storagePrice, moveHorizonDays)
  for (let j = 0; j < problem.jobCount; j++) {
    const to = many.jobRegion.get(problem.jobNames[j]!)
    if (to !== undefined && state.room.fits(state.serving, state.relocationOfJob(j), to)) state.placeJob(j, to)
  }
  const jobs = {placeGold, leastRuns: leastRunsOf(workload), leastGainShare: 0, sweeps}
  const readers = readersOf(problem)
  for (let round = 0; round < rounds; round++) {
    state.serving.reprice(storagePrices(problem, workload, state.assignment, replicaBudgetRatio).pricePerByte)
    if (improveJobs(state, jobs) + improveReaders(state, readers, jobs, mostCells) === 0) break
  }
  state.dropIdlePlacements()
  return toPlacement(problem, workload, state.assignment)
}
