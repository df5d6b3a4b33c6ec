import {describe, expect, it} from 'vitest'
import {parseDay} from '../../model/days.js'
import {rollingFolds} from '../../planner/backtest/folds.js'

const first = parseDay('2026-10-23')
const days = (count: number) => ({fromDay: first, toDay: first + count - 1})
const relative = (count: number, trainDays: number, testDays: number, stepDays: number) =>
  rollingFolds(days(count), {trainDays, testDays, stepDays}).map(({train, test}) =>
    [train.fromDay, train.toDay, test.fromDay, test.toDay].map(day => day - first),
  )

describe('rolling folds', () => {
  it('end on the last day and leave over what fills no fold at the beginning', () => {
    expect(relative(28, 21, 7, 7)).toEqual([[0, 20, 21, 27]])
    expect(relative(41, 21, 7, 7)).toEqual([
      [6, 26, 27, 33],
      [13, 33, 34, 40],
    ])
    expect(relative(6, 2, 2, 1)).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3, 4],
      [2, 3, 4, 5],
    ])
  })

  it('are as many as fit, each with all its days inside, the test days right after the training days', () => {
    for (let count = 3; count < 40; count++) {
      for (const [train, test, step] of [
        [2, 1, 1],
        [5, 3, 2],
        [1, 2, 5],
        [9, 4, 3],
      ] as const) {
        if (train + test > count) continue
        const folds = relative(count, train, test, step)
        for (const [fold, [trainFrom, trainTo, testFrom, testTo]] of folds.entries()) {
          expect(trainFrom).toBeGreaterThanOrEqual(0)
          expect([trainTo! - trainFrom! + 1, testFrom! - trainTo!, testTo! - testFrom! + 1]).toEqual([train, 1, test])
          expect(testTo).toBe(count - 1 - (folds.length - 1 - fold) * step)
        }
        expect(folds[0]![0]).toBeLessThan(step)
      }
    }
  })

  it('say how many days there are where not even one fits', () => {
    expect(() => relative(27, 21, 7, 7)).toThrow(
      '21 days to plan from and 7 to score on are more than the 27 days of the history (2026-10-23 to 2026-11-18)',
    )
  })
})
