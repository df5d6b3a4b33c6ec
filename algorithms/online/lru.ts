import type {OnlineCache, OnlinePolicy} from './policy.js'
import {Recency} from './recency.js'

/**
 * LRU: least recently used.
 *
 * Idea: what was read last will be read next. Formula: evict the entry with the oldest latest read; admit everything that
 * fits. Source: folklore; Sleator & Tarjan 1985. Cost: O(1) a read, 8 bytes an entry. Guarantee: k-competitive for equal
 * sizes and costs (a cache of k items), none with sizes. Loses: on scans and daily partitions that are read once, which push out what is
 * read again; blind to size, price and to how little of a partition is read.
 */
export const lru = {
  name: 'lru',
  summary: 'Admits everything and evicts what was read longest ago.',
  source: 'folklore; Sleator & Tarjan, CACM 1985',
  kind: 'baseline',
  options: {},
  create: (pool): OnlineCache => new Recency(pool.entryCount),
} as const satisfies OnlinePolicy
