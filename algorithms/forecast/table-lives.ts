import type {DailyReads, Workload} from '../../model/workload.js'

/** A table that is not seen in this many first days of the window is taken to be younger than the window. */
const mostQuietDays = 7

/**
 * Days of the window on which each table was there, `dayCount` for those that are as old as the window, at least 1.
 *
 * The first sign of a table is the earliest of: the partition date of a read or (snapshots) the day of one, the date of a
 * partition of known size, and `writtenDays` days before the end (which takes a table that is written to be written daily:
 * writes carry no dates here, so one written seldom and not read may look young). What existed in the first week, or in
 * the first half of a window shorter than two weeks, cannot be told from what is older. A table seen on fewer than half the
 * days since its first sign is seldom used rather than young, and counts as old.
 */
export function tableLives(workload: Workload, daily: DailyReads): Int32Array {
  const {tables, reads, dayCount, fromDay} = workload
  const quietDays = Math.min(mostQuietDays, dayCount >>> 1)
  const first = new Int32Array(tables.names.length).fill(dayCount)
  for (let t = 0; t < first.length; t++) {
    first[t] = dayCount - tables.writtenDays[t]!
    const sizes = tables.sizeStart[t]!
    if (sizes < tables.sizeStart[t + 1]!) first[t] = Math.min(first[t]!, tables.sizeDay[sizes]! - fromDay)
  }
  for (let i = 0; i < reads.table.length; i++) {
    const entry = daily.start[i]!
    if (entry === daily.start[i + 1]!) continue
    const t = reads.table[i]!
    const sign = daily.day[entry]! - (tables.snapshot[t] === 1 ? 0 : reads.ageDays[i]!)
    if (sign < first[t]!) first[t] = sign
  }

  const young = new Int32Array(first.length).fill(-1)
  let youngCount = 0
  for (let t = 0; t < first.length; t++) {
    if (first[t]! > quietDays && first[t]! < dayCount) young[t] = youngCount++
  }
  const readOn = new Uint8Array(youngCount * dayCount)
  for (let i = 0; i < reads.table.length; i++) {
    const y = young[reads.table[i]!]!
    if (y < 0) continue
    for (let entry = daily.start[i]!; entry < daily.start[i + 1]!; entry++) readOn[y * dayCount + daily.day[entry]!] = 1
  }
  return Int32Array.from(first, (day, t) => {
    const y = young[t]!
    if (y < 0) return dayCount
    let readDays = 0
    for (let d = 0; d < dayCount; d++) readDays += readOn[y * dayCount + d]!
    const life = dayCount - day
    return 2 * Math.max(readDays, tables.writtenDays[t]!) >= life ? life : dayCount
  })
}

/** For each read fact the first day of the window on which its table had a partition of that age (offset from `fromDay`). */
export function firstPossibleDays(workload: Workload, lives: Int32Array): Int32Array {
  const {tables, reads, dayCount} = workload
  return Int32Array.from(reads.table as ArrayLike<number>, (t, i) => {
    if (lives[t] === dayCount) return 0
    const age = tables.snapshot[t] === 1 ? 0 : reads.ageDays[i]!
    return Math.min(dayCount - 1, dayCount - lives[t]! + age)
  })
}
