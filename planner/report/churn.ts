import type {Plan} from '../../model/plan.js'
import type {Churn} from '../../viz/index.js'
import {type ChangeKind, keptBy} from '../diff/changes.js'
import {diffPlans} from '../diff/index.js'

const labels: Readonly<Record<ChangeKind, string>> = {
  add: 'replicas added',
  drop: 'replicas dropped',
  longer: 'replicas that keep more days',
  shorter: 'replicas that keep fewer days',
  shifted: 'replicas that keep other days',
  move: 'homes that move',
  stay: 'homes that no longer move',
  place: 'jobs placed',
  replace: 'jobs placed elsewhere',
  unplace: 'jobs no longer placed',
}

/** What a plan changes against the plan in force. */
export function churnAgainst(previous: Plan, plan: Plan): Churn {
  const {summary, changes} = diffPlans(previous, plan)
  const changedReplicas = changes.filter(({decision, kind}) => decision === 'replica' && kind !== 'add').length
  return {
    previousPlanId: previous.planId,
    keptReplicas: keptBy(previous).size - changedReplicas,
    kinds: summary.map(({kind, count, bytes}) => ({label: labels[kind], count, bytes})),
  }
}
