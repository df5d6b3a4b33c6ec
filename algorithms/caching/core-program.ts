import type {BinaryProgram} from '../lp/binary-program.js'
import {type Choice, NOTHING, storedBytesByRegion} from './choice.js'
import type {Core} from './core.js'
import type {CachingProblem} from './problem.js'

/** A core as a 0/1 program: one column a point, one group a curve, one row a budget; and what its numbers stand for. */
export interface CoreProgram {
  readonly program: BinaryProgram
  /** Point of each column. */
  readonly columnPoint: Int32Array
  /** Core curve (index into `core.curve`) of each group is the group's own index. */
  readonly core: Core
  /** Currency per day that an objective of 1 stands for. */
  readonly savedUnit: number
}

/**
 * Builds the program with the curves outside the core kept at `choice`. Rows are scaled so that the room left in a budget
 * is 1, the objective so that the largest saving is 1. Points that alone overflow a budget are left out.
 * @param tightening share of each budget's room to leave unused, for answers that overflow by rounding
 */
export function coreProgram(problem: CachingProblem, choice: Choice, core: Core, tightening: number): CoreProgram {
  const rest = choice.slice()
  for (const c of core.curve) rest[c] = NOTHING
  const room = storedBytesByRegion(problem, rest)
  let totalRoom = problem.totalBudgetBytes
  for (let e = 0; e < room.length; e++) {
    totalRoom -= room[e]
    room[e] = problem.regionBudgetBytes[e] - room[e]
  }
  const columnPoint: number[] = []
  const columnRegion: number[] = []
  const groupStart = [0]
  let savedUnit = 0
  for (let i = 0; i < core.curve.length; i++) {
    const region = problem.curveRegion[core.curve[i]]
    const fits = Math.min(room[region], totalRoom)
    for (let j = core.columnStart[i]; j < core.columnStart[i + 1]; j++) {
      const point = core.columnPoint[j]
      if (problem.storedBytes[point] > fits) break
      columnPoint.push(point)
      columnRegion.push(region)
      savedUnit = Math.max(savedUnit, problem.savedCostPerDay[point])
    }
    groupStart.push(columnPoint.length)
  }

  const rowStart = [0]
  const rowColumn: number[] = []
  const rowValue: number[] = []
  const addRow = (roomBytes: number, isIn: (column: number) => boolean): void => {
    if (roomBytes === Number.POSITIVE_INFINITY) return
    for (let j = 0; j < columnPoint.length; j++) {
      const bytes = problem.storedBytes[columnPoint[j]]
      if (bytes === 0 || !isIn(j)) continue
      rowColumn.push(j)
      rowValue.push(bytes / roomBytes)
    }
    rowStart.push(rowColumn.length)
  }
  addRow(totalRoom, () => true)
  for (let e = 0; e < room.length; e++) addRow(room[e], column => columnRegion[column] === e)

  return {
    columnPoint: Int32Array.from(columnPoint),
    core,
    savedUnit,
    program: {
      columnCount: columnPoint.length,
      objective: Float64Array.from(columnPoint, point => problem.savedCostPerDay[point] / savedUnit),
      rowCount: rowStart.length - 1,
      rowStart: Int32Array.from(rowStart),
      rowColumn: Int32Array.from(rowColumn),
      rowValue: Float64Array.from(rowValue),
      rowUpper: new Float64Array(rowStart.length - 1).fill(1 - tightening),
      groupCount: core.curve.length,
      groupStart: Int32Array.from(groupStart),
    },
  }
}

/** The choice that a 0/1 point of the program stands for. */
export function choiceOf(built: CoreProgram, x: Uint8Array, choice: Choice): Choice {
  const next = choice.slice()
  const {program, core, columnPoint} = built
  for (let g = 0; g < core.curve.length; g++) {
    next[core.curve[g]] = NOTHING
    for (let j = program.groupStart[g]; j < program.groupStart[g + 1]; j++) {
      if (x[j] === 1) next[core.curve[g]] = columnPoint[j]
    }
  }
  return next
}
