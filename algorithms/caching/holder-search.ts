import {MaxHeap} from '../heap.js'
import {type Choice, NOTHING} from './choice.js'
import {type HolderUnits, pricedBytes} from './holder-units.js'

export interface HolderBudgets {
  readonly regionBudgetBytes: ArrayLike<number>
  readonly totalBudgetBytes: number
}

/** Bytes left in every region and over all under a choice of units; negative where a budget is broken. */
export class Room {
  readonly byRegion: Float64Array
  total: number
  readonly #units: HolderUnits
  readonly #change: Float64Array

  constructor(units: HolderUnits, budgets: HolderBudgets, choice: Choice) {
    this.#units = units
    this.byRegion = Float64Array.from(budgets.regionBudgetBytes)
    this.#change = new Float64Array(this.byRegion.length)
    this.total = budgets.totalBudgetBytes
    for (const c of choice) this.swap(NOTHING, c)
  }

  get isKept(): boolean {
    return this.total >= 0 && this.byRegion.every(bytes => bytes >= 0)
  }

  swap(from: number, to: number): void {
    this.#add(from, 1)
    this.#add(to, -1)
  }

  /** True where every budget holds after these swaps (pairs of from, to). */
  fits(...swaps: readonly number[]): boolean {
    const units = this.#units
    const change = this.#change
    let total = this.total
    for (let i = 0; i < swaps.length; i++) {
      const sign = i % 2 === 0 ? 1 : -1
      if (swaps[i] === NOTHING) continue
      total += sign * units.totalBytes[swaps[i]]
    }
    if (total < 0) return false
    for (let i = 0; i < swaps.length; i++) this.#spread(swaps[i], i % 2 === 0 ? 1 : -1)
    let isFitting = true
    for (const swap of swaps) {
      if (swap === NOTHING) continue
      for (let i = units.bytesStart[swap]; i < units.bytesStart[swap + 1]; i++) {
        const e = units.bytesRegion[i]
        if (change[e] < 0 && this.byRegion[e] + change[e] < 0) isFitting = false
      }
    }
    change.fill(0)
    return isFitting
  }

  #add(choice: number, sign: number): void {
    if (choice === NOTHING) return
    const {bytesStart, bytesRegion, bytes, totalBytes} = this.#units
    this.total += sign * totalBytes[choice]
    for (let i = bytesStart[choice]; i < bytesStart[choice + 1]; i++) this.byRegion[bytesRegion[i]] += sign * bytes[i]
  }

  #spread(choice: number, sign: number): void {
    if (choice === NOTHING) return
    const {bytesStart, bytesRegion, bytes} = this.#units
    for (let i = bytesStart[choice]; i < bytesStart[choice + 1]; i++) this.#change[bytesRegion[i]] += sign * bytes[i]
  }
}

/** What a choice of units saves, summed by rising unit. Currency per day. */
export function savedByUnits(units: HolderUnits, choice: Choice): number {
  let saved = 0
  for (const c of choice) if (c !== NOTHING) saved += units.savedCostPerDay[c]
  return saved
}

/**
 * Replaces, in place, always the choice whose better one saves most per byte more, bytes weighed by region, until nothing
 * that saves more fits all budgets. Ties go to the lower unit, then to the lower choice. Returns the choices looked at.
 */
export function growUnits(units: HolderUnits, budgets: HolderBudgets, weight: Float64Array, choice: Choice): number {
  const {choiceStart, savedCostPerDay} = units
  const room = new Room(units, budgets, choice)
  const heap = new MaxHeap(units.unitCount)
  let visits = 0
  const pushBest = (u: number) => {
    const at = choice[u]
    const savedAt = at === NOTHING ? 0 : savedCostPerDay[at]
    const weightAt = at === NOTHING ? 0 : pricedBytes(units, at, weight)
    let best = 0
    let bestChoice = NOTHING
    for (let c = choiceStart[u]; c < choiceStart[u + 1]; c++) {
      visits++
      const gain = savedCostPerDay[c] - savedAt
      if (gain <= 0) continue
      const more = pricedBytes(units, c, weight) - weightAt
      const density = more > 0 ? gain / more : Number.MAX_VALUE
      if (density > best && room.fits(at, c)) {
        best = density
        bestChoice = c
      }
    }
    if (bestChoice !== NOTHING) heap.push(best, u, bestChoice)
  }
  for (let u = 0; u < units.unitCount; u++) pushBest(u)
  while (heap.size > 0) {
    const u = heap.topItem
    const c = heap.topTag
    heap.pop()
    if (room.fits(choice[u], c)) {
      room.swap(choice[u], c)
      choice[u] = c
    }
    pushBest(u)
  }
  return visits
}

const MOST_LISTED = 400

/**
 * Exchanges two units at once, in place: one to a choice that saves more and does not fit alone, another to one that stores
 * less. Only choices whose shortfall at the prices is within the gap to the Lagrangian bound can take part in a
 * better plan (as in core.ts); of these the nearest 400 each way are tried. Returns the pairs looked at.
 *
 * @param price price of a byte by region, the one over all budgets included
 */
export function exchangePairs(
  units: HolderUnits,
  budgets: HolderBudgets,
  price: Float64Array,
  gap: number,
  choice: Choice,
  mostPairs: number,
): number {
  const {choiceStart, savedCostPerDay, totalBytes} = units
  const room = new Room(units, budgets, choice)
  const savedOf = (c: number) => (c === NOTHING ? 0 : savedCostPerDay[c])
  const bytesOf = (c: number) => (c === NOTHING ? 0 : totalBytes[c])
  const worthOf = (c: number) => (c === NOTHING ? 0 : savedCostPerDay[c] - pricedBytes(units, c, price))
  let pairs = 0
  for (;;) {
    const better: {unit: number; to: number; shortfall: number}[] = []
    const smaller: {unit: number; to: number; shortfall: number}[] = []
    for (let u = 0; u < units.unitCount; u++) {
      const at = choice[u]
      let best = 0
      for (let c = choiceStart[u]; c < choiceStart[u + 1]; c++) best = Math.max(best, worthOf(c))
      for (let c = choiceStart[u] - 1; c < choiceStart[u + 1]; c++) {
        const to = c < choiceStart[u] ? NOTHING : c
        const shortfall = best - worthOf(to)
        if (to === at || shortfall > gap) continue
        if (savedOf(to) > savedOf(at)) better.push({unit: u, to, shortfall})
        else if (bytesOf(to) < bytesOf(at)) smaller.push({unit: u, to, shortfall})
      }
    }
    const nearest = (list: typeof better) =>
      list.sort((a, b) => a.shortfall - b.shortfall || a.unit - b.unit || a.to - b.to).slice(0, MOST_LISTED)
    let mostGain = 0
    let found: readonly [number, number, number, number] | undefined
    const downs = nearest(smaller)
    for (const up of nearest(better)) {
      for (const down of downs) {
        if (up.unit === down.unit || pairs >= mostPairs) continue
        pairs++
        const gain = savedOf(up.to) - savedOf(choice[up.unit]) + savedOf(down.to) - savedOf(choice[down.unit])
        if (gain <= mostGain || !room.fits(choice[up.unit], up.to, choice[down.unit], down.to)) continue
        mostGain = gain
        found = [up.unit, up.to, down.unit, down.to]
      }
    }
    if (found === undefined) return pairs
    const [upUnit, upTo, downUnit, downTo] = found
    room.swap(choice[upUnit], upTo)
    room.swap(choice[downUnit], downTo)
    choice[upUnit] = upTo
    choice[downUnit] = downTo
  }
}
