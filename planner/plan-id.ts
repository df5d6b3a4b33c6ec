import {createHash} from 'node:crypto'
import type {Plan} from '../model/plan.js'

/** The plan with its id: the day that it is meant for, and a hash of everything else that it says. */
export function withPlanId(plan: Plan): Plan {
  const unnamed = {...plan, planId: ''}
  const hash = createHash('sha256').update(JSON.stringify(unnamed)).digest('hex').slice(0, 16)
  return {...unnamed, planId: `${plan.asOf}-${hash}`}
}
