import {MaxHeap} from '../heap.js'
import {type Choice, NOTHING, storedBytesByRegion} from './choice.js'
import type {CachingProblem} from './problem.js'

/** Counters of one run of `extendGreedily`. */
export interface ExtensionWork {
  /** Heap entries popped, of which accepted, and dropped because they no longer fitted. */
  readonly pops: number
  readonly accepted: number
  readonly dropped: number
  /** Points looked at. */
  readonly visits: number
}

/**
 * Lengthens life spans in place, always by the extension that saves most per stored byte, until nothing that saves
 * fits the budgets. An extension adds at most `probeDays` days (Infinity: any number). It never shortens.
 * Ties go to the lower curve, then to the shorter extension.
 *
 * One heap entry a curve stands for all of its extensions. That pops in the same order as a heap of all of them (the
 * paper's): from its present life span each curve has a fixed list of extensions in the heap's order, and the highest
 * of all entries is the highest head of a list. A popped extension that does not fit is dropped and the next of its
 * list takes its place; what does not fit at that time is left out with it, since room never grows. An accepted one replaces
 * the list, which is what the paper's stale check does. Stored bytes rise along a curve, so what fits is a prefix.
 *
 * Time O(points · points looked ahead + accepted · log curves), memory 16 bytes a curve.
 */
export function extendGreedily(problem: CachingProblem, choice: Choice, probeDays: number): ExtensionWork {
  const {curveCount, curveRegion, pointStart, lifeSpanDays, storedBytes, savedCostPerDay} = problem
  const room = storedBytesByRegion(problem, choice)
  let totalRoom = problem.totalBudgetBytes
  for (let e = 0; e < room.length; e++) {
    totalRoom -= room[e]
    room[e] = problem.regionBudgetBytes[e] - room[e]
  }
  const heap = new MaxHeap(curveCount)
  let visits = 0

  const pushBest = (curve: number): void => {
    const at = choice[curve]
    const bytesAt = at === NOTHING ? 0 : storedBytes[at]
    const savedAt = at === NOTHING ? 0 : savedCostPerDay[at]
    const daysAt = at === NOTHING ? 0 : lifeSpanDays[at]
    const fits = Math.min(room[curveRegion[curve]], totalRoom)
    const end = pointStart[curve + 1]
    let best = 0
    let bestPoint = NOTHING
    for (let p = at === NOTHING ? pointStart[curve] : at + 1; p < end; p++) {
      visits++
      const bytes = storedBytes[p] - bytesAt
      if (bytes > fits || lifeSpanDays[p] - daysAt > probeDays) break
      const gain = savedCostPerDay[p] - savedAt
      if (gain / bytes > best) {
        best = gain / bytes
        bestPoint = p
      }
    }
    if (bestPoint !== NOTHING) heap.push(best, curve, bestPoint)
  }

  for (let c = 0; c < curveCount; c++) pushBest(c)
  let pops = 0
  let accepted = 0
  while (heap.size > 0) {
    const curve = heap.topItem
    const point = heap.topTag
    heap.pop()
    pops++
    const region = curveRegion[curve]
    const bytes = storedBytes[point] - (choice[curve] === NOTHING ? 0 : storedBytes[choice[curve]])
    if (bytes <= room[region] && bytes <= totalRoom) {
      room[region] -= bytes
      totalRoom -= bytes
      choice[curve] = point
      accepted++
    }
    pushBest(curve)
  }
  return {pops, accepted, dropped: pops - accepted, visits}
}
