import {amortiseFill} from '../algorithms/caching/churn-amortise.js'
import {capFill} from '../algorithms/caching/churn-fill-cap.js'
import type {PreviousWindows} from '../algorithms/caching/churn-held.js'
import {temper} from '../algorithms/caching/churn-temper.js'
import type {CachingOutcome, CachingProblem} from '../algorithms/caching/problem.js'
import {withWindows} from '../algorithms/caching/with-windows.js'
import {indexNames} from '../model/columns.js'
import {type Day, formatDay, parseDay} from '../model/days.js'
import {IsthmusError} from '../model/errors.js'
import type {Placement} from '../model/placement.js'
import type {Plan} from '../model/plan.js'
import type {Workload} from '../model/workload.js'

/**
 * How willing a plan is to change the replicas in force. Homes and regions of jobs in force are those that the history
 * shows: a move of the plan before that was carried out is there already, one that was not is decided anew.
 */
export interface ChangeSettings {
  /** The plan in force; absent: nothing is. */
  readonly previous?: Plan
  /** Days over which one-off fill is spread; absent: fill costs nothing. */
  readonly horizonDays?: number
  /** Share of yesterday's saving by which a change must be better. */
  readonly hysteresis?: number
  /** Most bytes of tonight's fill on any one link. */
  readonly fillCapBytes?: number
}

const nothingInForce: PreviousWindows = {table: [], region: [], fromAge: [], toAge: []}

/** The problem with one-off fill priced in, where a horizon is set (papers: Yugong's G correction, S/δ). */
export function fillAware(
  problem: CachingProblem,
  workload: Workload,
  placed: Placement,
  change: ChangeSettings,
  asOfDay: Day,
): CachingProblem {
  if (change.horizonDays === undefined) return problem
  return amortiseFill(
    problem,
    workload,
    placed,
    windowsInForce(change, workload, placed, asOfDay),
    change.horizonDays,
    asOfDay,
  )
}

/** The chosen windows, held back where a change is not worth it or tonight's fill would exceed the cap. */
export function changeGently(
  problem: CachingProblem,
  workload: Workload,
  placed: Placement,
  outcome: CachingOutcome,
  change: ChangeSettings,
  asOfDay: Day,
): {readonly windows: Placement['windows']; readonly tonight?: {fillBytes: number; deferredBytes: number}} {
  const previous = windowsInForce(change, workload, placed, asOfDay)
  const {hysteresis = 0} = change
  const windows = hysteresis > 0 ? temper(problem, workload, outcome, previous, {hysteresis}) : outcome.windows
  const chosen = withWindows(placed, problem, {...outcome, windows}).windows
  if (change.previous === undefined && change.fillCapBytes === undefined) return {windows: chosen}
  const cap = {fillBytesPerLink: change.fillCapBytes ?? Infinity}
  const capped = capFill(workload, placed, chosen, previous, cap, asOfDay)
  return {
    windows: capped.windows,
    tonight: {
      fillBytes: capped.fillBytesByLink.reduce((sum, bytes) => sum + bytes, 0),
      deferredBytes: capped.deferred.reduce((sum, {fillBytes}) => sum + fillBytes, 0),
    },
  }
}

/** What a plan file records of it. */
export function recordedChange({previous, horizonDays, hysteresis, fillCapBytes}: ChangeSettings) {
  return {
    ...(previous === undefined ? {} : {previousPlan: previous.planId}),
    ...(horizonDays === undefined ? {} : {horizonDays}),
    ...(hysteresis === undefined ? {} : {hysteresis}),
    ...(fillCapBytes === undefined ? {} : {fillCapBytes}),
  }
}

/** The replicas in force by today's indices. Tables and regions that are no more, and replicas where the home now is, are not there. */
function windowsInForce(
  {previous}: ChangeSettings,
  workload: Workload,
  placed: Placement,
  asOfDay: Day,
): PreviousWindows {
  if (previous === undefined) return nothingInForce
  if (parseDay(previous.asOf) >= asOfDay) {
    throw new IsthmusError(
      'usage',
      `the plan in force is for ${previous.asOf} and later, the new one for ${formatDay(asOfDay)}`,
      'Name the plan that was in force the day before, or plan for a later day with --as-of.',
    )
  }
  const tableOf = indexNames(workload.tables.names)
  const regionOf = indexNames(workload.topology.regions.map(region => region.name))
  const rows = previous.replicas.filter(replica => {
    const table = tableOf.get(replica.table)
    const region = regionOf.get(replica.region)
    return table !== undefined && region !== undefined && placed.tableRegion[table] !== region
  })
  return {
    table: Int32Array.from(rows, replica => tableOf.get(replica.table)!),
    region: Int32Array.from(rows, replica => regionOf.get(replica.region)!),
    fromAge: Int32Array.from(rows, replica => replica.fromAge),
    toAge: Int32Array.from(rows, replica => replica.toAge),
  }
}
