import type {Column} from '../../model/columns.js'
import type {ReadFacts, Workload} from '../../model/workload.js'

/** Demand by (job row, table, age), in any order, no two rows alike. */
export interface ForeseenReads {
  readonly row: readonly number[]
  readonly table: readonly number[]
  readonly ageDays: readonly number[]
  readonly demandBytes: readonly number[]
}

/** Adds foreseen demand to the facts it belongs to; where there is none, a fact without `bytes`, `count` or days is made for it. */
export function insertFacts(workload: Workload, foreseen: ForeseenReads): Workload {
  if (foreseen.row.length === 0) return workload
  const {reads} = workload
  const order = foreseen.row.map((_, f) => f)
  order.sort(
    (a, b) =>
      foreseen.row[a]! - foreseen.row[b]! ||
      foreseen.table[a]! - foreseen.table[b]! ||
      foreseen.ageDays[a]! - foreseen.ageDays[b]!,
  )
  const start = new Int32Array(reads.start.length)
  /** Old fact of each new one, −1 where there is none. */
  const source = new Int32Array(reads.table.length + order.length)
  const added = new Float64Array(source.length)
  const table = new Int32Array(source.length)
  const ageDays = new Int32Array(source.length)
  let next = 0
  let length = 0
  for (let row = 0; row + 1 < start.length; row++) {
    let i = reads.start[row]!
    const end = reads.start[row + 1]!
    for (;;) {
      const f = next < order.length && foreseen.row[order[next]!] === row ? order[next]! : -1
      if (f < 0 && i === end) break
      const before =
        f < 0 ? -1 : i === end ? 1 : reads.table[i]! - foreseen.table[f]! || reads.ageDays[i]! - foreseen.ageDays[f]!
      table[length] = before <= 0 ? reads.table[i]! : foreseen.table[f]!
      ageDays[length] = before <= 0 ? reads.ageDays[i]! : foreseen.ageDays[f]!
      source[length] = before <= 0 ? i++ : -1
      if (before >= 0) {
        added[length] = foreseen.demandBytes[f]!
        next++
      }
      length++
    }
    start[row + 1] = length
  }
  const kept = source.subarray(0, length)
  const moved = (column: Column) => Float64Array.from(kept, i => (i < 0 ? 0 : column[i]!))
  return {
    ...workload,
    reads: {
      start,
      table: table.slice(0, length),
      ageDays: ageDays.slice(0, length),
      bytes: moved(reads.bytes),
      demandBytes: moved(reads.demandBytes).map((bytes, i) => bytes + added[i]!),
      demandBytesSquared: moved(reads.demandBytesSquared),
      count: moved(reads.count),
      ...withDaily(reads, kept),
    },
  }
}

function withDaily({daily}: ReadFacts, source: Int32Array): Pick<ReadFacts, 'daily'> {
  if (!daily) return {}
  const start = new Int32Array(source.length + 1)
  for (let f = 0; f < source.length; f++) {
    const i = source[f]!
    start[f + 1] = start[f]! + (i < 0 ? 0 : daily.start[i + 1]! - daily.start[i]!)
  }
  return {daily: {start, day: daily.day, bytes: daily.bytes}}
}
