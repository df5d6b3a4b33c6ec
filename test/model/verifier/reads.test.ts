import {describe, expect, test} from 'vitest'
import {verify} from '../../../model/verifier/index.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {planOf} from './plan-of.js'

/** Table t is at home at a; b and c read it. One scored day: 99. */
const readers = (runs: MemoryHistorySpec['runs'], prices: Record<string, number> = {}, regions = ['a', 'b', 'c']) =>
  memoryHistory({
    regions,
    prices,
    defaultPrice: 1,
    projects: [
      {project: 'pa', region: 'a'},
      {project: 'pb', region: 'b'},
      {project: 'pc', region: 'c'},
    ],
    tables: [{table: 't', project: 'pa', partitionBytes: 100}],
    runs,
    fromDay: 99,
    toDay: 99,
    batchRows: 2,
  })

describe('reads without a plan', () => {
  test('a read away from home is remote, one at home is local', async () => {
    const history = readers(
      [
        {
          job: 'j1',
          project: 'pb',
          day: 99,
          reads: [
            ['t', 99, 30],
            ['t', 98, 20],
          ],
        },
        {job: 'j2', project: 'pa', day: 99, reads: [['t', 99, 1000]]},
      ],
      {'a>b': 3},
    )
    const {before, after, localisedReads} = await verify(history, planOf({}))
    // 30 + 20 bytes over a → b at 3 a byte; three rows were read, two of them remote.
    expect(before.traffic).toMatchObject({
      dayCount: 1,
      remoteReadBytes: 50,
      remoteReadCost: 150,
      remoteReads: 2,
      reads: 3,
    })
    expect([...before.traffic.linkBytes]).toEqual([0, 50, 0, 0, 0, 0, 0, 0, 0])
    expect(after.traffic).toEqual(before.traffic)
    expect(localisedReads).toBe(0)
    expect(after.replicaBytes).toEqual(before.replicaBytes)
  })

  test('a run counts where it ran, not where its project lives', async () => {
    const history = readers([{job: 'j', project: 'pa', region: 'c', day: 99, reads: [['t', 99, 7]]}])
    expect((await verify(history, planOf({}))).before.traffic.remoteReadBytes).toBe(7)
  })

  test('reads of failed runs are traffic', async () => {
    const history = readers([{job: 'j', project: 'pb', day: 99, failed: true, reads: [['t', 99, 7]]}])
    expect((await verify(history, planOf({}))).before.traffic.remoteReadBytes).toBe(7)
  })

  test('reads, writes and runs before the first scored day are no traffic', async () => {
    const history = readers([
      {job: 'j', project: 'pb', day: 98, reads: [['t', 98, 7]], writes: [['t', 98, 5]]},
      {job: 'j', project: 'pb', day: 99, reads: [['t', 99, 2]]},
    ])
    const {before} = await verify(history, planOf({}))
    expect(before.traffic).toMatchObject({remoteReadBytes: 2, writeBackBytes: 0, reads: 1})
    expect([...before.bytesByDay!]).toEqual([2])
  })

  test('bytes and cost are told apart by day', async () => {
    const history = memoryHistory({
      regions: ['a', 'b'],
      prices: {'a>b': 2},
      projects: [
        {project: 'pa', region: 'a'},
        {project: 'pb', region: 'b'},
      ],
      tables: [{table: 't', project: 'pa', partitionBytes: 100}],
      runs: [
        {job: 'j', project: 'pb', day: 97, reads: [['t', 97, 10]]},
        {job: 'j', project: 'pb', day: 99, reads: [['t', 98, 30]]},
      ],
    })
    const {before, after} = await verify(history, planOf({replicas: [['t', 'b', 0, 1]]}))
    expect([...before.bytesByDay!]).toEqual([10, 0, 30])
    expect([...before.costByDay!]).toEqual([20, 0, 60])
    // Each day 100 bytes of refresh; day 97's read is local now, day 99's has age 1 and is not held.
    expect([...after.bytesByDay!]).toEqual([100, 100, 130])
    expect([...after.costByDay!]).toEqual([200, 200, 260])
  })
})

describe('reads beside replicas', () => {
  const byAge = [96, 97, 98, 99].map((day, i) => ['t', day, 10 ** i] as const) // age 3: 1, age 2: 10, age 1: 100, age 0: 1000

  test('a window [1, 3) makes ages 1 and 2 local, and neither 0 nor 3', async () => {
    const history = readers([{job: 'j', project: 'pb', day: 99, reads: byAge}])
    const {after, localisedReads} = await verify(history, planOf({replicas: [['t', 'b', 1, 3]]}))
    expect(after.traffic).toMatchObject({remoteReadBytes: 1001, remoteReads: 2, reads: 4})
    expect([...after.windows.localBytes]).toEqual([110])
    expect(localisedReads).toBe(2)
  })

  test('disjoint windows of one region each hold their ages', async () => {
    const history = readers([{job: 'j', project: 'pb', day: 99, reads: byAge}])
    const plan = planOf({
      replicas: [
        ['t', 'b', 3, 4],
        ['t', 'b', 0, 1],
      ],
    })
    const {after} = await verify(history, plan)
    expect(after.traffic.remoteReadBytes).toBe(110)
    expect([...after.windows.localBytes]).toEqual([1, 1000])
  })

  test('a remote read comes from the cheapest holder of its age', async () => {
    // c holds ages 0 and 1. For b: a → b costs 5, c → b costs 2.
    const history = readers([{job: 'j', project: 'pb', day: 99, reads: byAge}], {'a>b': 5, 'c>b': 2})
    const {after} = await verify(history, planOf({replicas: [['t', 'c', 0, 2]]}))
    // Ages 0 and 1 from c: 1100 × 2; ages 2 and 3 from home: 11 × 5.
    expect(after.traffic).toMatchObject({remoteReadBytes: 1111, remoteReadCost: 2255, remoteReads: 4})
    expect(after.traffic.linkBytes[2 * 3 + 1]).toBe(1100)
    expect(after.traffic.linkBytes[0 * 3 + 1]).toBe(11)
  })

  test('a tie between home and a replica goes to home', async () => {
    // The home z comes last by name and by index.
    const history = memoryHistory({
      regions: ['b', 'c', 'z'],
      projects: [
        {project: 'pz', region: 'z'},
        {project: 'pb', region: 'b'},
      ],
      tables: [{table: 't', project: 'pz', partitionBytes: 0}],
      runs: [{job: 'j', project: 'pb', day: 99, reads: [['t', 99, 8]]}],
    })
    const {after} = await verify(history, planOf({replicas: [['t', 'c', 0, 1]]}))
    expect(after.traffic.linkBytes[2 * 3 + 0]).toBe(8)
  })

  test('a tie between two replicas goes to the first by name, whatever the order of the regions', async () => {
    const regions = ['home', 'reader', 'y', 'x']
    const history = memoryHistory({
      regions,
      prices: {'home>reader': 9},
      projects: [
        {project: 'ph', region: 'home'},
        {project: 'pr', region: 'reader'},
      ],
      tables: [{table: 't', project: 'ph', partitionBytes: 0}],
      runs: [{job: 'j', project: 'pr', day: 99, reads: [['t', 99, 8]]}],
    })
    const {after} = await verify(
      history,
      planOf({
        replicas: [
          ['t', 'y', 0, 1],
          ['t', 'x', 0, 1],
        ],
      }),
    )
    expect(after.traffic.linkBytes[3 * 4 + 1]).toBe(8)
    expect(after.traffic.remoteReadCost).toBe(8)
  })

  test('a snapshot is read at age 0: a window from 0 holds it, one from 1 does not', async () => {
    const history = readers([
      {job: 'j', project: 'pb', day: 99, reads: [['t', null, 40]]},
      {job: 'k', project: 'pc', day: 99, reads: [['t', null, 50]]},
    ])
    const {after} = await verify(
      history,
      planOf({
        replicas: [
          ['t', 'b', 0, 3],
          ['t', 'c', 1, 9],
        ],
      }),
    )
    expect(after.traffic).toMatchObject({remoteReadBytes: 50, refreshBytes: 0})
    expect([...after.windows.localBytes]).toEqual([40, 0])
    expect([...after.windows.storedBytes]).toEqual([100, 0])
  })
})

describe('writes', () => {
  test('a write away from home crosses to home, one at home does not, and no replica changes that', async () => {
    const history = readers(
      [
        {job: 'j', project: 'pb', day: 99, failed: true, writes: [['t', 99, 6]]},
        {job: 'k', project: 'pa', day: 99, writes: [['t', 99, 1000]]},
      ],
      {'b>a': 4},
    )
    const {before, after} = await verify(history, planOf({replicas: [['t', 'b', 5, 6]]}))
    expect(before.traffic).toMatchObject({writeBackBytes: 6, writeBackCost: 24, remoteReadBytes: 0})
    expect(after.traffic).toMatchObject({writeBackBytes: 6, writeBackCost: 24})
    expect(before.traffic.linkBytes[1 * 3 + 0]).toBe(6)
  })
})
