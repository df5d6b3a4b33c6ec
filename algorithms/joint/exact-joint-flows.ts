import type {Workload} from '../../model/workload.js'
import type {MixedProgramBuilder, Term} from '../lp/mixed-program.js'
import type {HomeColumns} from './exact-joint-homes.js'
import type {JobColumns, ReaderGroup} from './exact-joint-jobs.js'
import type {ReplicaColumns} from './exact-joint-replicas.js'

/**
 * Adds what crosses between where tables live and where jobs run. For a unit u of tables and a group g of job rows,
 * pair[h, e] = 1 where u lives at h and g runs at e. Its rows are those of a transport problem, Σ_e pair[h, e] = home[u, h] and
 * Σ_h pair[h, e] = at[g, e], which is the convex hull of the product (x + y − 1 ≤ pair alone leaves shares for free). A read of a segment is
 * local, as far as both pair[h, e] and keep[t, s, h, e] are 1.
 */
export function addFlows(
  builder: MixedProgramBuilder,
  workload: Workload,
  homes: HomeColumns,
  jobs: JobColumns,
  replicas: ReplicaColumns,
): void {
  for (const group of jobs.groups) {
    const writtenBytes = writtenBytesByUnit(workload, homes, group)
    const demand = demandBySegment(workload, group, replicas)
    const unitsOf = new Map<number, number[]>()
    for (const unit of writtenBytes.keys()) unitsOf.set(unit, [])
    for (const table of demand.keys()) {
      const unit = homes.unitOfTable[table]
      unitsOf.set(unit, [...(unitsOf.get(unit) ?? []), table])
    }
    for (const [unit, tables] of unitsOf) {
      const pair = addPair(builder, workload, homes.unit[unit], group)
      addWriteBacks(builder, workload, pair, writtenBytes.get(unit) ?? 0)
      for (const table of tables) addReads(builder, workload, pair, demand.get(table)!, replicas.keep[table])
    }
  }
}

/** Bytes a day that a group reads of one table. */
interface TableDemand {
  totalBytesPerDay: number
  /** By segment. */
  readonly bytesPerDay: Float64Array
}

function demandBySegment({reads, dayCount}: Workload, group: ReaderGroup, {segments}: ReplicaColumns) {
  const demand = new Map<number, TableDemand>()
  for (const row of group.rows) {
    for (let i = reads.start[row]; i < reads.start[row + 1]; i++) {
      if (reads.demandBytes[i] <= 0) continue
      const table = reads.table[i]
      const own = demand.get(table) ?? {totalBytesPerDay: 0, bytesPerDay: new Float64Array(segments[table].length)}
      demand.set(table, own)
      own.totalBytesPerDay += reads.demandBytes[i] / dayCount
      const s = segments[table].findIndex(({fromAge}) => fromAge === reads.ageDays[i])
      if (s >= 0) own.bytesPerDay[s] += reads.demandBytes[i] / dayCount
    }
  }
  return demand
}

function writtenBytesByUnit({writes, dayCount}: Workload, homes: HomeColumns, group: ReaderGroup) {
  const bytes = new Map<number, number>()
  for (const row of group.rows) {
    for (let i = writes.start[row]; i < writes.start[row + 1]; i++) {
      if (writes.bytes[i] <= 0) continue
      const unit = homes.unitOfTable[writes.table[i]]
      bytes.set(unit, (bytes.get(unit) ?? 0) + writes.bytes[i] / dayCount)
    }
  }
  return bytes
}

/** Column of (home h, region e) at `h * regions + e`. */
function addPair(
  builder: MixedProgramBuilder,
  {topology}: Workload,
  home: readonly number[],
  group: ReaderGroup,
): Int32Array {
  const regionCount = topology.regions.length
  const pair = Int32Array.from({length: regionCount ** 2}, () => builder.addShare())
  for (let r = 0; r < regionCount; r++) {
    const fromHere = Array.from({length: regionCount}, (_, e): Term => [pair[r * regionCount + e], 1])
    const toHere = Array.from({length: regionCount}, (_, h): Term => [pair[h * regionCount + r], 1])
    builder.addRow(0, [...fromHere, [home[r], -1]], 0)
    builder.addRow(0, [...toHere, ...group.at[r].map(column => [column, -1] as const)], 0)
  }
  return pair
}

function addWriteBacks(
  builder: MixedProgramBuilder,
  {topology}: Workload,
  pair: Int32Array,
  bytesPerDay: number,
): void {
  const regionCount = topology.regions.length
  pair.forEach((column, link) => {
    const home = Math.floor(link / regionCount)
    const region = link % regionCount
    builder.addCost(column, bytesPerDay * topology.linkPricePerByte[region * regionCount + home])
  })
}

function addReads(
  builder: MixedProgramBuilder,
  {topology}: Workload,
  pair: Int32Array,
  demand: TableDemand,
  keep: readonly Int32Array[],
): void {
  pair.forEach((column, link) => {
    const price = topology.linkPricePerByte[link]
    if (price === 0) return
    builder.addCost(column, demand.totalBytesPerDay * price)
    demand.bytesPerDay.forEach((bytes, s) => {
      if (bytes <= 0) return
      const local = builder.addShare(-bytes * price)
      for (const least of [column, keep[s][link]]) {
        builder.addRow(
          -Infinity,
          [
            [local, 1],
            [least, -1],
          ],
          0,
        )
      }
    })
  })
}
