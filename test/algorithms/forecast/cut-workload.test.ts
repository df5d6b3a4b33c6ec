import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {cutWorkload} from '../../../algorithms/forecast/cut-workload.js'
import type {Workload} from '../../../model/workload.js'
import {randomHistorySpec} from '../../support/random-history.js'
import {dailyWorkload, firstDay, on, workloadOf} from './small-history.js'

/** Facts with demand by name: demand, its squares and its days. */
function demandFacts({jobs, reads}: Workload): Record<string, unknown> {
  const facts: Record<string, unknown> = {}
  const daily = reads.daily!
  for (let j = 0; j < jobs.names.length; j++) {
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      if (reads.demandBytes[i] === 0) continue
      const days: number[][] = []
      for (let e = daily.start[i]!; e < daily.start[i + 1]!; e++) days.push([daily.day[e]!, daily.bytes[e]!])
      const key = [jobs.names[j], jobs.project[j], jobs.region[j], reads.table[i], reads.ageDays[i]].join(' ')
      facts[key] = [reads.demandBytes[i], reads.demandBytesSquared[i], days]
    }
  }
  return facts
}

describe('cutting a workload', () => {
  test('gives the reads of a workload that was made from these days alone', async () => {
    const days = fc.tuple(fc.integer({min: 0, max: 6}), fc.integer({min: 0, max: 6}))
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 0, max: 10_000}), days, async (seed, [a, b]) => {
        const spec = randomHistorySpec(seed, {days: 7})
        const [from, to] = [1000 + Math.min(a, b), 1000 + Math.max(a, b)]
        const cut = cutWorkload(await dailyWorkload(spec), from, to)
        const fresh = await dailyWorkload({...spec, fromDay: from, toDay: to})
        expect(demandFacts(cut)).toEqual(demandFacts(fresh))
        expect([cut.fromDay, cut.toDay, cut.dayCount]).toEqual([fresh.fromDay, fresh.toDay, fresh.dayCount])
        expect(cut.reads.table.length).toBe(Object.keys(demandFacts(cut)).length)
      }),
      {numRuns: 40},
    )
  })

  test('keeps job rows and counts their runs on these days', async () => {
    const workload = await workloadOf(
      10,
      [
        {job: 'daily', table: 't', bytes: on(10, 5, () => true)},
        {job: 'once', table: 't', bytes: on(10, 5, d => d === 8)},
        {job: 'twice', table: 't', bytes: on(10, 5, d => d === 8)},
        {job: 'twice', table: 't', bytes: on(10, 5, d => d === 8)},
      ],
      [{table: 't'}],
    )
    const cut = cutWorkload(workload, firstDay, firstDay + 3)
    expect(cut.jobs.names).toEqual(['daily', 'load', 'once', 'twice'])
    const last = cutWorkload(workload, firstDay + 8, firstDay + 9)
    expect(Array.from(cut.jobs.runs as ArrayLike<number>)).toEqual([4, 4, 0, 0])
    expect(Array.from(last.jobs.runs as ArrayLike<number>)).toEqual([2, 2, 1, 2])
  })

  test('does not see partitions of later days, nor writes of a table before its last days', async () => {
    const workload = await dailyWorkload({
      regions: ['a'],
      projects: [{project: 'p', region: 'a'}],
      tables: [{table: 't', project: 'p'}],
      runs: [5, 6, 7, 8].map(day => ({job: 'j', project: 'p', day, writes: [['t', day, day]]})),
      fromDay: 1,
      toDay: 8,
    })
    const {tables} = cutWorkload(workload, 3, 6)
    expect(Array.from(tables.sizeStart as ArrayLike<number>)).toEqual([0, 2])
    expect(Array.from(tables.sizeDay as ArrayLike<number>)).toEqual([5, 6])
    expect(Array.from(tables.writtenDays as ArrayLike<number>)).toEqual([2])
  })

  test('refuses days that the workload does not have', async () => {
    const workload = await workloadOf(4, [{job: 'j', table: 't', bytes: [1, 1, 1, 1]}], [{table: 't'}])
    const refusal = expect.objectContaining({code: 'usage', message: expect.stringContaining('cannot cut 1972-09-26')})
    expect(() => cutWorkload(workload, firstDay - 1, firstDay)).toThrow(refusal)
    expect(() => cutWorkload(workload, firstDay, firstDay + 4)).toThrow('cannot cut')
    expect(() => cutWorkload(workload, firstDay + 2, firstDay + 1)).toThrow('cannot cut')
  })
})
