import {usualCandidates} from '../algorithms/forecast/candidates.js'
import {chooseForecast} from '../algorithms/forecast/choose-forecast.js'
import {type ForecastName, forecasts} from '../algorithms/forecast/index.js'
import type {LoadedHistory} from '../datasets/history/index.js'
import type {Day} from '../model/days.js'
import type {Workload} from '../model/workload.js'

/** What a plan may be made for: the history's own mean, one forecast, or the one that a rolling backtest prefers. */
export const demandChoices = ['history', ...(Object.keys(forecasts) as ForecastName[]), 'auto'] as const
export type DemandChoice = (typeof demandChoices)[number]

export interface PlannedDemand {
  /** The workload with the demand to plan for; its traffic columns are the history's facts. */
  readonly workload: Workload
  /** Name and options of the forecast, as a plan file records them. */
  readonly name: string
  /** Why, in one sentence. */
  readonly reason: string
}

/** Days that a plan is expected to stay in force: what forecasts aim at. */
const targetDays = 7

/**
 * The demand to plan for on the days from `asOfDay` on. `history` takes the facts as they are.
 *
 * @param wantsDays whether the workload must have its daily detail; forecasts keep it in any case
 */
export async function plannedDemand(
  loaded: LoadedHistory,
  choice: DemandChoice,
  asOfDay: Day,
  wantsDays = false,
): Promise<PlannedDemand> {
  if (choice === 'history') {
    return {
      workload: await loaded.workload({daily: wantsDays}),
      name: 'history',
      reason: 'the mean of the history as it is',
    }
  }
  const daily = await loaded.workload({daily: true})
  const target = {fromDay: asOfDay, toDay: asOfDay + targetDays - 1}
  if (choice !== 'auto') {
    return {workload: forecasts[choice].apply(daily, {}, target), name: choice, reason: 'as asked for'}
  }
  const trainDays = Math.max(1, Math.floor(daily.dayCount / 2))
  const chosen = chooseForecast(daily, {trainDays, testDays: targetDays, step: 2, candidates: usualCandidates})
  const options = Object.entries(chosen.options).map(([name, value]) => `${name}=${value}`)
  return {
    workload: forecasts[chosen.name].apply(daily, chosen.options, target),
    name: [chosen.name, ...options].join(' '),
    reason: chosen.reason,
  }
}
