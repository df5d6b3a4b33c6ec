import packaged, {type VariableCoefficients} from 'javascript-lp-solver'
import {type BinaryProgram, NO_ANSWER, type SolverAnswer} from './binary-program.js'

/** The package's types describe its CommonJS face; as an ES module the default export is the solver itself. */
const solver = packaged as unknown as typeof packaged.default

/**
 * javascript-lp-solver (Unlicense): a small simplex with branch and bound, pure JavaScript and at once at hand. For a few
 * dozen columns only. Known faults of 1.0.1 (research/libraries.md A): it may return fractional values as feasible, and
 * has called a wrong answer optimal; so it claims no more than `feasible` here, and no bound.
 */
export function solveWithJavaScript(program: BinaryProgram): SolverAnswer {
  const {columnCount, rowCount, groupCount} = program
  const variables: Record<string, VariableCoefficients> = {}
  const binaries: Record<string, 1> = {}
  for (let j = 0; j < columnCount; j++) {
    variables[`x${j}`] = {value: program.objective[j]}
    binaries[`x${j}`] = 1
  }
  const constraints: Record<string, {max: number}> = {}
  for (let r = 0; r < rowCount; r++) {
    constraints[`row${r}`] = {max: program.rowUpper[r]}
    for (let i = program.rowStart[r]; i < program.rowStart[r + 1]; i++) {
      variables[`x${program.rowColumn[i]}`][`row${r}`] = program.rowValue[i]
    }
  }
  for (let g = 0; g < groupCount; g++) {
    constraints[`group${g}`] = {max: 1}
    for (let j = program.groupStart[g]; j < program.groupStart[g + 1]; j++) variables[`x${j}`][`group${g}`] = 1
  }
  try {
    const result = solver.Solve({optimize: 'value', opType: 'max', constraints, variables, binaries}) as {
      feasible?: boolean
      [column: string]: unknown
    }
    if (result.feasible !== true) return NO_ANSWER
    const x = Float64Array.from({length: columnCount}, (_, j) => Number(result[`x${j}`] ?? 0))
    return {status: 'feasible', x, bound: Number.POSITIVE_INFINITY, nodes: 0}
  } catch {
    return NO_ANSWER
  }
}
