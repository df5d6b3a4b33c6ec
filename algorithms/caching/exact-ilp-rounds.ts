import type {BinaryProgram} from '../lp/binary-program.js'
import {solveChecked} from '../lp/checked.js'
import {type Choice, emptyChoice, isWithinBudgets, NOTHING, savedCostPerDay, storedBytesByRegion} from './choice.js'
import type {Core} from './core.js'
import {type CoreProgram, choiceOf, coreProgram} from './core-program.js'
import type {UsefulPoints} from './exact-points.js'
import type {CachingProblem} from './problem.js'

export interface WholeSettings {
  readonly nodes: number
  readonly seed: number
  /** A proved bound on any choice, in currency per day. */
  readonly boundSavedCostPerDay: number
}

export interface SolvedWhole {
  readonly choice: Choice
  readonly isOptimal: boolean
  readonly boundSavedCostPerDay: number
  readonly rounds: number
  readonly nodes: number
}

const SMALL_COLUMNS = 20
/** Plans that overflow by less than the solver sees, forbidden one by one, before it gives up on the proof. */
const MOST_ROUNDS = 20
/** More than what `checkedPoint` lets a row overflow. */
const TIGHTENING = 1e-8

/** Solves the program of all useful points; `fallback` is what it keeps where the solver finds nothing better. */
export async function solveWhole(
  problem: CachingProblem,
  useful: UsefulPoints,
  fallback: Choice,
  settings: WholeSettings,
): Promise<SolvedWhole> {
  const nothing = emptyChoice(problem)
  const whole = wholeCore(useful)
  let built = coreProgram(problem, nothing, whole, 0)
  let bound = settings.boundSavedCostPerDay
  let nodes = 0
  for (let round = 1; ; round++) {
    const isLast = round > MOST_ROUNDS
    if (isLast) built = coreProgram(problem, nothing, whole, TIGHTENING)
    const answer = await solveChecked(built.program, {
      nodes: Math.max(0, settings.nodes - nodes),
      seed: settings.seed,
      knownBound: built.savedUnit === 0 ? 0 : bound / built.savedUnit,
      smallColumns: SMALL_COLUMNS,
    })
    nodes += answer.nodes
    if (!isLast) bound = Math.min(bound, answer.bound * built.savedUnit)
    const choice = answer.status === 'none' ? fallback : choiceOf(built, answer.x, nothing)
    const isWithin = isWithinBudgets(problem, storedBytesByRegion(problem, choice))
    if (!isWithin && !isLast) {
      built = {...built, program: withCovers(problem, built, choice)}
      continue
    }
    const isOptimal = isWithin && !isLast && answer.status === 'optimal'
    const isBetter = isWithin && savedCostPerDay(problem, choice) >= savedCostPerDay(problem, fallback)
    return {choice: isBetter ? choice : fallback, isOptimal, boundSavedCostPerDay: bound, rounds: round, nodes}
  }
}

/** All curves with useful points, whole. */
function wholeCore(useful: UsefulPoints): Core {
  const curve: number[] = []
  const columnStart = [0]
  for (let c = 0; c + 1 < useful.start.length; c++) {
    if (useful.start[c] === useful.start[c + 1]) continue
    curve.push(c)
    columnStart.push(useful.start[c + 1])
  }
  return {
    curve: Int32Array.from(curve),
    columnStart: Int32Array.from(columnStart),
    columnPoint: useful.point,
    isComplete: true,
  }
}

/**
 * The program with one more row for each budget that a choice overflows: of the n curves that keep something under that budget,
 * at most n − 1 may keep as much as here or more. Every choice within the budgets holds it. Scaled to an upper bound near 1.
 */
function withCovers(problem: CachingProblem, built: CoreProgram, choice: Choice): BinaryProgram {
  const {program, columnPoint, core} = built
  const stored = storedBytesByRegion(problem, choice)
  const total = stored.reduce((sum, bytes) => sum + bytes, 0)
  const rowStart = [...program.rowStart]
  const rowColumn = [...program.rowColumn]
  const rowValue = [...program.rowValue]
  const rowUpper = [...program.rowUpper]
  const forbid = (isUnder: (curve: number) => boolean): void => {
    let kept = 0
    for (let g = 0; g < core.curve.length; g++) {
      const curve = core.curve[g]
      if (choice[curve] === NOTHING || !isUnder(curve)) continue
      kept++
      for (let j = program.groupStart[g]; j < program.groupStart[g + 1]; j++) {
        if (columnPoint[j] >= choice[curve]) rowColumn.push(j)
      }
    }
    while (rowValue.length < rowColumn.length) rowValue.push(1 / kept)
    rowStart.push(rowColumn.length)
    rowUpper.push((kept - 1) / kept)
  }
  for (let e = 0; e < problem.regionCount; e++) {
    if (stored[e] > problem.regionBudgetBytes[e]) forbid(curve => problem.curveRegion[curve] === e)
  }
  if (total > problem.totalBudgetBytes) forbid(() => true)
  return {
    ...program,
    rowCount: rowStart.length - 1,
    rowStart: Int32Array.from(rowStart),
    rowColumn: Int32Array.from(rowColumn),
    rowValue: Float64Array.from(rowValue),
    rowUpper: Float64Array.from(rowUpper),
  }
}
