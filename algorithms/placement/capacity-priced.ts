/**
 * Capacity-priced: CPU gets a price where it is short, and every job by itself takes what is cheapest then.
 *
 * Idea: relax the CPU limits into prices by region and hour; raise the prices of full hours, lower those of idle ones; mend what
 * still does not fit, and improve it by moves and exchanges. The better of this and of local search is kept. Cost decides alone:
 * a job of a higher class may take the place of a lower one.
 * Formula: max over μ ≥ 0 of Σ_j min_o [ cost(j, o) + Σ μ·cpu(j, o) ] − Σ μ·room.
 * Source: Fisher (1981), Lagrangian relaxation; Polyak (1969), step length; generalised assignment (Martello & Toth 1990).
 * Cost: O(rounds · jobs · regions); priced, each round prices the cells of every job.
 * Guarantee: never dearer than local search that is blind to classes, and within the CPU limits. With replicas given: a proven
 * bound, equal to that of the linear relaxation in the limit (the inner problem has whole optima); `optimal` where cost and
 * bound meet to 1e-9. With replicas priced the cost of a job depends on the others: no bound.
 * Loses: a gap stays where few large jobs share a small region; slower than local search for little where no limit binds.
 */
import {completeOptions} from '../options.js'
import {respondToPrices} from './best-response.js'
import {priceCapacity} from './capacity-prices.js'
import {improveBoard} from './improve-board.js'
import {SWAP_TRIES} from './improve-jobs.js'
import {type JobBoard, placeableJobs} from './job-board.js'
import {openBoard, outcomeOfBoard} from './open-board.js'
import type {PlacementPolicy} from './policy.js'
import {repairRoom} from './repair-room.js'

const options = {
  rounds: {
    type: 'integer',
    default: 100,
    min: 1,
    max: 100_000,
    unit: '',
    meaning: 'most changes of prices, replicas given',
  },
  repairs: {
    type: 'integer',
    default: 8,
    min: 1,
    max: 1000,
    unit: '',
    meaning: 'most choices at different prices that are mended, replicas given',
  },
  pricedRounds: {
    type: 'integer',
    default: 6,
    min: 0,
    max: 1000,
    unit: '',
    meaning: 'most changes of prices, replicas priced',
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
} as const

/** Cost and bound that differ by less than this share are the same. */
const SAME = 1e-9

export const capacityPriced = {
  name: 'capacity-priced',
  summary:
    'Prices CPU by region and hour, lets each job choose, and mends the rest; a proven bound for replicas given.',
  source: 'Fisher (1981), Lagrangian relaxation of generalised assignment; Polyak (1969)',
  kind: 'heuristic',
  options,
  plan(problem, start, settings, given) {
    const values = completeOptions('capacity-priced', options, given)
    const {board, costs} = openBoard(problem, start, settings)
    const {regions} = board
    const jobs = placeableJobs({problem}, settings)
    const first = regions.option.slice()
    const improve = () =>
      improveBoard(board, jobs, {
        leastGainShare: 0,
        sweeps: values.sweeps as number,
        swapTries: values.swapTries as number,
        isClassBlind: true,
      })
    let steps = improve()
    let repaired = 0
    let best = {costPerDay: board.costPerDay, option: regions.option.slice()}
    const mend = () => {
      repaired += repairRoom(board, jobs, first)
      steps += improve()
      if (board.costPerDay < best.costPerDay) best = {costPerDay: board.costPerDay, option: regions.option.slice()}
    }
    const knownCostPerDay = best.costPerDay
    let rounds = 0
    let bound: number | undefined
    if (costs !== undefined) {
      const prices = priceCapacity(regions, costs, jobs, {
        rounds: values.rounds as number,
        knownCostPerDay,
        mostChoices: values.repairs as number,
      })
      rounds = prices.rounds
      bound = prices.boundCostPerDay
      for (const choice of prices.choices.toReversed()) {
        if (best.costPerDay - bound <= SAME * Math.abs(bound)) break
        placeAll(board, choice)
        mend()
      }
    } else if ((values.pricedRounds as number) > 0) {
      rounds = respondToPrices(board, jobs, {rounds: values.pricedRounds as number, knownCostPerDay})
      mend()
    }
    placeAll(board, best.option)
    const outcome = outcomeOfBoard(board, start, {steps, rounds, repaired})
    if (bound === undefined || !regions.isKept()) return outcome
    const isOptimal = outcome.costPerDay - bound <= SAME * Math.abs(outcome.costPerDay)
    return {
      ...outcome,
      status: isOptimal ? 'optimal' : 'feasible',
      boundCostPerDay: Math.max(0, Math.min(bound, outcome.costPerDay)),
    }
  },
} as const satisfies PlacementPolicy

function placeAll(board: JobBoard, options: Int32Array): void {
  for (let j = 0; j < options.length; j++) if (board.regions.option[j] !== options[j]) board.place(j, options[j])
}
