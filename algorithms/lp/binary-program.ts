/**
 * A 0/1 program: maximise objective · x over x in {0, 1}ⁿ, under sparse rows Σ value · x ≤ upper and groups of columns of
 * which at most one is 1. Every column belongs to one group at most. Row values and upper bounds are not negative, so
 * x = 0 always holds; scale them to about 1 before (solvers work to absolute tolerances near 1e-9).
 */
export interface BinaryProgram {
  readonly columnCount: number
  readonly objective: Float64Array
  readonly rowCount: number
  /** Row r holds entries `rowStart[r] … rowStart[r + 1]` of `rowColumn` and `rowValue`. */
  readonly rowStart: Int32Array
  readonly rowColumn: Int32Array
  readonly rowValue: Float64Array
  readonly rowUpper: Float64Array
  /** Group g holds columns `groupStart[g] … groupStart[g + 1]`, which are adjacent. Covers all columns. */
  readonly groupCount: number
  readonly groupStart: Int32Array
}

/** What a solver says. Nothing in it is to be believed before `checkedAnswer` has looked at it. */
export interface SolverAnswer {
  /** `optimal` and `feasible` come with x; `none`: no solution found, or the solver failed. */
  readonly status: 'optimal' | 'feasible' | 'none'
  readonly x: Float64Array
  /** No x does better, says the solver; Infinity where it says nothing. */
  readonly bound: number
  /** Branch-and-bound nodes, where it counts them. */
  readonly nodes: number
}

export const NO_ANSWER: SolverAnswer = {
  status: 'none',
  x: new Float64Array(0),
  bound: Number.POSITIVE_INFINITY,
  nodes: 0,
}

/** objective · x, summed by rising column. */
export function objectiveOf(program: BinaryProgram, x: ArrayLike<number>): number {
  let value = 0
  for (let j = 0; j < program.columnCount; j++) value += program.objective[j] * x[j]
  return value
}
