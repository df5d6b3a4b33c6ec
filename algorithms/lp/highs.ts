import type {Highs, ModelData} from 'highs'
import {type BinaryProgram, NO_ANSWER, type SolverAnswer} from './binary-program.js'
import type {MixedProgram} from './mixed-program.js'

/**
 * HiGHS (MIT, University of Edinburgh) as WebAssembly: branch and cut for 0/1 programs, simplex or interior point for their
 * relaxations. Single-threaded and without a clock, so the same program gives the same answer. Runs in this thread and
 * blocks it: keep programs to a few thousand columns, or call it from a worker.
 */

export interface HighsSettings {
  /** True: x may be any share from 0 to 1. */
  readonly relaxed?: boolean
  /** For relaxations only. */
  readonly algorithm?: 'choose' | 'simplex' | 'ipm'
  /** Branch-and-bound nodes after which it stops with what it has. */
  readonly nodes?: number
  readonly seed?: number
}

const MODEL_OPTIMAL = 7
const PRIMAL_FEASIBLE = 2

let loaded: Promise<Highs> | undefined

/**
 * Loads the WebAssembly module on first use; every later call shares it. The package's types describe its CommonJS
 * face; as an ES module the default export is the loader itself.
 */
function highs(): Promise<Highs> {
  loaded ??= import('highs').then(module => (module.default as unknown as typeof module.default.default)())
  return loaded
}

/** Solves a 0/1 program or its relaxation. Never throws for what HiGHS does: a failure is the status `none`. */
export async function solveWithHighs(program: BinaryProgram, settings: HighsSettings = {}): Promise<SolverAnswer> {
  if (program.columnCount === 0) return {status: 'optimal', x: new Float64Array(0), bound: 0, nodes: 0}
  const {relaxed = false} = settings
  return (await answerOf(solver => modelOf(program, relaxed, solver), settings)) ?? NO_ANSWER
}

/**
 * Solves a mixed 0/1 program or its relaxation, minimising: no x costs less than `bound`, says HiGHS (−Infinity where it says
 * nothing). Never throws for what HiGHS does: a failure is the status `none`.
 */
export async function solveMixedWithHighs(program: MixedProgram, settings: HighsSettings = {}): Promise<SolverAnswer> {
  const {relaxed = false} = settings
  const answer = await answerOf(solver => mixedModelOf(program, relaxed, solver), settings)
  return answer ?? {...NO_ANSWER, bound: Number.NEGATIVE_INFINITY}
}

/** Undefined where there is no x. */
async function answerOf(
  modelFor: (solver: Highs) => ModelData,
  {relaxed = false, algorithm = 'choose', nodes = 2_147_483_647, seed = 0}: HighsSettings,
): Promise<SolverAnswer | undefined> {
  const solver = await highs()
  try {
    return solver.withModel(modelFor(solver), (model): SolverAnswer | undefined => {
      model.options.set({
        output_flag: false,
        random_seed: seed % 2_147_483_647,
        ...(relaxed
          ? {solver: algorithm}
          : {mip_rel_gap: 0, mip_abs_gap: 1e-9, mip_feasibility_tolerance: 1e-9, mip_max_nodes: nodes}),
      })
      model.run()
      const isOptimal = model.getModelStatus() === MODEL_OPTIMAL
      if (!isOptimal && (relaxed || Number(model.info.get('primal_solution_status')) !== PRIMAL_FEASIBLE)) {
        return undefined
      }
      return {
        status: isOptimal ? 'optimal' : 'feasible',
        x: model.getSolution().colValue,
        bound: relaxed ? model.getObjectiveValue() : Number(model.info.get('mip_dual_bound')),
        nodes: relaxed ? 0 : Number(model.info.get('mip_node_count')),
      }
    })
  } catch {
    loaded = undefined
    return undefined
  }
}

function modelOf(program: BinaryProgram, relaxed: boolean, solver: Highs): ModelData {
  const {columnCount, rowCount, groupCount} = program
  const entries = program.rowStart[rowCount]
  const starts = new Int32Array(rowCount + groupCount + 1)
  starts.set(program.rowStart)
  const indices = new Int32Array(entries + columnCount)
  indices.set(program.rowColumn.subarray(0, entries))
  const values = new Float64Array(entries + columnCount).fill(1)
  values.set(program.rowValue.subarray(0, entries))
  const rowUpper = new Float64Array(rowCount + groupCount).fill(1)
  rowUpper.set(program.rowUpper)
  for (let j = 0; j < columnCount; j++) indices[entries + j] = j
  for (let g = 0; g < groupCount; g++) starts[rowCount + g + 1] = entries + program.groupStart[g + 1]
  return {
    numCols: columnCount,
    numRows: rowCount + groupCount,
    sense: solver.constants.objectiveSense.maximize,
    colCost: program.objective,
    colLower: new Float64Array(columnCount),
    colUpper: new Float64Array(columnCount).fill(1),
    rowLower: new Float64Array(rowCount + groupCount).fill(Number.NEGATIVE_INFINITY),
    rowUpper,
    matrix: {format: 'csr', numRows: rowCount + groupCount, numCols: columnCount, starts, indices, values},
    ...(relaxed ? {} : {integrality: new Int32Array(columnCount).fill(1)}),
  }
}

function mixedModelOf(program: MixedProgram, relaxed: boolean, solver: Highs): ModelData {
  const {columnCount, rowCount} = program
  return {
    numCols: columnCount,
    numRows: rowCount,
    sense: solver.constants.objectiveSense.minimize,
    colCost: program.objective,
    colLower: new Float64Array(columnCount),
    colUpper: program.columnUpper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: {
      format: 'csr',
      numRows: rowCount,
      numCols: columnCount,
      starts: program.rowStart,
      indices: program.rowColumn,
      values: program.rowValue,
    },
    ...(relaxed ? {} : {integrality: program.isInteger}),
  }
}
