/**
 * Hubs: copy the few tables that everyone reads to everyone who reads them.
 *
 * Idea: in the graph of regions and the tables that they read from afar, a few small tables carry most edges. Copying those
 * whole removes the edges for little storage, before anything else is decided.
 * Formula: a table's rank is edges · saved / stored: the regions that read it remotely, times what keeping all its useful ages
 * in all of these regions saves per byte that it stores. Best rank first, ties to the lower table; a table is a hub as long as the
 * hubs' data stay within `hubShare` of the data of all remotely read tables (a table's data counted once, as the
 * most bytes that one region would keep of it); one that would overflow the share is passed over. A hub is kept whole in each
 * reading region where that saves anything and fits the budgets, region by region; nothing else is kept, unless `thenFill`.
 * Source: Moirai (SOSP 2025), pre-replication of hub tables: 0.2 % of the data removed 59 % of the edges (papers.md section 2).
 * Not known from there: the exact rank, whether its edges are weighted, how a tie with capacities is broken. There an edge
 * joins a job and a table; the problem knows regions and no jobs, so here it joins a region and a table.
 * So this is a re-implementation of the idea, and no measure of Moirai itself.
 *
 * Cost: O(points + tables · log tables). Guarantee: keeps the budgets; none on the saving.
 * Loses: keeps all useful ages of a hub and none of any other table: a baseline, unless `thenFill` spends what is left as
 * k-probe with unlimited k would. Where no table fits the share (few large tables) it keeps nothing.
 */
import {completeOptions} from '../options.js'
import {type Choice, emptyChoice, NOTHING, outcomeOfChoice} from './choice.js'
import {extendGreedily} from './extend.js'
import type {CachingPolicy} from './policy.js'
import type {CachingProblem} from './problem.js'

const options = {
  hubShare: {
    type: 'number',
    default: 0.002,
    min: 0,
    max: 1,
    unit: 'share',
    meaning: 'bytes of the hub tables, as a share of those of all remotely read tables',
  },
  thenFill: {
    type: 'boolean',
    default: false,
    unit: '',
    meaning: 'spend the rest of the budgets greedily, by the best saving per byte',
  },
} as const

export const hubs = {
  name: 'hubs',
  summary: 'Copies the few tables that most regions read, whole, to all of them; nothing else.',
  source: 'Moirai (SOSP 2025)',
  kind: 'heuristic',
  keepsBudgets: true,
  options,
  plan(problem, given) {
    const values = completeOptions('hubs', options, given)
    const choice = emptyChoice(problem)
    const found = chooseHubs(rankTables(problem), values.hubShare as number)
    keepWhole(problem, found, choice)
    let kept = 0
    for (const point of choice) if (point !== NOTHING) kept++
    const filled = values.thenFill ? extendGreedily(problem, choice, Number.POSITIVE_INFINITY).accepted : 0
    return outcomeOfChoice(problem, choice, {status: 'feasible', work: {hubs: found.length, kept, filled}})
  },
} as const satisfies CachingPolicy

interface RankedTable {
  readonly curves: readonly number[]
  /** Most bytes that one region would keep. */
  readonly dataBytes: number
  readonly rank: number
}

/** The tables that `hubs` would copy with this share, best first. */
export function hubTables(problem: CachingProblem, hubShare: number): Int32Array {
  const found = chooseHubs(rankTables(problem), hubShare)
  return Int32Array.from(found, ({curves}) => problem.curveTable[curves[0]!]!)
}

/** All remotely read tables, best rank first, ties to the lower table. */
function rankTables(problem: CachingProblem): RankedTable[] {
  const curvesOfTable = new Map<number, number[]>()
  for (let c = 0; c < problem.curveCount; c++) {
    const curves = curvesOfTable.get(problem.curveTable[c])
    if (curves === undefined) curvesOfTable.set(problem.curveTable[c], [c])
    else curves.push(c)
  }
  const tables = [...curvesOfTable].sort(([a], [b]) => a - b).map(([, curves]) => ranked(problem, curves))
  return tables.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank))
}

function ranked(problem: CachingProblem, curves: readonly number[]): RankedTable {
  let saved = 0
  let stored = 0
  let dataBytes = 0
  for (const c of curves) {
    const last = problem.pointStart[c + 1] - 1
    if (last >= problem.pointStart[c]) dataBytes = Math.max(dataBytes, problem.storedBytes[last])
    const point = wholePoint(problem, c)
    if (point === NOTHING) continue
    saved += problem.savedCostPerDay[point]
    stored += problem.storedBytes[point]
  }
  return {curves, dataBytes, rank: saved === 0 ? 0 : (curves.length * saved) / stored}
}

/** The point with all useful ages: the most saved, for the fewest bytes; NOTHING where none saves. */
function wholePoint(problem: CachingProblem, curve: number): number {
  let at = NOTHING
  let most = 0
  for (let p = problem.pointStart[curve]; p < problem.pointStart[curve + 1]; p++) {
    if (problem.savedCostPerDay[p] <= most) continue
    most = problem.savedCostPerDay[p]
    at = p
  }
  return at
}

function chooseHubs(tables: readonly RankedTable[], hubShare: number): RankedTable[] {
  let roomBytes = hubShare * tables.reduce((sum, table) => sum + table.dataBytes, 0)
  const found: RankedTable[] = []
  for (const table of tables) {
    if (table.rank === 0 || table.dataBytes > roomBytes) continue
    roomBytes -= table.dataBytes
    found.push(table)
  }
  return found
}

/** Keeps the hubs whole, best first and by rising region, wherever one fits. */
function keepWhole(problem: CachingProblem, found: readonly RankedTable[], choice: Choice): void {
  const room = Float64Array.from({length: problem.regionCount}, (_, e) => problem.regionBudgetBytes[e])
  let totalRoom = problem.totalBudgetBytes
  for (const {curves} of found) {
    for (const c of curves) {
      const point = wholePoint(problem, c)
      if (point === NOTHING) continue
      const region = problem.curveRegion[c]
      const bytes = problem.storedBytes[point]
      if (bytes > room[region] || bytes > totalRoom) continue
      room[region] -= bytes
      totalRoom -= bytes
      choice[c] = point
    }
  }
}
