import type {Day} from '../../model/days.js'
import {type Entries, groupBy, versionOfAccess} from './entries.js'
import type {ReadTrace} from './trace.js'

/** Budgets as one pool of entries `firstEntry … endEntry` sees them, and what may lie in it at all. */
export interface BoundedPool {
  readonly firstEntry: number
  readonly endEntry: number
  readonly capacityBytes: number
  /** No single entry larger than this is ever kept, by region. */
  readonly largestFillBytes: Float64Array
}

/** The reads of every entry in the order of time: those of entry n are `start[n] … start[n + 1]` of `access`. */
export interface EntryReads {
  readonly entries: Entries
  readonly start: Int32Array
  readonly access: Int32Array
  /** Version of each access's item. */
  readonly version: Int32Array
}

export function readsByEntry(trace: ReadTrace, entries: Entries): EntryReads {
  const {start, order} = groupBy(entries.ofAccess, trace.accessCount, entries.count)
  return {entries, start, access: order, version: versionOfAccess(trace)}
}

/** Pieces of saving: piece i saves at most `cost[i]` for `space[i]` byte-moments. Any part of a piece may be taken. */
export interface Pieces {
  readonly cost: Float64Array
  readonly space: Float64Array
  readonly count: number
  /** Byte-moments that the pool has. Infinity without a budget. */
  readonly spaceBudget: number
}

/**
 * What keeping entries between their reads can save in one pool, as concave pieces. Time is counted in moments, one after each
 * cacheable read of the pool, from the one before the first scored read on. Keeping an entry from one read to the next takes its bytes × the moments
 * between and saves the second read. All such intervals of one version of one entry form a chain; the first of a chain that is
 * used also needs a fill, which costs at least the least `fill − read` bytes of the chain. The pieces are the edges of the
 * upper hull of each chain's (space, saving) curve. O(reads × log).
 */
export function savingPieces(trace: ReadTrace, reads: EntryReads, pool: BoundedPool, scoreFromDay: Day): Pieces {
  const {entries, start, version} = reads
  const {firstEntry, endEntry, largestFillBytes} = pool
  const moment = new Int32Array(trace.accessCount)
  let momentCount = 0
  let firstScored = -1
  for (let access = 0; access < trace.accessCount; access++) {
    const entry = entries.ofAccess[access]
    if (entry < firstEntry || entry >= endEntry) continue
    if (firstScored < 0 && trace.day[access] >= scoreFromDay) firstScored = momentCount
    moment[access] = momentCount++
  }
  const firstMoment = Math.max(0, firstScored - 1)
  const moments = firstScored < 0 ? 0 : momentCount - 1 - firstMoment
  const cost = new Float64Array(momentCount)
  const space = new Float64Array(momentCount)
  let count = 0

  for (let entry = firstEntry; entry < endEntry; entry++) {
    const region = entries.region[entry]
    const largest = largestFillBytes[region]
    let chain = count
    let leastFill = Number.POSITIVE_INFINITY
    let leastExtra = Number.POSITIVE_INFINITY
    let usedExtra = 0
    for (let at = start[entry]; at < start[entry + 1]; at++) {
      const access = reads.access[at]
      const read = trace.readBytes[access]
      const price = trace.linkPricePerByte[trace.itemHome[trace.item[access]] * trace.regionCount + region]
      const isScored = trace.day[access] >= scoreFromDay
      const before = reads.access[at - 1]
      if (at > start[entry] && version[before] !== version[access]) {
        count = closeChain(cost, space, chain, count, usedExtra)
        chain = count
        leastFill = Number.POSITIVE_INFINITY
        leastExtra = Number.POSITIVE_INFINITY
      } else if (leastFill < Number.POSITIVE_INFINITY && isScored && read * price > 0) {
        cost[count] = read * price
        space[count++] = leastFill * (moment[access] - Math.max(moment[before], firstMoment))
        usedExtra = leastExtra
      }
      const fill = Math.max(read, trace.itemBytes[access])
      if (trace.failed[access] === 1 || fill === 0 || fill > largest) continue
      leastFill = Math.min(leastFill, fill)
      leastExtra = Math.min(leastExtra, isScored ? (fill - read) * price : 0)
    }
    count = closeChain(cost, space, chain, count, usedExtra)
  }
  const spaceBudget =
    pool.capacityBytes === Number.POSITIVE_INFINITY ? pool.capacityBytes : pool.capacityBytes * moments
  return {cost, space, count, spaceBudget}
}

/**
 * Turns the intervals `from … to` of one chain into the edges of its upper hull, in place; the first edge pays `fillCost`. Returns
 * where the edges end: `from` where the fill costs more than all of them save.
 */
function closeChain(cost: Float64Array, space: Float64Array, from: number, to: number, fillCost: number): number {
  if (to - from > 1) sortByDensity(cost, space, from, to)
  let bestEnd = from
  let bestCost = 0
  let bestSpace = 1
  let costSoFar = -fillCost
  let spaceSoFar = 0
  for (let i = from; i < to; i++) {
    costSoFar += cost[i]
    spaceSoFar += space[i]
    if (costSoFar * bestSpace <= bestCost * spaceSoFar) continue
    bestEnd = i + 1
    bestCost = costSoFar
    bestSpace = spaceSoFar
  }
  if (bestEnd === from) return from
  cost[from] = bestCost
  space[from] = bestSpace
  cost.copyWithin(from + 1, bestEnd, to)
  space.copyWithin(from + 1, bestEnd, to)
  return to - (bestEnd - from) + 1
}

function sortByDensity(cost: Float64Array, space: Float64Array, from: number, to: number): void {
  const ownCost = cost.slice(from, to)
  const ownSpace = space.slice(from, to)
  densestFirst(ownCost, ownSpace, to - from).forEach((i, place) => {
    cost[from + place] = ownCost[i]
    space[from + place] = ownSpace[i]
  })
}

/** Indices by falling saving per byte-moment, then rising index. */
export function densestFirst(cost: Float64Array, space: Float64Array, count: number): Uint32Array {
  const density = Float64Array.from({length: count}, (_, i) => cost[i] / space[i])
  return Uint32Array.from({length: count}, (_, i) => i).sort((a, b) => density[b] - density[a] || a - b)
}
