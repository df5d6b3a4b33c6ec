/**
 * The mean of the window: the null member.
 *
 * Idea: the days to come are like the days seen, all of them alike.
 * Formula: demand(i) = Σ_d b(i, d) · D / (D − f(i)), with D days in the window and f(i) the first day that counts (0
 * without `lifeTime`). With its default options it is the demand of the history itself.
 * Source: Yugong, Huang et al., PVLDB 12(12) 2019: "access matrix = average of the last delta days".
 * Cost: O(daily facts).
 * Loses: where the demand drifts or has just changed (ewma), and where the days to come are not whole weeks (weekday).
 */
import {completeOptions} from '../options.js'
import {correctionOptions, type Estimate, forecastBy} from './estimate.js'
import type {Forecast} from './forecast.js'

const options = {...correctionOptions} as const

export const mean = {
  name: 'mean',
  summary: 'The days to come are like the mean of the window.',
  source: 'Yugong (PVLDB 2019) section on re-planning: the average of the last days',
  options,
  apply: (workload, given, target) =>
    forecastBy(workload, completeOptions('mean', options, given), target, estimateMean),
} as const satisfies Forecast

const estimateMean: Estimate = (daily, firstDay, dayCount) => {
  const demand = new Float64Array(firstDay.length)
  for (let i = 0; i < demand.length; i++) {
    let bytes = 0
    for (let entry = daily.start[i]!; entry < daily.start[i + 1]!; entry++) bytes += daily.bytes[entry]!
    demand[i] = bytes * (dayCount / (dayCount - firstDay[i]!))
  }
  return demand
}
