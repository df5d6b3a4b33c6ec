import type {Assignment, ServingProblem} from './problem.js'

/** What a table costs a day by being at home somewhere: its bytes at rest, and the move there over the horizon. */
export function homeCost(problem: ServingProblem, moveHorizonDays: number, table: number, home: number): number {
  const {homeBytes, homeStoragePrice, linkPrice, regionCount, projectRegion, tableProject} = problem
  const original = projectRegion[tableProject[table]]
  const move = (homeBytes[table] * linkPrice[original * regionCount + home]) / moveHorizonDays
  return homeBytes[table] * homeStoragePrice[home] + move
}

/** CPU of a row at a region, in currency per day. */
export function cpuCost({cpuStart, cpuHoursPerDay, computePrice}: ServingProblem, row: number, region: number): number {
  if (computePrice[region] === 0) return 0
  let cost = 0
  for (let i = cpuStart[row]; i < cpuStart[row + 1]; i++) cost += cpuHoursPerDay[i] * computePrice[region]
  return cost
}

/** Write-backs (formats.md 3.4) and CPU of a row at a region, in currency per day. */
export function rowCost(problem: ServingProblem, tableHome: Int32Array, row: number, region: number): number {
  const {writeStart, writeTable, writeBytes, linkPrice, regionCount, dayCount} = problem
  let cost = cpuCost(problem, row, region)
  for (let i = writeStart[row]; i < writeStart[row + 1]; i++) {
    cost += (writeBytes[i] * linkPrice[region * regionCount + tableHome[writeTable[i]]]) / dayCount
  }
  return cost
}

/** Where a row runs (formats.md 3.1). */
export function rowRegionOf(problem: ServingProblem, assignment: Assignment, row: number): number {
  const placed = assignment.jobRegion[problem.rowJob[row]]
  if (placed >= 0) return placed
  return followedRegionOf(problem, assignment, row)
}

/** Where a row runs while its job is not placed: with its project if that is moved, else where it was seen. */
export function followedRegionOf(problem: ServingProblem, assignment: Assignment, row: number): number {
  const project = problem.rowProject[row]
  const region = assignment.projectRegion[project]
  return region === problem.projectRegion[project] ? problem.rowRegion[row] : region
}

/** Where a table is at home (formats.md 3.2). */
export function tableRegionOf(problem: ServingProblem, assignment: Assignment, table: number): number {
  const own = assignment.tableRegion[table]
  return own >= 0 ? own : assignment.projectRegion[problem.tableProject[table]]
}

/** What an assignment costs a day beside traffic: bytes at home, moves over the horizon, CPU. In currency. */
export function fixedCostPerDay(problem: ServingProblem, assignment: Assignment, moveHorizonDays: number): number {
  let cost = 0
  for (let t = 0; t < problem.tableCount; t++) {
    cost += homeCost(problem, moveHorizonDays, t, tableRegionOf(problem, assignment, t))
  }
  for (let row = 0; row < problem.rowCount; row++) cost += cpuCost(problem, row, rowRegionOf(problem, assignment, row))
  return cost
}
