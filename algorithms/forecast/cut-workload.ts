import type {Column} from '../../model/columns.js'
import {type Day, formatDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {ReadFacts, Workload, WorkloadJobs, WorkloadTables} from '../../model/workload.js'
import {dailyReadsOf} from './daily-facts.js'

/**
 * A daily workload restricted to some of its days: what a backtest trains on and tests with. Job rows, tables and projects
 * keep their indices, so cuts of one workload can be compared fact by fact.
 *
 * - reads: exact. Facts without demand on these days are left out. Only demand has days, so `bytes` is the demand (without
 *   failed runs), and `count` is shared out by the days seen.
 * - jobs: rows stay, also those that do not run. `runs` is exact for jobs with demand that run once a day at most; for the
 *   rest at least the days seen. Jobs without dated demand, CPU-hours and writes are shared out evenly by days.
 * - tables: partitions dated after the last day are not seen. `writtenDays` takes the table to have been written on the
 *   last days of the whole span. Typical and home bytes stay those of the whole span.
 * - fingerprint: that of the whole with the days behind it.
 *
 * @param fromDay first day, `toDay` last day, both included
 * @throws IsthmusError (usage) without `reads.daily` or where the days are not among those of the workload
 */
export function cutWorkload(workload: Workload, fromDay: Day, toDay: Day): Workload {
  const daily = dailyReadsOf(workload)
  if (fromDay < workload.fromDay || toDay > workload.toDay || fromDay > toDay) {
    throw new IsthmusError(
      'usage',
      `cannot cut ${formatDay(fromDay)} … ${formatDay(toDay)} from ${formatDay(workload.fromDay)} … ${formatDay(workload.toDay)}`,
      'Give days of the workload, the first not after the last.',
    )
  }
  const first = fromDay - workload.fromDay
  const dayCount = toDay - fromDay + 1
  const share = dayCount / workload.dayCount
  const {jobs, writes} = workload
  return {
    ...workload,
    fingerprint: `${workload.fingerprint} ${formatDay(fromDay)} … ${formatDay(toDay)}`,
    fromDay,
    toDay,
    dayCount,
    tables: cutTables(workload, fromDay, toDay),
    jobs: {
      ...jobs,
      runs: cutRuns(workload, first, dayCount),
      cpuHours: scaled(jobs.cpuHours, share),
    },
    reads: cutReads(workload.reads, daily, first, dayCount),
    writes: {...writes, bytes: scaled(writes.bytes, share)},
  }
}

function cutReads(
  reads: ReadFacts,
  daily: NonNullable<ReadFacts['daily']>,
  first: number,
  dayCount: number,
): ReadFacts {
  const factCount = reads.table.length
  const start = new Int32Array(reads.start.length)
  const source = new Int32Array(factCount)
  const dailyStart = new Int32Array(factCount + 1)
  const day = new Int32Array(daily.day.length)
  const bytes = new Float64Array(daily.day.length)
  const demandBytes = new Float64Array(factCount)
  const squared = new Float64Array(factCount)
  let fact = 0
  let entry = 0
  for (let row = 0; row + 1 < reads.start.length; row++) {
    for (let i = reads.start[row]!; i < reads.start[row + 1]!; i++) {
      const before = entry
      for (let e = daily.start[i]!; e < daily.start[i + 1]!; e++) {
        const offset = daily.day[e]! - first
        if (offset < 0 || offset >= dayCount) continue
        day[entry] = offset
        bytes[entry] = daily.bytes[e]!
        demandBytes[fact]! += daily.bytes[e]!
        squared[fact]! += daily.bytes[e]! * daily.bytes[e]!
        entry++
      }
      if (entry === before) continue
      source[fact++] = i
      dailyStart[fact] = entry
    }
    start[row + 1] = fact
  }
  const kept = source.slice(0, fact)
  return {
    start,
    table: kept.map(i => reads.table[i]!),
    ageDays: kept.map(i => reads.ageDays[i]!),
    bytes: demandBytes.slice(0, fact),
    demandBytes: demandBytes.slice(0, fact),
    demandBytesSquared: squared.slice(0, fact),
    count: Float64Array.from(kept, (i, f) => {
      const daysSeen = daily.start[i + 1]! - daily.start[i]!
      return Math.round((reads.count[i]! * (dailyStart[f + 1]! - dailyStart[f]!)) / daysSeen)
    }),
    daily: {start: dailyStart.slice(0, fact + 1), day: day.slice(0, entry), bytes: bytes.slice(0, entry)},
  }
}

/** Runs of each job row: those of the whole span less the days with demand outside the cut, at least the days inside. */
function cutRuns({jobs, reads, dayCount: allDays}: Workload, first: number, dayCount: number): Int32Array {
  const daily = reads.daily!
  const lastSeenBy = new Int32Array(allDays).fill(-1)
  return Int32Array.from(jobs.runs as ArrayLike<number>, (runs, j) => {
    let inside = 0
    let outside = 0
    for (let e = daily.start[reads.start[j]!]!; e < daily.start[reads.start[j + 1]!]!; e++) {
      const day = daily.day[e]!
      if (lastSeenBy[day] === j) continue
      lastSeenBy[day] = j
      if (day >= first && day < first + dayCount) inside++
      else outside++
    }
    if (inside + outside === 0) return Math.round((runs * dayCount) / allDays)
    return inside === 0 ? 0 : Math.max(inside, runs - outside)
  })
}

function cutTables({tables, toDay: lastDay}: Workload, fromDay: Day, toDay: Day): WorkloadTables {
  const sizeStart = new Int32Array(tables.sizeStart.length)
  const kept: number[] = []
  for (let t = 0; t + 1 < sizeStart.length; t++) {
    for (let i = tables.sizeStart[t]!; i < tables.sizeStart[t + 1]!; i++) if (tables.sizeDay[i]! <= toDay) kept.push(i)
    sizeStart[t + 1] = kept.length
  }
  const written = Int32Array.from(tables.writtenDays as ArrayLike<number>, days => {
    const firstWritten = Math.max(fromDay, lastDay - days + 1)
    return Math.max(0, toDay - firstWritten + 1)
  })
  return {
    ...tables,
    writtenDays: written,
    sizeStart,
    sizeDay: Int32Array.from(kept, i => tables.sizeDay[i]!),
    sizeBytes: Float64Array.from(kept, i => tables.sizeBytes[i]!),
  }
}

function scaled(column: Column, share: number): WorkloadJobs['cpuHours'] {
  return Float64Array.from(column as ArrayLike<number>, value => value * share)
}
