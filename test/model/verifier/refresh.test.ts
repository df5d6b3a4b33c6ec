import {describe, expect, test} from 'vitest'
import {verify} from '../../../model/verifier/index.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {planOf} from './plan-of.js'

/** Table t at home at h, regions h, x, y, z; a run at home on days 98 and 99 that reads nothing. */
const idle = (given: Partial<MemoryHistorySpec>) =>
  memoryHistory({
    regions: ['h', 'x', 'y', 'z'],
    projects: [{project: 'p', region: 'h'}],
    tables: [{table: 't', project: 'p', partitionBytes: 100}],
    runs: [
      {job: 'j', project: 'p', day: 98},
      {job: 'j', project: 'p', day: 99},
    ],
    ...given,
  })
const link = (from: number, to: number): number => from * 4 + to

describe('refresh of daily tables', () => {
  test('partitions that nobody reads are refreshed on every scored day', async () => {
    const {before, after} = await verify(idle({prices: {'h>x': 2}}), planOf({replicas: [['t', 'x', 0, 7]]}))
    expect(before.traffic.refreshBytes).toBe(0)
    // 2 days × 100 bytes, at 2 a byte. Seven partitions are stored.
    expect(after.traffic).toMatchObject({refreshBytes: 200, refreshCost: 400, remoteReads: 0})
    expect([...after.windows.refreshBytes]).toEqual([200])
    expect([...after.windows.storedBytes]).toEqual([700])
    expect([...after.replicaBytes]).toEqual([0, 700, 0, 0])
  })

  test('the partition of day x − fromAge crosses, at its own size', async () => {
    const history = idle({
      partitions: [
        ['t', 95, 1],
        ['t', 96, 10],
        ['t', 97, 1000],
        ['t', 98, 5000],
      ],
    })
    const {after} = await verify(history, planOf({replicas: [['t', 'x', 2, 4]]}))
    // Day 98 takes the partition of 96 (10 bytes), day 99 that of 97 (1000).
    expect([...after.bytesByDay!]).toEqual([10, 1000])
    // On day 99 the window holds ages 2 and 3: the partitions of 97 and 96.
    expect([...after.windows.storedBytes]).toEqual([1010])
    // On day 100 it needs ages 2 and 3 as well, the partitions of 98 and 97; age 2 is the day's refresh.
    expect(after.fillBytes).toBe(1000)
  })

  test('each of several windows of one region is refreshed', async () => {
    const {after} = await verify(
      idle({}),
      planOf({
        replicas: [
          ['t', 'x', 0, 2],
          ['t', 'x', 7, 8],
        ],
      }),
    )
    expect([...after.windows.refreshBytes]).toEqual([200, 200])
    expect([...after.windows.storedBytes]).toEqual([200, 100])
    // Of [0, 2) age 1 is to be filled, of [7, 8) nothing.
    expect(after.fillBytes).toBe(100)
  })
})

describe('where a refresh comes from', () => {
  test('one dear crossing feeds several cheap ones', async () => {
    const prices = {'h>x': 10, 'h>y': 11, 'h>z': 12, 'x>y': 1, 'x>z': 1}
    const history = idle({prices, defaultPrice: 5})
    const {after} = await verify(
      history,
      planOf({replicas: ['z', 'y', 'x'].map(region => ['t', region, 0, 1] as const)}),
    )
    // 2 days × 100 bytes × (h → x 10, x → y 1, x → z 1).
    expect(after.traffic).toMatchObject({refreshBytes: 600, refreshCost: 2400})
    expect(after.traffic.linkBytes[link(0, 1)]).toBe(200)
    expect(after.traffic.linkBytes[link(1, 2)]).toBe(200)
    expect(after.traffic.linkBytes[link(1, 3)]).toBe(200)
    expect([...after.windows.refreshBytes]).toEqual([200, 200, 200])
  })

  test('a ring of cheap links does not feed itself', async () => {
    // Everyone's cheapest link is the next one in the ring x → y → z → x; something must still come from home.
    const prices = {'x>y': 1, 'y>z': 1, 'z>x': 1, 'h>x': 30, 'h>y': 20, 'h>z': 25}
    const history = idle({prices, defaultPrice: 50})
    const {after} = await verify(
      history,
      planOf({replicas: ['x', 'y', 'z'].map(region => ['t', region, 0, 1] as const)}),
    )
    // h → y 20, y → z 1, z → x 1: 22 a byte, 200 bytes in two days.
    expect(after.traffic.refreshCost).toBe(22 * 200)
    expect(after.traffic.linkBytes[link(0, 2)]).toBe(200)
    expect(after.traffic.linkBytes[link(1, 2)]).toBe(0)
  })

  test('a region that has held the age since an earlier day is a source, one that gets it today in another group is not', async () => {
    const history = idle({prices: {'h>x': 10, 'h>y': 10, 'x>y': 1}, defaultPrice: 50})
    // x holds [0, 3): at age 2 it has the partition since two days, so y's [2, 4) takes it from x.
    const held = await verify(
      history,
      planOf({
        replicas: [
          ['t', 'x', 0, 3],
          ['t', 'y', 2, 4],
        ],
      }),
    )
    expect(held.after.traffic.refreshCost).toBe(200 * 10 + 200 * 1)
    // x holds [0, 2): at age 2 it has let it go, so y pays the way from home.
    const gone = await verify(
      history,
      planOf({
        replicas: [
          ['t', 'x', 0, 2],
          ['t', 'y', 2, 4],
        ],
      }),
    )
    expect(gone.after.traffic.refreshCost).toBe(200 * 10 + 200 * 10)
  })

  test('a window at home takes nothing across a link, and is reported', async () => {
    const {after, violations} = await verify(idle({}), planOf({replicas: [['t', 'h', 0, 3]]}))
    expect(after.traffic.refreshBytes).toBe(0)
    expect(after.fillBytes).toBe(0)
    expect(violations.map(({limit, subject}) => [limit, subject])).toEqual([['replica-at-home', 't']])
  })
})

describe('refresh of snapshot tables', () => {
  const snapshot = (partitionBytes?: number) =>
    memoryHistory({
      regions: ['h', 'x'],
      prices: {'h>x': 3},
      projects: [{project: 'p', region: 'h'}],
      tables: [{table: 's', project: 'p', ...(partitionBytes === undefined ? {} : {partitionBytes})}],
      runs: [
        {job: 'w', project: 'p', day: 94, writes: [['s', null, 900]]},
        {job: 'w', project: 'p', day: 96, failed: true, writes: [['s', null, 50]]},
        {
          job: 'w',
          project: 'p',
          day: 98,
          writes: [
            ['s', null, 20],
            ['s', null, 40],
          ],
        },
        {job: 'r', project: 'p', day: 99, reads: [['s', null, 5]]},
      ],
      fromDay: 95,
      toDay: 99,
    })

  test('the whole version crosses on the scored days on which it was written, by failed runs too', async () => {
    const {after} = await verify(snapshot(70), planOf({replicas: [['s', 'x', 0, 4]]}))
    // Written on 96 and 98 (94 is not scored): 2 × 70 bytes at 3.
    expect(after.traffic).toMatchObject({refreshBytes: 140, refreshCost: 420})
    expect([...after.bytesByDay!]).toEqual([0, 70, 0, 70, 0])
    expect([...after.windows.storedBytes]).toEqual([70])
    expect([after.fillBytes, after.snapshotFillBytes]).toEqual([0, 70])
    expect([...after.homeBytes]).toEqual([70, 0])
  })

  test('without partition_bytes a version is what was written on the last day', async () => {
    const {after} = await verify(snapshot(), planOf({replicas: [['s', 'x', 0, 1]]}))
    // 20 + 40 bytes on day 98, crossing on 96 and 98.
    expect(after.traffic.refreshBytes).toBe(120)
    expect([...after.windows.storedBytes]).toEqual([60])
  })

  test('a window that does not begin at age 0 holds nothing of a snapshot', async () => {
    const {after} = await verify(snapshot(70), planOf({replicas: [['s', 'x', 1, 4]]}))
    expect(after.traffic.refreshBytes).toBe(0)
    expect([...after.windows.storedBytes]).toEqual([0])
    expect([after.fillBytes, after.snapshotFillBytes]).toEqual([0, 0])
  })
})
