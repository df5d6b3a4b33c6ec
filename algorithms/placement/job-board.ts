import {priorities} from '../../model/history.js'
import type {ServingProblem} from '../serving/problem.js'
import type {JobRegions} from './job-regions.js'

/**
 * Jobs that can be placed one by one, and what that costs. An option is a region, or `regionCount` = not placed. Two kinds: replicas
 * given, and replicas priced as they would follow the jobs.
 */
export interface JobBoard {
  readonly regions: JobRegions
  /** Currency per day, now. */
  readonly costPerDay: number
  /** No option can make things cheaper than this, in currency per day. */
  mostGain(job: number): number
  /** About what it costs a day to send the job out of the region where it runs: for the order in which jobs are tried. */
  roughLoss(job: number): number
  /** Whether the deltas may differ from those of the last `evaluate`. */
  isStale(job: number): boolean
  /** Change of cost a day by option (`regionCount + 1` of them); 0 at the present one. */
  evaluate(job: number, deltas: Float64Array): void
  /** Takes the option, room or not. Returns the change of cost a day. */
  place(job: number, option: number): number
  /** Whether the job is cheaper in the best-effort class where it is. */
  isBestEffort(job: number): boolean
}

export interface PlaceableSettings {
  /** Gold jobs stay where they are unless this says otherwise. */
  readonly placeGold: boolean
  /** Jobs with fewer runs over the span are no recurring jobs: a plan for them says nothing about tomorrow. */
  readonly leastRuns: number
}

/** Which jobs may be placed, bronze first, then silver, then gold; each class by index. */
export function placeableJobs(
  {problem}: {readonly problem: ServingProblem},
  {placeGold, leastRuns}: PlaceableSettings,
): Int32Array {
  const {jobCount, jobPriority, jobMovable, jobRuns} = problem
  const gold = priorities.indexOf('gold')
  const jobs: number[] = []
  for (let priority = priorities.length - 1; priority >= 0; priority--) {
    if (priority === gold && !placeGold) continue
    for (let j = 0; j < jobCount; j++) {
      if (jobPriority[j] === priority && jobMovable[j] === 1 && jobRuns[j] >= leastRuns) jobs.push(j)
    }
  }
  return Int32Array.from(jobs)
}

/** What the reads of a job would cost a day if all came over the dearest link into the region of its first row: the scale of its gains. */
export function readScale(regions: JobRegions, dearest: Float64Array, job: number): number {
  const {jobRowStart, readStart, readBytes, dayCount} = regions.problem
  const into = dearest[regions.regionOfRow(jobRowStart[job], regions.option[job])]
  let bytes = 0
  for (let f = readStart[jobRowStart[job]]; f < readStart[jobRowStart[job + 1]]; f++) bytes += readBytes[f]
  return (bytes * into) / dayCount
}

/** Price per byte of the dearest link into each region. */
export function dearestLinks({regionCount: R, linkPrice}: ServingProblem): Float64Array {
  const dearest = new Float64Array(R)
  for (let d = 0; d < R; d++) for (let e = 0; e < R; e++) dearest[e] = Math.max(dearest[e], linkPrice[d * R + e])
  return dearest
}
