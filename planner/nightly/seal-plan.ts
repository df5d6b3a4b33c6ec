import {wanCost} from '../../model/account.js'
import type {History} from '../../model/history.js'
import type {Claims, Plan} from '../../model/plan.js'
import {claimsOf, type VerifiedAccount, verify} from '../../model/verifier/index.js'
import {withPlanId} from '../plan-id.js'
import {plannedRatio} from '../planned-options.js'

export interface Sealed {
  readonly plan: Plan
  readonly verified: VerifiedAccount
}

/**
 * A plan whose replicas were cut down, with the verifier's figures, claims and an id of its own. A bound of scope `caching` says what any
 * replicas at these homes and jobs cost at least, and stays; its gap is taken anew. Violations are the caller's to judge.
 */
export async function sealPlan(history: History, draft: Plan): Promise<Sealed> {
  const verified = await verify(history, draft, {replicaBudgetRatio: plannedRatio(draft)})
  const {windows, traffic} = verified.after
  const replicas = draft.replicas.map((replica, w) => ({
    ...replica,
    storedBytes: windows.storedBytes[w],
    refreshBytesPerDay: windows.refreshBytes[w] / traffic.dayCount,
    savedBytesPerDay: (windows.localBytes[w] - windows.refreshBytes[w]) / traffic.dayCount,
  }))
  const cost = wanCost(traffic) / traffic.dayCount
  const {bound} = draft.claims
  const claims: Claims = {
    ...claimsOf(verified, history),
    ...(bound === undefined
      ? {}
      : {bound: {...bound, gap: cost === 0 ? 0 : Math.max(0, (cost - bound.wanCostPerDay) / cost)}}),
  }
  const isEmpty = draft.moves.length === 0 && replicas.length === 0 && draft.jobs.length === 0
  return {plan: withPlanId({...draft, replicas, claims, noop: isEmpty}), verified}
}
