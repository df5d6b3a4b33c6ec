import {bestOption} from './best-option.js'
import type {JobBoard} from './job-board.js'

/** Jobs of a full region that one blocked job is tried against. */
const TRIES_OF_A_JOB = 16

export interface SwapSettings {
  readonly swapTries: number
  readonly isClassBlind?: boolean
}

/**
 * Exchanges where a region is full: a job that would gain there takes the place of one that loses little by leaving, which
 * goes where it is cheapest then (perhaps where the other came from). Who leaves is tried in the order of a rough loss by
 * CPU-hour. A job takes the place of its own class or of a higher one only, so that the lower class stays first to move, unless
 * the settings are blind to classes. Returns the jobs moved.
 *
 * @param blocked jobs that found no room where they gain, in the order in which they may try
 * @param least gain that a job must have, by job
 */
export function swapBlocked(
  board: JobBoard,
  jobs: Int32Array,
  blocked: readonly number[],
  least: Float64Array,
  settings: SwapSettings,
): number {
  const {regions} = board
  const {regionCount, jobPriority} = regions.problem
  const leavers = leaversByRegion(board, jobs)
  const wanted = new Float64Array(regionCount + 1)
  const leaving = new Float64Array(regionCount + 1)
  let tries = 0
  let moved = 0
  for (const j of blocked) {
    if (tries >= settings.swapTries) break
    board.evaluate(j, wanted)
    const from = regions.option[j]
    let isDone = false
    while (!isDone) {
      const to = bestOption(wanted, -least[j])
      if (to < 0) break
      const gain = -wanted[to]
      wanted[to] = Infinity
      const region = regions.regionOf(j, to)
      if (region < 0) continue
      let own = 0
      for (const k of leavers[region]) {
        if (own >= TRIES_OF_A_JOB || tries >= settings.swapTries) break
        const away = regions.option[k]
        const mayTake = settings.isClassBlind === true || jobPriority[j] >= jobPriority[k]
        if (k === j || !mayTake || regions.regionOf(k, away) !== region) continue
        own++
        tries++
        board.evaluate(k, leaving)
        for (let o = 0; o <= regionCount; o++) if (regions.regionOf(k, o) === region) leaving[o] = Infinity
        if (exchange(board, {job: j, from, to}, {job: k, from: away}, leaving, gain, least[j])) {
          moved += 2
          isDone = true
          break
        }
      }
    }
  }
  return moved
}

/** Tries the two cheapest ways out of the one who leaves; takes the first that keeps the limits and gains, else undoes it. */
function exchange(
  board: JobBoard,
  comer: {readonly job: number; readonly from: number; readonly to: number},
  leaver: {readonly job: number; readonly from: number},
  leaving: Float64Array,
  gain: number,
  least: number,
): boolean {
  for (let way = 0; way < 2; way++) {
    const out = bestOption(leaving, gain - least)
    if (out < 0) return false
    leaving[out] = Infinity
    const delta = board.place(leaver.job, out) + board.place(comer.job, comer.to)
    if (delta < -least && board.regions.isKept()) return true
    board.place(comer.job, comer.from)
    board.place(leaver.job, leaver.from)
  }
  return false
}

/** Placeable jobs with CPU by the limited region where they run, least rough loss by CPU-hour first. */
function leaversByRegion(board: JobBoard, jobs: Int32Array): number[][] {
  const {regions} = board
  const {regionCount, jobCount, jobRowStart, cpuStart, cpuHoursPerDay} = regions.problem
  const weight = new Float64Array(jobCount)
  const byRegion = Array.from({length: regionCount}, (): number[] => [])
  for (const j of jobs) {
    const region = regions.regionOf(j, regions.option[j])
    if (region < 0 || !regions.isLimited(region)) continue
    let cpu = 0
    for (let i = cpuStart[jobRowStart[j]]; i < cpuStart[jobRowStart[j + 1]]; i++) cpu += cpuHoursPerDay[i]
    if (cpu === 0) continue
    weight[j] = board.roughLoss(j) / cpu
    byRegion[region].push(j)
  }
  for (const own of byRegion) own.sort((a, b) => weight[a] - weight[b] || a - b)
  return byRegion
}
