import type {Column} from '../../model/columns.js'
import type {DailyReads, Workload} from '../../model/workload.js'
import {daysSeen} from './days-seen.js'
import type {ReaderPatterns} from './reader-patterns.js'

/**
 * Pulls facts seen on few days towards what facts of their kind show: (n · own + κ' · usual) / (n + κ'), where n of K possible
 * days saw the fact (days-seen.ts) and κ' = κ (1 − n / K). The usual read of a job of this project and region, a table and an
 * age is the mean over all its jobs and all tables of the same owner, the many that are never read included, per partition
 * byte. It is small: what was seen once may not come again. The difference belongs to reads that nobody has seen yet, too
 * thinly spread to plan for.
 *
 * Source: Bühlmann's credibility n / (n + κ), κ the variance within over that between (ASTIN Bulletin 4, 1967). Whether a day
 * sees a read varies by p (1 − p), so that a fact seen on every day leaves nothing to doubt and is not pulled at all.
 *
 * @param firstDay for each fact the first day that counts (offset)
 * @param isNew 1 for tables that are left to new-tables.ts
 */
export function shrink(
  workload: Workload,
  daily: DailyReads,
  firstDay: Column,
  demandBytes: Float64Array,
  patterns: ReaderPatterns,
  isNew: Uint8Array,
  shrinkage: number,
): Float64Array {
  const {reads, tables, dayCount} = workload
  const {ageCount, ownerBytes} = patterns
  const seen = daysSeen(workload, daily)
  const shrunk = Float64Array.from(demandBytes)
  for (const {rows, bytes} of patterns.readers) {
    for (const row of rows) {
      for (let i = reads.start[row]!; i < reads.start[row + 1]!; i++) {
        const t = reads.table[i]!
        const possible = dayCount - firstDay[i]!
        if (isNew[t] === 1 || seen[i] === 0 || seen[i]! >= possible) continue
        const owner = tables.project[t]!
        const kindBytes = bytes.get(owner * ageCount + reads.ageDays[i]!) ?? 0
        const usual =
          ownerBytes[owner] === 0 ? 0 : (kindBytes * tables.partitionBytes[t]!) / ownerBytes[owner]! / rows.length
        const doubt = shrinkage * (1 - seen[i]! / possible)
        shrunk[i] = (seen[i]! * demandBytes[i]! + doubt * usual) / (seen[i]! + doubt)
      }
    }
  }
  return shrunk
}
