/**
 * Two stages, as Yugong: first the homes, as if replicas were free to store; then the replicas, within the budgets.
 *
 * Formula: (a) min Σ_d Σ_i min{Σ_t R_i^t(d), S_i} over the homes (eq. 12–13), at most `mostMoves` moves, capacities and pins
 * kept; (b) k-probe (Algorithm 1) with the homes fixed. Jobs follow their projects: Yugong places jobs only as they come.
 * Source: Yugong (PVLDB 2019) sections 4 and 5, as papers.md 1.2 and 1.3 quote them. There (a) is a mixed-integer program; here it is the
 * local search that `search` uses too, with as many kicks, and of the homes before and after the kicks those are kept that cost
 * less once replicas are cut to the budgets. Generous to it: bytes count at their links' prices, where
 * Yugong knows one price for all links.
 *
 * Cost: that of `search` at one price of storage. Guarantee: limits and budgets kept. Loses: homes are chosen as if every
 * replica that pays could be kept, and no job runs elsewhere.
 */
import type {OptionTable} from '../options.js'
import {completeOptions} from '../options.js'
import {AssignmentState} from '../serving/assignment-state.js'
import {deriveServing} from '../serving/derive-serving.js'
import {homeAssignment} from '../serving/problem.js'
import {toPlacement} from '../serving/to-placement.js'
import {improve, priced} from './descend.js'
import {kickedSearch} from './kicked-search.js'
import type {JointPolicy} from './policy.js'
import {effortOf} from './search-effort.js'
import {searchOptions} from './search-options.js'

const options = {
  ...searchOptions,
  k: {
    type: 'integer',
    default: 60,
    min: 1,
    max: 1000,
    unit: 'days',
    meaning: "k-probe's look-ahead in the second stage",
  },
} as const satisfies OptionTable

export const twoStage = {
  name: 'two-stage',
  summary: 'Yugong: homes as if replicas were free to store, then k-probe within the budgets.',
  source: 'Yugong (PVLDB 2019) eq. 12–13 and Algorithm 1',
  options,
  async plan(workload, settings, given, run) {
    const values = completeOptions('two-stage', options, given)
    const problem = {...deriveServing(workload), tablesMove: false}
    const freeStorage = new Float64Array(problem.regionCount)
    const state = new AssignmentState(problem, homeAssignment(problem), freeStorage, settings.moveHorizonDays)
    const neighbourhood = {
      projects: {...settings, sweeps: values.sweeps as number},
      jobs: undefined,
    }
    const steps = improve(state, neighbourhood)
    const descended = state.snapshot()
    const {kicks} = effortOf(values, problem)
    const kept = kickedSearch(state, neighbourhood, settings, kicks, run.seed)
    const afterReplicas = () => priced(state, {workload, replicaBudgetRatio: settings.replicaBudgetRatio}).costPerDay
    const costPerDay = afterReplicas()
    const kickedHomes = state.snapshot()
    state.adopt(descended)
    if (afterReplicas() > costPerDay) state.adopt(kickedHomes)
    return {
      placement: toPlacement(problem, workload, state.assignment),
      replicas: {policy: 'k-probe', options: {k: values.k as number}},
      migration: 'yugong',
      placing: 'home',
      work: {steps, kicks, kept},
    }
  },
} as const satisfies JointPolicy
