import type {Workload} from '../../model/workload.js'

const daysPerWeek = 7

/** Runs over the span from which a job counts as recurring: at least once a week, and twice in all. */
export function leastRunsOf({dayCount}: Workload): number {
  return Math.max(2, Math.ceil(dayCount / daysPerWeek))
}
