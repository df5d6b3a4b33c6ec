/**
 * Means by day of the week, as far as the fact shows that the day of the week matters.
 *
 * Idea: weekly reports read on Mondays only; most jobs read every day alike. Each fact decides for itself how much of its
 * spread is between the days of the week and how much within them.
 * Formula: for a target day of weekday v, (1 − s) m(v) + s m with m(v) the mean of the fact's days of weekday v, m that of
 * all its days, and s = min(1, 2 / F): F = B / W with B the mean square between weekdays and W that within them (one-way
 * analysis of variance). Positive-part shrinkage would take 1 / F; chance alone brings F to 2 for every fifth fact of
 * two weeks, hence the 2. W needs weekdays seen more than once, and is known the better the more weeks there are. A weekday
 * seen only once takes m. Over whole weeks a fact seen on a single day has F = 1, so its weekday means nothing; one seen
 * every Monday and on no other day has W = 0 and comes back exactly.
 * Source: Efron and Morris, "Stein's estimation rule and its competitors", JASA 68 (1973), for shrinking group means
 * towards the common one by what the data itself show.
 * Cost: O(daily facts + facts · 7).
 * Loses: demand that drifts looks like spread within the weekdays, and old weeks count like the last one. Over target days
 * that are whole weeks it is the mean.
 */
import {completeOptions} from '../options.js'
import {correctionOptions, type Estimate, forecastBy} from './estimate.js'
import type {Forecast, ForecastTarget} from './forecast.js'

const options = {...correctionOptions} as const

export const weekday = {
  name: 'weekday',
  summary: 'Means by day of the week for facts that show a weekly pattern, the overall mean for the rest.',
  source: 'one-way analysis of variance with positive-part shrinkage, Efron and Morris (1973)',
  options,
  apply: (workload, given, target) =>
    forecastBy(workload, completeOptions('weekday', options, given), target, estimateFor(workload.fromDay, target)),
} as const satisfies Forecast

/** F up to which the days of the week may differ by chance. */
const chanceRatio = 2
/** A spread this small beside the fact's squares is rounding. */
const roundOff = 1e-12

/** Days of the week are numbered from that of the first day of the window. */
const estimateFor =
  (fromDay: number, target: ForecastTarget): Estimate =>
  (daily, firstDay, dayCount) => {
    const targetDays = new Float64Array(7)
    for (let day = target.fromDay; day <= target.toDay; day++) targetDays[(day - fromDay) % 7]!++
    const targetDayCount = target.toDay - target.fromDay + 1
    const demand = new Float64Array(firstDay.length)
    const sum = new Float64Array(7)
    for (let i = 0; i < demand.length; i++) {
      sum.fill(0)
      let bytes = 0
      let squares = 0
      for (let entry = daily.start[i]!; entry < daily.start[i + 1]!; entry++) {
        const b = daily.bytes[entry]!
        sum[daily.day[entry]! % 7]! += b
        bytes += b
        squares += b * b
      }
      const days = dayCount - firstDay[i]!
      const overall = bytes / days
      const share = overallShare(sum, squares, overall, firstDay[i]!, dayCount)
      let wanted = 0
      for (let v = 0; v < 7; v++) {
        const seen = daysOfWeekday(v, firstDay[i]!, dayCount)
        const own = seen < 2 ? overall : sum[v]! / seen
        wanted += targetDays[v]! * (own * (1 - share) + overall * share)
      }
      demand[i] = wanted * (dayCount / targetDayCount)
    }
    return demand
  }

/** s of the formula: the share of the overall mean in the forecast of a weekday. */
function overallShare(sum: Float64Array, squares: number, overall: number, firstDay: number, dayCount: number): number {
  const days = dayCount - firstDay
  let groups = 0
  let explained = 0
  for (let v = 0; v < 7; v++) {
    const seen = daysOfWeekday(v, firstDay, dayCount)
    if (seen === 0) continue
    groups++
    explained += (sum[v]! * sum[v]!) / seen
  }
  const between = explained - overall * overall * days
  const within = squares - explained
  if (days <= groups || groups < 2 || between <= roundOff * squares) return 1
  if (within <= roundOff * squares) return 0
  return Math.min(1, (chanceRatio * (within / (days - groups))) / (between / (groups - 1)))
}

/** Days `firstDay … dayCount − 1` whose number is v modulo 7. */
function daysOfWeekday(v: number, firstDay: number, dayCount: number): number {
  return Math.floor((dayCount - 1 - v) / 7) - Math.floor((firstDay - 1 - v) / 7)
}
