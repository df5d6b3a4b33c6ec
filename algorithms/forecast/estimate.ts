import type {Column} from '../../model/columns.js'
import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {DailyReads, Workload} from '../../model/workload.js'
import type {OptionTable, OptionValues} from '../options.js'
import {dailyReadsOf} from './daily-facts.js'
import type {ForecastTarget} from './forecast.js'
import {insertFacts} from './insert-facts.js'
import {newTableReads, scaleNewTables} from './new-tables.js'
import {readerPatterns} from './reader-patterns.js'
import {shrink} from './shrink.js'
import {firstPossibleDays, tableLives} from './table-lives.js'

/** What every member can do about facts with little behind them. All are off by default. */
export const correctionOptions = {
  shrinkage: {
    type: 'number',
    default: 0,
    min: 0,
    max: 1000,
    unit: 'days',
    meaning: 'κ: a fact seen on n of K days counts n / (n + κ (1 − n / K)), the usual read of its kind the rest',
  },
  lifeTime: {
    type: 'boolean',
    default: false,
    unit: '',
    meaning: 'divide the reads of a table first seen late by the days since then',
  },
  newTableDays: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 365,
    unit: 'days',
    meaning: 'tables known for fewer days get the rest from the pattern of their project',
  },
} as const satisfies OptionTable

/**
 * How one member reads the past: the demand of each fact over `dayCount` days that are like the target.
 *
 * @param firstDay for each fact the first day that counts as a chance to be read (offset from the first day of the span);
 *   no day before it has demand
 */
export type Estimate = (daily: DailyReads, firstDay: Column, dayCount: number) => Float64Array

/** The frame that all members share: estimate each fact, then correct for short lives, few days and new tables. */
export function forecastBy(
  workload: Workload,
  options: OptionValues,
  target: ForecastTarget,
  estimate: Estimate,
): Workload {
  const daily = dailyReadsOf(workload)
  checkTarget(workload, target)
  const {dayCount} = workload
  const shrinkage = options.shrinkage as number
  const newTableDays = options.newTableDays as number
  const lives = options.lifeTime === true || newTableDays > 0 ? tableLives(workload, daily) : undefined
  const firstDay =
    lives && options.lifeTime === true
      ? firstPossibleDays(workload, lives)
      : new Int32Array(workload.reads.table.length)
  const demandBytes = estimate(daily, firstDay, dayCount)
  if (shrinkage === 0 && newTableDays === 0) return withDemand(workload, demandBytes)

  const isNew = Uint8Array.from(workload.tables.names, (_, t) =>
    Number(lives !== undefined && lives[t]! < newTableDays),
  )
  const patterns = readerPatterns(workload, demandBytes, isNew)
  const shrunk =
    shrinkage === 0 ? demandBytes : shrink(workload, daily, firstDay, demandBytes, patterns, isNew, shrinkage)
  if (!lives || newTableDays === 0) return withDemand(workload, shrunk)
  scaleNewTables(workload, shrunk, lives, newTableDays)
  const foreseen = newTableReads(workload, patterns, lives, newTableDays, target)
  return insertFacts(withDemand(workload, shrunk), foreseen)
}

function withDemand(workload: Workload, demandBytes: Float64Array): Workload {
  return {...workload, reads: {...workload.reads, demandBytes}}
}

function checkTarget(workload: Workload, target: ForecastTarget): void {
  const {fromDay, toDay} = target
  if (fromDay > workload.toDay && toDay >= fromDay) return
  throw new IsthmusError(
    'usage',
    `the days to forecast are ${formatDay(fromDay)} … ${formatDay(toDay)}; the history ends on ${formatDay(workload.toDay)}`,
    'Give a first day after the end of the history, and a last day that is not before it.',
  )
}
