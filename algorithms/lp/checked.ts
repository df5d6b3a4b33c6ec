import {type BinaryProgram, objectiveOf, type SolverAnswer} from './binary-program.js'
import {solveWithHighs} from './highs.js'
import {solveWithJavaScript} from './javascript-lp-solver.js'

/** A 0/1 point that was checked here against every row and group, whatever the solver said. */
export interface CheckedAnswer {
  /** `optimal`: proven by HiGHS, or equal to a bound that the caller proved. `none`: nothing valid was found. */
  readonly status: 'optimal' | 'feasible' | 'none'
  /** 1 = chosen. */
  readonly x: Uint8Array
  /** objective · x, recomputed. */
  readonly objective: number
  readonly bound: number
  readonly nodes: number
  readonly solver: 'highs' | 'javascript-lp-solver'
}

const INTEGRALITY_TOLERANCE = 1e-5
const ROW_TOLERANCE = 2e-9
const OBJECTIVE_TOLERANCE = 1e-9

/** Rounds an answer to 0/1 and checks it; undefined where it is fractional, breaks a row or a group, or has no x. */
export function checkedPoint(program: BinaryProgram, answer: SolverAnswer): Uint8Array | undefined {
  if (answer.status === 'none' || answer.x.length !== program.columnCount) return undefined
  const x = new Uint8Array(program.columnCount)
  for (let j = 0; j < x.length; j++) {
    const value = answer.x[j]
    if (!(Math.abs(value - Math.round(value)) <= INTEGRALITY_TOLERANCE) || value < -0.5 || value > 1.5) return undefined
    x[j] = Math.round(value)
  }
  for (let r = 0; r < program.rowCount; r++) {
    let sum = 0
    for (let i = program.rowStart[r]; i < program.rowStart[r + 1]; i++) {
      sum += program.rowValue[i] * x[program.rowColumn[i]]
    }
    if (sum > program.rowUpper[r] + ROW_TOLERANCE * Math.max(1, program.rowUpper[r])) return undefined
  }
  for (let g = 0; g < program.groupCount; g++) {
    let chosen = 0
    for (let j = program.groupStart[g]; j < program.groupStart[g + 1]; j++) chosen += x[j]
    if (chosen > 1) return undefined
  }
  return x
}

export interface CheckedSettings {
  readonly nodes: number
  readonly seed: number
  /** A bound that the caller has proved; an answer that reaches it needs no further proof. */
  readonly knownBound: number
  /** Up to this many columns javascript-lp-solver is asked first. */
  readonly smallColumns: number
}

/**
 * Solves a 0/1 program and believes nobody: integrality, rows, groups and objective are checked here. A small program goes
 * to javascript-lp-solver first, whose answer is final only if it reaches the known bound; otherwise HiGHS decides,
 * and of two valid answers the better is kept. Should HiGHS call optimal what the other one has beaten, its proof is void.
 */
export async function solveChecked(program: BinaryProgram, settings: CheckedSettings): Promise<CheckedAnswer> {
  if (program.columnCount === 0) {
    return {status: 'optimal', x: new Uint8Array(0), objective: 0, bound: 0, nodes: 0, solver: 'highs'}
  }
  const slack = OBJECTIVE_TOLERANCE * Math.max(1, Math.abs(settings.knownBound))
  const small =
    program.columnCount <= settings.smallColumns ? checkedPoint(program, solveWithJavaScript(program)) : undefined
  const smallObjective = small === undefined ? Number.NEGATIVE_INFINITY : objectiveOf(program, small)
  if (small !== undefined && smallObjective >= settings.knownBound - slack) {
    const bound = Math.max(settings.knownBound, smallObjective)
    return {status: 'optimal', x: small, objective: smallObjective, bound, nodes: 0, solver: 'javascript-lp-solver'}
  }
  const answer = await solveWithHighs(program, {nodes: settings.nodes, seed: settings.seed})
  const large = checkedPoint(program, answer)
  const largeObjective = large === undefined ? Number.NEGATIVE_INFINITY : objectiveOf(program, large)
  const isContradicted = answer.status !== 'none' && smallObjective > answer.bound + slack
  const bound = isContradicted ? settings.knownBound : Math.min(settings.knownBound, answer.bound)
  if (large !== undefined && largeObjective >= smallObjective - slack) {
    const isProven = answer.status === 'optimal' && !isContradicted
    const status = isProven ? 'optimal' : 'feasible'
    return {status, x: large, objective: largeObjective, bound, nodes: answer.nodes, solver: 'highs'}
  }
  if (small !== undefined) {
    const objective = smallObjective
    return {status: 'feasible', x: small, objective, bound, nodes: answer.nodes, solver: 'javascript-lp-solver'}
  }
  const x = new Uint8Array(program.columnCount)
  return {status: 'none', x, objective: Number.NEGATIVE_INFINITY, bound, nodes: answer.nodes, solver: 'highs'}
}
