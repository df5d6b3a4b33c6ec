import {describe, expect, test} from 'vitest'
import {onlinePolicies, replay} from '../../../algorithms/online/index.js'
import {naiveLru, naiveReplay, naiveSieve} from './naive-replay.js'
import {budgets, randomTrace} from './random-trace.js'

describe.each([
  ['lru', onlinePolicies.lru, () => naiveLru],
  ['sieve', onlinePolicies.sieve, naiveSieve],
] as const)('%s', (_, policy, naive) => {
  test('equals its slow twin of maps on 60 random traces', () => {
    let evictions = 0
    for (let seed = 0; seed < 60; seed++) {
      const trace = randomTrace(seed)
      const totalBytes = 20 + 37 * (seed % 20)
      const slow = naiveReplay(trace, totalBytes, naive())
      const fast = replay(trace, budgets(totalBytes), policy)
      const {wanBytes, hits, remoteReads} = fast
      expect({wanBytes, hits, remoteReads, evictions: fast.evictions}, `seed ${seed}`).toEqual({
        wanBytes: slow.wanBytes,
        hits: slow.hits,
        remoteReads: slow.remoteReads,
        evictions: slow.evictions,
      })
      expect(fast.wanCost).toBeCloseTo(slow.wanCost, 6)
      evictions += fast.evictions
    }
    expect(evictions).toBeGreaterThan(1000)
  })
})
