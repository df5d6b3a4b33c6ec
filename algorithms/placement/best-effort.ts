import {priorities} from '../../model/history.js'
import type {ServingProblem} from '../serving/problem.js'

/** A cheap class of compute whose runs may be stopped and started again. Bronze jobs may use it. */
export interface BestEffort {
  /** Share of the compute price that it costs, 0 to 1. */
  readonly priceShare: number
  /** Chance, from 0 to below 1, that one attempt is evicted: its reads and its CPU are spent for nothing. */
  readonly evictionShare: number
}

export const defaultBestEffort: BestEffort = {priceShare: 0.2, evictionShare: 0.1}

const bronze = priorities.indexOf('bronze')

export function mayBeBestEffort({jobPriority}: ServingProblem, job: number): boolean {
  return jobPriority[job] === bronze
}

/**
 * What the class changes, in currency per day: with a chance q of eviction an attempt is repeated q/(1−q) times on average,
 * each time with its reads and its CPU; writes are those of the attempt that ends well. Negative where it pays. Its CPU counts
 * against capacities as recorded: what is repeated runs on what others leave.
 */
export function bestEffortChange(
  {priceShare, evictionShare}: BestEffort,
  readCostPerDay: number,
  cpuCostPerDay: number,
): number {
  const repeats = evictionShare / (1 - evictionShare)
  return repeats * readCostPerDay + cpuCostPerDay * ((1 + repeats) * priceShare - 1)
}
