/**
 * Home: nobody is placed.
 *
 * Idea: the null member; every job runs where it was seen to run, or with its project where that is moved. Jobs that the
 * start places go back, unless they may not be touched. Source: folklore.
 * Cost: pricing the start once. Guarantee: the CPU of formats.md 3.9 before any job is placed. Loses: wherever a job reads more from
 * elsewhere than at home.
 */
import {placeableJobs} from './job-board.js'
import {openBoard, outcomeOfBoard} from './open-board.js'
import type {PlacementPolicy} from './policy.js'

export const home = {
  name: 'home',
  summary: 'Places no job: each runs where it ran, or with its project.',
  source: 'folklore',
  kind: 'baseline',
  options: {},
  plan(problem, start, settings) {
    const jobRegion = start.jobRegion.slice()
    for (const j of placeableJobs({problem}, settings)) jobRegion[j] = -1
    const atHome = {...start, jobRegion}
    return outcomeOfBoard(openBoard(problem, atHome, settings).board, atHome, {})
  },
} as const satisfies PlacementPolicy
