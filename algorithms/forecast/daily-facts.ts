import {formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {DailyReads, Workload} from '../../model/workload.js'

/** The demand of a workload day by day. @throws IsthmusError (usage) where it was aggregated without. */
export function dailyReadsOf(workload: Workload): DailyReads {
  const {daily} = workload.reads
  if (daily) return daily
  const span = `${formatDay(workload.fromDay)} … ${formatDay(workload.toDay)}`
  throw new IsthmusError(
    'usage',
    `the workload of ${span} has no reads.daily, which a forecast needs`,
    'Aggregate the history with workload({daily: true}).',
  )
}
