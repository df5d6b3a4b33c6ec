/**
 * Local search: moves, pairs of projects, swaps and chains of ejections, exchanges at the move limit.
 *
 * Idea: begin as greedy-moves does; at the limit on moves let a better one take the place of one that is missed less; then move pairs
 * that read each other together; where a region is full, one comes and up to `ejected` others leave for where they are missed least. Again,
 * until no step gains; then random kicks of a project and its partners, each followed by the same, until the work is spent. Formula: that of greedy-moves; every delta from the incremental twin of the cost.
 * Source: Kernighan & Lin (1970) for swaps and chains; iterated local search: Lourenço, Martin & Stützle (2003).
 * Cost: `sweeps` · pricing all projects (O(facts · regions · ages)), beyond that at most `evaluations` pricings of one project.
 * Guarantee: limits kept; never dearer than greedy-moves with the same settings, nor than the start.
 * Loses: against exact in some small cases with tight capacities (16 of 100; test/algorithms/migration); ways through a full region.
 */
import {completeOptions} from '../options.js'
import {AssignmentState} from '../serving/assignment-state.js'
import type {WorkBudget} from './best-region.js'
import {improveProjects} from './improve-projects.js'
import {kickProjects} from './kick-projects.js'
import {moveBestFirst} from './move-best-first.js'
import {closestPartners} from './partners.js'
import type {MigrationPolicy} from './policy.js'

const options = {
  sweeps: {type: 'integer', default: 20, min: 1, max: 1000, unit: '', meaning: 'how often all projects may be priced'},
  evaluations: {
    type: 'integer',
    default: 200_000,
    min: 0,
    max: 2_147_483_647,
    unit: '',
    meaning: 'pricings of one project to all regions, after the first best-first pass',
  },
  partners: {type: 'integer', default: 3, min: 0, max: 100, unit: '', meaning: 'projects with which each may move'},
  kicks: {
    type: 'integer',
    default: 100,
    min: 0,
    max: 1_000_000,
    unit: '',
    meaning: 'random disturbances to go on from, as far as the evaluations go',
  },
  ejected: {
    type: 'integer',
    default: 3,
    min: 0,
    max: 100,
    unit: '',
    meaning: 'projects that may leave a full region for one that comes (1: swaps only)',
  },
} as const

export const localSearch = {
  name: 'local-search',
  summary: 'Moves, pairs, swaps into full regions and exchanges at the move limit, until none gains; then kicks.',
  source: 'Kernighan & Lin (1970); Lourenço, Martin & Stützle (2003)',
  kind: 'heuristic',
  options,
  plan(problem, start, {storagePrice, limits, moveHorizonDays, leastGainPerDay}, given, run) {
    const values = completeOptions('local-search', options, given)
    const state = new AssignmentState(problem, start, storagePrice, moveHorizonDays)
    const work: WorkBudget = {evaluations: values.evaluations as number}
    const rules = {...limits, leastGainPerDay}
    const improve = {
      ...rules,
      work,
      sweeps: values.sweeps as number,
      mostEjected: values.ejected as number,
      partners: closestPartners(problem, values.partners as number),
    }
    let steps = moveBestFirst(state, rules)
    steps += improveProjects(state, improve)
    const kept = kickProjects(state, improve, values.kicks as number, run.seed)
    state.serving.recount()
    const evaluations = (values.evaluations as number) - work.evaluations
    return {assignment: state.snapshot(), status: 'feasible', costPerDay: state.cost, work: {steps, kept, evaluations}}
  },
} as const satisfies MigrationPolicy
