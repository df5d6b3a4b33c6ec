import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Forecast} from '../../../algorithms/forecast/forecast.js'
import {forecasts} from '../../../algorithms/forecast/index.js'
import type {Workload} from '../../../model/workload.js'
import {randomHistorySpec} from '../../support/random-history.js'
import {dailyWorkload, demandPerDay, following, on, workloadOf} from './small-history.js'

const values = (column: ArrayLike<number> | {length: number}) => Array.from(column as ArrayLike<number>)
const corrected = {shrinkage: 2, lifeTime: true, newTableDays: 4}
const randomWorkload = (seed: number): Promise<Workload> => dailyWorkload(randomHistorySpec(seed, {days: 9}))

/** The same history with every byte read doubled. */
function doubled(workload: Workload): Workload {
  const {daily} = workload.reads
  const twice = (column: {length: number}) => Float64Array.from(values(column), bytes => 2 * bytes)
  return {
    ...workload,
    reads: {
      ...workload.reads,
      demandBytes: twice(workload.reads.demandBytes),
      daily: {...daily!, bytes: twice(daily!.bytes)},
    },
  }
}

describe.each(Object.entries<Forecast>(forecasts))('forecast %s', (name, forecast) => {
  test('is called what its registry key says and sums itself up in one sentence', () => {
    expect(forecast.name).toBe(name)
    expect(forecast.summary).toMatch(/\.$/)
    expect(Object.keys(forecast.options)).toEqual(expect.arrayContaining(['shrinkage', 'lifeTime', 'newTableDays']))
  })

  test('never foresees less than nothing, forgets no fact and leaves the accounting alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 0, max: 10_000}), fc.boolean(), async (seed, correct) => {
        const workload = await randomWorkload(seed)
        const foreseen = forecast.apply(workload, correct ? corrected : {}, following(workload, 3))
        for (const bytes of values(foreseen.reads.demandBytes)) expect(bytes).toBeGreaterThanOrEqual(0)
        const sum = (column: {length: number}) => values(column).reduce((a, b) => a + b, 0)
        expect(sum(foreseen.reads.bytes)).toBe(sum(workload.reads.bytes))
        expect(sum(foreseen.reads.count)).toBe(sum(workload.reads.count))
        expect(foreseen.reads.daily!.start.length).toBe(foreseen.reads.table.length + 1)
        expect({...foreseen, reads: 0}).toEqual({...workload, reads: 0})
        if (!correct) expect({...foreseen.reads, demandBytes: 0}).toEqual({...workload.reads, demandBytes: 0})
      }),
      {numRuns: 25},
    )
  })

  test('gives the same bytes for the same input, and twice the forecast for twice the reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 0, max: 10_000}), async seed => {
        const workload = await randomWorkload(seed)
        const target = following(workload, 4)
        const once = values(forecast.apply(workload, corrected, target).reads.demandBytes)
        expect(values(forecast.apply(workload, corrected, target).reads.demandBytes)).toEqual(once)
        const twice = values(forecast.apply(doubled(workload), corrected, target).reads.demandBytes)
        twice.forEach((bytes, i) => {
          expect(bytes).toBeCloseTo(2 * once[i]!, 6)
        })
      }),
      {numRuns: 15},
    )
  })

  test('finds a job that reads the same every day again, whatever its options', async () => {
    const workload = await workloadOf(15, [{job: 'j', table: 't', bytes: on(15, 60, () => true)}], [{table: 't'}])
    for (const options of [{}, corrected]) {
      const foreseen = demandPerDay(forecast.apply(workload, options, following(workload, 2)))
      expect(foreseen['j t@0']).toBeCloseTo(60, 9)
    }
  })

  test('refuses a workload without days, days of the past and unknown options', async () => {
    const workload = await workloadOf(4, [{job: 'j', table: 't', bytes: [1, 1, 1, 1]}], [{table: 't'}])
    const {daily: _, ...reads} = workload.reads
    const target = following(workload, 1)
    const error = (code: string, text: string) =>
      expect.objectContaining({code, message: expect.stringContaining(text), advice: expect.stringMatching(/\.$/)})
    expect(() => forecast.apply({...workload, reads}, {}, target)).toThrow(error('usage', 'no reads.daily'))
    expect(() => forecast.apply(workload, {}, {fromDay: workload.toDay, toDay: workload.toDay})).toThrow(
      error('usage', 'the history ends on'),
    )
    expect(() => forecast.apply(workload, {}, {fromDay: target.toDay + 1, toDay: target.toDay})).toThrow(
      error('usage', 'the days to forecast are'),
    )
    expect(() => forecast.apply(workload, {speed: 1}, target)).toThrow(error('usage', `${name} has no option 'speed'`))
  })
})

describe('mean', () => {
  test('is the demand of the history itself', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const workload = await randomWorkload(seed)
      const foreseen = forecasts.mean.apply(workload, {}, following(workload, 7))
      expect(values(foreseen.reads.demandBytes)).toEqual(values(workload.reads.demandBytes))
    }
  })
})

describe('ewma', () => {
  test('weighs the days as worked out by hand', async () => {
    const workload = await workloadOf(3, [{job: 'j', table: 't', bytes: [8, 0, 20]}], [{table: 't'}])
    const foreseen = demandPerDay(forecasts.ewma.apply(workload, {halfLifeDays: 1}, following(workload, 1)))
    expect(foreseen['j t@0']).toBeCloseTo((8 / 4 + 20) / (1 / 4 + 1 / 2 + 1), 12)
  })

  test('comes near the new level after a shift, where the mean still sees the old one', async () => {
    const bytes = Array.from({length: 20}, (_, d) => (d < 10 ? 100 : 300))
    const workload = await workloadOf(20, [{job: 'j', table: 't', bytes}], [{table: 't'}])
    const foreseen = demandPerDay(forecasts.ewma.apply(workload, {halfLifeDays: 2}, following(workload, 1)))
    expect(foreseen['j t@0']).toBeGreaterThan(290)
    expect(foreseen['j t@0']).toBeLessThan(300)
  })
})

describe('weekday', () => {
  const weekly = (days: number) => on(days, 700, d => d % 7 === 2)

  test('finds a weekly job again on its day and on no other', async () => {
    const workload = await workloadOf(21, [{job: 'j', table: 't', bytes: weekly(21)}], [{table: 't'}])
    const perDay = [0, 1, 2, 3, 4, 5, 6].map(d => {
      const day = workload.toDay + 1 + d
      return demandPerDay(forecasts.weekday.apply(workload, {}, {fromDay: day, toDay: day}))['j t@0']!
    })
    perDay.forEach((bytes, d) => {
      expect(bytes).toBeCloseTo(d === 2 ? 700 : 0, 9)
    })
  })

  test('is the mean over target days that are whole weeks', async () => {
    const workload = await workloadOf(
      21,
      [
        {job: 'j', table: 't', bytes: weekly(21)},
        {job: 'k', table: 't', bytes: on(21, 50, d => (d * d) % 5 < 2)},
      ],
      [{table: 't'}],
    )
    const mean = demandPerDay(workload)
    for (const [fact, bytes] of Object.entries(
      demandPerDay(forecasts.weekday.apply(workload, {}, following(workload, 14))),
    )) {
      expect(bytes).toBeCloseTo(mean[fact]!, 9)
    }
  })

  test('trusts neither a single week nor a single read', async () => {
    const oneWeek = await workloadOf(7, [{job: 'j', table: 't', bytes: weekly(7)}], [{table: 't'}])
    expect(demandPerDay(forecasts.weekday.apply(oneWeek, {}, following(oneWeek, 1)))['j t@0']).toBeCloseTo(100, 9)
    const oneRead = await workloadOf(21, [{job: 'j', table: 't', bytes: on(21, 210, d => d === 7)}], [{table: 't'}])
    expect(demandPerDay(forecasts.weekday.apply(oneRead, {}, following(oneRead, 1)))['j t@0']).toBeCloseTo(10, 9)
  })

  test('takes the overall mean for a weekday seen only once', async () => {
    const bytes = on(9, 90, d => d === 1 || d === 4 || d === 8)
    const workload = await workloadOf(9, [{job: 'j', table: 't', bytes}], [{table: 't'}])
    const onDay = (day: number) => ({fromDay: workload.fromDay + day, toDay: workload.fromDay + day})
    expect(demandPerDay(forecasts.weekday.apply(workload, {}, onDay(11)))['j t@0']).toBeCloseTo(30, 9)
    expect(demandPerDay(forecasts.weekday.apply(workload, {}, onDay(15)))['j t@0']).toBeCloseTo(90, 9)
  })

  test('blends where the days of the week explain a part: between and within as worked out by hand, F = 4', async () => {
    const bytes = on(21, 6, d => d === 0 || d === 7)
    const workload = await workloadOf(21, [{job: 'j', table: 't', bytes}], [{table: 't'}])
    const foreseen = demandPerDay(forecasts.weekday.apply(workload, {}, following(workload, 1)))
    expect(foreseen['j t@0']).toBeCloseTo((2 / 4) * (12 / 3) + (2 / 4) * (12 / 21), 12)
  })
})
