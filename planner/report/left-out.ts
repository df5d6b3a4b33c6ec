import type {Workload} from '../../model/workload.js'
import {formatCount} from '../../viz/format.js'
import type {StorageCurve} from '../../viz/report-data.js'
import {explainedReadFacts} from './key-explanations.js'
import {reportSize} from './report-size.js'

/** What a report leaves out because the history is large, a sentence each; nothing on a usual one. */
export function leftOutSentences(
  workload: Workload,
  {policies, boundPoints}: StorageCurve,
  isInSample: boolean,
): string[] {
  const size = reportSize(workload)
  const facts = formatCount(workload.reads.bytes.length)
  return [
    ...(boundPoints.length === 0
      ? [
          `With ${facts} read facts, the storage curve shows only ${policies.map(({name}) => name).join(', ')}, and no bound.`,
        ]
      : []),
    ...(workload.reads.bytes.length <= explainedReadFacts
      ? []
      : [`With ${facts} read facts, decisions are not explained here: \`isthmus explain table NAME\` explains one.`]),
    ...(size === 'huge' && isInSample
      ? [`With ${facts} read facts, the plan is not drawn at other budgets: \`isthmus what-if\` plans for them.`]
      : []),
  ]
}
