import {describe, expect, test} from 'vitest'
import {type OnlinePolicyName, onlinePolicies, replay} from '../../../algorithms/online/index.js'
import type {OnlinePolicy} from '../../../algorithms/online/policy.js'
import type {ReplayOptions} from '../../../algorithms/online/replay.js'
import {budgets, randomTrace} from './random-trace.js'
import {reads, type SmallTraceSpec, smallTrace} from './small-trace.js'

/** Positions of the reads that are hits. */
function hitsOf(
  name: OnlinePolicyName,
  totalBytes: number,
  spec: SmallTraceSpec,
  options: ReplayOptions = {},
): number[] {
  const policy: OnlinePolicy = onlinePolicies[name]
  const hits: number[] = []
  const watched: OnlinePolicy = {
    ...policy,
    create(pool, values) {
      const cache = policy.create(pool, values)
      return {
        hit: (entry, access) => {
          hits.push(access.position)
          cache.hit(entry, access)
        },
        admits: (entry, access) => cache.admits(entry, access),
        insert: (entry, access) => cache.insert(entry, access),
        victim: () => cache.victim(),
        remove: (entry, why) => cache.remove(entry, why),
        expired: day => cache.expired?.(day) ?? -1,
      }
    },
  }
  const trace = smallTrace(spec)
  expect(replay(trace, budgets(totalBytes, trace.regionCount), watched, options).hits).toBe(hits.length)
  return hits
}

const even = [10, 10, 10, 10, 10]

describe('members', () => {
  test('lru lets go what was read longest ago, not what came first', () => {
    expect(hitsOf('lru', 20, {bytes: even, steps: reads('0 1 0 2 0 1')})).toEqual([2, 4])
  })

  test('lfu-da keeps what was read more often, until its count has faded', () => {
    expect(hitsOf('lfu-da', 20, {bytes: even, steps: reads('0 0 0 1 2 0 2')})).toEqual([1, 2, 5, 6])
    expect(hitsOf('lfu-da', 20, {bytes: even, steps: reads('0 0 1 2 3 4 0')})).toEqual([1])
    expect(hitsOf('lru', 20, {bytes: even, steps: reads('0 0 0 1 2 0')})).toEqual([1, 2])
    // 0 counts from 1 again when it comes back, so that 3 drives it out and not 2.
    expect(hitsOf('lfu-da', 20, {bytes: even, steps: reads('0 0 0 0 0 1 2 1 2 1 2 0 3 0')})).toEqual([1, 2, 3, 4])
  })

  test('gdsf keeps what comes over the dear link and what is read whole', () => {
    const prices = [0, 1, 3]
    const steps = [
      {item: 0, region: 2},
      {item: 0, region: 1},
      {item: 1, region: 1},
      {item: 0, region: 2},
    ]
    expect(hitsOf('gdsf', 20, {bytes: even, prices, steps})).toEqual([3])
    const dearFirst = [
      {item: 4, region: 2},
      {item: 0, region: 1},
      {item: 1, region: 1},
      {item: 4, region: 2},
    ]
    expect(hitsOf('gdsf', 20, {bytes: even, prices: [0, 3, 1], steps: dearFirst})).toEqual([])
    expect(hitsOf('gdsf', 20, {bytes: even, prices: [0, 1, 3], steps: dearFirst})).toEqual([3])
    const partly = [{item: 0}, {item: 1, read: 2}, {item: 2}, {item: 0}]
    expect(hitsOf('gdsf', 20, {bytes: even, steps: partly})).toEqual([3])
    expect(hitsOf('landlord', 20, {bytes: even, steps: partly})).toEqual([])
  })

  test('landlord spares the dear link for as long as its credit lasts', () => {
    const prices = [0, 1, 3]
    const dear = {item: 0, region: 2}
    const cheap = (item: number) => ({item, region: 1})
    const steps = [dear, cheap(0), cheap(1), cheap(2), dear, cheap(3)]
    expect(hitsOf('landlord', 20, {bytes: even, prices, steps})).toEqual([4])
    expect(hitsOf('lru', 20, {bytes: even, prices, steps})).toEqual([])
    const many = [dear, ...[0, 1, 2, 3, 4, 0, 1].map(cheap), dear]
    expect(hitsOf('landlord', 20, {bytes: even, prices, steps: many})).toEqual([])
  })

  test('ttl keeps for the days where keeping costs less than bringing in again, and no longer', () => {
    const steps = [0, 3, 6, 10].map(day => ({item: 0, day}))
    const spec = {bytes: even, steps, storagePricePerByteDay: 0.3}
    expect(hitsOf('ttl', 20, spec)).toEqual([1, 2])
    expect(hitsOf('ttl', 20, {...spec, storagePricePerByteDay: 0.25})).toEqual([1, 2, 3])
    expect(hitsOf('ttl', 20, {...spec, storagePricePerByteDay: 0})).toEqual([1, 2, 3])
    expect(hitsOf('ttl', 20, spec, {policyOptions: {days: 2}})).toEqual([])
  })

  test('ttl stores nothing after the last day of what expired, and counts it', () => {
    const trace = smallTrace({bytes: [10], steps: [{item: 0, day: 0}], toDay: 9})
    const outcome = replay(trace, budgets(20, 2), onlinePolicies.ttl, {policyOptions: {days: 4}})
    expect(outcome).toMatchObject({expiries: 1, evictions: 0})
    expect(outcome.stored).toMatchObject({maxBytes: 10, meanBytes: 5})
  })

  test('second-hit lets in at the second read within the window', () => {
    expect(hitsOf('second-hit', 20, {bytes: even, steps: reads('0 0 0 1 0')})).toEqual([2, 4])
    // 0 was driven out by 1 and needs two more reads.
    expect(hitsOf('second-hit', 10, {bytes: even, steps: reads('0 0 1 1 0 0 0')})).toEqual([6])
    const steps = [0, 9, 10, 11].map(day => ({item: 0, day}))
    expect(hitsOf('second-hit', 20, {bytes: even, steps}, {policyOptions: {windowDays: 5}})).toEqual([3])
    expect(hitsOf('second-hit', 20, {bytes: even, steps}, {policyOptions: {requests: 1}})).toEqual([1, 2, 3])
    expect(hitsOf('second-hit', 20, {bytes: even, steps}, {policyOptions: {requests: 4}})).toEqual([])
  })

  test('sieve spares once what was read, whatever its place in the queue', () => {
    expect(hitsOf('sieve', 30, {bytes: even, steps: reads('0 1 2 0 3 0 1')})).toEqual([3, 5])
    expect(hitsOf('sieve', 30, {bytes: even, steps: reads('0 1 2 0 3 4 0')})).toEqual([3, 6])
  })

  test('s3-fifo keeps what was read twice through a scan that empties lru', () => {
    const bytes = new Array(20).fill(1)
    const steps = reads('0 0 0 1 2 3 4 5 6 7 8 9 10 11 12 0')
    expect(hitsOf('s3-fifo', 10, {bytes, steps})).toEqual([1, 2, 15])
    expect(hitsOf('lru', 10, {bytes, steps})).toEqual([1, 2])
  })

  test('s3-fifo lets who comes back by name into the main queue at once', () => {
    const bytes = new Array(30).fill(1)
    const scan = (from: number, to: number) => Array.from({length: to - from}, (_, i) => from + i).join(' ')
    // 0 leaves the small queue when 10 comes, is remembered, returns to main and outlives the next scan.
    const steps = reads(`${scan(0, 11)} 0 ${scan(11, 25)} 0`)
    expect(hitsOf('s3-fifo', 10, {bytes, steps})).toEqual([steps.length - 1])
  })
})

describe('replay', () => {
  test('a fill crosses whole, what is not kept crosses as read, and more is read than known where it is so', () => {
    const steps = [
      {item: 0, read: 3},
      {item: 0, read: 4},
      {item: 1, read: 25},
      {item: 2, read: 2},
    ]
    const trace = smallTrace({bytes: [10, 20, 40], steps})
    const outcome = replay(trace, budgets(30, 2), onlinePolicies.lru)
    // 10 in, hit, 25 in for 10 out, and 40 is larger than the budget.
    expect(outcome).toMatchObject({fillBytes: 35, remoteReadBytes: 2, hits: 1, fills: 2, remoteReads: 3, evictions: 1})
    expect(outcome.stored.maxBytes).toBe(25)
  })

  test('a rewritten snapshot is stale at once and its bytes are free', () => {
    const spec = {bytes: [10, 20], steps: [{item: 0}, {item: 0}, {rewrite: 0}, {item: 1}, {item: 0}]}
    expect(hitsOf('lru', 30, spec)).toEqual([1])
    expect(replay(smallTrace(spec), budgets(29, 2), onlinePolicies.lru).evictions).toBe(1)
    expect(
      replay(smallTrace({...spec, steps: spec.steps.slice(0, 4)}), budgets(20, 2), onlinePolicies.lru).evictions,
    ).toBe(0)
  })

  test('failed runs may hit, bring nothing in, and leave the order as it was', () => {
    const failed = {item: 0, failed: true}
    const first = replay(smallTrace({bytes: even, steps: [failed, failed]}), budgets(20, 2), onlinePolicies.lru)
    expect(first).toMatchObject({hits: 0, fills: 0, remoteReadBytes: 20})
    const trace = smallTrace({bytes: even, steps: [{item: 0}, {item: 1}, failed, {item: 2}, {item: 1}, {item: 0}]})
    expect(replay(trace, budgets(20, 2), onlinePolicies.lru)).toMatchObject({hits: 2, fills: 4})
  })

  test('days before the first scored one only warm the cache up', () => {
    const steps = [
      {item: 0, day: 0},
      {item: 1, day: 0},
      {item: 0, day: 1},
      {item: 2, day: 2},
    ]
    const outcome = replay(smallTrace({bytes: even, steps}), budgets(20, 2), onlinePolicies.lru, {scoreFromDay: 1})
    expect(outcome).toMatchObject({reads: 2, hits: 1, fills: 1, wanBytes: 10, evictions: 1, dayCount: 2})
    expect(Array.from(outcome.bytesByDay)).toEqual([0, 10])
    expect(outcome.stored).toMatchObject({maxBytes: 20, meanBytes: 20})
    expect(Array.from(outcome.stored.maxBytesByRegion)).toEqual([0, 20])
  })

  test('what is kept from before the scored days counts as kept in them', () => {
    const trace = smallTrace({bytes: [10], steps: [{item: 0, day: 0}], toDay: 3})
    const {stored} = replay(trace, budgets(20, 2), onlinePolicies.lru, {scoreFromDay: 2})
    expect(stored).toMatchObject({maxBytes: 10, meanBytes: 10})
  })

  test('an item of no bytes is not kept, so that a budget of nothing keeps nothing', () => {
    const trace = smallTrace({bytes: [0], steps: reads('0 0')})
    expect(replay(trace, budgets(0, 2), onlinePolicies.lru)).toMatchObject({hits: 0, remoteReads: 2, fills: 0})
  })

  test('with a budget of a region and one over all, both are held and what leaves one leaves the other', () => {
    const steps = [
      {item: 0, region: 1},
      {item: 1, region: 1},
      {item: 2, region: 2},
      {item: 3, region: 2},
      {item: 1, region: 1},
      {item: 2, region: 2},
    ]
    const trace = smallTrace({bytes: even, steps, prices: [0, 1, 1]})
    const regionBytes = Float64Array.from([0, 10, 30])
    const outcome = replay(trace, {regionBytes, totalBytes: 20}, onlinePolicies.lru)
    // Region 1 keeps one, so 1 drives 0 out; all keep two, so 3 drives 1 out; reading 1 again drives 2 out, and so on.
    expect(outcome).toMatchObject({hits: 0, fills: 6, evictions: 4})
    expect(Array.from(outcome.stored.maxBytesByRegion)).toEqual([0, 10, 20])
  })

  test('budgets that are none are refused with what to do', () => {
    const trace = randomTrace(1)
    expect(() => replay(trace, budgets(5, 2), onlinePolicies.lru)).toThrow('budgets for 2 regions and the trace has 3')
    expect(() => replay(trace, budgets(-1), onlinePolicies.lru)).toThrow('all regions together is -1 bytes')
    expect(() => replay(trace, budgets(Number.NaN), onlinePolicies.lru)).toThrow('NaN')
    expect(() => replay(trace, budgets(5), onlinePolicies.lru, {scoreFromDay: 0.5})).toThrow('day 0.5')
    expect(() => replay(trace, budgets(5), onlinePolicies.lru, {policyOptions: {days: 1}})).toThrow("no option 'days'")
  })
})
