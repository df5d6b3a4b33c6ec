import {type Choice, NOTHING, savedCostPerDay} from './choice.js'
import {cellFront, commonUnitBytes} from './exact-dp-cells.js'
import {type Additions, emptyFront, extendFront, type Front, frontAsAdditions, withShortfall} from './exact-dp-front.js'
import {bestSurplus, type CurveGroup, curveGroups, groupBound, savedInGroup} from './exact-dp-groups.js'
import {EMPTY, type PartialPlans} from './exact-dp-partial-plans.js'
import type {UsefulPoints} from './exact-points.js'
import type {LinearCaching} from './hull-linear.js'
import type {CachingProblem} from './problem.js'

/** Share of the bound by which shortfalls and gaps may be wrong through rounding. */
const ROUNDING = 1e-11
/** First guess of how far the best plan stays below the bound, as a share of it, and how a wrong guess grows. */
const FIRST_GAP = 1e-6
const GAP_GROWTH = 4

/** What one search may use. */
export interface SearchScope {
  readonly problem: CachingProblem
  readonly useful: UsefulPoints
  readonly plans: PartialPlans
  readonly mostCells: number
}

export interface BestChoice {
  readonly choice: Choice
  readonly groups: number
  readonly cells: number
  /** Searches, each with a larger gap than the one before. */
  readonly searches: number
}

/**
 * The best choice. Groups that fit the budget over all whatever they choose are searched each by itself, others together.
 * A search with gap g sees every plan less than g below the bound; what it finds is the best as soon as it is itself no
 * further below. So g grows from small, until that holds: the last search is at most `GAP_GROWTH` times too wide.
 * @param incumbent a choice within the budgets
 */
export function bestChoice(scope: SearchScope, linear: LinearCaching, incumbent: Choice): BestChoice {
  const {problem, useful} = scope
  const {groups, isCoupled, totalPrice} = curveGroups(problem, useful, linear)
  const totalShare = totalPrice > 0 ? totalPrice * problem.totalBudgetBytes : 0
  const tables = new TableFronts(scope)
  let choice = incumbent
  let searches = 0
  const searchTogether = (together: readonly CurveGroup[], share: number): void => {
    const bound = together.reduce((sum, group) => sum + groupBound(group), share)
    const rounding = ROUNDING * bound
    const gapOf = (candidate: Choice): number =>
      together.reduce((sum, group) => sum - savedInGroup(problem, group, candidate), bound) + rounding
    for (let guess = FIRST_GAP * bound; ; guess *= GAP_GROWTH) {
      const gap = Math.min(guess, gapOf(choice))
      const found = search(scope, tables, together, gap)
      searches++
      const candidate = choice.slice()
      for (const group of together) for (const c of group.curves) candidate[c] = NOTHING
      if (found !== EMPTY) scope.plans.writeTo(candidate, found)
      if (savedCostPerDay(problem, candidate) >= savedCostPerDay(problem, choice)) choice = candidate
      if (gapOf(choice) <= gap) return
    }
  }
  if (isCoupled) searchTogether(groups, totalShare)
  for (const group of isCoupled ? [] : groups) {
    if (group.isUnlimited) choice = withBestPoints(useful, group, choice)
    else searchTogether([group], 0)
  }
  return {choice, groups: groups.length, cells: tables.cells, searches}
}

/** The best partial plan of these groups that falls at most `gap` short of their bound; EMPTY where there is none. */
function search(scope: SearchScope, tables: TableFronts, groups: readonly CurveGroup[], gap: number): number {
  let combined = emptyFront()
  for (const [i, group] of groups.entries()) {
    const unusedPrice = (bytes: number): number =>
      group.ownPrice > 0 ? group.ownPrice * Math.max(0, group.capacityBytes - bytes) : 0
    const front = withShortfall(tables.front(group) ?? listFront(scope, group, gap), unusedPrice, gap)
    if (i === 0) {
      combined = front
      continue
    }
    const [rows, added] = combined.bytes.length < front.bytes.length ? [front, combined] : [combined, front]
    combined = extendFront(rows, frontAsAdditions(added), scope.problem.totalBudgetBytes, gap, scope.plans)
  }
  return combined.plan[combined.plan.length - 1] ?? EMPTY
}

function listFront({problem, useful, plans}: SearchScope, group: CurveGroup, gap: number): Front {
  const capacityBytes = Math.min(group.capacityBytes, problem.totalBudgetBytes)
  let front = emptyFront()
  for (const c of group.curves) {
    front = extendFront(front, additionsOf(problem, useful, c, group.price), capacityBytes, gap, plans)
  }
  return front
}

/** The fronts of groups that are small enough for a table; they do not depend on the gap and are made once. */
class TableFronts {
  readonly #scope: SearchScope
  readonly #made = new Map<CurveGroup, Front | undefined>()
  cells = 0

  constructor(scope: SearchScope) {
    this.#scope = scope
  }

  front(group: CurveGroup): Front | undefined {
    if (!this.#made.has(group)) this.#made.set(group, this.#make(group))
    return this.#made.get(group)
  }

  #make(group: CurveGroup): Front | undefined {
    const {problem, useful, plans, mostCells} = this.#scope
    const capacityBytes = Math.min(group.capacityBytes, problem.totalBudgetBytes)
    const unitBytes = commonUnitBytes(problem, useful, group.curves)
    if (unitBytes === undefined) return undefined
    const units = unitBytes === 0 ? 0 : Math.floor(capacityBytes / unitBytes)
    const cells = (units + 1) * group.curves.length
    if (cells > mostCells) return undefined
    this.cells += cells
    const front = cellFront(problem, useful, group.curves, units, unitBytes, plans)
    const shortfall = front.saved.map((saved, row) => group.surplus - (saved - group.price * front.bytes[row]))
    return {...front, shortfall}
  }
}

function withBestPoints(useful: UsefulPoints, group: CurveGroup, choice: Choice): Choice {
  const next = choice.slice()
  for (const c of group.curves) next[c] = useful.point[useful.start[c + 1] - 1]
  return next
}

/** Nothing, and every useful point of a curve. */
function additionsOf(problem: CachingProblem, useful: UsefulPoints, curve: number, price: number): Additions {
  const points = useful.point.subarray(useful.start[curve], useful.start[curve + 1])
  const best = bestSurplus(problem, useful, curve, price)
  const count = points.length + 1
  const bytes = new Float64Array(count)
  const saved = new Float64Array(count)
  const shortfall = new Float64Array(count).fill(best)
  const decision = new Int32Array(count).fill(EMPTY)
  for (let i = 0; i < points.length; i++) {
    bytes[i + 1] = problem.storedBytes[points[i]]
    saved[i + 1] = problem.savedCostPerDay[points[i]]
    shortfall[i + 1] = best - (saved[i + 1] - price * bytes[i + 1])
    decision[i + 1] = points[i]
  }
  return {bytes, saved, shortfall, decision}
}
