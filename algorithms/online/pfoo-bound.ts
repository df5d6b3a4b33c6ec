import type {ReplicaBudgets} from '../../model/budgets.js'
import type {Day} from '../../model/days.js'
import {indexEntries} from './entries.js'
import {checkBudgets, checkDay} from './replay.js'
import {type BoundedPool, densestFirst, type EntryReads, readsByEntry, savingPieces} from './savings.js'
import type {ReadTrace} from './trace.js'

export interface PfooBound {
  /** No policy's `wanCost` on the scored days is lower, in currency. */
  readonly wanCost: number
  /** The same days with nothing kept, and the most that keeping can save. */
  readonly wanCostWithoutCaching: number
  readonly savedCost: number
  /** What it bounds, for the report. */
  readonly scope: string
}

/**
 * A lower bound on the WAN cost of ANY replacement policy, online or all-knowing, in the model of `replay`: whole items are brought
 * in from home on demand, at a read of a run that succeeds; a version kept since an earlier read makes a read local; the
 * budgets hold at all times. It does not bound policies that prefetch, take copies from other regions' replicas or keep parts of items:
 * planned windows that are refreshed before the first read may cost less.
 *
 * PFOO-L (Berger, Beckmann & Harchol-Balter, "Practical bounds on optimal caching with variable object sizes", SIGMETRICS 2018): to
 * make a read local, its item must lie in the cache since the read before. That takes size × time out of budget × length of
 * the trace; relaxing "at all times" to "on the whole" leaves a fractional knapsack, solved by best saving per byte-moment. The first read of a
 * version always misses. Added here: the fill that a version needs costs what it exceeds its read by (see `savings.ts`), and failed runs' reads
 * bring nothing in. Regions are bounded each by its budget, all together by the total; with both, the smaller of
 * the two savings counts (each is a relaxation that leaves the other out). O(accesses × log accesses).
 */
export function pfooBound(trace: ReadTrace, budgets: ReplicaBudgets, scoreFromDay: Day = trace.fromDay): PfooBound {
  checkBudgets(trace, budgets)
  checkDay(scoreFromDay)
  const entries = indexEntries(trace)
  const reads = readsByEntry(trace, entries)
  const wanCostWithoutCaching = costWithoutCaching(trace, scoreFromDay)
  const {regionBytes, totalBytes} = budgets
  const largestFillBytes = Float64Array.from({length: trace.regionCount}, (_, e) =>
    Math.min(regionBytes[e], totalBytes),
  )
  let byRegion = 0
  for (let e = 0; e < trace.regionCount; e++) {
    const [firstEntry, endEntry] = [entries.regionStart[e], entries.regionStart[e + 1]]
    const capacityBytes = largestFillBytes[e]
    byRegion += mostSaved(trace, reads, {firstEntry, endEntry, capacityBytes, largestFillBytes}, scoreFromDay)
  }
  const all = {firstEntry: 0, endEntry: entries.count, capacityBytes: totalBytes, largestFillBytes}
  const savedCost = Math.min(byRegion, mostSaved(trace, reads, all, scoreFromDay))
  return {
    wanCost: Math.max(0, wanCostWithoutCaching - savedCost),
    wanCostWithoutCaching,
    savedCost,
    scope: 'caching of whole partitions on demand, from home',
  }
}

function mostSaved(trace: ReadTrace, reads: EntryReads, pool: BoundedPool, scoreFromDay: Day): number {
  const {cost, space, count, spaceBudget} = savingPieces(trace, reads, pool, scoreFromDay)
  let left = spaceBudget
  let saved = 0
  for (const i of densestFirst(cost, space, count)) {
    if (space[i] >= left) return saved + (cost[i] * left) / space[i]
    left -= space[i]
    saved += cost[i]
  }
  return saved
}

function costWithoutCaching(trace: ReadTrace, scoreFromDay: Day): number {
  const {accessCount, day, item, itemHome, linkPricePerByte, readBytes, region, regionCount} = trace
  const linkBytes = new Float64Array(regionCount * regionCount)
  for (let access = 0; access < accessCount; access++) {
    const home = itemHome[item[access]]
    if (day[access] >= scoreFromDay && region[access] !== home) {
      linkBytes[home * regionCount + region[access]] += readBytes[access]
    }
  }
  return linkBytes.reduce((cost, bytes, link) => cost + bytes * linkPricePerByte[link], 0)
}
