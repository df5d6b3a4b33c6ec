import {wanCost} from '../../../model/account.js'
import {decodePlan} from '../../../model/decode-plan.js'
import {objective} from '../../../model/objective.js'
import type {Plan} from '../../../model/plan.js'
import {type PlannedPlatform, plannedPlatform} from '../../../planner/explain/planned-platform.js'
import {planJointly} from '../../../planner/joint-plan.js'
import type {MemoryHistorySpec} from '../../support/memory-history.js'
import {loadSpec, quickSettings, silent, specOf} from '../what-if/small-platform.js'

/** A platform with its plan. */
export async function platformOf(spec: MemoryHistorySpec, settings = {}): Promise<PlannedPlatform> {
  const {loaded, workload} = await loadSpec(spec)
  const {plan} = await planJointly(loaded, {...quickSettings, ...settings}, silent)
  return plannedPlatform(workload, plan)
}

/** Texts as they read, without the spaces that keep numbers and units together. */
export const plain = (texts: readonly string[]): string[] => texts.map(text => text.replace(/\s/g, ' '))

/** WAN cost a day of the whole platform under a changed plan, from scratch. */
export function costOf({workload, asOfDay}: PlannedPlatform, plan: Plan): number {
  return wanCost(objective(workload, decodePlan(plan, workload), asOfDay).traffic) / workload.dayCount
}

/** Random platforms with few moves and little room. */
export const platforms = Promise.all(
  [31, 32, 33, 34, 35, 36, 37, 38].map(seed => platformOf({...specOf(seed), replicaBudgetRatio: 0.05}, {mostMoves: 1})),
)
