import type {CachingOutcome, CachingProblem} from './problem.js'

/** One point (index into the problem's point columns) for each curve, or NOTHING where the region keeps none of the table. */
export type Choice = Int32Array

export const NOTHING = -1

export function emptyChoice(problem: CachingProblem): Choice {
  return new Int32Array(problem.curveCount).fill(NOTHING)
}

/** What a choice saves per day, in currency, summed by rising curve. */
export function savedCostPerDay(problem: CachingProblem, choice: Choice): number {
  let saved = 0
  for (let c = 0; c < choice.length; c++) {
    if (choice[c] !== NOTHING) saved += problem.savedCostPerDay[choice[c]]
  }
  return saved
}

/** Replica bytes of a choice in each region, summed by rising curve. */
export function storedBytesByRegion(problem: CachingProblem, choice: Choice): Float64Array {
  const stored = new Float64Array(problem.regionCount)
  for (let c = 0; c < choice.length; c++) {
    if (choice[c] !== NOTHING) stored[problem.curveRegion[c]] += problem.storedBytes[choice[c]]
  }
  return stored
}

/** True where no region and not the whole stores more than its budget. Exact for sums below 2^53 bytes. */
export function isWithinBudgets(problem: CachingProblem, storedByRegion: Float64Array): boolean {
  let total = 0
  for (let e = 0; e < problem.regionCount; e++) {
    if (storedByRegion[e] > problem.regionBudgetBytes[e]) return false
    total += storedByRegion[e]
  }
  return total <= problem.totalBudgetBytes
}

type Extras = Omit<CachingOutcome, 'windows' | 'savedCostPerDay' | 'storedBytes'>

/** The outcome of a choice: one window [0, life span) for each curve that keeps something. */
export function outcomeOfChoice(problem: CachingProblem, choice: Choice, extras: Extras): CachingOutcome {
  let count = 0
  for (let c = 0; c < choice.length; c++) if (choice[c] !== NOTHING) count++
  const curve = new Int32Array(count)
  const toAge = new Int32Array(count)
  let row = 0
  let storedBytes = 0
  for (let c = 0; c < choice.length; c++) {
    const point = choice[c]
    if (point === NOTHING) continue
    curve[row] = c
    toAge[row] = problem.lifeSpanDays[point]
    storedBytes += problem.storedBytes[point]
    row++
  }
  return {
    windows: {curve, fromAge: new Int32Array(count), toAge},
    savedCostPerDay: savedCostPerDay(problem, choice),
    storedBytes,
    ...extras,
  }
}
