import {InflatedPriorities} from './inflation.js'
import type {OnlineCache, OnlinePolicy} from './policy.js'

/**
 * LFU-DA: least frequently used with dynamic ageing.
 *
 * Idea: what was read often will be read again, unless that was long ago. Formula: priority = reads since brought in + L,
 * L = priority of the latest victim; evict the least. Source: Arlitt, Cherkasova, Dilley, Friedrich & Jin 2000. Cost: O(log
 * entries) a read, 20 bytes an entry. Guarantee: none. Loses: daily partitions are read often on one day and never after, so their count
 * protects them too long; blind to size and price.
 */
export const lfuDa = {
  name: 'lfu-da',
  summary: 'Evicts what was read least often, counts fading with every eviction.',
  source: 'Arlitt et al., Performance Evaluation Review 27(4), 2000',
  kind: 'baseline',
  options: {},
  create: (pool): OnlineCache => new InflatedPriorities(pool.entryCount, frequency => frequency),
} as const satisfies OnlinePolicy
