/**
 * Cheapest region: each job by itself, where it costs least.
 *
 * Idea: one look at each job: the region with the least of remote reads, write-backs and CPU; the room for CPU goes to those who
 * come first, bronze before silver before gold, within a class those that gain most.
 * Source: job-level scheduling of Yugong (PVLDB 2019) without its project placement; the greedy rule is folklore.
 * Cost: O(facts · regions) with replicas given; priced, times the ages of their tables, and twice for jobs that gain.
 * Guarantee: never dearer than the start, and within the CPU limits; optimal for replicas given where no limit binds.
 * Loses: where a region is full (the first comers take the room whatever others would gain from it), and with replicas priced
 * where jobs only pay to move together.
 */
import {completeOptions} from '../options.js'
import {improveBoard} from './improve-board.js'
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
} as const

export const cheapestRegion = {
  name: 'cheapest-region',
  summary: 'Places each job by itself where it costs least; CPU room first come, first served, bronze first.',
  source: 'Yugong (PVLDB 2019), job-level scheduling; folklore',
  kind: 'heuristic',
  options,
  plan(problem, start, settings, given) {
    const values = completeOptions('cheapest-region', options, given)
    const {board} = openBoard(problem, start, settings)
    const placed = improveBoard(board, placeableJobs({problem}, settings), {
      leastGainShare: values.leastGainShare as number,
      sweeps: 1,
      swapTries: 0,
    })
    return outcomeOfBoard(board, start, {placed})
  },
} as const satisfies PlacementPolicy
