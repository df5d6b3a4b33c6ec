import type {Column} from '../../model/columns.js'
import type {Placement} from '../../model/placement.js'
import type {CachingOutcome, CachingProblem} from './problem.js'

/** The same homes and jobs with an outcome's replica windows. */
export function withWindows(home: Placement, problem: CachingProblem, outcome: CachingOutcome): Placement {
  const {curve, fromAge, toAge} = outcome.windows
  const relays = outcome.extraWindows ?? {table: [], region: [], fromAge: [], toAge: []}
  const columnOf = (ofCurve: (row: number) => number, ofRelay: Column) =>
    Int32Array.from({length: curve.length + relays.table.length}, (_, row) =>
      row < curve.length ? ofCurve(row) : ofRelay[row - curve.length]!,
    )
  return {
    ...home,
    windows: {
      count: curve.length + relays.table.length,
      table: columnOf(row => problem.curveTable[curve[row]!]!, relays.table),
      region: columnOf(row => problem.curveRegion[curve[row]!]!, relays.region),
      fromAge: columnOf(row => fromAge[row]!, relays.fromAge),
      toAge: columnOf(row => toAge[row]!, relays.toAge),
    },
  }
}
