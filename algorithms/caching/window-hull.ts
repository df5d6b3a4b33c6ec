import type {AgeDetail, CachingProblem} from './problem.js'
import {AWAY, FETCHED, KEPT, WindowWalk} from './window-walk.js'

/** Relative difference of two values that is only rounding. */
const ROUNDING = 1e-12

/**
 * The window choices of one curve that matter, by rising bytes and rising saving: every vertex of the upper hull over ALL
 * choices of disjoint windows, the choices on the edges between them that mixing two neighbours gives, and the prefixes
 * [0, L) of the problem that none of these dominates.
 *
 * The hull is found by the walk alone: between two known vertices, solve at the slope of their chord; a choice above the
 * chord is a new vertex, none means an edge (Eisner & Severance 1976, parametric search). At most two walks a vertex. Two
 * neighbours are both best at the slope of their edge, so wherever each can go on as the other does they can be crossed over,
 * and both offspring are best there too: they lie on the edge.
 *
 * One object serves all curves in turn: `build` replaces what it holds.
 */
export class WindowHull {
  /** Choices of the curve built last. */
  count = 0
  storedBytes = new Float64Array(16)
  savedCostPerDay = new Float64Array(16)
  /** Point of the problem where the choice is a prefix [0, lifeSpanDays[point]), else −1 − its path. */
  #source = new Int32Array(16)
  readonly #problem: CachingProblem
  readonly #detail: AgeDetail
  readonly #walk: WindowWalk
  #curve = -1
  /** Paths, `ages` states each; columns row-aligned with them. Path 0 holds nothing. */
  #paths: Uint8Array
  #pathCount = 0
  #pathBytes = new Float64Array(16)
  #pathSaved = new Float64Array(16)
  #onHull = new Int32Array(16)
  #hullCount = 0
  #pending = new Int32Array(16)

  constructor(problem: CachingProblem, detail: AgeDetail) {
    let mostAges = 2
    for (let c = 0; c < problem.curveCount; c++) {
      mostAges = Math.max(mostAges, problem.pointStart[c + 1] - problem.pointStart[c] + 1)
    }
    this.#problem = problem
    this.#detail = detail
    this.#walk = new WindowWalk(mostAges)
    this.#paths = new Uint8Array(16 * mostAges)
  }

  build(curve: number): void {
    this.#curve = curve
    this.#walk.load(this.#problem, this.#detail, curve)
    this.#pathCount = 0
    this.#hullCount = 0
    this.#paths.fill(AWAY, 0, this.#walk.ages)
    const nothing = this.#addPath()
    let pending = 0
    this.#pending[pending++] = this.#solve(0)
    let left = nothing
    while (pending > 0) {
      const right = this.#pending[pending - 1]
      const bytes = this.#pathBytes[right] - this.#pathBytes[left]
      const gain = this.#pathSaved[right] - this.#pathSaved[left]
      if (!(gain > 0)) {
        pending--
        continue
      }
      const middle = bytes > 0 ? this.#solve(gain / bytes) : right
      if (this.#isAbove(left, right, middle)) {
        if (pending === this.#pending.length) this.#pending = longer(this.#pending)
        this.#pending[pending++] = middle
        continue
      }
      this.#addEdge(left, right)
      left = right
      pending--
    }
    this.#mergePrefixes()
  }

  /** Ages [fromAge, toAge) of each window of a choice, youngest first, to the ends of the two lists. */
  pushWindows(choice: number, fromAge: number[], toAge: number[]): void {
    const {lifeSpanDays} = this.#problem
    const source = this.#source[choice]
    if (source >= 0) {
      fromAge.push(0)
      toAge.push(lifeSpanDays[source])
      return
    }
    const {ages, ageDays} = this.#walk
    const at = (-1 - source) * ages
    for (let k = 0; k < ages; k++) {
      const state = this.#paths[at + k]
      if (state === AWAY) continue
      const age = ageDays[k]
      if (state === FETCHED) {
        fromAge.push(age)
        toAge.push(age + 1)
      } else toAge[toAge.length - 1] = age + 1
    }
  }

  /** End of the last window of a choice, in days. */
  lastAge(choice: number): number {
    const source = this.#source[choice]
    if (source >= 0) return this.#problem.lifeSpanDays[source]
    const {ages, ageDays} = this.#walk
    let k = ages - 1
    while (k > 0 && this.#paths[(-1 - source) * ages + k] === AWAY) k--
    return ageDays[k] + 1
  }

  #solve(price: number): number {
    this.#walk.solve(price, this.#paths, this.#pathCount * this.#walk.ages)
    return this.#addPath()
  }

  /** Takes the states behind the last path as a new one, and makes room for the next. */
  #addPath(): number {
    const walk = this.#walk
    const {ages} = walk
    const path = this.#pathCount++
    if (path >= this.#pathBytes.length) {
      this.#pathBytes = longer(this.#pathBytes)
      this.#pathSaved = longer(this.#pathSaved)
    }
    let bytes = 0
    let saved = 0
    for (let k = 0; k < ages; k++) {
      const state = this.#paths[path * ages + k]
      bytes += walk.bytesAt(k, state)
      saved += walk.savedAt(k, state)
    }
    this.#pathBytes[path] = bytes
    this.#pathSaved[path] = saved
    while ((path + 2) * ages > this.#paths.length) this.#paths = longer(this.#paths)
    return path
  }

  #isAbove(left: number, right: number, middle: number): boolean {
    const bytes = this.#pathBytes
    const saved = this.#pathSaved
    if (bytes[middle] < bytes[left] || bytes[middle] >= bytes[right]) return false
    const slope = (saved[right] - saved[left]) / (bytes[right] - bytes[left])
    const above = saved[middle] - saved[left] - slope * (bytes[middle] - bytes[left])
    return above > ROUNDING * Math.abs(saved[right])
  }

  /** Appends the crossings of two neighbouring vertices, youngest ages first, then the right one. */
  #addEdge(left: number, right: number): void {
    const walk = this.#walk
    const {ages} = walk
    let last = left
    let bytes = this.#pathBytes[left]
    let differs = false
    const isHeld = (path: number, k: number) => this.#paths[path * ages + k] !== AWAY
    const isKept = (path: number, k: number) => this.#paths[path * ages + k] === KEPT
    for (let k = 0; k < ages - 1; k++) {
      const from = this.#paths[left * ages + k]
      const to = this.#paths[right * ages + k]
      bytes += walk.bytesAt(k, to) - walk.bytesAt(k, from)
      differs = differs || from !== to
      const canCross = (!isKept(left, k + 1) || isHeld(right, k)) && (!isKept(right, k + 1) || isHeld(left, k))
      if (!differs || !canCross) continue
      differs = false
      if (bytes <= this.#pathBytes[last] || bytes >= this.#pathBytes[right]) continue
      const at = this.#pathCount * ages
      for (let i = 0; i < ages; i++) this.#paths[at + i] = this.#paths[(i <= k ? right : left) * ages + i]
      const crossed = this.#addPath()
      if (this.#pathSaved[crossed] <= this.#pathSaved[last]) continue
      this.#appendToHull(crossed)
      last = crossed
    }
    if (this.#pathSaved[right] > this.#pathSaved[last]) this.#appendToHull(right)
  }

  #appendToHull(path: number): void {
    if (this.#hullCount === this.#onHull.length) this.#onHull = longer(this.#onHull)
    this.#onHull[this.#hullCount++] = path
  }

  /** Merges the hull with the prefixes by bytes and leaves out what is dominated; a prefix comes before a path that only equals it. */
  #mergePrefixes(): void {
    const {pointStart, storedBytes, savedCostPerDay} = this.#problem
    const end = pointStart[this.#curve + 1]
    this.count = 0
    let p = pointStart[this.#curve]
    let h = 0
    while (p < end || h < this.#hullCount) {
      const path = h < this.#hullCount ? this.#onHull[h] : -1
      const pathBytes = path < 0 ? Number.POSITIVE_INFINITY : this.#pathBytes[path]
      const prefixBytes = p < end ? storedBytes[p] : Number.POSITIVE_INFINITY
      if (p < end && prefixBytes <= pathBytes) {
        const saved = savedCostPerDay[p]
        const isTwin = prefixBytes === pathBytes && Math.abs(saved - this.#pathSaved[path]) <= ROUNDING * saved
        if (isTwin) h++
        this.#append(prefixBytes, saved, p)
        p++
      } else {
        this.#append(pathBytes, this.#pathSaved[path], -1 - path)
        h++
      }
    }
  }

  #append(bytes: number, saved: number, source: number): void {
    const last = this.count - 1
    if (saved <= (last < 0 ? 0 : this.savedCostPerDay[last])) return
    const at = last >= 0 && this.storedBytes[last] === bytes ? last : this.count++
    if (at >= this.storedBytes.length) {
      this.storedBytes = longer(this.storedBytes)
      this.savedCostPerDay = longer(this.savedCostPerDay)
      this.#source = longer(this.#source)
    }
    this.storedBytes[at] = bytes
    this.savedCostPerDay[at] = saved
    this.#source[at] = source
  }
}

function longer<T extends Float64Array | Int32Array | Uint8Array>(column: T): T {
  const next = new (column.constructor as new (length: number) => T)(column.length * 2)
  next.set(column as never)
  return next
}
