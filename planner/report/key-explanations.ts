import type {Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'
import type {DetailedExplanation} from '../explain/explanation.js'
import {plannedPlatform} from '../explain/planned-platform.js'
import {topExplanations} from '../explain/top-explanations.js'

/** Read facts (job, table, age) up to which a report explains: each explanation takes passes over all of them. */
export const explainedReadFacts = 100_000
/** Explanations that a report shows of each kind: tables, projects, jobs. */
const explainedOfKind = 4

/**
 * The decisions of a plan that weigh most, explained; none where the plan decides nothing or the history is too large, as each takes
 * passes over all facts. Jobs that these days do not show cannot be explained and give way to the next.
 */
export function keyExplanations(workload: Workload, plan: Plan): DetailedExplanation[] {
  if (plan.noop || workload.reads.bytes.length > explainedReadFacts) return []
  const shown = new Set(workload.jobs.names)
  return topExplanations(
    plannedPlatform(workload, {...plan, jobs: plan.jobs.filter(({job}) => shown.has(job))}),
    explainedOfKind,
  )
}
