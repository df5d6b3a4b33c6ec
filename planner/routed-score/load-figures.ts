import type {History} from '../../model/history.js'
import {HOURS} from '../router/router-index.js'

/** How the regions were loaded over the scored days. */
export interface LoadFigures {
  /** Seconds that a run waits on average. */
  readonly meanWaitSeconds: number
  /** Hours of a region in which more CPU-hours are asked for than it can do. */
  readonly overfullHours: number
  /** Busiest region over the mean of all regions, hour by hour, weighted with the CPU-hours of the hour; 1 = even. */
  readonly imbalance: number
}

/**
 * Waiting by a fluid model of hours: in each hour a region works off at most its capacity, the rest waits for the next. A run
 * waits as long as the mean of the backlog at the begin and at the end of its hour takes at that capacity. The capacity is
 * the given one or, where the history shows that the region did more in some hour of these days, that: the recorded runs wait for nothing.
 *
 * @param order runs in order of start
 * @param runRegion region of every run
 * @param given CPU-hours at `region * 24 + hour`; Infinity where unlimited
 */
export function loadFigures(
  history: History,
  order: Int32Array,
  runRegion: ArrayLike<number>,
  given: Float64Array,
): LoadFigures {
  const {topology, fromDay, toDay} = history
  const regions = topology.regions.length
  const hours = (toDay - fromDay + 1) * HOURS
  const {cpuHours, runCount} = byHour(history, order, runRegion)
  const recorded = byHour(history, order, history.runs.region).cpuHours
  const shown = new Float64Array(regions)
  recorded.forEach((asked, at) => {
    shown[at % regions] = Math.max(shown[at % regions], asked)
  })
  const backlog = new Float64Array(regions)
  let waitSeconds = 0
  let overfullHours = 0
  let most = 0
  let all = 0
  for (let hour = 0; hour < hours; hour++) {
    let busiest = 0
    for (let e = 0; e < regions; e++) {
      const asked = cpuHours[hour * regions + e]
      const capacity = Math.max(given[e * HOURS + (hour % HOURS)], shown[e])
      const left = Math.max(0, backlog[e] + asked - capacity)
      if (capacity > 0) {
        waitSeconds += ((backlog[e] + left) / 2 / capacity) * 3600 * runCount[hour * regions + e]
      }
      if (asked > capacity) overfullHours += 1
      backlog[e] = left
      busiest = Math.max(busiest, asked)
      all += asked
    }
    most += busiest
  }
  return {
    meanWaitSeconds: order.length === 0 ? 0 : waitSeconds / order.length,
    overfullHours,
    imbalance: all === 0 ? 1 : (most * regions) / all,
  }
}

/** CPU-hours and runs at `hour of the days * regions + region`. */
function byHour({runs, fromDay, toDay, topology}: History, order: Int32Array, runRegion: ArrayLike<number>) {
  const regions = topology.regions.length
  const cpuHours = new Float64Array((toDay - fromDay + 1) * HOURS * regions)
  const runCount = new Float64Array(cpuHours.length)
  for (const run of order) {
    const at = ((runs.day[run]! - fromDay) * HOURS + runs.hour[run]!) * regions + runRegion[run]
    runCount[at] += 1
    if (!Number.isNaN(runs.cpuHours[run]!)) cpuHours[at] += runs.cpuHours[run]!
  }
  return {cpuHours, runCount}
}
