import type {Plan} from '../model/plan.js'

/** The budget over all regions that the plan was made with, where a flag had set one. */
export function plannedRatio(plan: Plan): number | undefined {
  const {replicaBudgetRatio: ratio} = plan.algorithm.options
  return typeof ratio === 'number' ? ratio : undefined
}
