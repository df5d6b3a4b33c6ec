import type {Day} from '../../model/days.js'
import type {History} from '../../model/history.js'

/** Who read how much, on the last day of a history beside the days before it. */
export interface Usage {
  readonly lastDay: Day
  /** Rows by job. Bytes of successful runs. */
  readonly jobs: {
    readonly lastBytes: Float64Array
    readonly earlierBytes: Float64Array
    /** Days before the last on which the job read anything. */
    readonly earlierDays: Int32Array
  }
  /** Rows by table. */
  readonly tables: {
    /** Bytes that runs elsewhere read on the last day. */
    readonly lastRemoteBytes: Float64Array
    /** First and last day of any read or write in the history; 0 days count where `touchedDays` is 0. */
    readonly firstTouch: Int32Array
    readonly lastTouch: Int32Array
    readonly touchedDays: Int32Array
    /** Longest span between two days with a read or write. */
    readonly longestGap: Int32Array
  }
}

/** One pass over the reads and writes. Memory: a byte for each (job, day) and (table, day). */
export async function usageByDay(history: History): Promise<Usage> {
  const {runs, tables, projects, fromDay, toDay} = history
  const days = toDay - fromDay + 1
  const [jobCount, tableCount] = [runs.jobNames.length, tables.names.length]
  const jobSeen = new Uint8Array(jobCount * days)
  const tableSeen = new Uint8Array(tableCount * days)
  const lastBytes = new Float64Array(jobCount)
  const earlierBytes = new Float64Array(jobCount)
  const lastRemoteBytes = new Float64Array(tableCount)
  for await (const batch of history.reads()) {
    for (let row = 0; row < batch.length; row++) {
      const run = batch.run[row]
      const table = batch.table[row]
      const day = runs.day[run]
      if (runs.failed[run] === 1) continue
      const job = runs.job[run]
      const bytes = batch.bytes[row]
      tableSeen[table * days + day - fromDay] = 1
      if (day < toDay) {
        jobSeen[job * days + day - fromDay] = 1
        earlierBytes[job] += bytes
        continue
      }
      lastBytes[job] += bytes
      if (runs.region[run] !== projects.region[tables.project[table]]) lastRemoteBytes[table] += bytes
    }
  }
  for await (const batch of history.writes()) {
    for (let row = 0; row < batch.length; row++) {
      const day = runs.day[batch.run[row]]
      if (day >= fromDay) tableSeen[batch.table[row] * days + day - fromDay] = 1
    }
  }
  const earlierDays = new Int32Array(jobCount)
  for (let i = 0; i < jobSeen.length; i++) earlierDays[Math.floor(i / days)] += jobSeen[i]
  return {
    lastDay: toDay,
    jobs: {lastBytes, earlierBytes, earlierDays},
    tables: {lastRemoteBytes, ...touches(tableSeen, tableCount, days, fromDay)},
  }
}

function touches(seen: Uint8Array, tableCount: number, days: number, fromDay: Day) {
  const firstTouch = new Int32Array(tableCount)
  const lastTouch = new Int32Array(tableCount)
  const touchedDays = new Int32Array(tableCount)
  const longestGap = new Int32Array(tableCount)
  for (let table = 0; table < tableCount; table++) {
    for (let i = 0; i < days; i++) {
      if (seen[table * days + i] === 0) continue
      const day = fromDay + i
      if (touchedDays[table] === 0) firstTouch[table] = day
      else longestGap[table] = Math.max(longestGap[table], day - lastTouch[table])
      lastTouch[table] = day
      touchedDays[table]++
    }
  }
  return {firstTouch, lastTouch, touchedDays, longestGap}
}
