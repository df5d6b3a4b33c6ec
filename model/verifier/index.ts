import type {History} from '../history.js'
import type {Plan} from '../plan.js'
import {accountAfter, accountBefore} from './accounts.js'
import {capacityViolations, replicaBudgetViolations} from './capacities.js'
import {decodePlan} from './decisions.js'
import {permissionViolations} from './permissions.js'
import {replay} from './replay.js'
import {checkRunRegions, runViolations} from './run-regions.js'
import type {VerifiedAccount} from './verified-account.js'

export {claimDifferences, claimsOf} from './claims.js'
export type {VerifiedAccount} from './verified-account.js'

export interface VerifyOptions {
  /** Replaces the topology's budget over all regions: replica bytes as a share of all bytes at home. */
  readonly replicaBudgetRatio?: number | undefined
  /**
   * Region of single runs that were placed as they came, by run; −1 where rule 3.1 of formats.md holds. Goes before that
   * rule; a run that is not movable must stay where it was recorded.
   */
  readonly runRegions?: Int32Array | undefined
}

/**
 * Replays a history read by read under a plan and recomputes every number and limit of formats.md section 3, sharing
 * nothing but types with the code that makes plans. One pass over the rows; memory grows with runs, tables, replicas and
 * partitions, not with reads. Throws BadInput (file `plan`) for names that the history has not, for windows that overlap or
 * are no windows, and for what is decided twice.
 */
export async function verify(history: History, plan: Plan, options: VerifyOptions = {}): Promise<VerifiedAccount> {
  const decisions = decodePlan(history, plan)
  const runRegions = options.runRegions ?? new Int32Array(history.runs.count).fill(-1)
  checkRunRegions(history, runRegions)
  const replayed = await replay(history, decisions, runRegions)
  const before = accountBefore(history, decisions, replayed)
  const after = accountAfter(history, decisions, replayed)
  const budgetRatio = options.replicaBudgetRatio ?? history.topology.replicaBudgetRatio
  return {
    before,
    after,
    violations: [
      ...replicaBudgetViolations(history, after, budgetRatio),
      ...capacityViolations(history, before, after, replayed.runRegion),
      ...permissionViolations(history, decisions, after),
      ...runViolations(history, runRegions),
    ],
    localisedReads: replayed.localisedReads,
    unknownJobs: decisions.unknownJobs,
    regionNames: history.topology.regions.map(region => region.name),
  }
}
