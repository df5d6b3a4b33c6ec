import type {AssignmentState, MoveLimits} from '../serving/assignment-state.js'

/** Moves single tables (topology `unit: table`) while that gains, by index, within the move limits. Returns the steps. */
export function improveTables(
  state: AssignmentState,
  {leastGainPerDay, ...limits}: MoveLimits & {readonly leastGainPerDay: number},
): number {
  const {problem, serving, assignment} = state
  if (!problem.tablesMove) return 0
  const deltas = new Float64Array(problem.regionCount)
  let steps = 0
  for (let t = 0; t < problem.tableCount; t++) {
    state.tryTable(t, deltas)
    const relocation = {rows: [], tables: [t]}
    const isMoved = assignment.tableRegion[t]! >= 0
    const mayMove =
      isMoved || (state.moves < limits.mostMoves && state.moveBytes + problem.homeBytes[t]! <= limits.mostMoveBytes)
    if (!mayMove) continue
    let best = -1
    for (let e = 0; e < deltas.length; e++) {
      const isBetter = deltas[e]! < (best < 0 ? -leastGainPerDay : deltas[best]!) && deltas[e]! < 0
      if (isBetter && state.room.fits(serving, relocation, e)) best = e
    }
    if (best < 0) continue
    const follows = assignment.projectRegion[problem.tableProject[t]!] === best
    state.moveTable(t, follows ? -1 : best)
    steps++
  }
  return steps
}
