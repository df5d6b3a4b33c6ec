import {bestOption} from './best-option.js'
import type {JobBoard} from './job-board.js'

/**
 * Brings a board within its limits: jobs leave full regions for their cheapest option with room, those first that lose least by the
 * CPU-hour that is too much; should that not do, jobs of full regions go back to where the start had them. Ends within the limits where
 * the start is. Returns the jobs moved.
 *
 * @param start options of all jobs, within the limits
 */
export function repairRoom(board: JobBoard, jobs: Int32Array, start: Int32Array): number {
  const {regions} = board
  if (regions.isKept()) return 0
  const deltas = new Float64Array(regions.problem.regionCount + 1)
  const loss = new Float64Array(regions.problem.jobCount)
  const leaving: number[] = []
  for (const j of jobs) {
    const over = overUse(board, j)
    if (over === 0) continue
    board.evaluate(j, deltas)
    deltas[regions.option[j]] = Infinity
    const out = bestOption(deltas, Infinity)
    if (out < 0) continue
    loss[j] = deltas[out] / over
    leaving.push(j)
  }
  leaving.sort((a, b) => loss[a] - loss[b] || a - b)
  let moved = 0
  for (const j of leaving) {
    if (overUse(board, j) === 0) continue
    board.evaluate(j, deltas)
    deltas[regions.option[j]] = Infinity
    for (;;) {
      const out = bestOption(deltas, Infinity)
      if (out < 0) break
      if (regions.fits(j, out) && regions.regionOf(j, out) !== regions.regionOf(j, regions.option[j])) {
        board.place(j, out)
        moved++
        break
      }
      deltas[out] = Infinity
    }
  }
  return moved + sendBack(board, jobs, start)
}

/** CPU-hours of the job, by which its regions are over their limits. */
function overUse({regions}: JobBoard, job: number): number {
  const {jobRowStart, cpuStart, cpuHour, cpuHoursPerDay} = regions.problem
  let over = 0
  for (let row = jobRowStart[job]; row < jobRowStart[job + 1]; row++) {
    const region = regions.regionOfRow(row, regions.option[job])
    for (let i = cpuStart[row]; i < cpuStart[row + 1]; i++) {
      const slot = regions.slotOf(region, cpuHour[i])
      if (regions.isOver(slot)) over += Math.min(cpuHoursPerDay[i], regions.used[slot] - regions.limit[slot])
    }
  }
  return over
}

function sendBack(board: JobBoard, jobs: Int32Array, start: Int32Array): number {
  let moved = 0
  while (!board.regions.isKept()) {
    const before = moved
    for (const j of jobs) {
      if (board.regions.option[j] === start[j] || overUse(board, j) === 0) continue
      board.place(j, start[j])
      moved++
    }
    if (moved === before) break
  }
  return moved
}
