import type {Choice} from './choice.js'
import type {UsefulPoints} from './exact-points.js'
import type {LinearCaching} from './hull-linear.js'
import type {CachingProblem} from './problem.js'

/** Curves that share a capacity: those of one region whose own budget binds, or of all regions whose own does not. */
export interface CurveGroup {
  /** The clearest decisions first. */
  readonly curves: Int32Array
  /** The group's own budget, or what all its curves want at most where none binds. */
  readonly capacityBytes: number
  /** Price of a byte of the group's own budget beyond the price of the budget over all; 0 where none binds. */
  readonly ownPrice: number
  /** Price of a byte in this group: its own and that of the budget over all. */
  readonly price: number
  /** Sum over the curves of the best saving − price·bytes: what the group adds to the Lagrangian bound, its own budget's share apart. */
  readonly surplus: number
  /** True where every curve can have its best point as far as the group's own budget goes. */
  readonly isUnlimited: boolean
}

export interface CurveGroups {
  readonly groups: readonly CurveGroup[]
  /** True where the groups can together want more than the budget over all. */
  readonly isCoupled: boolean
  /** Price of a byte of the budget over all; 0 where the groups are not coupled. */
  readonly totalPrice: number
}

/**
 * Splits the curves by the budget that binds them. First the curves of all regions without a binding one, then region by
 * region. Prices are the duals of the relaxation; a group that is not coupled to others owns both of its prices.
 */
export function curveGroups(problem: CachingProblem, useful: UsefulPoints, linear: LinearCaching): CurveGroups {
  const unlimited: number[] = []
  const limited: {curves: number[]; region: number}[] = []
  let capacityBytes = 0
  for (let e = 0; e < problem.regionCount; e++) {
    const curves: number[] = []
    for (let c = problem.regionStart[e]; c < problem.regionStart[e + 1]; c++) {
      if (useful.start[c] < useful.start[c + 1]) curves.push(c)
    }
    const wanted = wantedBytes(problem, useful, curves)
    const budget = problem.regionBudgetBytes[e]
    capacityBytes += Math.min(wanted, budget)
    if (wanted <= budget) unlimited.push(...curves)
    else limited.push({curves, region: e})
  }
  const isCoupled = capacityBytes > problem.totalBudgetBytes
  const totalPrice = isCoupled ? linear.totalPrice : 0
  const groups = limited.map(({curves, region}) => {
    const price = linear.totalPrice + linear.regionPrice[region]
    return groupOf(problem, useful, curves, problem.regionBudgetBytes[region], price - totalPrice, totalPrice)
  })
  if (unlimited.length > 0) {
    const wanted = wantedBytes(problem, useful, unlimited)
    groups.unshift({...groupOf(problem, useful, unlimited, wanted, 0, totalPrice), isUnlimited: true})
  }
  return {groups, isCoupled, totalPrice}
}

function groupOf(
  problem: CachingProblem,
  useful: UsefulPoints,
  curves: readonly number[],
  capacityBytes: number,
  ownPrice: number,
  totalPrice: number,
): CurveGroup {
  const price = ownPrice + totalPrice
  let surplus = 0
  for (const c of curves) surplus += bestSurplus(problem, useful, c, price)
  return {
    curves: clearestFirst(problem, useful, curves, price),
    capacityBytes,
    ownPrice,
    price,
    surplus,
    isUnlimited: false,
  }
}

/**
 * Curves whose second-best decision at this price costs most come first, ties by rising curve: as long as only the best one
 * stays within the gap, the front does not grow.
 */
function clearestFirst(
  problem: CachingProblem,
  useful: UsefulPoints,
  curves: readonly number[],
  price: number,
): Int32Array {
  const regret = new Map<number, number>()
  for (const c of curves) {
    let best = 0
    let second = Number.NEGATIVE_INFINITY
    for (let i = useful.start[c]; i < useful.start[c + 1]; i++) {
      const p = useful.point[i]
      const surplus = problem.savedCostPerDay[p] - price * problem.storedBytes[p]
      second = Math.max(second, Math.min(best, surplus))
      best = Math.max(best, surplus)
    }
    regret.set(c, best - second)
  }
  const regretOf = (c: number): number => regret.get(c) as number
  return Int32Array.from([...curves].sort((a, b) => regretOf(b) - regretOf(a) || a - b))
}

/** The most that saving − price·bytes can be on one curve, nothing included. */
export function bestSurplus(problem: CachingProblem, useful: UsefulPoints, curve: number, price: number): number {
  let best = 0
  for (let i = useful.start[curve]; i < useful.start[curve + 1]; i++) {
    const p = useful.point[i]
    best = Math.max(best, problem.savedCostPerDay[p] - price * problem.storedBytes[p])
  }
  return best
}

/** Lagrangian bound on the group alone: what its curves can save within its own budget at these prices, the budget over all apart. */
export function groupBound(group: CurveGroup): number {
  return group.surplus + (group.ownPrice > 0 ? group.ownPrice * group.capacityBytes : 0)
}

/** What a choice saves on the curves of a group, in currency per day. */
export function savedInGroup(problem: CachingProblem, group: CurveGroup, choice: Choice): number {
  let saved = 0
  for (const c of group.curves) if (choice[c] >= 0) saved += problem.savedCostPerDay[choice[c]]
  return saved
}

function wantedBytes(problem: CachingProblem, useful: UsefulPoints, curves: readonly number[]): number {
  let bytes = 0
  for (const c of curves) bytes += problem.storedBytes[useful.point[useful.start[c + 1] - 1]]
  return bytes
}
