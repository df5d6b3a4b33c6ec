import {listAt, numberAt} from '../../ingest/json-fields.js'

export interface TaskTotals {
  /** Bytes that the attempts of all tasks read from HDFS; undefined where none says. */
  readonly readBytes: number | undefined
  readonly writtenBytes: number | undefined
  /** Hours that attempts held their slots: what these traces have for CPU. */
  readonly slotHours: number | undefined
}

/**
 * Sums over all attempts of all tasks of a LoggedJob, failed and killed ones too: their bytes crossed the network all the same.
 * Numbers that are not known are -1.
 */
export function taskTotals(job: unknown): TaskTotals {
  let [readBytes, writtenBytes, slotMs] = [undefined, undefined, undefined] as (number | undefined)[]
  for (const kind of ['mapTasks', 'reduceTasks', 'otherTasks']) {
    for (const task of listAt(job, kind) ?? []) {
      for (const attempt of listAt(task, 'attempts') ?? []) {
        readBytes = plus(readBytes, numberAt(attempt, 'hdfsBytesRead'))
        writtenBytes = plus(writtenBytes, numberAt(attempt, 'hdfsBytesWritten'))
        const [startMs, finishMs] = [numberAt(attempt, 'startTime') ?? -1, numberAt(attempt, 'finishTime') ?? -1]
        if (startMs > 0 && finishMs >= startMs) slotMs = plus(slotMs, finishMs - startMs)
      }
    }
  }
  return {readBytes, writtenBytes, slotHours: slotMs === undefined ? undefined : slotMs / 3_600_000}
}

function plus(sum: number | undefined, value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? sum : (sum ?? 0) + value
}
