import type {LoadedHistory} from '../../datasets/history/index.js'
import type {Account, Traffic} from '../../model/account.js'
import {replicaBudgets} from '../../model/budgets.js'
import {formatDay} from '../../model/days.js'
import {decodePlan, homePlacement} from '../../model/decode-plan.js'
import type {Placement} from '../../model/placement.js'
import type {ClaimedTraffic, Plan} from '../../model/plan.js'
import {claimsOf, type VerifiedAccount} from '../../model/verifier/index.js'
import type {Workload} from '../../model/workload.js'
import type {CauseBytes, Headline, LifeSpanCount, LinkMatrix, RegionTraffic, ReportData} from '../../viz/report-data.js'
import {costUnitOf} from '../cost-unit.js'
import {plannedRatio} from '../planned-options.js'
import {budgetPoints} from './budget-points.js'
import {hourLoad} from './hour-load.js'
import {jobRows} from './job-rows.js'
import {keyExplanations} from './key-explanations.js'
import {leftOutSentences} from './left-out.js'
import {moveRows} from './move-rows.js'
import {remainingSources} from './remaining.js'
import {replicaRows, unmetRows} from './rows.js'
import {curvePoint, storageCurve} from './storage-curve.js'

/** Replica rows that a report lists; the rest is summed. */
const listedReplicas = 200
const listedUnmet = 50
const listedJobs = 200
const listedMoves = 200

/** Parts that a plan and its history alone do not give. */
export type KnownElsewhere = Pick<ReportData, 'backtest' | 'churn' | 'articleFigures' | 'coverage'>

/** Everything that a report draws, from a plan and the verifier's account of it on the loaded days. */
export async function reportData(
  loaded: LoadedHistory,
  plan: Plan,
  verified: VerifiedAccount,
  title: string,
  known: KnownElsewhere = {},
): Promise<ReportData> {
  const workload = await loaded.workload()
  const placement = decodePlan(plan, workload)
  const ratio = plannedRatio(plan)
  const {topology, dayCount} = workload
  const chosen = {policy: plan.algorithm.caching, ...curvePoint(verified.after)}
  const budgets = replicaBudgets(workload, placement.tableRegion, ratio)
  const rows = replicaRows(workload, placement, verified.after)
  const others = rows.slice(listedReplicas)
  const moves = moveRows(workload, plan, placement)
  const jobs = jobRows(workload, plan, placement)
  const inSample = isInSample(plan, workload)
  const curve = await storageCurve(workload, movedHomes(workload, placement), chosen, plan.algorithm.seed, ratio)
  const explanations = keyExplanations(workload, plan)
  const leftOut = leftOutSentences(workload, curve, inSample)
  return {
    title,
    planId: plan.planId,
    asOf: plan.asOf,
    history: {from: formatDay(workload.fromDay), to: formatDay(workload.toDay), dayCount},
    fingerprint: plan.history.fingerprint,
    algorithm: {
      caching: plan.algorithm.caching,
      migration: plan.algorithm.migration,
      placement: plan.algorithm.placement,
      options: plan.algorithm.options as Record<string, string | number | boolean>,
      seed: plan.algorithm.seed,
    },
    costUnit: costUnitOf(topology),
    headline: headline(loaded, plan, verified, workload, budgets.totalBytes),
    byCause: {before: causes(verified.before.traffic), after: causes(verified.after.traffic)},
    regions: regionTraffic(workload, verified, budgets.regionBytes),
    links: {before: linkMatrix(workload, verified.before.traffic), after: linkMatrix(workload, verified.after.traffic)},
    storageCurve: curve,
    lifeSpanHistogram: lifeSpans(placement, verified.after),
    topReplicas: rows.slice(0, listedReplicas),
    otherReplicas: {
      replicaCount: others.length,
      storedBytes: sum(others.map(row => row.storedBytes)),
      refreshBytesPerDay: sum(others.map(row => row.refreshBytesPerDay)),
      savedBytesPerDay: sum(others.map(row => row.savedBytesPerDay)),
      savedCostPerDay: sum(others.map(row => row.savedCostPerDay)),
    },
    unmet: unmetRows(workload, placement, listedUnmet),
    moves: moves.slice(0, listedMoves),
    otherMoves: {
      moveCount: Math.max(0, moves.length - listedMoves),
      bytes: sum(moves.slice(listedMoves).map(move => move.bytes)),
    },
    jobs: jobs.slice(0, listedJobs),
    otherJobs: {
      jobCount: Math.max(0, jobs.length - listedJobs),
      savedBytesPerDay: sum(jobs.slice(listedJobs).map(job => job.savedBytesPerDay)),
    },
    ...(inSample ? {budgetPoints: await budgetPoints(workload, plan, placement, verified.after)} : {}),
    remaining: remainingSources(workload, placement, verified.after),
    hourLoad: await hourLoad(loaded.history, workload, placement, homePlacement(workload)),
    ...(explanations.length === 0 ? {} : {explanations}),
    ...(leftOut.length === 0 ? {} : {leftOut}),
    ...known,
  }
}

/** The plan's homes and jobs without its replicas: what the caching policies are compared on. */
function movedHomes(workload: Workload, placement: Placement): Placement {
  return {...placement, windows: homePlacement(workload).windows}
}

function headline(
  loaded: LoadedHistory,
  plan: Plan,
  verified: VerifiedAccount,
  workload: Workload,
  budgetBytes: number,
): Headline {
  const {before, after, oneOff} = claimsOf(verified, loaded.history)
  const {bound} = plan.claims
  const inSample = isInSample(plan, workload)
  return {
    before: totals(before),
    after: totals(after),
    localisedShare: before.remoteReads === 0 ? 0 : verified.localisedReads / before.remoteReads,
    replicaBytes: sum(verified.after.replicaBytes),
    homeBytes: sum(verified.after.homeBytes),
    ...(budgetBytes < Infinity ? {budgetBytes} : {}),
    fillBytes: oneOff.fillBytes + verified.after.snapshotFillBytes,
    moveBytes: oneOff.moveBytes,
    ...(bound === undefined || !inSample ? {} : {bound}),
    inSample,
  }
}

const isInSample = (plan: Plan, {fromDay, toDay}: Workload): boolean =>
  plan.history.from === formatDay(fromDay) && plan.history.to === formatDay(toDay)

function totals(claimed: ClaimedTraffic): ClaimedTraffic {
  const {wanBytesPerDay, wanCostPerDay, remoteReads, reads} = claimed
  return {wanBytesPerDay, wanCostPerDay, remoteReads, reads}
}

function causes(traffic: Traffic): CauseBytes {
  return {
    remoteReadBytesPerDay: traffic.remoteReadBytes / traffic.dayCount,
    refreshBytesPerDay: traffic.refreshBytes / traffic.dayCount,
    writeBackBytesPerDay: traffic.writeBackBytes / traffic.dayCount,
  }
}

function regionTraffic(workload: Workload, verified: VerifiedAccount, budgetBytes: Float64Array): RegionTraffic[] {
  const {regions} = workload.topology
  const incoming = ({linkBytes, dayCount}: Traffic, to: number) =>
    sum(regions.map((_, from) => linkBytes[from * regions.length + to]!)) / dayCount
  return regions.map((region, e) => ({
    name: region.name,
    incomingBytesPerDayBefore: incoming(verified.before.traffic, e),
    incomingBytesPerDayAfter: incoming(verified.after.traffic, e),
    replicaBytes: verified.after.replicaBytes[e]!,
    ...(budgetBytes[e]! < Infinity ? {budgetBytes: budgetBytes[e]!} : {}),
    homeBytes: verified.after.homeBytes[e]!,
  }))
}

function linkMatrix(workload: Workload, traffic: Traffic): LinkMatrix {
  const bytesPerDay = Array.from(traffic.linkBytes, bytes => bytes / traffic.dayCount)
  return {
    bytesPerDay,
    costPerDay: bytesPerDay.map((bytes, link) => bytes * workload.topology.linkPricePerByte[link]!),
  }
}

function lifeSpans(placement: Placement, after: Account): LifeSpanCount[] {
  const byDays = new Map<number, {replicaCount: number; storedBytes: number}>()
  for (let w = 0; w < placement.windows.count; w++) {
    const days = placement.windows.toAge[w]! - placement.windows.fromAge[w]!
    const sofar = byDays.get(days) ?? {replicaCount: 0, storedBytes: 0}
    byDays.set(days, {
      replicaCount: sofar.replicaCount + 1,
      storedBytes: sofar.storedBytes + after.windows.storedBytes[w]!,
    })
  }
  return [...byDays].sort(([a], [b]) => a - b).map(([lifeSpanDays, counts]) => ({lifeSpanDays, ...counts}))
}

function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]!
  return total
}
