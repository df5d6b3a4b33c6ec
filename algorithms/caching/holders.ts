/**
 * Holders: any windows, read from the nearest holder and refreshed from one another.
 *
 * Idea: behind a dear link one region takes the copy and feeds its neighbours over cheap links; a region may even hold what
 * nobody there reads. For storage prices by region the best windows of a whole table, all its regions together, come
 * from a walk with the subset of holding regions as state (walk.ts). Asked at the slopes between its own answers it gives
 * each table the hull of its choices over (bytes, saving − bytes priced by region) (holder-choices.ts), so a table is a
 * curve of one problem under the budget over all that hull's machinery solves. Where that breaks a region's
 * budget, the region's price is raised and all is done again, and the plan is grown by saving per weighed byte with
 * every budget checked (holder-search.ts). The best of these plans and of `windows` is then grown further and improved by
 * exchanging two units at a time.
 * Formula: max Σ over tables of reads and refreshes saved, reads priced from the cheapest holder, refreshes by the cheapest
 * arborescence (formats.md 3.3, 3.5), under Σ stored ≤ budgets.
 * Source: design.md section 2; Lagrangian relaxation, Fisher (1981); Eisner & Severance (1976) for the parametric walks.
 *
 * `savedCostPerDay` is under nearest-holder sourcing, of the demand: it can exceed what the problem's own home-only curves allow,
 * and no bound is stated (planner and tests use bound.ts). Cost: O(choices · ages · 3ⁿ) a table of n regions, up to `steps`, the
 * tables with the dearest reads first. Guarantee: within the budgets; never worse than `windows` under this accounting. It is
 * `windows` where every home is the nearest source and where the problem has no tables to walk.
 * Loses: tables with more than 8 regions to couple are fed from home only; the search is local; failed runs' reads, and the
 * capacities of links, on which relays put new traffic, are not seen.
 */
import {completeOptions} from '../options.js'
import {type Choice, NOTHING} from './choice.js'
import {storageFrontier} from './frontier.js'
import {choiceOf, type HolderChoice, holdingOf} from './holder-choices.js'
import {windowsOfUnits} from './holder-outcome.js'
import {addChoices, moveRegionPrices, weightOfBytes} from './holder-prices.js'
import {exchangePairs, growUnits, Room, savedByUnits} from './holder-search.js'
import {curveStart, windowRows, windowsByTable} from './holder-start.js'
import {holderUnits, pricedProblem} from './holder-units.js'
import {solveLinear} from './hull-linear.js'
import type {CachingPolicy} from './policy.js'
import {fillSteepest} from './steepest-fill.js'
import {windowProblem} from './window-problem.js'
import {windows} from './windows.js'

const options = {
  ...windows.options,
  rounds: {
    type: 'integer',
    default: 4,
    min: 1,
    max: 100,
    unit: '',
    meaning: 'most times that region prices are set and all tables walked again',
  },
  steps: {
    type: 'integer',
    default: 3_000_000_000,
    min: 0,
    max: 1e15,
    unit: '',
    meaning: 'state transitions that all walks together may take',
  },
  pairs: {
    type: 'integer',
    default: 2_000_000,
    min: 0,
    max: 1e15,
    unit: '',
    meaning: 'pairs of tables that the local search may look at',
  },
} as const

export const holders = {
  name: 'holders',
  summary: 'Keeps windows that also serve and feed other regions, from the nearest holder.',
  source: 'design.md section 2; Fisher (1981)',
  kind: 'heuristic',
  keepsBudgets: true,
  options,
  async plan(problem, given, run) {
    const values = completeOptions('holders', options, given)
    const windowOptions = Object.fromEntries(Object.keys(windows.options).map(name => [name, values[name]!]))
    const base = await windows.plan(problem, windowOptions, run)
    const detail = problem.ages
    const walks = (problem.tableWalks?.() ?? []).filter(walk => walk.sourcing.regions.length > 1)
    if (detail === undefined || walks.length === 0) return base

    const points = windowProblem(problem, detail)
    const coupled = new Set(walks.map(walk => walk.table))
    const curves = Int32Array.from({length: problem.curveCount}, (_, c) => c).filter(
      c => !coupled.has(problem.curveTable[c]),
    )
    const rowStart = windowRows(problem, base)
    const startOfCurve = Array.from(curves, c => curveStart(problem, detail, base, rowStart, c))
    const tableWindows = windowsByTable(problem, base, coupled)
    const listStart = walks.map(walk => choiceOf(walk, holdingOf(walk, tableWindows.get(walk.table) ?? [])))
    const lists = listStart.map((start): readonly HolderChoice[] => (start.totalBytes > 0 ? [start] : []))

    const own = Float64Array.from(base.dualPricePerByte?.byRegion ?? new Float64Array(problem.regionCount))
    const work = {walked: 0, steps: 0, rounds: 0, pairs: 0, grown: 0}
    const triedPrices: Float64Array[] = []
    const unitsNow = () => holderUnits({curves, curveStart: startOfCurve, points, walks, lists, listStart})
    while (work.rounds < (values.rounds as number)) {
      work.rounds++
      triedPrices.push(own.slice())
      addChoices(walks, lists, own, values.steps as number, work)
      const units = unitsNow()
      const linear = solveLinear(pricedProblem(units, own, problem.totalBudgetBytes))
      const room = new Room(units, problem, linear.choice)
      const stored = linear.choice.reduce((sum, c) => (c === NOTHING ? sum : sum + units.totalBytes[c]), 0)
      const usualPrice = linear.totalPrice > 0 ? linear.totalPrice : linear.boundSavedCostPerDay / Math.max(1, stored)
      if (!moveRegionPrices(own, room, usualPrice, 1 + 1 / work.rounds)) break
    }

    const units = unitsNow()
    let choice: Choice = units.start.slice()
    let price = own
    let bound = Number.POSITIVE_INFINITY
    let frontier = base.frontier
    for (const tried of triedPrices) {
      const priced = pricedProblem(units, tried, problem.totalBudgetBytes)
      const {linear, repaired} = await fillSteepest(priced, values, run.seed)
      const total = tried.map(p => p + linear.totalPrice)
      const triedBound = tried.reduce(
        (sum, p, e) => (p > 0 ? sum + p * problem.regionBudgetBytes[e] : sum),
        linear.boundSavedCostPerDay,
      )
      if (triedBound < bound) {
        bound = triedBound
        price = total
      }
      if (tried.every(p => p === 0)) frontier = storageFrontier(priced, linear.edges)
      const grown = new Int32Array(units.unitCount).fill(NOTHING)
      const rivals = new Room(units, problem, repaired.choice).isKept ? [repaired.choice, grown] : [grown]
      for (const rival of rivals) {
        work.grown += growUnits(units, problem, weightOfBytes(total), rival)
        if (savedByUnits(units, rival) > savedByUnits(units, choice)) choice = rival
      }
    }
    work.grown += growUnits(units, problem, weightOfBytes(price), choice)
    const gap = Math.max(0, bound - savedByUnits(units, choice))
    work.pairs = exchangePairs(units, problem, price, gap, choice, values.pairs as number)
    work.grown += growUnits(units, problem, weightOfBytes(price), choice)

    let storedBytes = 0
    for (const c of choice) if (c >= 0) storedBytes += units.totalBytes[c]
    return {
      status: 'feasible',
      ...windowsOfUnits(problem, base, units, curves, points, walks, lists, choice),
      savedCostPerDay: savedByUnits(units, choice),
      storedBytes,
      ...(base.dualPricePerByte === undefined ? {} : {dualPricePerByte: base.dualPricePerByte}),
      ...(frontier === undefined ? {} : {frontier}),
      work: {...base.work, tables: walks.length, ...work},
    }
  },
} as const satisfies CachingPolicy
