import {describe, expect, test} from 'vitest'
import {usualCandidates} from '../../../algorithms/forecast/candidates.js'
import {type BacktestSettings, chooseForecast} from '../../../algorithms/forecast/choose-forecast.js'
import {demandCells, forecastError} from '../../../algorithms/forecast/forecast-loss.js'
import {seededDraw} from '../../support/random-history.js'
import {dailyWorkload, firstDay, on, type Series, workloadOf} from './small-history.js'

const candidates = [
  {name: 'mean', options: {}},
  {name: 'ewma', options: {halfLifeDays: 3}},
  {name: 'weekday', options: {}},
] as const
const settings: BacktestSettings = {trainDays: 14, testDays: 2, step: 2, candidates}
const days = 28
const tables = [{table: 't'}, {table: 'u'}]

/** Daily reads that spread evenly around 1000, of some tables by some jobs. */
function noise(seed: number): Series[] {
  const draw = seededDraw(seed)
  return Array.from({length: 12}, (_, j) => ({
    job: `j${j}`,
    table: j % 2 === 0 ? 't' : 'u',
    age: j >> 1,
    bytes: Array.from({length: days}, () => 800 + draw(401)),
  }))
}

describe('choosing a forecast', () => {
  test('takes weekday where jobs run weekly', async () => {
    const series = [0, 1, 2, 3, 4].map(v => ({job: `j${v}`, table: 't', bytes: on(days, 700, d => d % 7 === v)}))
    const choice = chooseForecast(await workloadOf(days, series, tables), settings)
    expect(choice.name).toBe('weekday')
    expect(choice.losses.map(loss => loss.name)).toEqual(['mean', 'ewma', 'weekday'])
    expect(choice.losses[2]!.absoluteErrorBytes).toBeCloseTo(0, 6)
    expect(choice.reason).toContain('weekday was off by 0.0 %')
  })

  test('takes ewma after a shift of level', async () => {
    const bytes = Array.from({length: days}, (_, d) => (d < 17 ? 100 : 400))
    const choice = chooseForecast(await workloadOf(days, [{job: 'j', table: 't', bytes}], tables), settings)
    expect(choice.name).toBe('ewma')
    expect(choice.options).toEqual({halfLifeDays: 3})
    expect(choice.losses[0]!.biasBytes).toBeLessThan(choice.losses[1]!.biasBytes)
  })

  test.each([1, 2, 3, 4, 5, 6])('takes the mean on steady noise (seed %i)', async seed => {
    const choice = chooseForecast(await workloadOf(days, noise(seed), tables), settings)
    expect(choice.name).toBe('mean')
  })

  test('takes the earlier of equals', async () => {
    const workload = await workloadOf(days, [{job: 'j', table: 't', bytes: on(days, 30, () => true)}], tables)
    expect(chooseForecast(workload, settings).name).toBe('mean')
    expect(chooseForecast(workload, {...settings, candidates: [...candidates].reverse()}).name).toBe('weekday')
  })

  test('rolls its tests up to the last day, and gives the same answer again', async () => {
    const workload = await workloadOf(days, noise(4), tables)
    const choice = chooseForecast(workload, {...settings, testDays: 3, step: 5})
    expect(choice.folds).toEqual([15, 20, 25].map(d => firstDay + d))
    expect(chooseForecast(workload, {...settings, testDays: 3, step: 5})).toEqual(choice)
  })

  test('falls back to the default, and says so, where the window is too short', async () => {
    const workload = await workloadOf(10, [{job: 'j', table: 't', bytes: on(10, 5, () => true)}], tables)
    const choice = chooseForecast(workload, {...settings, default: candidates[1]})
    expect(choice).toMatchObject({name: 'ewma', options: {halfLifeDays: 3}, losses: [], folds: []})
    expect(choice.reason).toContain('10 days are too short')
    expect(chooseForecast(workload, settings).name).toBe('mean')
  })

  test('the usual candidates begin with the plain mean, and the rest are nearer for young tables', async () => {
    const young = Array.from({length: 4}, (_, t) => ({table: `y${t}`, born: 9 + 4 * t}))
    const series = young.map(({table, born}) => ({job: table, table, bytes: on(days, 50, d => d >= born)}))
    const workload = await workloadOf(days, series, [...tables, ...young])
    const choice = chooseForecast(workload, {...settings, candidates: usualCandidates})
    expect(choice.losses[0]).toMatchObject({name: 'mean', options: {}})
    expect(choice.losses[1]).toMatchObject({name: 'mean', options: {lifeTime: true}})
    expect(choice.losses[1]!.absoluteErrorBytes).toBeLessThan(0.9 * choice.losses[0]!.absoluteErrorBytes)
    expect(choice.options).toMatchObject({lifeTime: true})
  })

  test('refuses days of no length and an empty choice', async () => {
    const workload = await workloadOf(4, [{job: 'j', table: 't', bytes: [1, 1, 1, 1]}], tables)
    expect(() => chooseForecast(workload, {...settings, step: 0})).toThrow('step of the forecast')
    expect(() => chooseForecast(workload, {...settings, testDays: 1.5})).toThrow('testDays of the forecast')
    expect(() => chooseForecast(workload, {...settings, candidates: []})).toThrow('no forecast to choose from')
  })
})

describe('the loss', () => {
  const runs = (reads: readonly (readonly [string, string, number, number])[], day: number) =>
    reads.map(([job, table, age, bytes]) => ({
      job,
      project: 'p',
      region: job.startsWith('b') ? 'b' : 'a',
      day,
      reads: [[table, day - age, bytes]] as const,
    }))

  test('adds up over (region, table, age): jobs of one region may stand in for one another', async () => {
    const world = {
      regions: ['a', 'b'],
      projects: [{project: 'p', region: 'a'}],
      tables: ['t', 'u'].map(table => ({table, project: 'p', partitionBytes: 1})),
    }
    const past = runs(
      [
        ['b1', 't', 0, 10],
        ['b2', 't', 0, 5],
        ['a1', 'u', 1, 8],
      ],
      1,
    )
    const next = runs(
      [
        ['b2', 't', 0, 14],
        ['a1', 'u', 2, 6],
        ['b3', 'u', 1, 1],
      ],
      2,
    )
    const whole = await dailyWorkload({...world, runs: [...past, ...next]})
    const forecast = await dailyWorkload({...world, runs: [...past, ...next], toDay: 1})
    const actual = await dailyWorkload({...world, runs: [...past, ...next], fromDay: 2})
    const expected = {absoluteErrorBytes: 1 + 8 + 6 + 1, biasBytes: 23 - 21, actualBytes: 21}
    expect(forecastError(forecast, actual, demandCells(whole))).toEqual(expected)
    const strange = await dailyWorkload({...world, runs: [...past, ...runs([['b9', 'u', 0, 100]], 1)], toDay: 1})
    expect(forecastError(strange, actual, demandCells(whole)).absoluteErrorBytes).toBe(
      expected.absoluteErrorBytes + 100,
    )
  })
})
