import {deriveProblem} from '../../algorithms/caching/derive-problem.js'
import {storageFrontier} from '../../algorithms/caching/frontier.js'
import {solveLinear} from '../../algorithms/caching/hull-linear.js'
import type {Frontier} from '../../algorithms/caching/problem.js'
import type {Account} from '../../model/account.js'
import {type ReplicaBudgets, replicaBudgets} from '../../model/budgets.js'
import {type Day, parseDay} from '../../model/days.js'
import {decodePlan, homePlacement} from '../../model/decode-plan.js'
import {objective, regionOfJob} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'
import type {CostUnit} from '../../viz/report-data.js'
import {costUnitOf} from '../cost-unit.js'
import {plannedRatio} from '../planned-options.js'

export const hoursPerDay = 24

/** A plan on its history, with what all explanations need. Made once, for any number of explanations. */
export interface PlannedPlatform {
  readonly plan: Plan
  readonly workload: Workload
  readonly placement: Placement
  readonly asOfDay: Day
  readonly account: Account
  readonly budgets: ReplicaBudgets
  /** What one more replica byte would save a day by region, in currency: the duals of the budgets at these homes and jobs. */
  readonly storagePrice: Float64Array
  /** What can be saved with so many replica bytes over all regions (relaxation, regions' own budgets left out). */
  readonly frontier: Frontier
  /** CPU-hours a day that run in each region, at `region * 24 + hour`. */
  readonly cpuHours: Float64Array
  readonly unit: CostUnit
}

export function plannedPlatform(workload: Workload, plan: Plan): PlannedPlatform {
  const placement = decodePlan(plan, workload)
  const asOfDay = parseDay(plan.asOf)
  const budgets = replicaBudgets(workload, placement.tableRegion, plannedRatio(plan))
  const problem = deriveProblem(workload, {...placement, windows: homePlacement(workload).windows}, budgets)
  const {totalPrice, regionPrice, edges} = solveLinear(problem)
  const cpuHours = new Float64Array(workload.topology.regions.length * hoursPerDay)
  for (let row = 0; row < workload.jobs.names.length; row++) {
    const at = regionOfJob(workload, placement, row) * hoursPerDay
    cpuHoursOf(workload, row).forEach((hours, h) => {
      cpuHours[at + h]! += hours
    })
  }
  return {
    plan,
    workload,
    placement,
    asOfDay,
    account: objective(workload, placement, asOfDay),
    budgets,
    storagePrice: regionPrice.map(own => own + totalPrice),
    frontier: storageFrontier(problem, edges),
    cpuHours,
    unit: costUnitOf(workload.topology),
  }
}

/** CPU-hours a day of a job row by hour of day. */
export function cpuHoursOf({jobs, dayCount}: Workload, row: number): Float64Array {
  const hours = new Float64Array(hoursPerDay)
  for (let i = jobs.cpuStart[row]!; i < jobs.cpuStart[row + 1]!; i++)
    hours[jobs.cpuHour[i]!]! += jobs.cpuHours[i]! / dayCount
  return hours
}

/** Replica bytes over all regions up to which a byte saves at least so much a day. */
export function budgetAtPrice({storedBytes, savedCostPerDay}: Frontier, pricePerByte: number): number {
  let at = 0
  for (let i = 1; i < storedBytes.length; i++) {
    const slope = (savedCostPerDay[i]! - savedCostPerDay[i - 1]!) / (storedBytes[i]! - storedBytes[i - 1]!)
    if (slope < pricePerByte) break
    at = storedBytes[i]!
  }
  return at
}
