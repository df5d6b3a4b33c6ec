import {IsthmusError} from '../../model/errors.js'
import {windowStoredBytes} from '../../model/partition-sizes.js'
import type {Workload} from '../../model/workload.js'
import {type CurveWindows, chosenWindows, previousWindows} from './churn-curve-windows.js'
import type {PreviousWindows} from './churn-held.js'
import {Reversion} from './churn-reversion.js'
import type {CachingOutcome, CachingProblem, Windows} from './problem.js'

export interface TemperSettings {
  /** Share of yesterday's saving by which a change must be better; 0 changes nothing. */
  readonly hysteresis: number
}

/** Passes over the curves: one that goes back may leave room for another that did not fit before. */
const mostPasses = 8

/**
 * Keeps yesterday's windows of a curve where the new choice saves less than `hysteresis` × yesterday's saving more, both on
 * today's demand, and the budgets hold with them. Smallest advantage first, ties to the lower curve. Where yesterday's windows do
 * not fit, curves that grew since go back too, those that gain least per byte first, as long as the rule holds for all of
 * them together: two tables that take turns at the edge of a budget are one change, not two.
 *
 * Guarantee: Σ saved > (1 / (1 + hysteresis)) · Σ saved by what was chosen, if no chosen windows lose; no budget is exceeded that the
 * chosen windows keep, and none further. That is with replicas fed from home: an outcome with relays keeps its budgets too, but what
 * its windows save together is not seen here. Windows in force that nobody reads today are dropped; the others are cut to the
 * ages that are read, which costs nothing.
 *
 * O(curves · log curves + windows) and the few curves looked at for each one that goes back.
 *
 * @param outcome what was chosen for `problem`; its relays stay and count against the budgets
 * @param previous windows in force on the day before
 */
export function temper(
  problem: CachingProblem,
  workload: Workload,
  outcome: Pick<CachingOutcome, 'windows' | 'extraWindows'>,
  previous: PreviousWindows,
  {hysteresis}: TemperSettings,
): Windows {
  if (!(hysteresis >= 0)) {
    throw new IsthmusError('usage', `the hysteresis is ${hysteresis}`, 'Give a share of at least 0, e.g. 0.1.')
  }
  if (hysteresis === 0 || previous.table.length === 0) return outcome.windows
  const chosen = chosenWindows(problem, workload, outcome.windows)
  const before = previousWindows(problem, workload, previous)
  const stored = new Float64Array(problem.regionCount)
  for (let c = 0; c < problem.curveCount; c++) stored[problem.curveRegion[c]] += chosen.storedBytes[c]
  const {extraWindows: extra} = outcome
  for (let row = 0; row < (extra?.table.length ?? 0); row++) {
    const {table, region, fromAge, toAge} = extra!
    stored[region[row]] += windowStoredBytes(workload.tables, table[row], fromAge[row], toAge[row], workload.toDay)
  }
  const reversion = new Reversion(problem, chosen, before, stored, hysteresis)
  let candidates = candidatesOf(problem, chosen, before, hysteresis)
  for (let pass = 0; pass < mostPasses; pass++) {
    const left = candidates.filter(c => !reversion.tryCurve(c))
    if (left.length === candidates.length) break
    candidates = left
  }
  return pick(problem, chosen, before, reversion.isReverted)
}

/** Curves whose new windows are not better enough, smallest advantage first. */
function candidatesOf(
  problem: CachingProblem,
  chosen: CurveWindows,
  before: CurveWindows,
  hysteresis: number,
): number[] {
  const candidates: number[] = []
  const advantage = new Float64Array(problem.curveCount)
  for (let c = 0; c < problem.curveCount; c++) {
    const saved = before.savedCostPerDay[c]
    advantage[c] = chosen.savedCostPerDay[c] - saved
    if (saved > 0 && advantage[c] < hysteresis * saved && !isSame(chosen, before, c)) candidates.push(c)
  }
  return candidates.sort((a, b) => advantage[a] - advantage[b] || a - b)
}

function isSame(a: CurveWindows, b: CurveWindows, curve: number): boolean {
  const from = a.start[curve]
  const other = b.start[curve]
  const count = a.start[curve + 1] - from
  if (b.start[curve + 1] - other !== count) return false
  for (let i = 0; i < count; i++) {
    if (a.fromAge[from + i] !== b.fromAge[other + i] || a.toAge[from + i] !== b.toAge[other + i]) return false
  }
  return true
}

function pick(problem: CachingProblem, chosen: CurveWindows, before: CurveWindows, isReverted: Uint8Array): Windows {
  const curve: number[] = []
  const fromAge: number[] = []
  const toAge: number[] = []
  for (let c = 0; c < problem.curveCount; c++) {
    const source = isReverted[c] === 1 ? before : chosen
    for (let row = source.start[c]; row < source.start[c + 1]; row++) {
      curve.push(c)
      fromAge.push(source.fromAge[row])
      toAge.push(source.toAge[row])
    }
  }
  return {curve: Int32Array.from(curve), fromAge: Int32Array.from(fromAge), toAge: Int32Array.from(toAge)}
}
