import type {History} from '../../model/history.js'
import type {Workload} from '../../model/workload.js'
import {readDaily, readWorkload} from '../aggregation/read-workload.js'
import type {FactName} from './columns.js'
import type {Database} from './database.js'

export interface OpenOptions {
  /** Columns that formats.md does not name are ignored and not findings. */
  readonly allowExtraColumns?: boolean
  /** First and last day that are planned from (days since 1970-01-01); by default those of the first and last run. */
  readonly fromDay?: number
  readonly toDay?: number
  /** Told what is being done and how much of it is done, from 0 to 1. */
  readonly onProgress?: (stage: string, share: number) => void
}

export interface WorkloadOptions {
  /** Adds `reads.daily`, the demand day by day, for forecasts. Default false. The fingerprint is the same either way. */
  readonly daily?: boolean
}

/** What a history was read from. */
export interface HistoryCounts {
  /** Data files read, the topology not counted. */
  readonly fileCount: number
  /** Rows of each fact table. */
  readonly rowCounts: Readonly<Record<FactName, number>>
}

/** A history that was read and found in order. Close it when done. */
export interface LoadedHistory extends HistoryCounts {
  readonly history: History
  /** Aggregates the days of the history; with `daily`, `reads.daily` too. The same object each time. */
  workload(options?: WorkloadOptions): Promise<Workload>
  /** Lets go of the database; reads and writes cannot be streamed any more. */
  close(): void
}

/** @param aggregate makes the relations that a workload is read from, where they are not there yet */
export function loadedHistory(
  database: Database,
  history: History,
  counts: HistoryCounts,
  aggregate: () => Promise<void>,
): LoadedHistory {
  let workload: Promise<Workload> | undefined
  let dailyWorkload: Promise<Workload> | undefined
  const aggregated = () => {
    workload ??= aggregate().then(() => readWorkload(database, history))
    return workload
  }
  const withDaily = async (facts: Workload): Promise<Workload> => {
    const daily = await readDaily(database, facts.fromDay)
    return {...facts, reads: {...facts.reads, daily}}
  }
  return {
    history,
    ...counts,
    workload: ({daily = false} = {}) => {
      if (!daily) return aggregated()
      dailyWorkload ??= aggregated().then(withDaily)
      return dailyWorkload
    },
    close: () => database.close(),
  }
}
