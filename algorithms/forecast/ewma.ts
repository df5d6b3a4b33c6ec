/**
 * Exponentially weighted mean by day.
 *
 * Idea: yesterday says more about tomorrow than last month does. Jobs change their inputs, tables grow, and then stay so.
 * Formula: demand(i) = D · Σ_d w(d) b(i, d) / Σ_{d ≥ f(i)} w(d) with w(d) = 2^(−(D − 1 − d) / halfLifeDays), D days in the
 * window and f(i) the first day that counts (0 without `lifeTime`).
 * Source: R. G. Brown, Exponential Smoothing for Predicting Demand (1956): simple exponential smoothing, with the weights of a
 * finite window brought to a sum of 1.
 * Cost: O(daily facts).
 * Loses: on steady noise it sees fewer days than the mean; with a half-life below a week the weekday on which the window
 * ends weighs most, so that weekly jobs are over- or underestimated.
 */
import {completeOptions} from '../options.js'
import {correctionOptions, type Estimate, forecastBy} from './estimate.js'
import type {Forecast} from './forecast.js'

const options = {
  halfLifeDays: {
    type: 'number',
    default: 7,
    min: 0.1,
    max: 1000,
    unit: 'days',
    meaning: 'a day this much older counts half',
  },
  ...correctionOptions,
} as const

export const ewma = {
  name: 'ewma',
  summary: 'Recent days count more: the weight of a day halves every halfLifeDays.',
  source: 'Brown (1956), simple exponential smoothing',
  options,
  apply(workload, given, target) {
    const complete = completeOptions('ewma', options, given)
    return forecastBy(workload, complete, target, estimateWith(complete.halfLifeDays as number))
  },
} as const satisfies Forecast

const estimateWith =
  (halfLifeDays: number): Estimate =>
  (daily, firstDay, dayCount) => {
    const weight = Float64Array.from({length: dayCount}, (_, day) => 2 ** (-(dayCount - 1 - day) / halfLifeDays))
    const weightFrom = new Float64Array(dayCount + 1)
    for (let day = dayCount - 1; day >= 0; day--) weightFrom[day] = weightFrom[day + 1]! + weight[day]!
    const demand = new Float64Array(firstDay.length)
    for (let i = 0; i < demand.length; i++) {
      let weighted = 0
      for (let entry = daily.start[i]!; entry < daily.start[i + 1]!; entry++) {
        weighted += weight[daily.day[entry]!]! * daily.bytes[entry]!
      }
      demand[i] = weighted * (dayCount / weightFrom[firstDay[i]!]!)
    }
    return demand
  }
