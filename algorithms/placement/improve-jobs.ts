import type {AssignmentState} from '../serving/assignment-state.js'
import {improveBoard} from './improve-board.js'
import {type PlaceableSettings, placeableJobs} from './job-board.js'
import {PricedBoard} from './priced-board.js'

export {placeableJobs} from './job-board.js'

export interface ImproveJobs extends PlaceableSettings {
  /** Share of what its reads would cost if all were remote by which a job must gain. */
  readonly leastGainShare: number
  readonly sweeps: number
  /** Most exchanges of two jobs that are tried a sweep where regions are full. Default 50 000. */
  readonly swapTries?: number
}

export const SWAP_TRIES = 50_000

/**
 * Places jobs one by one where they are cheapest, with replicas priced and room for their CPU; the lower class first and, within
 * one, those that gain most; where a region is full, by exchanges. Sweeps until nothing gains. Returns the steps taken.
 * O(sweeps · facts · regions · ages), less what is skipped: jobs that pay nothing where they are, and jobs of which no table changed readers.
 */
export function improveJobs(state: AssignmentState, settings: ImproveJobs): number {
  const board = new PricedBoard(state)
  const steps = improveBoard(board, placeableJobs(state, settings), {
    leastGainShare: settings.leastGainShare,
    sweeps: settings.sweeps,
    swapTries: settings.swapTries ?? SWAP_TRIES,
  })
  state.dropIdlePlacements()
  return steps
}
