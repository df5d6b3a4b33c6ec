import {NOTHING} from './choice.js'
import type {HolderChoice} from './holder-choices.js'
import type {CachingProblem} from './problem.js'
import type {TableWalk} from './table-walks.js'

/**
 * What can be chosen independently: a curve of a table whose home is its nearest source everywhere, or a whole table whose regions
 * serve one another. Choices of unit u are `choiceStart[u] … choiceStart[u + 1]`, by rising total bytes; keeping nothing is implied.
 */
export interface HolderUnits {
  readonly unitCount: number
  readonly choiceStart: Int32Array
  readonly savedCostPerDay: Float64Array
  readonly totalBytes: Float64Array
  /** Bytes of choice c by region: rows `bytesStart[c] … bytesStart[c + 1]`. */
  readonly bytesStart: Int32Array
  readonly bytesRegion: Int32Array
  readonly bytes: Float64Array
  /** Of the curve's points or the table's list; NOTHING for the starting windows of a curve that are no point of it. */
  readonly source: Int32Array
  /** Choice of each unit in the plan that is started from, or NOTHING. */
  readonly start: Int32Array
}

/** Bytes and saving of the windows that a curve starts from. */
export interface CurveStart {
  readonly savedCostPerDay: number
  readonly storedBytes: number
}

export interface UnitSources {
  /** Curves that stand alone, rising, and where each starts; undefined = nothing is kept. */
  readonly curves: Int32Array
  readonly curveStart: readonly (CurveStart | undefined)[]
  /** Window choices as points. */
  readonly points: CachingProblem
  readonly walks: readonly TableWalk[]
  /** Choices of each walk, and the one that it starts from. */
  readonly lists: readonly (readonly HolderChoice[])[]
  readonly listStart: readonly HolderChoice[]
}

/** Relative difference of two values that is only rounding. */
const ROUNDING = 1e-12

/** Puts curves and tables into columns, the curves first. The starting choice of a unit is added where its list lacks it. */
export function holderUnits(sources: UnitSources): HolderUnits {
  const {curves, points, walks} = sources
  const unitCount = curves.length + walks.length
  const choiceStart = new Int32Array(unitCount + 1)
  const start = new Int32Array(unitCount).fill(NOTHING)
  const saved: number[] = []
  const total: number[] = []
  const source: number[] = []
  const bytesStart = [0]
  const bytesRegion: number[] = []
  const bytes: number[] = []
  const add = (savedCostPerDay: number, totalBytes: number, of: number) => {
    saved.push(savedCostPerDay)
    total.push(totalBytes)
    source.push(of)
    bytesStart.push(bytes.length)
  }
  for (let u = 0; u < curves.length; u++) {
    const c = curves[u]
    const region = points.curveRegion[c]
    const begin = sources.curveStart[u]
    let isPlaced = begin === undefined
    const addPoint = (savedCostPerDay: number, storedBytes: number, of: number) => {
      bytesRegion.push(region)
      bytes.push(storedBytes)
      add(savedCostPerDay, storedBytes, of)
    }
    for (let p = points.pointStart[c]; p < points.pointStart[c + 1]; p++) {
      const pointSaved = points.savedCostPerDay[p]
      if (!isPlaced && begin !== undefined && begin.storedBytes <= points.storedBytes[p]) {
        isPlaced = true
        const isTwin =
          begin.storedBytes === points.storedBytes[p] && begin.savedCostPerDay <= pointSaved + ROUNDING * pointSaved
        start[u] = total.length
        if (!isTwin) addPoint(begin.savedCostPerDay, begin.storedBytes, NOTHING)
      }
      addPoint(pointSaved, points.storedBytes[p], p)
    }
    if (!isPlaced && begin !== undefined) {
      start[u] = total.length
      addPoint(begin.savedCostPerDay, begin.storedBytes, NOTHING)
    }
    choiceStart[u + 1] = total.length
  }
  for (let w = 0; w < walks.length; w++) {
    const list = sources.lists[w]
    const {regions} = walks[w].sourcing
    for (let i = 0; i < list.length; i++) {
      const choice = list[i]
      if (choice === sources.listStart[w]) start[curves.length + w] = total.length
      for (let r = 0; r < regions.length; r++) {
        if (choice.storedBytes[r] === 0) continue
        bytesRegion.push(regions[r])
        bytes.push(choice.storedBytes[r])
      }
      add(choice.savedCostPerDay, choice.totalBytes, i)
    }
    choiceStart[curves.length + w + 1] = total.length
  }
  return {
    unitCount,
    choiceStart,
    savedCostPerDay: Float64Array.from(saved),
    totalBytes: Float64Array.from(total),
    bytesStart: Int32Array.from(bytesStart),
    bytesRegion: Int32Array.from(bytesRegion),
    bytes: Float64Array.from(bytes),
    source: Int32Array.from(source),
    start,
  }
}

/** Price of the bytes of a choice, for a price by region. */
export function pricedBytes(units: HolderUnits, choice: number, price: Float64Array): number {
  let cost = 0
  for (let i = units.bytesStart[choice]; i < units.bytesStart[choice + 1]; i++) {
    cost += units.bytes[i] * price[units.bytesRegion[i]]
  }
  return cost
}

/**
 * The units as curves of one region under the budget over all, the bytes of each region charged at its own price: point i is
 * choice i. What hull's machinery gives for it is best at these prices and may break a region's budget.
 */
export function pricedProblem(units: HolderUnits, ownPrice: Float64Array, totalBudgetBytes: number): CachingProblem {
  const {unitCount, choiceStart, totalBytes} = units
  return {
    regionCount: 1,
    regionStart: Int32Array.of(0, unitCount),
    curveCount: unitCount,
    curveTable: Int32Array.from({length: unitCount}, (_, u) => u),
    curveRegion: new Int32Array(unitCount),
    pointStart: choiceStart,
    lifeSpanDays: new Int32Array(totalBytes.length),
    storedBytes: totalBytes,
    savedCostPerDay: units.savedCostPerDay.map((saved, c) => saved - pricedBytes(units, c, ownPrice)),
    refreshCostPerDay: new Float64Array(unitCount),
    regionBudgetBytes: Float64Array.of(Number.POSITIVE_INFINITY),
    totalBudgetBytes,
    storagePricePerByte: new Float64Array(1),
  }
}
