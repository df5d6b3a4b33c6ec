import type {ServingProblem} from '../serving/problem.js'

/**
 * The serving problem of some projects among themselves: only what their own jobs read and write of their own tables, their CPU and their
 * bytes at home. It never costs more than the whole, wherever the other projects live: costs are not negative, and a cell costs no less
 * for more demand. Rows, tables and projects keep their numbers.
 */
export function amongProjects(problem: ServingProblem, isWithin: ArrayLike<number>): ServingProblem {
  const {rowProject, tableProject, readStart, readTable, writeStart, writeTable, cpuStart, rowCount} = problem
  const readBytes = problem.readBytes
  const reads = new Float64Array(readTable.length)
  const writes = new Float64Array(writeTable.length)
  const cpuHoursPerDay = new Float64Array(problem.cpuHoursPerDay.length)
  for (let row = 0; row < rowCount; row++) {
    if (isWithin[rowProject[row]] === 0) continue
    for (let f = readStart[row]; f < readStart[row + 1]; f++) {
      if (isWithin[tableProject[readTable[f]]] === 1) reads[f] = readBytes[f]
    }
    for (let f = writeStart[row]; f < writeStart[row + 1]; f++) {
      if (isWithin[tableProject[writeTable[f]]] === 1) writes[f] = problem.writeBytes[f]
    }
    for (let i = cpuStart[row]; i < cpuStart[row + 1]; i++) cpuHoursPerDay[i] = problem.cpuHoursPerDay[i]
  }
  return {
    ...problem,
    readBytes: reads,
    writeBytes: writes,
    cpuHoursPerDay,
    homeBytes: Float64Array.from(tableProject, (p, t) => (isWithin[p] === 1 ? problem.homeBytes[t] : 0)),
  }
}
