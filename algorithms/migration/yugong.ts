/**
 * Yugong's project placement: homes as if replicas were free to store.
 *
 * Idea: with unlimited replicas a table costs a region that reads it min{all it reads, one partition a day}; minimise the sum over
 * the homes; keep only the tables with the largest dependencies, and at most `mostMoves` moves.
 * Formula: min Σ_d Σ_{i not at home in d} min{Σ_t R_i^t(d), S_i} (eq. 12–13), under CPU and storage limits (eq. 6–8), moves (eq. 10), pins.
 * Write-backs, prices of CPU and storage, and the bytes of the moves themselves are no part of it, and nor is a least gain.
 * Source: Yugong (PVLDB 2019) sections 4.1 and 4.2, as papers.md 1.2 quotes them. There it is a mixed-integer program; here the
 * local search that `local-search` uses. All links have one price there; here their own, unless asked. Where reads are sparse this is
 * even cheaper than eq. 12: not a whole window, but the cheapest windows.
 * Cost: that of local-search. Guarantee: limits kept. Loses: where replica storage is scarce, links differ, or write-backs weigh.
 */
import {completeOptions} from '../options.js'
import {AssignmentState} from '../serving/assignment-state.js'
import {ServingState} from '../serving/serving-state.js'
import {improveProjects} from './improve-projects.js'
import {closestPartners} from './partners.js'
import type {MigrationPolicy} from './policy.js'
import {unlimitedReplicas} from './unlimited-replicas.js'

const options = {
  uniformPrices: {type: 'boolean', default: false, unit: '', meaning: 'all links have one price, as in the article'},
  dependencyShare: {
    type: 'number',
    default: 0.99,
    min: 0,
    max: 1,
    unit: 'share',
    meaning: 'of the bytes that projects read of others; tables beyond that, smallest first, are left out',
  },
  evaluations: {
    type: 'integer',
    default: 200_000,
    min: 0,
    max: 2_147_483_647,
    unit: '',
    meaning: 'pricings of one project to all regions',
  },
} as const

/** Sweeps end where none gains; this is never reached in practice. */
const SWEEPS = 100

export const yugong = {
  name: 'yugong',
  summary: 'Homes as if replicas were free to store, from the tables with the largest dependencies.',
  source: 'Yugong (PVLDB 2019) eq. 12–13',
  kind: 'heuristic',
  options,
  plan(problem, start, {storagePrice, limits, moveHorizonDays}, given) {
    const values = completeOptions('yugong', options, given)
    const reduced = unlimitedReplicas(problem, values.dependencyShare as number, values.uniformPrices as boolean)
    const freeStorage = new Float64Array(problem.regionCount)
    const state = new AssignmentState(reduced, start, freeStorage, Infinity)
    const work = {evaluations: values.evaluations as number}
    const steps = improveProjects(state, {
      ...limits,
      leastGainPerDay: 0,
      work,
      sweeps: SWEEPS,
      mostEjected: 3,
      partners: closestPartners(reduced, 3),
    })
    const assignment = state.snapshot()
    const {cost} = new ServingState(problem, assignment, storagePrice, moveHorizonDays)
    const counted = {
      steps,
      evaluations: (values.evaluations as number) - work.evaluations,
      facts: reduced.readTable.length,
    }
    return {assignment, status: 'feasible', costPerDay: cost, work: counted}
  },
} as const satisfies MigrationPolicy
