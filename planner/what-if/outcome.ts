import type {Account, Traffic} from '../../model/account.js'
import {replicaBudgets} from '../../model/budgets.js'
import {decodePlan} from '../../model/decode-plan.js'
import type {ClaimedTraffic} from '../../model/plan.js'
import type {CauseBytes, RegionTraffic, TrafficTotals} from '../../viz/report-data.js'
import type {ScenarioOutcome} from '../../viz/what-if-data.js'
import type {JointPlan} from '../joint-plan.js'
import type {Platform} from './platform.js'

/** What a plan for a changed platform comes to, by the verifier's account. */
export function outcomeOf({plan, workload, verified}: JointPlan, platform: Platform): ScenarioOutcome {
  const {before, after, oneOff, bound} = plan.claims
  const {tableRegion} = decodePlan(plan, workload)
  const budgets = replicaBudgets(workload, tableRegion)
  return {
    planId: plan.planId,
    before: totals(before),
    after: totals(after),
    byCause: {before: causes(verified.before.traffic), after: causes(verified.after.traffic)},
    localisedShare: before.remoteReads === 0 ? 0 : verified.localisedReads / before.remoteReads,
    replicaBytes: sum(verified.after.replicaBytes),
    homeBytes: sum(verified.after.homeBytes),
    ...(budgets.totalBytes < Infinity ? {budgetBytes: budgets.totalBytes} : {}),
    replicaCount: plan.replicas.length,
    moveCount: plan.moves.length,
    placedJobCount: plan.jobs.length,
    fillBytes: oneOff.fillBytes + verified.after.snapshotFillBytes,
    moveBytes: oneOff.moveBytes,
    ...(platform.forcedMoveBytes > 0 ? {forcedMoveBytes: platform.forcedMoveBytes} : {}),
    ...(platform.downLinks.size > 0 ? {detourBytesPerDay: detours(verified.after.traffic, platform)} : {}),
    check: 'replayed',
    ...(bound === undefined ? {} : {bound}),
    regions: workload.topology.regions.map(({name}, e) => regionTraffic(name, e, verified, budgets.regionBytes[e]!)),
  }
}

function totals({wanBytesPerDay, wanCostPerDay, remoteReads, reads}: ClaimedTraffic): TrafficTotals {
  return {wanBytesPerDay, wanCostPerDay, remoteReads, reads}
}

function causes({dayCount, remoteReadBytes, refreshBytes, writeBackBytes}: Traffic): CauseBytes {
  return {
    remoteReadBytesPerDay: remoteReadBytes / dayCount,
    refreshBytesPerDay: refreshBytes / dayCount,
    writeBackBytesPerDay: writeBackBytes / dayCount,
  }
}

function regionTraffic(
  name: string,
  region: number,
  {before, after}: {readonly before: Account; readonly after: Account},
  budgetBytes: number,
): RegionTraffic {
  return {
    name,
    incomingBytesPerDayBefore: incoming(before.traffic, region, before.homeBytes.length),
    incomingBytesPerDayAfter: incoming(after.traffic, region, after.homeBytes.length),
    replicaBytes: after.replicaBytes[region]!,
    ...(budgetBytes < Infinity ? {budgetBytes} : {}),
    homeBytes: after.homeBytes[region]!,
  }
}

function incoming({linkBytes, dayCount}: Traffic, to: number, regionCount: number): number {
  let bytes = 0
  for (let from = 0; from < regionCount; from++) bytes += linkBytes[from * regionCount + to]!
  return bytes / dayCount
}

/** Bytes a day that would have crossed a link that is down. */
function detours({linkBytes, dayCount}: Traffic, {downLinks}: Platform): number {
  return [...downLinks].sort((a, b) => a - b).reduce((bytes, link) => bytes + linkBytes[link]!, 0) / dayCount
}

function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]!
  return total
}
