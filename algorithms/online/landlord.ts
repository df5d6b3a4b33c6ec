import {InflatedPriorities} from './inflation.js'
import type {OnlineCache, OnlinePolicy} from './policy.js'

/**
 * Landlord: rent by the byte.
 *
 * Idea: every entry holds a credit of what it would cost to bring it in again; to make room all pay rent in proportion to their size, and
 * who has no credit left goes. Formula: credit = link price × size, renewed at every read; a rise of L by the least credit ÷ size
 * collects the rent of all at once, so priority = credit ÷ size + L. Source: Young, "On-line file caching", 1998 (GreedyDual-Size
 * of Cao & Irani 1997). Cost: O(log entries) a read, 20 bytes an entry. Guarantee: k ÷ (k − h + 1)-competitive against an
 * optimum with budget h, where every miss brings in the whole file; the best of any deterministic policy. Loses: at one price its priorities
 * differ only by the time of the last eviction before the read, close to LRU; and it admits everything.
 */
export const landlord = {
  name: 'landlord',
  summary: 'Entries pay rent by size out of a credit that each read renews; the bankrupt leave.',
  source: 'Young, SODA 1998; Cao & Irani, USITS 1997',
  kind: 'baseline',
  options: {},
  create: (pool): OnlineCache => new InflatedPriorities(pool.entryCount, (_frequency, {pricePerByte}) => pricePerByte),
} as const satisfies OnlinePolicy
