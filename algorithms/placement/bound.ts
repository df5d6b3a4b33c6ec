import {objective} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import type {Assignment, ServingProblem} from '../serving/problem.js'
import {priceCapacity} from './capacity-prices.js'
import {GivenBoard} from './given-board.js'
import {givenReplicas} from './given-replicas.js'
import {type PlaceableSettings, placeableJobs} from './job-board.js'
import {JobRegions} from './job-regions.js'

/** A lower bound on what any regions of the jobs leave to pay, with homes and replicas as they are. */
export interface PlacementBound {
  /** Remote reads, refreshes and write-backs, in currency per day: no placement of the placeable jobs within the CPU limits pays less. */
  readonly wanCostPerDay: number
  /** Of that, refreshes: the same wherever jobs run. */
  readonly refreshCostPerDay: number
  /** Price of CPU that proved it, in currency per CPU-hour by `region * 24 + hour` (hour 0 where the capacity is one number a day). */
  readonly cpuPrice: Float64Array
  readonly rounds: number
}

export interface PlacementBoundSettings extends PlaceableSettings {
  /** Most changes of prices; cost is linear in it. */
  readonly rounds: number
}

/**
 * Lagrangian bound for placing jobs under CPU limits, replicas given: `priceCapacity` over the WAN cost alone (CPU costs nothing
 * here), plus the refreshes of the windows, which do not depend on jobs. Jobs that are not placeable stay where the placement has them; with
 * `placeGold` and `leastRuns` 1 the bound holds for every placement that formats.md 3.9 allows, but for link capacities, which are
 * left out (a relaxation). Reads of failed runs are not in it, so that it stays below accounts that count them.
 *
 * @param problem of the same workload
 */
export function placementBound(
  workload: Workload,
  problem: ServingProblem,
  placement: Placement,
  settings: PlacementBoundSettings,
): PlacementBound {
  const wanProblem = {...problem, computePrice: new Float64Array(problem.regionCount)}
  const assignment = assignmentOf(problem, placement)
  const regions = new JobRegions(wanProblem, assignment)
  const costs = givenReplicas(wanProblem, assignment, placement.windows, regions)
  const {boundCostPerDay, price, rounds} = priceCapacity(regions, costs, placeableJobs(regions, settings), {
    rounds: settings.rounds,
    knownCostPerDay: new GivenBoard(regions, costs).costPerDay,
    mostChoices: 1,
  })
  const refreshCostPerDay = objective(workload, placement, workload.toDay + 1).traffic.refreshCost / workload.dayCount
  return {
    wanCostPerDay: Math.max(0, boundCostPerDay) + refreshCostPerDay,
    refreshCostPerDay,
    cpuPrice: price,
    rounds,
  }
}

function assignmentOf(problem: ServingProblem, placement: Placement): Assignment {
  const {projectRegion, tableRegion, jobRegion} = placement
  return {
    projectRegion: Int32Array.from(projectRegion),
    tableRegion: Int32Array.from(tableRegion, (region, t) =>
      region === projectRegion[problem.tableProject[t]] ? -1 : region,
    ),
    jobRegion: Int32Array.from(problem.jobNames, name => jobRegion.get(name) ?? -1),
  }
}
