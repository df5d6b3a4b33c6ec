import {MaxHeap} from '../heap.js'
import {EMPTY, joined, type PartialPlans} from './exact-dp-partial-plans.js'

/**
 * A Pareto front of partial plans over the same curves: none stores less and saves as much as another. Row-aligned, by
 * rising bytes and rising saving. `shortfall` is how far, in currency per day, the best completion of a row stays
 * below the Lagrangian bound at the least, as far as its own decisions tell; `plan` is the row's partial plan.
 */
export interface Front {
  readonly bytes: Float64Array
  readonly saved: Float64Array
  readonly shortfall: Float64Array
  readonly plan: Int32Array
}

/** What one curve, or another front, may add to a partial plan. `decision` as in `PartialPlans.add`; EMPTY adds nothing. */
export interface Additions {
  readonly bytes: Float64Array
  readonly saved: Float64Array
  readonly shortfall: Float64Array
  readonly decision: Int32Array
}

export function emptyFront(): Front {
  return {
    bytes: new Float64Array(1),
    saved: new Float64Array(1),
    shortfall: new Float64Array(1),
    plan: Int32Array.of(EMPTY),
  }
}

/** A front as additions to another one over other curves. */
export function frontAsAdditions(front: Front): Additions {
  return {...front, decision: front.plan.map(plan => (plan === EMPTY ? EMPTY : joined(plan)))}
}

/**
 * Every row with every addition, without what overflows the capacity, falls more than `gap` short of the bound, or is
 * dominated. The sums of rows with one addition are in order already; a heap with one head an addition merges them.
 * Time O(rows · additions · log additions). Ties of bytes and saving go to the lower addition.
 */
export function extendFront(
  front: Front,
  additions: Additions,
  capacityBytes: number,
  gap: number,
  plans: PartialPlans,
): Front {
  const rows = front.bytes.length
  let leastShortfall = Number.POSITIVE_INFINITY
  for (let r = 0; r < rows; r++) leastShortfall = Math.min(leastShortfall, front.shortfall[r])
  const heap = new MaxHeap(additions.bytes.length)
  const pushNext = (addition: number, fromRow: number): void => {
    const room = capacityBytes - additions.bytes[addition]
    const mostShortfall = gap - additions.shortfall[addition]
    for (let r = fromRow; r < rows; r++) {
      plans.countStep()
      if (front.bytes[r] > room) return
      if (front.shortfall[r] > mostShortfall) continue
      heap.push(-(front.bytes[r] + additions.bytes[addition]), addition, r)
      return
    }
  }
  for (let a = 0; a < additions.bytes.length; a++) {
    if (additions.shortfall[a] + leastShortfall <= gap) pushNext(a, 0)
  }

  const bytes: number[] = []
  const saved: number[] = []
  const shortfall: number[] = []
  const plan: number[] = []
  let mostSaved = Number.NEGATIVE_INFINITY
  while (heap.size > 0) {
    const at = -heap.topKey
    let bestAddition = EMPTY
    let bestRow = EMPTY
    while (heap.size > 0 && -heap.topKey === at) {
      const addition = heap.topItem
      const row = heap.topTag
      heap.pop()
      const sum = front.saved[row] + additions.saved[addition]
      if (sum > mostSaved) {
        mostSaved = sum
        bestAddition = addition
        bestRow = row
      }
      pushNext(addition, row + 1)
    }
    if (bestRow === EMPTY) continue
    const decision = additions.decision[bestAddition]
    bytes.push(at)
    saved.push(mostSaved)
    shortfall.push(front.shortfall[bestRow] + additions.shortfall[bestAddition])
    plan.push(decision === EMPTY ? front.plan[bestRow] : plans.add(front.plan[bestRow], decision))
  }
  return {
    bytes: Float64Array.from(bytes),
    saved: Float64Array.from(saved),
    shortfall: Float64Array.from(shortfall),
    plan: Int32Array.from(plan),
  }
}

/** The rows of a front that fall at most `gap` short of the bound once `added(bytes)` is counted in. */
export function withShortfall(front: Front, added: (bytes: number) => number, gap: number): Front {
  const shortfall = front.shortfall.map((s, r) => s + added(front.bytes[r]))
  const isKept = (_: number, r: number): boolean => shortfall[r] <= gap
  return {
    bytes: front.bytes.filter(isKept),
    saved: front.saved.filter(isKept),
    plan: front.plan.filter(isKept),
    shortfall: shortfall.filter(isKept),
  }
}
