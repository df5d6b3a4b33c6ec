import {IsthmusError} from '../../model/errors.js'
import type {Plan} from '../../model/plan.js'

/** The plan that this one was made against, by id; undefined where it was made against nothing in force. */
export function madeAgainst(plan: Plan): string | undefined {
  const {previousPlan} = plan.algorithm.options
  return typeof previousPlan === 'string' ? previousPlan : undefined
}

/**
 * A plan is exported only while the placement that it was made against is in force, or once it is in force itself.
 * @param inForce id of the plan in force; undefined where none is
 * @throws IsthmusError `refused`
 */
export function refuseOutdated(plan: Plan, inForce: string | undefined): void {
  const base = madeAgainst(plan)
  if (inForce === base || inForce === plan.planId) return
  const shown = (id: string | undefined) => (id === undefined ? 'no plan' : `plan '${id}'`)
  throw new IsthmusError(
    'refused',
    `plan '${plan.planId}' was made against ${shown(base)}, and now ${shown(inForce)} is in force`,
    'Nothing was exported. Plan again against what is in force, or name the plan in force rightly.',
  )
}
