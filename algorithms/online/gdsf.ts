import {InflatedPriorities} from './inflation.js'
import type {OnlineCache, OnlinePolicy} from './policy.js'

/**
 * GDSF: GreedyDual-Size with frequency.
 *
 * Idea: keep what saves most money a byte, by how often it is read. Formula: priority = reads × cost ÷ size + L with cost = link
 * price × bytes of this read (what a hit saves) and size = bytes kept; evict the least. Where whole partitions are read over links
 * of one price this is LFU-DA. Source: Cherkasova 1998. Cost: O(log entries) a read, 20 bytes an entry. Guarantee: none.
 * Loses: where the past count says little about the future (daily partitions), and it admits everything.
 */
export const gdsf = {
  name: 'gdsf',
  summary: 'Evicts what saves least money a byte kept, by frequency, price and size.',
  source: 'Cherkasova, HP Labs HPL-98-69R1, 1998',
  kind: 'baseline',
  options: {},
  create: (pool): OnlineCache =>
    new InflatedPriorities(
      pool.entryCount,
      (frequency, {pricePerByte, readBytes, fillBytes}) => (frequency * pricePerByte * readBytes) / fillBytes,
    ),
} as const satisfies OnlinePolicy
