import type {CurveWindows} from './churn-curve-windows.js'
import type {CachingProblem} from './problem.js'

/**
 * Curves going back from the chosen to yesterday's windows, with the budgets kept exactly (sums of whole bytes below 2^53).
 * Every call of `tryCurve` takes a set of curves back or none.
 */
export class Reversion {
  /** 1 where a curve has gone back to yesterday's windows. */
  readonly isReverted: Uint8Array
  readonly #problem: CachingProblem
  readonly #before: CurveWindows
  readonly #hysteresis: number
  readonly #stored: Float64Array
  #totalStored = 0
  /** By curve, of the chosen windows over yesterday's: currency per day, and bytes. */
  readonly #advantage: Float64Array
  readonly #growthBytes: Float64Array
  /** Curves that grew, the least advantage per byte first: over all, and by region. */
  readonly #growers: readonly number[]
  readonly #growersOfRegion: readonly (readonly number[])[]

  /** @param storedBytes replica bytes of everything chosen, by region */
  constructor(
    problem: CachingProblem,
    chosen: CurveWindows,
    before: CurveWindows,
    storedBytes: Float64Array,
    hysteresis: number,
  ) {
    this.#problem = problem
    this.#before = before
    this.#hysteresis = hysteresis
    this.#stored = storedBytes.slice()
    for (const bytes of storedBytes) this.#totalStored += bytes
    this.isReverted = new Uint8Array(problem.curveCount)
    this.#advantage = chosen.savedCostPerDay.map((saved, c) => saved - before.savedCostPerDay[c])
    this.#growthBytes = chosen.storedBytes.map((bytes, c) => bytes - before.storedBytes[c])
    const growers: number[] = []
    for (let c = 0; c < problem.curveCount; c++) if (this.#growthBytes[c] > 0) growers.push(c)
    const perByte = this.#advantage.map((saved, c) => saved / this.#growthBytes[c])
    this.#growers = growers.sort((a, b) => perByte[a] - perByte[b] || a - b)
    const ofRegion = Array.from({length: problem.regionCount}, (): number[] => [])
    for (const c of growers) ofRegion[problem.curveRegion[c]].push(c)
    this.#growersOfRegion = ofRegion
  }

  /** Takes a curve back, with as many growers as it needs room from. True where it is back. */
  tryCurve(curve: number): boolean {
    if (this.isReverted[curve] === 1) return true
    const {curveRegion, regionBudgetBytes, totalBudgetBytes} = this.#problem
    const region = curveRegion[curve]
    const addedBytes = -this.#growthBytes[curve]
    let lackInRegion = this.#stored[region] + addedBytes - regionBudgetBytes[region]
    let lackInTotal = this.#totalStored + addedBytes - totalBudgetBytes
    const set = [curve]
    let advantage = this.#advantage[curve]
    let savedBefore = this.#before.savedCostPerDay[curve]
    const giveUp = (list: readonly number[], isEnough: () => boolean): void => {
      for (const c of list) {
        if (isEnough() || advantage >= this.#hysteresis * savedBefore) return
        if (this.isReverted[c] === 1 || set.includes(c)) continue
        set.push(c)
        advantage += this.#advantage[c]
        savedBefore += this.#before.savedCostPerDay[c]
        lackInTotal -= this.#growthBytes[c]
        if (curveRegion[c] === region) lackInRegion -= this.#growthBytes[c]
      }
    }
    if (addedBytes > 0) {
      giveUp(this.#growersOfRegion[region], () => lackInRegion <= 0)
      giveUp(this.#growers, () => lackInTotal <= 0)
      if (lackInRegion > 0 || lackInTotal > 0) return false
    }
    if (advantage >= this.#hysteresis * savedBefore) return false
    for (const c of set) {
      this.isReverted[c] = 1
      this.#stored[curveRegion[c]] -= this.#growthBytes[c]
      this.#totalStored -= this.#growthBytes[c]
    }
    return true
  }
}
