import {describe, expect, test} from 'vitest'
import {onlinePolicies, pfooBound, replay} from '../../../algorithms/online/index.js'
import type {OnlinePolicy} from '../../../algorithms/online/policy.js'
import type {ReadTrace} from '../../../algorithms/online/trace.js'
import type {ReplicaBudgets} from '../../../model/budgets.js'
import {budgets, randomBudgets, randomTrace} from './random-trace.js'

const members = Object.entries(onlinePolicies) as [string, OnlinePolicy][]
const admitAll = ['lru', 'lfu-da', 'gdsf', 'landlord', 's3-fifo', 'sieve'] as const
const seeds = [...Array(40).keys()]
const infinity = Number.POSITIVE_INFINITY

/** Keeps its own books from what the simulator tells each pool, and complains when a pool holds more than it may. */
function audited(policy: OnlinePolicy): {policy: OnlinePolicy; overdrawn: string[]; pools: number[]} {
  const overdrawn: string[] = []
  const pools: number[] = []
  const wrapped: OnlinePolicy = {
    ...policy,
    create(pool, options) {
      pools.push(pool.capacityBytes)
      const cache = policy.create(pool, options)
      const kept = new Map<number, number>()
      return {
        hit: (entry, access) => {
          if (!kept.has(entry)) overdrawn.push(`hit ${entry}, which is not kept`)
          cache.hit(entry, access)
        },
        admits: (entry, access) => cache.admits(entry, access),
        insert: (entry, access) => {
          if (kept.has(entry)) overdrawn.push(`insert ${entry}, which is kept`)
          kept.set(entry, access.fillBytes)
          const stored = [...kept.values()].reduce((sum, bytes) => sum + bytes, 0)
          if (stored > pool.capacityBytes) overdrawn.push(`${stored} of ${pool.capacityBytes} at ${access.position}`)
          cache.insert(entry, access)
        },
        victim: () => {
          const entry = cache.victim()
          if (!kept.has(entry)) overdrawn.push(`victim ${entry}, which is not kept`)
          return entry
        },
        remove: (entry, why) => {
          if (!kept.delete(entry)) overdrawn.push(`remove ${entry}, which is not kept`)
          cache.remove(entry, why)
        },
        expired: day => cache.expired?.(day) ?? -1,
      }
    },
  }
  return {policy: wrapped, overdrawn, pools}
}

/** Remote reads in all, and those that take bytes. */
function remoteReadsOf(trace: ReadTrace): number {
  let count = 0
  for (let i = 0; i < trace.accessCount; i++) if (trace.region[i] !== trace.itemHome[trace.item[i]]) count += 1
  return count
}

function bytesOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => (ArrayBuffer.isView(inner) ? [...(inner as Float64Array)] : inner))
}

test('every member is registered under its own name and says what it is', () => {
  for (const [key, policy] of members) {
    expect(policy.name).toBe(key)
    expect(policy.summary.length).toBeGreaterThan(20)
    expect(policy.source).not.toBe('')
  }
})

describe.each(members)('%s', (_, policy) => {
  test('holds every budget at all times and only drops what is kept', () => {
    for (const seed of seeds) {
      const trace = randomTrace(seed)
      const limits = randomBudgets(seed)
      const {policy: watched, overdrawn, pools} = audited(policy)
      const outcome = replay(trace, limits, watched)
      expect(pools.length, `seed ${seed}`).toBeGreaterThan(0)
      expect(overdrawn, `seed ${seed}`).toEqual([])
      expect(outcome.stored.maxBytes).toBeLessThanOrEqual(limits.totalBytes)
      outcome.stored.maxBytesByRegion.forEach((bytes, e) => {
        expect(bytes).toBeLessThanOrEqual(limits.regionBytes[e])
      })
      expect(outcome.stored.meanBytes).toBeLessThanOrEqual(outcome.stored.maxBytes)
    }
  })

  test('gives the same outcome twice and leaves the trace as it was', () => {
    for (const seed of seeds.slice(0, 8)) {
      const trace = randomTrace(seed)
      const before = bytesOf(trace)
      const first = replay(trace, randomBudgets(seed), policy)
      expect(bytesOf(replay(trace, randomBudgets(seed), policy))).toBe(bytesOf(first))
      expect(bytesOf(trace)).toBe(before)
    }
  })

  test('hits and remote reads add up, and bytes and cost to their causes and days', () => {
    for (const seed of seeds) {
      const trace = randomTrace(seed)
      const outcome = replay(trace, randomBudgets(seed), policy)
      expect(outcome.reads).toBe(trace.accessCount)
      expect(outcome.hits + outcome.remoteReads).toBe(remoteReadsOf(trace))
      expect(outcome.fills).toBeLessThanOrEqual(outcome.remoteReads)
      expect(outcome.wanBytes).toBe(outcome.remoteReadBytes + outcome.fillBytes)
      expect(outcome.bytesByDay.reduce((sum, bytes) => sum + bytes, 0)).toBe(outcome.wanBytes)
      const cost = outcome.costByDay.reduce((sum, day) => sum + day, 0)
      expect(Math.abs(cost - outcome.wanCost)).toBeLessThanOrEqual(1e-9 * Math.max(1, cost))
    }
  })

  test('with a budget of nothing it keeps nothing', () => {
    for (const seed of seeds.slice(0, 8)) {
      const trace = randomTrace(seed)
      const nothing = replay(trace, budgets(0), policy)
      expect({...nothing, policy: 'none'}).toEqual(replay(trace, budgets(0), onlinePolicies.none))
      expect(nothing.hits).toBe(0)
    }
  })

  test('is never better than the bound', () => {
    for (let seed = 0; seed < 240; seed++) {
      const trace = randomTrace(seed, {accesses: 200, items: 10 + (seed % 30), wholeReads: seed % 3 === 0})
      const limits: ReplicaBudgets = randomBudgets(seed)
      const scoreFromDay = trace.fromDay + (seed % 2) * 4
      const bound = pfooBound(trace, limits, scoreFromDay)
      const outcome = replay(trace, limits, policy, {scoreFromDay})
      expect(bound.wanCost, `seed ${seed}`).toBeLessThanOrEqual(outcome.wanCost * (1 + 1e-9) + 1e-9)
    }
  })
})

test.each(admitAll)('without a limit, every later read of an unchanged item is local under %s', name => {
  for (const seed of seeds.slice(0, 12)) {
    const trace = randomTrace(seed)
    const outcome = replay(trace, budgets(infinity), onlinePolicies[name])
    const kept = new Set<string>()
    let hits = 0
    for (let i = 0, r = 0; i < trace.accessCount; i++) {
      for (; r < trace.rewrites.count && trace.rewrites.position[r] <= i; r++) {
        for (let e = 0; e < trace.regionCount; e++) kept.delete(`${e}/${trace.rewrites.item[r]}`)
      }
      const item = trace.item[i]
      const key = `${trace.region[i]}/${item}`
      if (trace.region[i] === trace.itemHome[item] || trace.itemReplicable[item] === 0) continue
      if (kept.has(key)) hits += 1
      else if (trace.failed[i] === 0 && Math.max(trace.readBytes[i], trace.itemBytes[i]) > 0) kept.add(key)
    }
    expect(outcome.hits, `seed ${seed}`).toBe(hits)
    expect(outcome.evictions).toBe(0)
  }
})
