import type {Placement} from '../../model/placement.js'
import {cpuCost, rowCost, tableRegionOf} from '../serving/fixed-costs.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'
import {type BestEffort, bestEffortChange, mayBeBestEffort} from './best-effort.js'
import {holderPrices} from './holder-prices.js'
import type {JobRegions} from './job-regions.js'

/**
 * What every job costs wherever it runs, with homes and replicas given: then jobs do not depend on one another but for
 * room. Costs are remote reads from the cheapest holder (formats.md 3.3), write-backs (3.4) and CPU at its price, in
 * currency per day; refreshes and bytes at home are the same whatever the jobs do, and are not in it.
 */
export interface JobCosts {
  /** Cost a day of job j with option o (region, or `regionCount` = not placed) at `j * (regionCount + 1) + o`. */
  readonly cost: Float64Array
  /** 1 at the same place where the best-effort class is the cheaper one. */
  readonly isBestEffort: Uint8Array
}

/** O(facts · regions) time, 9 bytes a (job, option). */
export function givenReplicas(
  problem: ServingProblem,
  assignment: Assignment,
  windows: Placement['windows'],
  regions: JobRegions,
  bestEffort?: BestEffort,
): JobCosts {
  const {regionCount: R, jobCount, jobRowStart, readStart, readAge, readBytes, dayCount} = problem
  const tableHome = Int32Array.from({length: problem.tableCount}, (_, t) => tableRegionOf(problem, assignment, t))
  const {setOfAge, price} = holderPrices(problem, tableHome, windows)
  const options = R + 1
  const cost = new Float64Array(jobCount * options)
  const isBestEffort = new Uint8Array(jobCount * options)
  const reads = new Float64Array(options)
  const cpu = new Float64Array(options)
  const rowReads = new Float64Array(R)
  for (let j = 0; j < jobCount; j++) {
    reads.fill(0)
    cpu.fill(0)
    const at = j * options
    for (let row = jobRowStart[j]; row < jobRowStart[j + 1]; row++) {
      rowReads.fill(0)
      for (let f = readStart[row]; f < readStart[row + 1]; f++) {
        const from = setOfAge[readAge[f]] * R
        for (let e = 0; e < R; e++) rowReads[e] += readBytes[f] * price[from + e]
      }
      for (let o = 0; o < options; o++) {
        const region = regions.regionOfRow(row, o)
        reads[o] += rowReads[region] / dayCount
        cpu[o] += cpuCost(problem, row, region)
        cost[at + o] += rowCost(problem, tableHome, row, region)
      }
    }
    for (let o = 0; o < options; o++) {
      cost[at + o] += reads[o]
      if (bestEffort === undefined || !mayBeBestEffort(problem, j)) continue
      const change = bestEffortChange(bestEffort, reads[o], cpu[o])
      if (change >= 0) continue
      cost[at + o] += change
      isBestEffort[at + o] = 1
    }
  }
  return {cost, isBestEffort}
}
