import {bestOption} from './best-option.js'
import {dearestLinks, type JobBoard, readScale} from './job-board.js'
import {swapBlocked} from './swap-blocked.js'

export interface ImproveBoard {
  /** Share of what its reads would cost if all were remote by which a job must gain. */
  readonly leastGainShare: number
  readonly sweeps: number
  /** Most pairs of jobs that are tried in exchange where a region is full, a sweep. */
  readonly swapTries: number
  /** Gain alone decides: jobs of a higher class may come first, and take the place of a lower one. */
  readonly isClassBlind?: boolean
}

/** Gains below this share of what a job's reads may cost are rounding. */
const ROUNDING = 1e-12

/**
 * Places jobs one by one where they are cheapest and there is room for their CPU; the lower class first and, within one,
 * those that gain most; then exchanges jobs that found no room. Sweeps until nothing gains; from the second sweep on only jobs are
 * looked at that were blocked or whose tables changed readers. Returns the steps taken.
 */
export function improveBoard(board: JobBoard, jobs: Int32Array, settings: ImproveBoard): number {
  const {regions} = board
  const {jobCount, jobPriority, regionCount} = regions.problem
  const dearest = dearestLinks(regions.problem)
  const least = new Float64Array(jobCount)
  for (const j of jobs) least[j] = readScale(regions, dearest, j) * Math.max(ROUNDING, settings.leastGainShare)
  const deltas = new Float64Array(regionCount + 1)
  const gains = new Float64Array(jobCount)
  const isBlocked = new Uint8Array(jobCount)
  const classOf = (j: number) => (settings.isClassBlind ? 0 : jobPriority[j])
  let steps = 0
  for (let sweep = 0; sweep < settings.sweeps; sweep++) {
    let changed = 0
    for (const j of jobs) {
      gains[j] = 0
      if (sweep > 0 && isBlocked[j] === 0 && !board.isStale(j)) continue
      if (board.mostGain(j) <= least[j]) continue
      board.evaluate(j, deltas)
      gains[j] = -lowest(deltas)
    }
    const order = jobs
      .filter(j => gains[j] > least[j])
      .sort((a, b) => classOf(b) - classOf(a) || gains[b] - gains[a] || a - b)
    const blocked: number[] = []
    for (const j of order) {
      board.evaluate(j, deltas)
      isBlocked[j] = 0
      for (;;) {
        const best = bestOption(deltas, -least[j])
        if (best < 0) break
        if (regions.fits(j, best)) {
          board.place(j, best)
          changed++
          break
        }
        isBlocked[j] = 1
        deltas[best] = Infinity
      }
      if (isBlocked[j] === 1) blocked.push(j)
    }
    if (blocked.length > 0 && settings.swapTries > 0) changed += swapBlocked(board, jobs, blocked, least, settings)
    steps += changed
    if (changed === 0) break
  }
  return steps
}

function lowest(deltas: Float64Array): number {
  let least = 0
  for (let o = 0; o < deltas.length; o++) if (deltas[o] < least) least = deltas[o]
  return least
}
