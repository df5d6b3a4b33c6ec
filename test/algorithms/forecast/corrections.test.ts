import {describe, expect, test} from 'vitest'
import {forecasts} from '../../../algorithms/forecast/index.js'
import {demandPerDay, firstDay, following, on, workloadOf} from './small-history.js'

const {mean, ewma, weekday} = forecasts
const days = 20
const old = {table: 'old', bytes: 10}

describe('life time', () => {
  const born = {table: 'young', born: days - 3}
  const sinceBirth = on(days, 90, d => d >= days - 3)

  test.each([mean, ewma, weekday])(
    'a table that appeared 3 days ago is forecast at its full rate by $name',
    async member => {
      const workload = await workloadOf(days, [{job: 'j', table: 'young', bytes: sinceBirth}], [old, born])
      const foreseen = demandPerDay(member.apply(workload, {lifeTime: true}, following(workload, 1)))
      expect(foreseen['j young@0']).toBeCloseTo(90, 9)
      expect(demandPerDay(mean.apply(workload, {}, following(workload, 1)))['j young@0']).toBeCloseTo(
        (90 * 3) / days,
        9,
      )
    },
  )

  test('an age counts from the day on which the table was old enough for it', async () => {
    const bytes = on(days, 90, d => d >= days - 1)
    const workload = await workloadOf(days, [{job: 'j', table: 'young', bytes, age: 2}], [old, born])
    expect(demandPerDay(mean.apply(workload, {lifeTime: true}, following(workload, 1)))['j young@2']).toBeCloseTo(90, 9)
  })

  test('a table as old as the window that is read late is no young table', async () => {
    const workload = await workloadOf(days, [{job: 'j', table: 'old', bytes: sinceBirth}], [old])
    const foreseen = demandPerDay(mean.apply(workload, {lifeTime: true}, following(workload, 1)))
    expect(foreseen['j old@0']).toBeCloseTo((90 * 3) / days, 9)
  })

  test('a table that is never written and was read once in ten days is seldom used, not young', async () => {
    const workload = await workloadOf(
      days,
      [{job: 'j', table: 'source', bytes: on(days, 100, d => d === days - 10)}],
      [old, {table: 'source', born: days}],
    )
    const foreseen = demandPerDay(mean.apply(workload, {lifeTime: true}, following(workload, 1)))
    expect(foreseen['j source@0']).toBeCloseTo(100 / days, 9)
  })
})

describe('shrinkage', () => {
  test('pulls a fact seen on few days to the usual read, by n / (n + κ (1 − n / K)), and one seen daily not at all', async () => {
    const workload = await workloadOf(
      days,
      [
        {job: 'daily', table: 'old', bytes: on(days, 100, () => true)},
        {job: 'rare', table: 'old', bytes: on(days, 100, d => d === 4 || d === 9)},
      ],
      [old, {table: 'unread', bytes: 30}],
    )
    const foreseen = demandPerDay(mean.apply(workload, {shrinkage: 5}, following(workload, 1)))
    const usual = ((100 + 10) * 10) / (10 + 30) / 2
    const doubt = 5 * (1 - 2 / days)
    expect(foreseen['daily old@0']).toBeCloseTo(100, 9)
    expect(foreseen['rare old@0']).toBeCloseTo((2 * 10 + doubt * usual) / (2 + doubt), 9)
  })

  test('the rarer a fact, the larger the share of it that is taken away', async () => {
    const often = on(days, 70, d => d % 2 === 0)
    const once = on(days, 70, d => d === 5)
    const workload = await workloadOf(
      days,
      [
        {job: 'often', table: 'a', bytes: often},
        {job: 'seldom', table: 'a', bytes: on(days, 70, d => d % 5 === 0)},
        {job: 'once', table: 'b', bytes: once},
        {job: 'once', table: 'a', bytes: once},
      ],
      [{table: 'a'}, {table: 'b'}, ...Array.from({length: 60}, (_, t) => ({table: `unread${t}`}))],
    )
    const before = demandPerDay(workload)
    const foreseen = demandPerDay(mean.apply(workload, {shrinkage: 3}, following(workload, 1)))
    const kept = ['often a@0', 'seldom a@0', 'once b@0'].map(fact => foreseen[fact]! / before[fact]!)
    expect(kept[0]).toBeGreaterThan(kept[1]!)
    expect(kept[1]).toBeGreaterThan(kept[2]!)
    expect(kept[0]).toBeLessThan(1)
  })

  test('ad-hoc jobs of a project that read one table on several days back one another up', async () => {
    const adhoc = (table: string, day: number, age: number) => ({
      job: `${table} ${day}`,
      table,
      bytes: on(days, 40, d => d === day),
      age,
    })
    const workload = await workloadOf(
      days,
      [adhoc('often', 3, 0), adhoc('often', 6, 1), adhoc('often', 11, 0), adhoc('often', 15, 4), adhoc('once', 8, 2)],
      [{table: 'often'}, {table: 'once'}, ...[1, 2, 3, 4, 5, 6].map(t => ({table: `unread${t}`}))],
    )
    const foreseen = demandPerDay(mean.apply(workload, {shrinkage: 4}, following(workload, 1)))
    const own = 40 / days
    const usual = (facts: number) => (facts * own) / 8 / 5
    const blend = (n: number, prior: number) => {
      const doubt = 4 * (1 - n / days)
      return (n * own + doubt * prior) / (n + doubt)
    }
    expect(foreseen['often 3 often@0']).toBeCloseTo(blend(4, usual(2)), 9)
    expect(foreseen['often 15 often@4']).toBeCloseTo(blend(4, usual(1)), 9)
    expect(foreseen['once 8 once@2']).toBeCloseTo(blend(1, usual(1)), 9)
  })
})

describe('new tables', () => {
  const readers = [
    {job: 'j', table: 'old', bytes: on(days, 100, () => true)},
    {job: 'k', table: 'old', bytes: on(days, 60, () => true), age: 1},
  ]

  test('one that is written and not read yet is read like the others of its project, for its size', async () => {
    const workload = await workloadOf(days, readers, [old, {table: 'new', bytes: 30, born: days - 1}])
    const result = mean.apply(workload, {newTableDays: 4}, following(workload, 2))
    const foreseen = demandPerDay(result)
    expect(foreseen['j new@0']).toBeCloseTo((3 / 4) * 100 * (30 / 10), 9)
    expect(foreseen['j new@1']).toBeCloseTo((3 / 4) * 60 * (30 / 10), 9)
    expect(foreseen['j old@0']).toBeCloseTo(100, 9)
    const {reads, jobs} = result
    const added = reads.start[1]! - 1
    expect([jobs.names[0], reads.bytes[added], reads.count[added]]).toEqual(['j', 0, 0])
    expect(reads.daily!.start[added + 1]).toBe(reads.daily!.start[added])
  })

  test('an age is foreseen only on the target days on which the table is old enough', async () => {
    const later = {job: 'k', table: 'old', bytes: on(days, 60, () => true), age: 3}
    const workload = await workloadOf(days, [later], [old, {table: 'new', born: days - 1}])
    const foreseen = (target: number) =>
      demandPerDay(mean.apply(workload, {newTableDays: 4}, following(workload, target)))['k new@3']
    expect(foreseen(2)).toBeUndefined()
    expect(foreseen(6)).toBeCloseTo((3 / 4) * 60 * (4 / 6), 9)
  })

  test('what it was read itself counts for its share of the days, in the fact that is there', async () => {
    const own = {job: 'j', table: 'new', bytes: on(days, 50, d => d === days - 1)}
    const workload = await workloadOf(days, [...readers, own], [old, {table: 'new', born: days - 1}])
    const options = {newTableDays: 4, lifeTime: true}
    const foreseen = demandPerDay(mean.apply(workload, options, following(workload, 1)))
    expect(foreseen['j new@0']).toBeCloseTo((1 / 4) * 50 + (3 / 4) * 100, 9)
  })

  test('what is foreseen at an age below its own reads comes before them', async () => {
    const own = {job: 'j', table: 'new', bytes: on(days, 50, d => d === days - 1), age: 1}
    const workload = await workloadOf(days, [...readers, own], [old, {table: 'new', born: days - 2}])
    const {reads} = mean.apply(workload, {newTableDays: 4}, following(workload, 1))
    const ages = Array.from({length: 3}, (_, i) => [reads.table[i], reads.ageDays[i], reads.bytes[i]])
    expect(ages).toEqual([
      [0, 0, 100 * days],
      [1, 0, 0],
      [1, 1, 50],
    ])
  })

  test('known for long enough it speaks for itself, and unread for that long it stays unread', async () => {
    const tables = [old, {table: 'unread', born: days - 4}, {table: 'ancient'}]
    const workload = await workloadOf(days, readers, tables)
    const foreseen = demandPerDay(mean.apply(workload, {newTableDays: 4}, following(workload, 1)))
    expect(Object.keys(foreseen)).toEqual(['j old@0', 'k old@1'])
  })

  test('facts stay in order by job, table and age', async () => {
    const workload = await workloadOf(
      days,
      [{job: 'j', table: 'z', bytes: on(days, 5, () => true)}, ...readers],
      [{table: 'new', born: days - 1}, old, {table: 'newer', born: days - 1}, {table: 'z'}],
    )
    const {reads} = mean.apply(workload, {newTableDays: 2}, following(workload, 1))
    const rows: number[][] = []
    for (let i = reads.start[0]!; i < reads.start[1]!; i++) rows.push([reads.table[i]!, reads.ageDays[i]!])
    expect(rows).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [2, 0],
      [2, 1],
      [3, 0],
    ])
    expect(workload.fromDay).toBe(firstDay)
  })
})
