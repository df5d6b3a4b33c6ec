/**
 * Local search: jobs one by one until nothing gains, and in exchange where a region is full.
 *
 * Idea: cheapest region, again and again: with replicas priced a job that has moved makes a replica worth its while for the
 * next; a job that finds no room takes the place of one that loses less by leaving.
 * Formula: Δ(j → e) of Σ cost(t, e) + write-backs + CPU (design.md section 2), exact at every step.
 * Source: 1-move and 2-exchange neighbourhoods of the generalised assignment problem (Martello & Toth 1990, chapter 7).
 * Cost: a sweep is that of cheapest-region for the jobs that may have changed, and at most `swapTries` exchanges.
 * Guarantee: never dearer than the start, and within the CPU limits. No bound.
 * Loses: where three jobs or more would have to change places, or to move together.
 */
import {completeOptions} from '../options.js'
import {improveBoard} from './improve-board.js'
import {SWAP_TRIES} from './improve-jobs.js'
import {placeableJobs} from './job-board.js'
import {openBoard, outcomeOfBoard} from './open-board.js'
import type {PlacementPolicy} from './policy.js'

const options = {
  leastGainShare: {
    type: 'number',
    default: 0,
    min: 0,
    max: 1,
    unit: 'share',
    meaning: 'least gain of a placed job, as a share of what its reads cost if all are remote',
  },
  sweeps: {type: 'integer', default: 20, min: 1, max: 1000, unit: '', meaning: 'how often all jobs may be looked at'},
  swapTries: {
    type: 'integer',
    default: SWAP_TRIES,
    min: 0,
    max: 10_000_000,
    unit: '',
    meaning: 'most exchanges of two jobs that are tried a sweep where a region is full',
  },
  isClassBlind: {
    type: 'boolean',
    default: false,
    unit: '',
    meaning: 'gain alone decides who gets room: jobs of a higher class too may come first',
  },
} as const

export const localSearch = {
  name: 'local-search',
  summary: 'Moves jobs one by one, and by exchanges where a region is full, until nothing gains.',
  source: 'Martello & Toth (1990), generalised assignment',
  kind: 'heuristic',
  options,
  plan(problem, start, settings, given) {
    const values = completeOptions('local-search', options, given)
    const {board} = openBoard(problem, start, settings)
    const steps = improveBoard(board, placeableJobs({problem}, settings), {
      leastGainShare: values.leastGainShare as number,
      sweeps: values.sweeps as number,
      swapTries: values.swapTries as number,
      isClassBlind: values.isClassBlind as boolean,
    })
    return outcomeOfBoard(board, start, {steps})
  },
} as const satisfies PlacementPolicy
