import {describe, expect, test} from 'vitest'
import {buildTrace, onlinePolicies, replay} from '../../../algorithms/online/index.js'
import {decodePlan, homePlacement} from '../../../model/decode-plan.js'
import {partitionBytesOn} from '../../../model/partition-sizes.js'
import {verify} from '../../../model/verifier/index.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {randomHistorySpec, randomPlan} from '../../support/random-history.js'
import {budgets} from './random-trace.js'

const infinity = Number.POSITIVE_INFINITY

const small: MemoryHistorySpec = {
  regions: ['a', 'b'],
  prices: {'a>b': 2},
  projects: [
    {project: 'pa', region: 'a'},
    {project: 'pb', region: 'b'},
  ],
  tables: [
    {table: 'daily', project: 'pa', partitionBytes: 100},
    {table: 'written', project: 'pa', replicable: false},
    {table: 'snap', project: 'pa'},
  ],
  partitions: [['daily', 11, 70]],
  runs: [
    {
      job: 'late',
      project: 'pb',
      day: 11,
      hour: 9,
      reads: [
        ['daily', 11, 5],
        ['snap', null, 6],
      ],
    },
    {
      job: 'early',
      project: 'pb',
      day: 11,
      hour: 2,
      failed: true,
      reads: [
        ['written', 10, 7],
        ['snap', null, 3],
      ],
    },
    {
      job: 'make',
      project: 'pa',
      day: 10,
      hour: 1,
      writes: [
        ['snap', null, 40],
        ['written', 10, 30],
      ],
    },
    {
      job: 'make',
      project: 'pa',
      day: 11,
      hour: 5,
      reads: [['snap', null, 8]],
      writes: [
        ['snap', null, 50],
        ['snap', null, 1],
        ['written', 10, 5],
      ],
    },
    {job: 'first', project: 'pb', day: 10, hour: 0, reads: [['daily', 9, 20]]},
  ],
}

describe('buildTrace', () => {
  test('orders reads by day, hour, run and row, and sizes items by formats.md section 1', async () => {
    const trace = await buildTrace(memoryHistory(small))
    // Items by table, then day: daily 9, daily 11, written 10, snap.
    expect(trace.itemCount).toBe(4)
    expect(Array.from(trace.day)).toEqual([10, 11, 11, 11, 11, 11])
    expect(Array.from(trace.item)).toEqual([0, 2, 3, 3, 1, 3])
    expect(Array.from(trace.readBytes)).toEqual([20, 7, 3, 8, 5, 6])
    expect(Array.from(trace.itemBytes)).toEqual([100, 35, 51, 51, 70, 51])
    expect(Array.from(trace.region)).toEqual([1, 1, 1, 0, 1, 1])
    expect(Array.from(trace.failed)).toEqual([0, 1, 1, 0, 0, 0])
    expect(Array.from(trace.itemReplicable)).toEqual([1, 1, 0, 1])
    expect([trace.fromDay, trace.toDay]).toEqual([10, 11])
  })

  test('a rewrite of a snapshot holds from the first read after the run that wrote it, once', async () => {
    const {rewrites} = await buildTrace(memoryHistory(small))
    expect(Array.from(rewrites.position)).toEqual([1, 4])
    expect(Array.from(rewrites.item)).toEqual([3, 3])
  })

  test('does not depend on how the rows are cut into batches', async () => {
    const whole = await buildTrace(memoryHistory(small))
    const cut = await buildTrace(memoryHistory({...small, batchRows: 1}))
    expect(cut).toEqual(whole)
  })

  test('nothing kept costs exactly what the verifier counts without a plan, on 120 random histories', async () => {
    for (let seed = 1; seed <= 120; seed++) {
      const spec = randomHistorySpec(seed)
      const history = memoryHistory(spec)
      const {traffic, bytesByDay} = (
        await verify(history, {...randomPlan(seed, spec), moves: [], jobs: [], replicas: []})
      ).before
      const outcome = replay(await buildTrace(history), budgets(infinity, 4), onlinePolicies.none)
      expect(outcome.remoteReadBytes, `seed ${seed}`).toBe(traffic.remoteReadBytes)
      expect(outcome.remoteReadCost).toBeCloseTo(traffic.remoteReadCost, 6)
      expect(outcome.remoteReads).toBe(traffic.remoteReads)
      expect(outcome.reads).toBe(traffic.reads)
      expect(outcome.fillBytes).toBe(0)
      expect(outcome.bytesByDay.length).toBe(bytesByDay!.length)
    }
  })

  test('follows the moves and placed jobs of a plan as the verifier does', async () => {
    for (let seed = 1; seed <= 80; seed++) {
      const spec = randomHistorySpec(seed)
      const history = memoryHistory(spec)
      const plan = {...randomPlan(seed, spec), replicas: []}
      const placement = decodePlan(plan, await naiveWorkload(history))
      const {traffic} = (await verify(history, plan)).after
      const outcome = replay(await buildTrace(history, placement), budgets(infinity, 4), onlinePolicies.none)
      expect(outcome.remoteReadBytes, `seed ${seed}`).toBe(traffic.remoteReadBytes)
      expect(outcome.remoteReadCost).toBeCloseTo(traffic.remoteReadCost, 6)
      expect(outcome.remoteReads).toBe(traffic.remoteReads)
    }
  })

  test('the placement before any plan changes nothing', async () => {
    const history = memoryHistory(randomHistorySpec(3))
    const placement = homePlacement(await naiveWorkload(history))
    expect(await buildTrace(history, placement)).toEqual(await buildTrace(history))
  })

  test('sizes are those that the objective gives to the same partitions', async () => {
    let compared = 0
    for (let seed = 1; seed <= 40; seed++) {
      const spec = randomHistorySpec(seed)
      const history = memoryHistory(spec)
      const workload = await naiveWorkload(history)
      const trace = await buildTrace(history)
      for await (const batch of history.reads()) {
        expect(batch.length).toBe(trace.accessCount)
        const sizes = new Map<string, number>()
        for (let i = 0; i < batch.length; i++) sizes.set(`${batch.table[i]} ${batch.partitionDay[i]}`, i)
        const expected = [...sizes.keys()]
          .map(key => key.split(' ').map(Number))
          .sort((a, b) => a[0] - b[0] || a[1] - b[1])
          .map(([table, day]) => partitionBytesOn(workload.tables, table, day))
        for (let i = 0; i < trace.accessCount; i++) {
          expect(trace.itemBytes[i], `seed ${seed}, access ${i}`).toBe(expected[trace.item[i]])
          compared += 1
        }
      }
    }
    expect(compared).toBeGreaterThan(500)
  })
})
