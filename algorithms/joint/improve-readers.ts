import {MaxHeap} from '../heap.js'
import {type ImproveJobs, placeableJobs} from '../placement/improve-jobs.js'
import type {AssignmentState} from '../serving/assignment-state.js'
import {groupBy} from '../serving/derive-serving.js'
import type {Grouped, ServingProblem} from '../serving/problem.js'

/** Who reads a table, for moves of all its readers in a region at once. */
export interface Readers {
  /** Read facts by table, and the job row of each fact. */
  readonly factsOfTable: Grouped
  readonly factRow: Int32Array
}

export function readersOf(problem: ServingProblem): Readers {
  const factRow = new Int32Array(problem.readTable.length)
  for (let row = 0; row < problem.rowCount; row++) {
    factRow.fill(row, problem.readStart[row]!, problem.readStart[row + 1]!)
  }
  return {factsOfTable: groupBy(problem.readTable, factRow.length, problem.tableCount), factRow}
}

/** Jobs that are moved together at most: more of them hardly ever fit. */
const mostJobs = 300

/**
 * Moves all placeable jobs that read one table in one region together, dearest (table, region) first. Where a replica serves many
 * readers no single one gains by leaving, because the others keep the refresh; all of them together may. Returns the steps.
 *
 * @param mostCells how many (table, region) are looked at
 */
export function improveReaders(
  state: AssignmentState,
  {factsOfTable, factRow}: Readers,
  settings: ImproveJobs,
  mostCells: number,
): number {
  const {problem, serving} = state
  const {regionCount: R, rowJob, jobRowStart} = problem
  const isPlaceable = new Uint8Array(problem.jobCount)
  for (const job of placeableJobs(state, settings)) isPlaceable[job] = 1
  const heap = new MaxHeap(mostCells + 1)
  for (let cell = 0; cell < serving.cellCosts.length; cell++) {
    if (serving.cellCosts[cell]! > 0) heap.push(serving.cellCosts[cell]!, cell, 0)
  }
  const deltas = new Float64Array(R)
  let steps = 0
  for (let looked = 0; looked < mostCells && heap.size > 0; looked++) {
    const cell = heap.topItem
    heap.pop()
    const table = Math.floor(cell / R)
    const region = cell % R
    const jobs = new Set<number>()
    for (let i = factsOfTable.start[table]!; i < factsOfTable.start[table + 1]!; i++) {
      const row = factRow[factsOfTable.item[i]!]!
      if (serving.rowRegion[row] === region && isPlaceable[rowJob[row]!] === 1) jobs.add(rowJob[row]!)
    }
    if (jobs.size < 2 || jobs.size > mostJobs) continue
    const rows: number[] = []
    for (const job of jobs) for (let row = jobRowStart[job]!; row < jobRowStart[job + 1]!; row++) rows.push(row)
    const relocation = {rows, tables: []}
    serving.evaluate(relocation, deltas)
    let best = -1
    for (let e = 0; e < R; e++) {
      const isBetter = e !== region && deltas[e]! < (best < 0 ? -rounding * Math.abs(state.cost) : deltas[best]!)
      if (isBetter && state.room.fits(serving, relocation, e)) best = e
    }
    if (best < 0) continue
    for (const job of jobs) state.placeJob(job, best)
    steps++
  }
  return steps
}

/** Share of the whole cost below which a gain may be rounding. */
const rounding = 1e-12
