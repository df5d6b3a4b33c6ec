import {describe, expect, test} from 'vitest'
import {verify} from '../../../model/verifier/index.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {planOf} from './plan-of.js'

type Table = Omit<MemoryHistorySpec['tables'][number], 'table' | 'project'>

const history = (table: Table, rest: Partial<MemoryHistorySpec> = {}) =>
  memoryHistory({
    regions: ['h', 'x'],
    projects: [{project: 'p', region: 'h'}],
    tables: [{table: 't', project: 'p', ...table}],
    runs: [
      {job: 'j', project: 'p', day: 96, writes: [['t', 96, 4]]},
      {
        job: 'j',
        project: 'p',
        day: 98,
        writes: [
          ['t', 98, 16],
          ['t', 98, 1],
        ],
      },
      {
        job: 'j',
        project: 'p',
        day: 99,
        failed: true,
        writes: [
          ['t', 99, 32],
          ['t', 96, 8],
        ],
      },
    ],
    fromDay: 98,
    toDay: 99,
    ...rest,
  })

describe('sizes of partitions', () => {
  test('a row of partitions comes first, then partition_bytes; what was written does not count', async () => {
    const given = history({partitionBytes: 1000}, {partitions: [['t', 98, 7]]})
    const {after} = await verify(given, planOf({replicas: [['t', 'x', 0, 4]]}))
    // Day 98: 7 bytes by its row; day 99: 1000.
    expect([...after.bytesByDay!]).toEqual([7, 1000])
    // Partitions of 96 … 99: 1000 + 1000 + 7 + 1000.
    expect([...after.windows.storedBytes]).toEqual([3007])
  })

  test('without partition_bytes a partition is all that was written to it, before the scored days too, else nothing', async () => {
    const {after} = await verify(history({}), planOf({replicas: [['t', 'x', 0, 9]]}))
    // 96: 4 + 8, 98: 16 + 1, 99: 32; day 97 was never written. The partitions of 98 and 99 cross.
    expect([...after.bytesByDay!]).toEqual([17, 32])
    expect([...after.windows.storedBytes]).toEqual([61])
    // On day 100 ages 1 … 8 are the partitions of 99 … 92.
    expect(after.fillBytes).toBe(61)
  })

  test('a row of partitions overrules what was written to that partition, and a row after the last day says nothing', async () => {
    const given = history(
      {},
      {
        partitions: [
          ['t', 98, 500],
          ['t', 100, 9999],
        ],
      },
    )
    const {after} = await verify(given, planOf({replicas: [['t', 'x', 0, 9]]}))
    expect([...after.windows.storedBytes]).toEqual([544]) // 12 + 500 + 32
    expect(after.homeBytes[0]).toBeCloseTo((544 / 3) * 2, 9)
  })

  test('an immense window is no more work than the partitions that are known', async () => {
    const {after} = await verify(history({}), planOf({replicas: [['t', 'x', 0, 1e12]]}))
    expect([...after.windows.storedBytes]).toEqual([61])
  })
})

describe('bytes at home', () => {
  test('partition_bytes × retention_days, and × the scored days where retention is for ever', async () => {
    const week = await verify(history({partitionBytes: 10, retentionDays: 7}), planOf({}))
    expect([...week.before.homeBytes]).toEqual([70, 0])
    const forEver = await verify(history({partitionBytes: 10}), planOf({}))
    expect([...forEver.before.homeBytes]).toEqual([20, 0])
  })

  test('without partition_bytes the mean of the known partitions stands for it', async () => {
    const {before} = await verify(history({retentionDays: 9}), planOf({}))
    expect([...before.homeBytes]).toEqual([(61 / 3) * 9, 0])
  })

  test('a table that nobody reads or writes counts as daily', async () => {
    const {before} = await verify(
      history({partitionBytes: 10, retentionDays: 3}, {runs: [{job: 'j', project: 'p', day: 99}]}),
      planOf({}),
    )
    expect([...before.homeBytes]).toEqual([30, 0])
  })

  test('a table of which nothing is known is empty', async () => {
    const {before} = await verify(history({}, {runs: [{job: 'j', project: 'p', day: 99}]}), planOf({}))
    expect([...before.homeBytes]).toEqual([0, 0])
  })
})
