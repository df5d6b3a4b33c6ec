import type {Workload} from '../../model/workload.js'
import {type ImproveProjects, improveProjects} from '../migration/improve-projects.js'
import {type ImproveJobs, improveJobs} from '../placement/improve-jobs.js'
import type {AssignmentState} from '../serving/assignment-state.js'
import type {Assignment} from '../serving/problem.js'
import {type Chain, improveChains} from './improve-chains.js'
import {improveReaders, type Readers} from './improve-readers.js'
import {improveTables} from './improve-tables.js'
import {type StoragePrices, storagePrices} from './storage-prices.js'

/** What local search may change. */
export interface Neighbourhood {
  readonly projects: ImproveProjects
  /** Absent: jobs follow their projects. */
  readonly jobs: ImproveJobs | undefined
  /** Tables and jobs that may move together (topology `unit: table`). */
  readonly chains?: readonly Chain[]
  /** Jobs that read the same table may move together; absent: each job for itself. */
  readonly readers?: Readers
  /** How often projects, tables and jobs may take turns. Default 4. */
  readonly turns?: number
}

export interface Descent extends Neighbourhood {
  readonly workload: Workload
  readonly replicaBudgetRatio: number | undefined
  /** How often prices of storage may be renewed. */
  readonly rounds: number
}

/** An assignment with its relaxed cost a day: replicas in shares at the best prices of storage. */
export interface Priced {
  readonly assignment: Assignment
  readonly costPerDay: number
  readonly prices: StoragePrices
}

/** Projects, tables and jobs in one neighbourhood, until no step of any of them gains. Returns the steps. */
export function improve(state: AssignmentState, neighbourhood: Neighbourhood, most = Infinity): number {
  const {projects, jobs, chains = [], readers, turns = 4} = neighbourhood
  let steps = 0
  for (let turn = 0; turn < Math.min(turns, most); turn++) {
    const costBefore = state.cost
    const moved =
      improveProjects(state, projects) + improveTables(state, projects) + improveChains(state, chains, projects)
    let placed = jobs === undefined ? 0 : improveJobs(state, jobs)
    if (jobs !== undefined && readers !== undefined) placed += improveReaders(state, readers, jobs, mostCells)
    steps += moved + placed
    if (moved + placed === 0 || state.cost > costBefore * (1 - leastShare)) break
  }
  return steps
}

/** A turn, or a round of prices, that gains a smaller share of the cost is the last. */
const leastShare = 1e-5

/** How many (table, region) are looked at for groups of readers, the dearest first. */
const mostCells = 300

/** The relaxed cost of the state's assignment at its own best prices; the state is left priced with them. */
export function priced(
  state: AssignmentState,
  {workload, replicaBudgetRatio}: Pick<Descent, 'workload' | 'replicaBudgetRatio'>,
): Priced {
  const assignment = state.snapshot()
  const prices = storagePrices(state.problem, workload, assignment, replicaBudgetRatio)
  state.serving.reprice(prices.pricePerByte)
  return {assignment, costPerDay: state.cost - prices.rentPerDay, prices}
}

/**
 * Improves at given prices of storage, solves caching anew for its prices, and repeats until the relaxed cost stops
 * falling (design.md section 2). Ends with the state at the best assignment found, which it returns.
 */
export function descend(state: AssignmentState, descent: Descent): Priced {
  let best = priced(state, descent)
  for (let round = 0; round < descent.rounds; round++) {
    if (improve(state, descent) === 0) break
    const next = priced(state, descent)
    const isLast = next.costPerDay >= best.costPerDay * (1 - leastShare)
    if (next.costPerDay < best.costPerDay) best = next
    if (isLast) break
  }
  become(state, best)
  return best
}

/** Puts the state back to a priced assignment. */
export function become(state: AssignmentState, {assignment, prices}: Priced): void {
  state.adopt(assignment)
  state.serving.reprice(prices.pricePerByte)
}
