import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {wanBytes, wanCost} from '../../../model/account.js'
import {verify} from '../../../model/verifier/index.js'
import {type AccessRow, type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {planOf} from './plan-of.js'

const regions = ['a', 'b', 'c', 'd'] as const
const pairs = regions.flatMap(from => regions.filter(to => to !== from).map(to => `${from}>${to}`))
const region = fc.constantFrom(...regions)
const day = fc.integer({min: 90, max: 99})
/** Tables 0 to 2 are daily, table 3 is a snapshot. */
const access = fc
  .record({
    table: fc.integer({min: 0, max: 3}),
    back: fc.integer({min: 0, max: 5}),
    bytes: fc.integer({min: 0, max: 1000}),
  })
  .map(row => ({
    ...row,
    on: (at: number): AccessRow => [`t${row.table}`, row.table === 3 ? null : at - row.back, row.bytes],
  }))
const run = fc
  .record({
    job: fc.integer({min: 0, max: 4}),
    region,
    day,
    reads: fc.array(access, {maxLength: 4}),
    writes: fc.array(access, {maxLength: 2}),
  })
  .map(({job, region: at, day: on, reads, writes}) => ({
    ...{job: `j${job}`, project: `p${job % 3}`, region: at, day: on},
    ...{reads: reads.map(row => row.on(on)), writes: writes.map(row => row.on(on))},
  }))
const world = fc.record({
  homes: fc.tuple(region, region, region),
  sizes: fc.array(fc.option(fc.integer({min: 1, max: 500}), {nil: undefined}), {minLength: 4, maxLength: 4}),
  prices: fc.array(fc.integer({min: 1, max: 9}), {minLength: pairs.length, maxLength: pairs.length}),
  runs: fc.array(run, {minLength: 1, maxLength: 12}),
})
const decisions = fc.record({
  windows: fc.uniqueArray(
    fc.record({
      table: fc.integer({min: 0, max: 3}),
      region,
      fromAge: fc.integer({min: 0, max: 3}),
      days: fc.integer({min: 1, max: 4}),
    }),
    {maxLength: 8, selector: ({table, region: at}) => `${table} ${at}`},
  ),
  moved: fc.option(region, {nil: undefined}),
  placed: fc.option(region, {nil: undefined}),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never
type Decided = typeof decisions extends fc.Arbitrary<infer T> ? T : never

function specOf({homes, sizes, prices, runs}: World): MemoryHistorySpec {
  return {
    regions,
    prices: Object.fromEntries(pairs.map((pair, i) => [pair, prices[i]!])),
    projects: homes.map((home, i) => ({project: `p${i}`, region: home})),
    tables: sizes.map((bytes, i) => ({
      ...{table: `t${i}`, project: `p${i % 3}`},
      ...(bytes === undefined ? {} : {partitionBytes: bytes}),
    })),
    runs,
    fromDay: 93,
    toDay: 99,
  }
}

const planFor = ({homes}: World, {windows, moved, placed}: Decided) =>
  planOf({
    replicas: windows.map(({table, region: at, fromAge, days}) => [`t${table}`, at, fromAge, fromAge + days] as const),
    ...(moved === undefined ? {} : {moves: {p0: `${homes[0]}>${moved}`}}),
    ...(placed === undefined ? {} : {jobs: {j1: placed}}),
  })

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)

describe('of any history and plan', () => {
  test('causes, links and days add up to the same bytes and the same cost', async () => {
    await fc.assert(
      fc.asyncProperty(world, decisions, async (given, decided) => {
        const history = memoryHistory(specOf(given))
        const {before, after} = await verify(history, planFor(given, decided))
        // Bytes and prices are whole numbers here, so all sums are exact.
        for (const {traffic, bytesByDay, costByDay} of [before, after]) {
          const priced = traffic.linkBytes.map((bytes, link) => bytes * history.topology.linkPricePerByte[link]!)
          expect(sum(traffic.linkBytes)).toBe(wanBytes(traffic))
          expect(sum(bytesByDay!)).toBe(wanBytes(traffic))
          expect(sum(priced)).toBe(wanCost(traffic))
          expect(sum(costByDay!)).toBe(wanCost(traffic))
        }
        expect(sum(after.windows.storedBytes)).toBe(sum(after.replicaBytes))
        expect(sum(after.windows.refreshBytes)).toBe(after.traffic.refreshBytes)
        expect(sum(after.homeBytes)).toBeCloseTo(sum(before.homeBytes), 6)
      }),
      {numRuns: 150, seed: 11},
    )
  })

  test('neither the size of the batches nor the order of regions and windows changes a number', async () => {
    await fc.assert(
      fc.asyncProperty(world, decisions, async (given, decided) => {
        const spec = specOf(given)
        const plan = planFor(given, decided)
        const one = await verify(memoryHistory(spec), plan)
        const other = await verify(memoryHistory({...spec, regions: [...regions].reverse(), batchRows: 1}), {
          ...plan,
          replicas: [...plan.replicas].reverse(),
        })
        for (const side of ['before', 'after'] as const) {
          const {linkBytes: _one, ...traffic} = one[side].traffic
          const {linkBytes: _other, ...again} = other[side].traffic
          expect(again).toEqual(traffic)
          expect(other[side].costByDay).toEqual(one[side].costByDay)
          expect(other[side].fillBytes).toBe(one[side].fillBytes)
          expect([...other[side].replicaBytes].reverse()).toEqual([...one[side].replicaBytes])
        }
        expect([...other.after.windows.localBytes].reverse()).toEqual([...one.after.windows.localBytes])
        expect(other.localisedReads).toBe(one.localisedReads)
      }),
      {numRuns: 100, seed: 12},
    )
  })

  test('an empty plan changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(world, async given => {
        const {before, after, violations, localisedReads} = await verify(memoryHistory(specOf(given)), planOf({}))
        expect(after).toEqual(before)
        expect([violations.length, localisedReads]).toEqual([0, 0])
      }),
      {numRuns: 50, seed: 13},
    )
  })
})
