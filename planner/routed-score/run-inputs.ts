import {type AccessBatch, type History, NO_DATE} from '../../model/history.js'

/** The rows of each run, reads or writes: those of run r are `start[r] … start[r + 1]`, in the order of the history. */
export interface RowsByRun {
  readonly start: Int32Array
  readonly table: Int32Array
  /** Age of the partition in days on the day of the run; 0 for a snapshot table. */
  readonly ageDays: Int32Array
}

/**
 * What each run of the scored days reads or writes, by run. Two passes over the rows; 12 bytes a row. Bytes are left out: who
 * places a job before it runs does not know them.
 */
export async function rowsByRun(history: History, rows: () => AsyncIterable<AccessBatch>): Promise<RowsByRun> {
  const {runs, fromDay} = history
  const start = new Int32Array(runs.count + 1)
  for await (const {length, run} of rows()) {
    for (let row = 0; row < length; row++) if (runs.day[run[row]!]! >= fromDay) start[run[row]! + 1] += 1
  }
  for (let run = 0; run < runs.count; run++) start[run + 1] += start[run]
  const table = new Int32Array(start[runs.count])
  const ageDays = new Int32Array(start[runs.count])
  const next = start.slice()
  for await (const batch of rows()) {
    for (let row = 0; row < batch.length; row++) {
      const run = batch.run[row]!
      if (runs.day[run]! < fromDay) continue
      const at = next[run]++
      table[at] = batch.table[row]!
      const partitionDay = batch.partitionDay[row]!
      ageDays[at] = partitionDay === NO_DATE ? 0 : runs.day[run]! - partitionDay
    }
  }
  return {start, table, ageDays}
}

/** The scored runs in order of start: by day, then hour; within an hour, as in the history. */
export function runsByStart({runs, fromDay, toDay}: History): Int32Array {
  const scored = Int32Array.from({length: runs.count}, (_, run) => run).filter(
    run => runs.day[run]! >= fromDay && runs.day[run]! <= toDay,
  )
  return scored.sort((a, b) => runs.day[a]! - runs.day[b]! || runs.hour[a]! - runs.hour[b]! || a - b)
}
