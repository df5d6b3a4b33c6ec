import {AssignmentState} from '../serving/assignment-state.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'
import type {Relocation} from '../serving/serving-state.js'
import type {MigrationSettings} from './policy.js'

/** What could not leave an evacuated region, and why. */
export interface LeftBehind {
  readonly kind: 'project' | 'table' | 'job'
  /** Index of the project, table or job. */
  readonly item: number
  readonly region: number
  readonly reason: 'pinned' | 'not-allowed-elsewhere' | 'not-movable' | 'no-room'
}

export interface Evacuation {
  readonly assignment: Assignment
  readonly leftBehind: readonly LeftBehind[]
  /** Change of cost a day against the start, in currency. */
  readonly costPerDay: number
}

type Unit = Pick<LeftBehind, 'kind' | 'item'>

/**
 * Empties regions: no home and no run may stay in them. The cheapest exits are taken first, each priced with all that left before; what
 * finds no room is tried again when others have gone. Moves go beyond the limits on moves: an evacuation is no choice. Jobs that were
 * seen to run there though their project lives elsewhere are placed. Does not improve what it leaves: give the
 * assignment to a migration policy on `closeRegions(problem, …)` for that.
 * O(rounds · units that leave · pricing one).
 */
export function evacuate(
  problem: ServingProblem,
  start: Assignment,
  regions: readonly number[],
  {storagePrice, moveHorizonDays}: Pick<MigrationSettings, 'storagePrice' | 'moveHorizonDays'>,
): Evacuation {
  const state = new AssignmentState(problem, start, storagePrice, moveHorizonDays)
  const before = state.cost
  const isClosed = new Uint8Array(problem.regionCount)
  for (const e of regions) isClosed[e] = 1
  for (const kind of ['project', 'table', 'job'] as const)
    leaveCheapestFirst(state, unitsOf(state, kind, isClosed), isClosed)
  const leftBehind = (['project', 'table', 'job'] as const).flatMap(kind =>
    unitsOf(state, kind, isClosed).map(unit => ({
      ...unit,
      region: regionInside(state, unit, isClosed),
      reason: reasonToStay(state, unit, isClosed),
    })),
  )
  return {assignment: state.snapshot(), leftBehind, costPerDay: state.cost - before}
}

/** The problem with regions that nothing may move to: pinned and other projects that live there may stay. */
export function closeRegions(problem: ServingProblem, regions: readonly number[]): ServingProblem {
  const projectAllowed = Uint8Array.from(problem.projectAllowed)
  for (let p = 0; p < problem.projectCount; p++) {
    for (const e of regions) projectAllowed[p * problem.regionCount + e] = 0
  }
  return {...problem, projectAllowed}
}

/** Projects that live there, tables with homes of their own there, jobs of which runs are there (and whose project is not). */
function unitsOf(state: AssignmentState, kind: Unit['kind'], isClosed: Uint8Array): Unit[] {
  const {problem} = state
  const count = {project: problem.projectCount, table: problem.tableCount, job: problem.jobCount}[kind]
  const units: Unit[] = []
  for (let item = 0; item < count; item++) {
    if (regionInside(state, {kind, item}, isClosed) >= 0) units.push({kind, item})
  }
  return units
}

/** The evacuated region that the unit is in; -1 where it is in none. */
function regionInside(
  {problem, assignment, serving}: AssignmentState,
  {kind, item}: Unit,
  isClosed: Uint8Array,
): number {
  if (kind === 'project') return isClosed[assignment.projectRegion[item]] ? assignment.projectRegion[item] : -1
  if (kind === 'table') {
    const region = assignment.tableRegion[item]
    return region >= 0 && isClosed[region] ? region : -1
  }
  for (let row = problem.jobRowStart[item]; row < problem.jobRowStart[item + 1]; row++) {
    if (isClosed[serving.rowRegion[row]]) return serving.rowRegion[row]
  }
  return -1
}

function leaveCheapestFirst(state: AssignmentState, units: Unit[], isClosed: Uint8Array): void {
  const deltas = new Float64Array(state.problem.regionCount)
  for (let left = units; left.length > 0; ) {
    const order = left
      .map(unit => ({unit, to: bestExit(state, unit, isClosed, deltas), delta: lowestOf(deltas)}))
      .sort((a, b) => a.delta - b.delta || a.unit.item - b.unit.item)
    const staying: Unit[] = []
    for (const {unit} of order) {
      const to = bestExit(state, unit, isClosed, deltas)
      if (to < 0) staying.push(unit)
      else if (unit.kind === 'project') state.moveProject(unit.item, to)
      else if (unit.kind === 'table') state.moveTable(unit.item, to)
      else state.placeJob(unit.item, to)
    }
    if (staying.length === left.length) return
    left = staying
  }
}

const lowestOf = (deltas: Float64Array): number => deltas.reduce((least, delta) => Math.min(least, delta), Infinity)

/** Cheapest open region with room that the unit may go to; -1 where there is none. Leaves the deltas of those regions. */
function bestExit(state: AssignmentState, unit: Unit, isClosed: Uint8Array, deltas: Float64Array): number {
  const relocation = relocationOf(state, unit)
  if (unit.kind === 'project') state.tryProject(unit.item, deltas)
  else if (unit.kind === 'table') state.tryTable(unit.item, deltas)
  else state.tryJob(unit.item, deltas)
  let best = -1
  for (let e = 0; e < deltas.length; e++) {
    if (isClosed[e] || !mayGo(state, unit, e) || !fits(state, unit, e, relocation)) deltas[e] = Infinity
    if (deltas[e] < (best < 0 ? Infinity : deltas[best])) best = e
  }
  return best
}

function relocationOf(state: AssignmentState, {kind, item}: Unit): Relocation {
  if (kind === 'project') return state.relocationOfProject(item)
  return kind === 'table' ? {rows: [], tables: [item]} : state.relocationOfJob(item)
}

function mayGo(state: AssignmentState, {kind, item}: Unit, to: number): boolean {
  const {problem} = state
  if (kind === 'project') return state.mayMoveProject(item, to)
  if (kind === 'job') return problem.jobMovable[item] === 1
  return state.mayMoveProject(problem.tableProject[item], to)
}

function fits(state: AssignmentState, unit: Unit, to: number, relocation: Relocation): boolean {
  return unit.kind === 'project'
    ? state.fitsProject(unit.item, to, relocation)
    : state.room.fits(state.serving, relocation, to)
}

function reasonToStay(state: AssignmentState, unit: Unit, isClosed: Uint8Array): LeftBehind['reason'] {
  const {problem} = state
  if (unit.kind === 'job') return problem.jobMovable[unit.item] === 1 ? 'no-room' : 'not-movable'
  const project = unit.kind === 'project' ? unit.item : problem.tableProject[unit.item]
  if (problem.projectPinned[project] === 1) return 'pinned'
  for (let e = 0; e < problem.regionCount; e++) if (!isClosed[e] && mayGo(state, unit, e)) return 'no-room'
  return 'not-allowed-elsewhere'
}
