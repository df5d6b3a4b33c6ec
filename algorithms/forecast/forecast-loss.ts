import type {Column} from '../../model/columns.js'
import type {Workload} from '../../model/workload.js'
import {lowerBound} from './days-seen.js'

/** How far a forecast was off over some days. Bytes are totals over these days. */
export interface ForecastError {
  /** Σ over (region of the job, table, age) of |forecast − what came|. */
  readonly absoluteErrorBytes: number
  /** Σ of forecast − what came: above 0 the forecast promises too much. */
  readonly biasBytes: number
  readonly actualBytes: number
}

/** Cells (region of the job, table, age) that a workload has demand in: caching plans from nothing finer. */
export interface DemandCells {
  /** region · tables · ages + table · ages + age of each cell, rising. */
  readonly keys: Column
  readonly ageCount: number
}

/** The cells of the whole span, for comparing forecasts and facts of its days. */
export function demandCells(workload: Workload): DemandCells {
  const {reads} = workload
  let ageCount = 1
  for (let i = 0; i < reads.ageDays.length; i++) ageCount = Math.max(ageCount, reads.ageDays[i]! + 1)
  const all = new Float64Array(reads.table.length)
  eachFact(workload, ageCount, (key, i) => {
    all[i] = key
  })
  all.sort()
  let count = 0
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[count++] = all[i]!
  return {keys: all.slice(0, count), ageCount}
}

/**
 * Compares a forecast with what came, cell by cell, over the days of `actual`.
 *
 * @param cells those of a workload that holds the history of `forecast` and the days of `actual`
 */
export function forecastError(forecast: Workload, actual: Workload, cells: DemandCells): ForecastError {
  const difference = new Float64Array(cells.keys.length)
  const perDay = actual.dayCount / forecast.dayCount
  let forecastBytes = 0
  let actualBytes = 0
  let absoluteErrorBytes = 0
  eachFact(forecast, cells.ageCount, (key, i) => {
    const bytes = forecast.reads.demandBytes[i]! * perDay
    forecastBytes += bytes
    const cell = lowerBound(cells.keys, cells.keys.length, key)
    if (cells.keys[cell] === key) difference[cell]! += bytes
    else absoluteErrorBytes += bytes
  })
  eachFact(actual, cells.ageCount, (key, i) => {
    const bytes = actual.reads.demandBytes[i]!
    actualBytes += bytes
    difference[lowerBound(cells.keys, cells.keys.length, key)]! -= bytes
  })
  for (let cell = 0; cell < difference.length; cell++) absoluteErrorBytes += Math.abs(difference[cell]!)
  return {absoluteErrorBytes, biasBytes: forecastBytes - actualBytes, actualBytes}
}

function eachFact({jobs, reads, tables}: Workload, ageCount: number, visit: (key: number, i: number) => void): void {
  const tableCount = tables.names.length
  for (let j = 0; j < jobs.names.length; j++) {
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      visit((jobs.region[j]! * tableCount + reads.table[i]!) * ageCount + reads.ageDays[i]!, i)
    }
  }
}
