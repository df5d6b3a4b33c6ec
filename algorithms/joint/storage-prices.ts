import type {ReplicaBudgets} from '../../model/budgets.js'
import {replicaBudgets} from '../../model/budgets.js'
import type {Workload} from '../../model/workload.js'
import {deriveProblem} from '../caching/derive-problem.js'
import {solveLinear} from '../caching/hull-linear.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'
import {toPlacement} from '../serving/to-placement.js'

/** What a replica byte is worth where it may be stored, with an assignment as it is. */
export interface StoragePrices {
  /** Currency per byte and day by region: the dual of the budgets (the one over all, plus the region's own). */
  readonly pricePerByte: Float64Array
  /** Σ duals · budgets: what a Lagrangian cost at these prices counts too much, per day. */
  readonly rentPerDay: number
}

/** The duals of the linear relaxation of caching (design.md section 2) under an assignment. O(facts). */
export function storagePrices(
  problem: ServingProblem,
  workload: Workload,
  assignment: Assignment,
  replicaBudgetRatio: number | undefined,
): StoragePrices {
  const placement = toPlacement(problem, workload, assignment)
  const budgets = replicaBudgets(workload, placement.tableRegion, replicaBudgetRatio)
  const {totalPrice, regionPrice} = solveLinear(deriveProblem(workload, placement, budgets))
  return {
    pricePerByte: regionPrice.map(own => own + totalPrice),
    rentPerDay: rent(budgets, totalPrice, regionPrice),
  }
}

function rent({totalBytes, regionBytes}: ReplicaBudgets, totalPrice: number, regionPrice: Float64Array): number {
  let cost = totalPrice > 0 ? totalPrice * totalBytes : 0
  for (let e = 0; e < regionPrice.length; e++) if (regionPrice[e]! > 0) cost += regionPrice[e]! * regionBytes[e]!
  return cost
}
