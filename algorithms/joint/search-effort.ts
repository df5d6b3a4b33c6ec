import type {OptionValues} from '../options.js'
import type {ServingProblem} from '../serving/problem.js'

/** How hard to search, from the work budget and the size of the problem. */
export interface SearchEffort {
  readonly starts: number
  readonly kicks: number
  /** How often caching may be solved anew for its prices in a descent. */
  readonly rounds: number
  /** How often projects, tables and jobs take turns between two solutions of caching. */
  readonly turns: number
  readonly sweeps: number
  /** Exchanges of two jobs that are tried a sweep where regions are full. */
  readonly swapTries: number
}

/** What a start and a kick price about, in facts times regions of the whole problem. */
const pricingsPerStart = 60
const pricingsPerKick = 8

/** Every fact is priced in every region so often when all jobs and projects are looked at once. */
export const pricingsWithin = (workBudget: number, {readTable, regionCount}: ServingProblem): number =>
  workBudget / Math.max(1, readTable.length * regionCount)

/**
 * The options as far as the work budget goes: on large problems a single descent with single sweeps, which takes what most of the
 * gain is; starts and kicks where there is time for several.
 */
export function effortOf(values: OptionValues, problem: ServingProblem): SearchEffort {
  const pricings = pricingsWithin(values['workBudget'] as number, problem)
  const starts = Math.floor(pricings / 2 / pricingsPerStart)
  if (starts < 1)
    return {starts: 1, kicks: 0, rounds: pricings < pricingsPerStart / 2 ? 2 : 4, turns: 1, sweeps: 1, swapTries: 0}
  return {
    starts,
    kicks: Math.min(values['kicks'] as number, Math.floor(pricings / 2 / pricingsPerKick)),
    rounds: values['rounds'] as number,
    turns: 4,
    sweeps: values['sweeps'] as number,
    swapTries: 500,
  }
}
