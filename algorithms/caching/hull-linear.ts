import {type Choice, emptyChoice} from './choice.js'
import {type CriticalEdge, criticalEdge, isBefore, wholeEdges} from './critical-edge.js'
import {edgeBytes, edgeGain, edgeSlope, type HullEdges, hullEdges} from './hull-edges.js'
import type {CachingProblem} from './problem.js'

/** The linear relaxation (shares of points may be kept), solved, and the whole-point choice inside it. */
export interface LinearCaching {
  readonly edges: HullEdges
  /** Optimum of the relaxation, as its Lagrangian dual: no choice within the budgets saves more. Currency per day. */
  readonly boundSavedCostPerDay: number
  /** The part of the bound that belongs to each region; their sum plus `totalPrice · total budget` is the bound. */
  readonly boundByRegion: Float64Array
  /** Duals, in currency per byte and day: of the budget over all regions, and of each region's own on top of it. */
  readonly totalPrice: number
  readonly regionPrice: Float64Array
  /** The optimum of the relaxation without its fractional edges. */
  readonly choice: Choice
}

/**
 * Solves the relaxation of caching under nested budgets. Within one curve the relaxation is its hull, so what is left is to
 * choose shares of edges, steepest first. The sets of edges limited by the budgets (the regions, and all of them) are
 * nested, so the feasible vectors of bytes form a polymatroid, on which greed by slope is optimal (Edmonds 1970): first
 * cut each region at its own budget, then what remains at the budget over all. The slopes at the cuts are the duals.
 *
 * The bound is computed from the duals and not from the greedy: for any prices λ ≥ 0 the Lagrangian
 * Σ prices·budgets + Σ over curves of max(0, saving − λ·bytes) is a bound, so no rounding on the way can falsify it.
 * Time O(points + regions · 65 536), memory 8 bytes a point and 4 a curve beside the problem.
 */
export function solveLinear(problem: CachingProblem): LinearCaching {
  const {regionCount, regionStart, curveCount, curveRegion} = problem
  const edges = hullEdges(problem)
  const whole = wholeEdges(problem, edges)
  const cutByRegion: CriticalEdge[] = []
  for (let e = 0; e < regionCount; e++) {
    const budget = problem.regionBudgetBytes[e]
    cutByRegion.push(criticalEdge(problem, edges, regionStart[e], regionStart[e + 1], budget, whole))
  }
  const withinRegion = (edge: number, first: number, curve: number): number => {
    const cut = cutByRegion[curveRegion[curve]]
    if (isBefore(cut, edgeSlope(problem, edges, edge, first), edge)) return edgeBytes(problem, edges, edge, first)
    return edge === cut.edge ? cut.roomBytes : 0
  }
  const cutOverAll = criticalEdge(problem, edges, 0, curveCount, problem.totalBudgetBytes, withinRegion)

  const totalPrice = cutOverAll.slope
  const regionPrice = Float64Array.from(cutByRegion, cut => Math.max(0, cut.slope - totalPrice))
  const boundByRegion = new Float64Array(regionCount)
  const choice = emptyChoice(problem)
  for (let e = 0; e < regionCount; e++) {
    const price = totalPrice + regionPrice[e]
    let bound = regionPrice[e] > 0 ? regionPrice[e] * problem.regionBudgetBytes[e] : 0
    let lost = 0
    for (let c = regionStart[e]; c < regionStart[e + 1]; c++) {
      const first = edges.start[c]
      for (let edge = first; edge < edges.start[c + 1]; edge++) {
        const bytes = edgeBytes(problem, edges, edge, first)
        const gain = edgeGain(problem, edges, edge, first)
        const slope = gain / bytes
        if (isBefore(cutByRegion[e], slope, edge) && isBefore(cutOverAll, slope, edge)) {
          choice[c] = edges.endPoint[edge]
        }
        const surplus = gain - price * bytes
        if (surplus <= 0) continue
        const sum = bound + surplus
        lost += bound >= surplus ? bound - sum + surplus : surplus - sum + bound
        bound = sum
      }
    }
    boundByRegion[e] = bound + lost
  }
  let bound = totalPrice > 0 ? totalPrice * problem.totalBudgetBytes : 0
  for (let e = 0; e < regionCount; e++) bound += boundByRegion[e]
  return {edges, boundSavedCostPerDay: bound, boundByRegion, totalPrice, regionPrice, choice}
}
