import {
  bestEffortPriceShare,
  priceClasses,
  type RoutingCandidates,
  refusals,
  writeExpectedCosts,
} from '../../algorithms/routing/index.js'
import type {HoldersNow} from './holders-now.js'
import type {InputCosts} from './input-costs.js'
import type {LateChoice} from './late-choice.js'
import type {RegionLoads} from './region-loads.js'
import type {RoutingRequest} from './request.js'
import type {RequestedJob} from './requested-job.js'
import type {RouterSettings} from './router-options.js'

const notAllowed = refusals.indexOf('region-not-allowed')
const deadline = refusals.indexOf('deadline')

/** What the rows of one job are made from. */
export interface RowSources {
  readonly job: RequestedJob
  readonly costs: InputCosts
  readonly holders: HoldersNow
  readonly loads: RegionLoads
  readonly lateChoice: LateChoice
  readonly settings: RouterSettings
  /** Scratch by region: why foreign work may not go there; 0 = it may. */
  readonly foreignRefusal: Uint8Array
}

/**
 * Writes the places where a job may run: all regions, guaranteed; all regions again, best-effort, where the job may be
 * evicted; or, where the user has preferences, these in their order and home behind them.
 *
 * @param lateExtraCost by row: currency that late inputs cost there
 * @param fixedCost by row: expected cost without the uncertain input
 */
export function writeRows(
  c: RoutingCandidates,
  sources: RowSources,
  request: RoutingRequest,
  preferences: RoutingRequest['preferences'],
  lateExtraCost: Float64Array,
  fixedCost: Float64Array,
): void {
  const {job, costs, holders, settings} = sources
  const {regionCount} = holders.catalogue
  c.count = 0
  c.home = job.home
  c.waitPricePerSecond = settings.waitPricePerSecond[job.priority]
  sources.loads.writeRefusals(job.cpuHours, settings.foreignShare[job.priority], sources.foreignRefusal)
  if (preferences === undefined && request.bestEffort !== true && costs.late.count === 0) {
    writePlainRows(c, sources, request.deadlineSeconds ?? Infinity, lateExtraCost)
  } else if (preferences === undefined) {
    for (let e = 0; e < regionCount; e++) writeRow(c, sources, request, e, 0, lateExtraCost)
    if (request.bestEffort === true) {
      for (let e = 0; e < regionCount; e++) writeRow(c, sources, request, e, 1, lateExtraCost)
    }
  } else writePreferred(c, sources, request, preferences, lateExtraCost)
  if (job.uncertainBytes < 0) return
  writeExpectedCosts(c, fixedCost)
  for (let row = 0; row < c.count; row++) {
    c.moveCost[row] += job.uncertainBytes * costs.costPerByte[c.region[row]]
  }
}

function writePreferred(
  c: RoutingCandidates,
  sources: RowSources,
  request: RoutingRequest,
  preferences: NonNullable<RoutingRequest['preferences']>,
  lateExtraCost: Float64Array,
): void {
  const {regionNames, regionCount} = sources.holders.catalogue
  const room = regionCount * 2
  for (let p = 0; p < preferences.length && c.count < room; p++) {
    const region = regionNames.indexOf(preferences[p].region)
    if (region < 0) continue
    const priceClass = Math.max(0, priceClasses.indexOf(preferences[p].priceClass))
    writeRow(c, sources, request, region, priceClass, lateExtraCost)
  }
  writeRow(c, sources, request, sources.job.home, 0, lateExtraCost)
}

function writeRow(
  c: RoutingCandidates,
  sources: RowSources,
  request: RoutingRequest,
  region: number,
  priceClass: number,
  lateExtraCost: Float64Array,
): void {
  const {job, costs, holders, loads, lateChoice, settings} = sources
  const {catalogue} = holders
  const row = c.count++
  const deadlineSeconds = request.deadlineSeconds ?? Infinity
  const cpuPrice = catalogue.computePricePerCpuHour[region]
  const uncertainBytes = Math.max(0, job.uncertainBytes)
  let waitSeconds = loads.wait[region]
  let moveCost = costs.moveCost[region]
  let localBytes = costs.localBytes[region] + uncertainBytes * costs.localShare[region]
  let computeCost = job.cpuHours * cpuPrice * (priceClass === 0 ? 1 : bestEffortPriceShare)
  lateExtraCost[row] = 0
  if (costs.late.count > 0) {
    const limit = Math.min(settings.maxLateWaitSeconds, deadlineSeconds)
    const perHour = settings.recomputeSecondsPerCpuHour
    lateChoice.choose(costs, holders, region, waitSeconds, limit, c.waitPricePerSecond, perHour)
    waitSeconds = lateChoice.seconds
    moveCost -= lateChoice.savedMoveCost
    localBytes += lateChoice.savedBytes
    computeCost += lateChoice.recomputeCost
    lateExtraCost[row] = lateChoice.extraCost
  }
  c.region[row] = region
  c.priceClass[row] = priceClass
  c.localBytes[row] = localBytes
  c.moveBytes[row] = Math.max(0, costs.totalBytes + uncertainBytes - localBytes)
  c.moveCost[row] = moveCost
  c.writeBackBytes[row] = job.writeBackBytes[region]
  c.writeBackCost[row] = job.writeBackCost[region]
  c.waitSeconds[row] = waitSeconds
  c.freeCpuHours[row] = loads.free[region]
  c.computeCost[row] = computeCost
  c.evictionShare[row] = priceClass === 0 ? 0 : loads.eviction[region]
  c.refusal[row] = 0
  if (waitSeconds > deadlineSeconds) c.refusal[row] = deadline
  if (region === job.home) return
  if (!mayRunAt(sources, region)) c.refusal[row] = notAllowed
  else if (sources.foreignRefusal[region] !== 0) c.refusal[row] = sources.foreignRefusal[region]
}

function mayRunAt({job, holders: {catalogue}}: RowSources, region: number): boolean {
  return job.project < 0 || catalogue.projectAllowed[job.project * catalogue.regionCount + region] === 1
}

/**
 * What `writeRow` writes for all regions, guaranteed, where no input is late: the usual job.
 * Column by column, as this stands in the path of every decision.
 */
function writePlainRows(
  c: RoutingCandidates,
  sources: RowSources,
  deadlineSeconds: number,
  lateExtraCost: Float64Array,
): void {
  const {job, costs, holders, loads, foreignRefusal} = sources
  const {regionCount: regions, computePricePerCpuHour, projectAllowed} = holders.catalogue
  const {cpuHours} = job
  const uncertainBytes = Math.max(0, job.uncertainBytes)
  const totalBytes = costs.totalBytes + uncertainBytes
  const {region, refusal, localBytes, moveBytes, waitSeconds, computeCost} = c
  const {wait} = loads
  c.count = regions
  for (let e = 0; e < regions; e++) {
    region[e] = e
    refusal[e] = wait[e] > deadlineSeconds ? deadline : 0
    waitSeconds[e] = wait[e]
    const local = costs.localBytes[e] + uncertainBytes * costs.localShare[e]
    localBytes[e] = local
    moveBytes[e] = Math.max(0, totalBytes - local)
    computeCost[e] = cpuHours * computePricePerCpuHour[e]
    c.priceClass[e] = 0
    c.evictionShare[e] = 0
    lateExtraCost[e] = 0
    c.moveCost[e] = costs.moveCost[e]
    c.writeBackBytes[e] = job.writeBackBytes[e]
    c.writeBackCost[e] = job.writeBackCost[e]
    c.freeCpuHours[e] = loads.free[e]
  }
  const allowed = job.project * regions
  for (let e = 0; e < regions; e++) {
    if (e === job.home) continue
    if (job.project >= 0 && projectAllowed[allowed + e] === 0) refusal[e] = notAllowed
    else if (foreignRefusal[e] !== 0) refusal[e] = foreignRefusal[e]
  }
}
