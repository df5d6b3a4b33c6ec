import type {LookBackParameters} from './parameters.js'
import type {Random} from './random.js'

const isolatedSets: readonly (readonly number[])[] = [[6], [7], [13], [27, 28, 29]]

/**
 * Appends the ages that one input is read with to `ages`, by rising age, all below `limitDays` (the partitions must still be
 * there). Falls back to age 0 where nothing else is left.
 */
export function drawAges(parameters: LookBackParameters, limitDays: number, random: Random, ages: number[]): void {
  const {today, prefix, weekOnWeek, monthOnMonth, isolated, decayDays} = parameters
  let left = random.uniform() * (today + prefix + weekOnWeek + monthOnMonth + isolated) - today
  const length = ages.length
  if (left >= 0) {
    left -= prefix
    if (left < 0) {
      const end = Math.min(limitDays, 2 + Math.floor(random.exponential(decayDays)))
      for (let age = 0; age < end; age++) ages.push(age)
      return
    }
    let wanted: readonly number[]
    left -= weekOnWeek
    if (left < 0) wanted = [0, 7]
    else if (left < monthOnMonth) wanted = [0, 28 + random.below(3)]
    else wanted = isolatedSets[random.below(isolatedSets.length)]!
    for (const age of wanted) if (age < limitDays) ages.push(age)
  }
  if (ages.length === length) ages.push(0)
}
