import {type Day, formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'

/** Days from the first to the last, both included. */
export interface Days {
  readonly fromDay: Day
  readonly toDay: Day
}

/** Days to plan from, and the days right after them to score on. */
export interface Fold {
  readonly train: Days
  readonly test: Days
}

export interface FoldSizes {
  readonly trainDays: number
  readonly testDays: number
  /** Days from one fold to the next. */
  readonly stepDays: number
}

/**
 * Rolling folds, oldest first. The last one ends on the last day, each one before it `stepDays` earlier, as many as fit:
 * days that fill no fold are left over at the beginning. Test days overlap where the step is shorter than they are.
 *
 * @throws IsthmusError (usage) where not even one fits
 */
export function rollingFolds({fromDay, toDay}: Days, {trainDays, testDays, stepDays}: FoldSizes): Fold[] {
  const days = toDay - fromDay + 1
  const count = Math.floor((days - trainDays - testDays) / stepDays) + 1
  if (count < 1) {
    throw new IsthmusError(
      'usage',
      `${trainDays} days to plan from and ${testDays} to score on are more than the ${days} days of the history (${formatDay(fromDay)} to ${formatDay(toDay)})`,
      'Give fewer --train-days or --test-days, or a longer history.',
    )
  }
  return Array.from({length: count}, (_, fold) => {
    const last = toDay - (count - 1 - fold) * stepDays
    const testFrom = last - testDays + 1
    return {
      train: {fromDay: testFrom - trainDays, toDay: testFrom - 1},
      test: {fromDay: testFrom, toDay: last},
    }
  })
}
