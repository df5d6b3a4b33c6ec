import type {AgeDetail, CachingProblem} from './problem.js'

/** What one region does at one age that is read. */
export const AWAY = 0
/** It holds the age and has held everything since the read age before. */
export const KEPT = 1
/** It holds the age and refreshes it: a window starts here. */
export const FETCHED = 2

/**
 * The two-state walk of design.md section 2 for one curve at a time: hold, or let go and refresh again.
 *
 *   held_k = max(held_{k−1} − λ·gap_k, away_k − refresh_k) + reads_k − λ·stored_k        away_k = max(away_{k−1}, held_{k−1})
 *
 * over the ages k that are read, in currency per day. Exact over all sets of disjoint windows that start at read ages or at 0,
 * from home only; equal values go to the choice with fewer bytes. O(ages) a solution. One object serves all curves in turn.
 */
export class WindowWalk {
  /** Ages of the loaded curve that are read, and their columns. */
  ages = 0
  readonly ageDays: Int32Array
  readonly readCostPerDay: Float64Array
  readonly refreshCostPerDay: Float64Array
  /** Bytes of the age alone, and of the ages since the read age before (exclusive both ways). */
  readonly storedBytes: Float64Array
  readonly gapBytes: Float64Array
  readonly #isKept: Uint8Array
  readonly #isLetGo: Uint8Array

  constructor(mostAges: number) {
    this.ageDays = new Int32Array(mostAges)
    this.readCostPerDay = new Float64Array(mostAges)
    this.refreshCostPerDay = new Float64Array(mostAges)
    this.storedBytes = new Float64Array(mostAges)
    this.gapBytes = new Float64Array(mostAges)
    this.#isKept = new Uint8Array(mostAges)
    this.#isLetGo = new Uint8Array(mostAges)
  }

  /**
   * Takes the read ages of a curve; age 0 too where nobody reads it but a window that starts there refreshes less than one that
   * starts at the first read age: then it stands for all ages before that one, whose bytes are the gap between.
   */
  load(problem: CachingProblem, detail: AgeDetail, curve: number): void {
    const first = problem.pointStart[curve]
    const end = problem.pointStart[curve + 1]
    const {refreshCostPerDay} = problem
    const startsAtZero =
      problem.lifeSpanDays[first] > 1 && refreshCostPerDay[curve] < detail.refreshCostPerDay[first] ? 1 : 0
    this.ages = end - first + startsAtZero
    if (startsAtZero === 1) {
      this.ageDays[0] = 0
      this.readCostPerDay[0] = 0
      this.refreshCostPerDay[0] = refreshCostPerDay[curve]
      this.storedBytes[0] = 0
    }
    let bytesBefore = 0
    let savedBefore = -refreshCostPerDay[curve]
    for (let p = first; p < end; p++) {
      const k = p - first + startsAtZero
      this.ageDays[k] = problem.lifeSpanDays[p] - 1
      this.readCostPerDay[k] = problem.savedCostPerDay[p] - savedBefore
      this.refreshCostPerDay[k] = detail.refreshCostPerDay[p]
      this.storedBytes[k] = detail.storedBytes[p]
      this.gapBytes[k] = problem.storedBytes[p] - bytesBefore - detail.storedBytes[p]
      bytesBefore = problem.storedBytes[p]
      savedBefore = problem.savedCostPerDay[p]
    }
  }

  /** Writes the state at every age of a best choice at storage price λ (currency per byte and day) to `path[at …]`. */
  solve(price: number, path: Uint8Array, at: number): void {
    const {ages, readCostPerDay, refreshCostPerDay, storedBytes, gapBytes} = this
    let away = 0
    let awayBytes = 0
    let held = Number.NEGATIVE_INFINITY
    let heldBytes = 0
    for (let k = 0; k < ages; k++) {
      const letGo = held > away || (held === away && heldBytes < awayBytes)
      const kept = held - price * gapBytes[k]
      const keptBytes = heldBytes + gapBytes[k]
      if (letGo) {
        away = held
        awayBytes = heldBytes
      }
      const fetched = away - refreshCostPerDay[k]
      const isKept = kept > fetched || (kept === fetched && keptBytes <= awayBytes)
      this.#isLetGo[k] = letGo ? 1 : 0
      this.#isKept[k] = isKept ? 1 : 0
      held = (isKept ? kept : fetched) + readCostPerDay[k] - price * storedBytes[k]
      heldBytes = (isKept ? keptBytes : awayBytes) + storedBytes[k]
    }
    let isHeld = held > away || (held === away && heldBytes < awayBytes)
    for (let k = ages - 1; k >= 0; k--) {
      path[at + k] = isHeld ? (this.#isKept[k] === 1 ? KEPT : FETCHED) : AWAY
      isHeld = path[at + k] === KEPT || this.#isLetGo[k] === 1
    }
  }

  /** What state `state` at age k saves, in currency per day. */
  savedAt(k: number, state: number): number {
    if (state === AWAY) return 0
    return state === KEPT ? this.readCostPerDay[k] : this.readCostPerDay[k] - this.refreshCostPerDay[k]
  }

  /** Bytes that state `state` at age k stores. */
  bytesAt(k: number, state: number): number {
    if (state === AWAY) return 0
    return state === KEPT ? this.storedBytes[k] + this.gapBytes[k] : this.storedBytes[k]
  }
}
