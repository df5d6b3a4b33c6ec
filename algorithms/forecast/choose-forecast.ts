import {type Day, formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {Workload} from '../../model/workload.js'
import type {OptionValues} from '../options.js'
import {cutWorkload} from './cut-workload.js'
import {dailyReadsOf} from './daily-facts.js'
import {demandCells, type ForecastError, forecastError} from './forecast-loss.js'
import {type ForecastName, forecasts} from './index.js'

/** A member with options. */
export interface ForecastCandidate {
  readonly name: ForecastName
  readonly options: OptionValues
}

export interface BacktestSettings {
  /** Days that each fold forecasts from. */
  readonly trainDays: number
  /** Days after them that each fold forecasts: as many as a plan stays in force. */
  readonly testDays: number
  /** Days from one fold to the next. */
  readonly step: number
  /** Simplest first: ties go to the earlier one (see chooseForecast). */
  readonly candidates: readonly ForecastCandidate[]
  /** Chosen where the window is too short for a single fold. The first candidate if not given. */
  readonly default?: ForecastCandidate
}

/** A candidate's errors, added up over the folds. */
export type CandidateLoss = ForecastCandidate & ForecastError

export interface ForecastChoice extends ForecastCandidate {
  /** Losses of the candidates in their order; empty where nothing could be measured. */
  readonly losses: readonly CandidateLoss[]
  /** First test day of each fold, rising. */
  readonly folds: readonly Day[]
  /** One sentence for the log: measured on what, or why not. */
  readonly reason: string
}

/** A gain counts from this share of the error of the best so far on, and from so many of its standard errors: less is chance. */
const leastGain = 0.01
const leastStandardErrors = 2
/** Losses closer than this share of the bytes differ by rounding. */
const roundOff = 1e-9

/**
 * Chooses the forecast that would have served best on the days seen: a rolling backtest within the window. The last fold
 * tests on the last `testDays`, each earlier one `step` days before. The loss is the sum over the folds of the absolute
 * error in bytes by (region of the job, table, age). A later candidate takes the place of an earlier one only if it gains at
 * least 1 % and two standard errors, estimated from how its gain differs between the folds; else it is a tie (after the
 * one-standard-error rule of Breiman et al., Classification and Regression Trees, 1984; stricter, as there are few folds).
 *
 * @throws IsthmusError (usage) without `reads.daily`, without candidates or with days that are not whole numbers above 0
 */
export function chooseForecast(workload: Workload, settings: BacktestSettings): ForecastChoice {
  const {trainDays, testDays, step, candidates} = settings
  dailyReadsOf(workload)
  checkSettings(settings)
  const folds: Day[] = []
  for (let day = workload.toDay - testDays + 1; day - trainDays >= workload.fromDay; day -= step) folds.unshift(day)
  if (folds.length === 0) {
    const {name, options} = settings.default ?? candidates[0]!
    const reason =
      `${workload.dayCount} days are too short to try ${trainDays} days of history on ${testDays} later ones; ` +
      `${name} is the default`
    return {name, options, losses: [], folds, reason}
  }
  const cells = demandCells(workload)
  const errors = candidates.map((): ForecastError[] => [])
  for (const day of folds) {
    const past = cutWorkload(workload, day - trainDays, day - 1)
    const target = {fromDay: day, toDay: day + testDays - 1}
    const actual = cutWorkload(workload, target.fromDay, target.toDay)
    candidates.forEach(({name, options}, c) => {
      errors[c]!.push(forecastError(forecasts[name].apply(past, options, target), actual, cells))
    })
  }
  const losses = candidates.map((candidate, c) => ({...candidate, ...sumOf(errors[c]!)}))
  let chosen = 0
  for (let c = 1; c < losses.length; c++) if (isBetter(errors[c]!, errors[chosen]!)) chosen = c
  const best = losses[chosen]!
  const share = best.actualBytes === 0 ? 0 : (100 * best.absoluteErrorBytes) / best.actualBytes
  const reason =
    `${best.name} was off by ${share.toFixed(1)} % of the bytes, the choice of ${losses.length}, over ${folds.length} ` +
    `tests of ${testDays} days from ${formatDay(folds[0]!)} to ${formatDay(workload.toDay)}`
  return {name: best.name, options: best.options, losses, folds, reason}
}

function sumOf(errors: readonly ForecastError[]): ForecastError {
  const sum = {absoluteErrorBytes: 0, biasBytes: 0, actualBytes: 0}
  for (const error of errors) {
    sum.absoluteErrorBytes += error.absoluteErrorBytes
    sum.biasBytes += error.biasBytes
    sum.actualBytes += error.actualBytes
  }
  return sum
}

/** True where the errors of the folds are below those of `best` by more than chance and rounding explain. */
function isBetter(errors: readonly ForecastError[], best: readonly ForecastError[]): boolean {
  const {absoluteErrorBytes, actualBytes} = sumOf(best)
  const gains = errors.map((error, fold) => best[fold]!.absoluteErrorBytes - error.absoluteErrorBytes)
  const gain = gains.reduce((sum, g) => sum + g, 0)
  const mean = gain / gains.length
  const squares = gains.reduce((sum, g) => sum + (g - mean) ** 2, 0)
  const standardError = gains.length < 2 ? 0 : Math.sqrt((squares * gains.length) / (gains.length - 1))
  const least = Math.max(leastGain * absoluteErrorBytes, leastStandardErrors * standardError)
  return gain > least + roundOff * actualBytes
}

function checkSettings(settings: BacktestSettings): void {
  for (const name of ['trainDays', 'testDays', 'step'] as const) {
    if (Number.isInteger(settings[name]) && settings[name] > 0) continue
    throw new IsthmusError(
      'usage',
      `${name} of the forecast's backtest is ${settings[name]}`,
      'Give a whole number of days from 1.',
    )
  }
  if (settings.candidates.length > 0) return
  throw new IsthmusError('usage', 'there is no forecast to choose from', 'Give at least one candidate.')
}
