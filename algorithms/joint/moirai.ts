/**
 * Moirai's recipe: copy the hub tables first, then assign homes and recurring jobs to regions at least cost.
 *
 * Idea: jobs are grouped by template (a recurring job is one); tables that nobody read in the last week are left out; the few hub
 * tables that most regions read are copied to all of them, whole; then homes and jobs are assigned so that what still
 * crosses the WAN costs least. Homes are those of projects, or of single tables where the topology says `unit: table`.
 * Formula: min Σ reads and writes across regions + refresh of the hubs, under capacities, pins and `movable`.
 * Source: Moirai (SOSP 2025) as papers.md section 2 states it. There the assignment is a MIP for Gurobi; here it is the local search that
 * `search` uses too, with as many kicks. Tuned by cost: the share of data that counts as hubs is tried from 0.2 % (the
 * paper's) to everything, with stored bytes free and at the dual of the budgets, and the plan that costs least with its
 * replicas is kept. An honest re-implementation, and
 * no measure of Moirai itself: the paper's ranks, ties and predictor are not public here.
 *
 * Cost: eight descents and one kicked search. Guarantee: limits and budgets kept. Loses: no life spans (hubs are kept whole),
 * hubs are chosen before homes and jobs.
 */

import {wanCost} from '../../model/account.js'
import {replicaBudgets} from '../../model/budgets.js'
import {homePlacement} from '../../model/decode-plan.js'
import {objective} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import {deriveProblem} from '../caching/derive-problem.js'
import {hubs, hubTables} from '../caching/hubs.js'
import {solveLinear} from '../caching/hull-linear.js'
import {withWindows} from '../caching/with-windows.js'
import type {OptionTable} from '../options.js'
import {completeOptions} from '../options.js'
import {AssignmentState} from '../serving/assignment-state.js'
import {deriveServing} from '../serving/derive-serving.js'
import {homeAssignment} from '../serving/problem.js'
import {toPlacement} from '../serving/to-placement.js'
import {improve} from './descend.js'
import {kickedSearch} from './kicked-search.js'
import {leastRunsOf} from './least-runs.js'
import type {JointPolicy, JointSettings} from './policy.js'
import {effortOf} from './search-effort.js'
import {searchOptions} from './search-options.js'

const options = searchOptions satisfies OptionTable

/** Shares of the data that may count as hubs; the first is the paper's. */
const hubShares = [0.002, 0.01, 0.05, 1]
/** A table that nobody read on so many days up to the last is left out. */
const idleDays = 7

export const moirai = {
  name: 'moirai',
  summary: 'Moirai: hub tables copied whole first, then homes and recurring jobs at least cost.',
  source: 'Moirai (SOSP 2025), re-implemented',
  options,
  wantsDays: true,
  async plan(workload, settings, given, run) {
    const values = completeOptions('moirai', options, given)
    const whole = deriveServing(workload)
    const alive = deriveServing(workload, tablesInUse(workload))
    const home = homePlacement(workload)
    const curves = deriveProblem(
      workload,
      home,
      replicaBudgets(workload, home.tableRegion, settings.replicaBudgetRatio),
    )
    const neighbourhood = {
      projects: {...settings, sweeps: values.sweeps as number},
      jobs: {
        placeGold: settings.placeGold,
        leastRuns: leastRunsOf(workload),
        leastGainShare: 0,
        sweeps: values.sweeps as number,
        swapTries: effortOf(values, whole).swapTries,
      },
    }
    const {totalPrice, regionPrice} = solveLinear(curves)
    const prices = [new Float64Array(whole.regionCount), regionPrice.map(own => own + totalPrice)]
    const cost = (state: AssignmentState, hubShare: number) =>
      costWithHubs(workload, toPlacement(whole, workload, state.assignment), hubShare, settings)
    let best: {state: AssignmentState; cost: number; hubShare: number} | undefined
    for (const hubShare of hubShares) {
      const isHub = new Uint8Array(alive.tableCount)
      for (const table of hubTables(curves, hubShare)) isHub[table] = 1
      const problem = {...alive, replicable: isHub}
      for (const price of prices) {
        const state = new AssignmentState(problem, homeAssignment(problem), price, settings.moveHorizonDays)
        improve(state, neighbourhood)
        const tried = cost(state, hubShare)
        if (best === undefined || tried < best.cost) best = {state, cost: tried, hubShare}
      }
    }
    const {state, hubShare} = best!
    const unkicked = state.snapshot()
    const {kicks} = effortOf(values, whole)
    kickedSearch(state, neighbourhood, settings, kicks, run.seed)
    if (cost(state, hubShare) > best!.cost) state.adopt(unkicked)
    return {
      placement: toPlacement(whole, workload, state.assignment),
      replicas: {policy: 'hubs', options: {hubShare}},
      migration: 'moirai',
      placing: 'moirai',
      work: {kicks, tried: hubShares.length * prices.length},
    }
  },
} as const satisfies JointPolicy

function costWithHubs(workload: Workload, placement: Placement, hubShare: number, settings: JointSettings): number {
  const budgets = replicaBudgets(workload, placement.tableRegion, settings.replicaBudgetRatio)
  const problem = deriveProblem(workload, placement, budgets)
  const outcome = hubs.plan(problem, {hubShare})
  return wanCost(objective(workload, withWindows(placement, problem, outcome), settings.asOfDay).traffic)
}

/** 1 for tables that were read in the last week of the span; all tables where the workload has no days. */
function tablesInUse({tables, reads, dayCount}: Workload): Uint8Array {
  const inUse = new Uint8Array(tables.names.length)
  const {daily} = reads
  if (daily === undefined) return inUse.fill(1)
  for (let i = 0; i < reads.table.length; i++) {
    for (let d = daily.start[i]!; d < daily.start[i + 1]!; d++) {
      if (daily.day[d]! >= dayCount - idleDays) inUse[reads.table[i]!] = 1
    }
  }
  return inUse
}
