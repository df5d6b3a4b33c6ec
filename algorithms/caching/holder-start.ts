import type {TableWindow} from './holder-choices.js'
import type {CurveStart} from './holder-units.js'
import type {AgeDetail, CachingOutcome, CachingProblem} from './problem.js'

/** Rows of an outcome's windows that belong to curve c: `rowStart[c] … rowStart[c + 1]`. */
export function windowRows(problem: CachingProblem, outcome: CachingOutcome): Int32Array {
  const rowStart = new Int32Array(problem.curveCount + 1)
  const {curve} = outcome.windows
  for (let w = 0; w < curve.length; w++) rowStart[curve[w] + 1]++
  for (let c = 0; c < problem.curveCount; c++) rowStart[c + 1] += rowStart[c]
  return rowStart
}

/** What the windows of one curve save and store, fed from home; undefined where it has none. */
export function curveStart(
  problem: CachingProblem,
  detail: AgeDetail,
  outcome: CachingOutcome,
  rowStart: Int32Array,
  curve: number,
): CurveStart | undefined {
  if (rowStart[curve] === rowStart[curve + 1]) return undefined
  const {fromAge, toAge} = outcome.windows
  const first = problem.pointStart[curve]
  let savedCostPerDay = 0
  let storedBytes = 0
  let begin = first
  for (let w = rowStart[curve]; w < rowStart[curve + 1]; w++) {
    while (problem.lifeSpanDays[begin] <= fromAge[w]) begin++
    let end = begin
    while (problem.lifeSpanDays[end] < toAge[w]) end++
    savedCostPerDay += problem.savedCostPerDay[end]
    storedBytes += problem.storedBytes[end]
    if (fromAge[w] > 0) {
      savedCostPerDay -= begin === first ? -problem.refreshCostPerDay[curve] : problem.savedCostPerDay[begin - 1]
      savedCostPerDay -= detail.refreshCostPerDay[begin]
      storedBytes += detail.storedBytes[begin] - problem.storedBytes[begin]
    }
  }
  return {savedCostPerDay, storedBytes}
}

/** The windows of every table of a list, from its curves. */
export function windowsByTable(
  problem: CachingProblem,
  outcome: CachingOutcome,
  tables: ReadonlySet<number>,
): Map<number, TableWindow[]> {
  const {curve, fromAge, toAge} = outcome.windows
  const byTable = new Map<number, TableWindow[]>()
  for (let w = 0; w < curve.length; w++) {
    const table = problem.curveTable[curve[w]]
    if (!tables.has(table)) continue
    const own = byTable.get(table) ?? []
    own.push({region: problem.curveRegion[curve[w]], fromAge: fromAge[w], toAge: toAge[w]})
    byTable.set(table, own)
  }
  return byTable
}
