import {windowRefreshBytes, windowStoredBytes} from '../../model/partition-sizes.js'
import type {Workload, WorkloadTables} from '../../model/workload.js'
import type {MixedProgramBuilder, Term} from '../lp/mixed-program.js'
import type {HomeColumns} from './exact-joint-homes.js'

/** Ages [fromAge, toAge) of one table that a region keeps or leaves together. Segments of a table rise and are disjoint. */
export interface Segment {
  readonly fromAge: number
  readonly toAge: number
  /** On the last day of the span. */
  readonly storedBytes: number
  /** What crosses a day, on average, into a window that starts here. */
  readonly refreshBytesPerDay: number
}

/** Whether region e keeps segment s of table t fed from home h: `keep[t][s][h * regions + e]`, −1 where that saves nothing. */
export interface ReplicaColumns {
  readonly segments: readonly (readonly Segment[])[]
  readonly keep: readonly (readonly Int32Array[])[]
}

/**
 * The segments of every table that may be replicated and is read by a run that succeeded: an age that is read is a segment of its own; the
 * unread ages between two of them are one, for a window either bridges them or ends before. Where partitions differ in size a window may
 * refresh less if it starts earlier, so there every age up to the last that is read is a segment. Nothing is lost either way.
 */
export function segmentsOf(workload: Workload): Segment[][] {
  const {tables, reads} = workload
  const readAges = tables.names.map(() => new Set<number>())
  for (let i = 0; i < reads.table.length; i++) {
    const table = reads.table[i]
    if (reads.demandBytes[i] > 0 && tables.replicable[table] === 1) readAges[table].add(reads.ageDays[i])
  }
  return readAges.map((ages, t) => {
    const read = [...ages].sort((a, b) => a - b)
    const spans: [number, number][] = []
    for (const age of read) {
      const previous = spans.length === 0 ? (isEven(tables, t) ? age : 0) : spans[spans.length - 1][1]
      if (isEven(tables, t)) {
        if (previous < age) spans.push([previous, age])
      } else for (let unread = previous; unread < age; unread++) spans.push([unread, unread + 1])
      spans.push([age, age + 1])
    }
    return spans.map(([fromAge, toAge]) => segment(workload, t, fromAge, toAge))
  })
}

/** Adds what regions keep: only in the region's favour where a byte from that home has a price, and never at home. */
export function addReplicas(builder: MixedProgramBuilder, workload: Workload, homes: HomeColumns): ReplicaColumns {
  const {topology, tables} = workload
  const regionCount = topology.regions.length
  const segments = segmentsOf(workload)
  const keep = segments.map(own => own.map(() => new Int32Array(regionCount ** 2).fill(-1)))
  for (let t = 0; t < tables.names.length; t++) {
    for (let link = 0; link < regionCount ** 2; link++) {
      const price = topology.linkPricePerByte[link]
      if (price === 0) continue
      const home = homes.unit[homes.unitOfTable[t]][Math.floor(link / regionCount)]
      segments[t].forEach((own, s) => {
        const column = builder.addBinary()
        keep[t][s][link] = column
        const start = builder.addShare(own.refreshBytesPerDay * price)
        const before: Term[] = s > 0 && segments[t][s - 1].toAge === own.fromAge ? [[keep[t][s - 1][link], -1]] : []
        builder.addRow(-Infinity, [[column, 1], [start, -1], ...before], 0)
        builder.addRow(
          -Infinity,
          [
            [column, 1],
            [home, -1],
          ],
          0,
        )
      })
    }
  }
  return {segments, keep}
}

function segment({tables, fromDay, toDay, dayCount}: Workload, table: number, fromAge: number, toAge: number): Segment {
  return {
    fromAge,
    toAge,
    storedBytes: windowStoredBytes(tables, table, fromAge, toAge, toDay),
    refreshBytesPerDay: windowRefreshBytes(tables, table, fromAge, fromDay, toDay) / dayCount,
  }
}

/** All partitions of the table are of one size. */
export function isEven(tables: WorkloadTables, table: number): boolean {
  return tables.sizeStart[table] === tables.sizeStart[table + 1]
}
