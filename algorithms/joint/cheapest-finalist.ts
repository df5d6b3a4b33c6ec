import {wanCost} from '../../model/account.js'
import {replicaBudgets} from '../../model/budgets.js'
import {objective} from '../../model/objective.js'
import type {Workload} from '../../model/workload.js'
import {deriveProblem} from '../caching/derive-problem.js'
import {cachingPolicies} from '../caching/index.js'
import type {CachingPolicy} from '../caching/policy.js'
import {withWindows} from '../caching/with-windows.js'
import {completeOptions} from '../options.js'
import {fixedCostPerDay} from '../serving/fixed-costs.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'
import {toPlacement} from '../serving/to-placement.js'
import type {Priced} from './descend.js'
import type {JointSettings} from './policy.js'

/**
 * Which of some assignments costs least once whole replicas are chosen by the policy that the plan will use: traffic by the
 * objective, bytes at home, amortised moves and CPU. Relaxed costs, which search goes by, count shares of replicas.
 * Ties go to the earlier one. One run of the policy for each whose relaxed cost does not already rule it out.
 */
export async function cheapestFinalist(
  problem: ServingProblem,
  workload: Workload,
  finalists: readonly Priced[],
  settings: JointSettings,
  run: {readonly seed: number},
): Promise<Assignment> {
  const policy: CachingPolicy = cachingPolicies[settings.caching]
  const options = completeOptions(policy.name, policy.options, {})
  let best = finalists[0]!.assignment
  let least = Infinity
  for (const {assignment, costPerDay} of finalists) {
    if (costPerDay >= least) continue
    const placement = toPlacement(problem, workload, assignment)
    const budgets = replicaBudgets(workload, placement.tableRegion, settings.replicaBudgetRatio)
    const curves = deriveProblem(workload, placement, budgets)
    const whole = withWindows(placement, curves, await policy.plan(curves, options, run))
    const traffic = wanCost(objective(workload, whole, settings.asOfDay).traffic) / workload.dayCount
    const cost = traffic + fixedCostPerDay(problem, assignment, settings.moveHorizonDays)
    if (cost >= least) continue
    least = cost
    best = assignment
  }
  return best
}
