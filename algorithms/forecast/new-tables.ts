import type {Workload} from '../../model/workload.js'
import type {ForecastTarget} from './forecast.js'
import type {ForeseenReads} from './insert-facts.js'
import type {ReaderPatterns} from './reader-patterns.js'

/** A table known for `life` of `newTableDays` days speaks for itself with this weight; the pattern of its project has the rest. */
const ownShare = (life: number, newTableDays: number): number => Math.min(1, life / newTableDays)

/** Keeps the share of the new tables' own reads in `demandBytes`, in place. */
export function scaleNewTables(
  workload: Workload,
  demandBytes: Float64Array,
  lives: Int32Array,
  newTableDays: number,
): void {
  const {table} = workload.reads
  for (let i = 0; i < demandBytes.length; i++) demandBytes[i]! *= ownShare(lives[table[i]!]!, newTableDays)
}

/**
 * The reads that the new tables will see if they are read like the other tables of their project: for each reader
 * (project, region) and age the mean read per partition byte times their own size. A table without an older sibling
 * has no pattern. A partition of age a is there only once the table is a days old. The reads are put down to the
 * reader's first job row.
 */
export function newTableReads(
  workload: Workload,
  patterns: ReaderPatterns,
  lives: Int32Array,
  newTableDays: number,
  target: ForecastTarget,
): ForeseenReads {
  const {tables, toDay} = workload
  const {ageCount, ownerBytes} = patterns
  const newTables: number[][] = workload.projects.names.map(() => [])
  for (let t = 0; t < lives.length; t++) if (lives[t]! < newTableDays) newTables[tables.project[t]!]!.push(t)
  const targetDays = target.toDay - target.fromDay + 1
  const foreseen = {row: [] as number[], table: [] as number[], ageDays: [] as number[], demandBytes: [] as number[]}
  for (const {rows, bytes} of patterns.readers) {
    for (const [kind, kindBytes] of bytes) {
      const owner = Math.floor(kind / ageCount)
      const age = kind % ageCount
      if (ownerBytes[owner] === 0) continue
      for (const t of newTables[owner]!) {
        if (tables.snapshot[t] === 1 && age > 0) continue
        const firstDay = toDay - lives[t]! + 1 + (tables.snapshot[t] === 1 ? 0 : age)
        const possibleDays = Math.min(targetDays, target.toDay - firstDay + 1)
        const share = (1 - ownShare(lives[t]!, newTableDays)) * (possibleDays / targetDays)
        const demand = (share * kindBytes * tables.partitionBytes[t]!) / ownerBytes[owner]!
        if (demand <= 0) continue
        foreseen.row.push(rows[0]!)
        foreseen.table.push(t)
        foreseen.ageDays.push(age)
        foreseen.demandBytes.push(demand)
      }
    }
  }
  return foreseen
}
