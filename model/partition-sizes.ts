import type {Day} from './days.js'
import type {WorkloadTables} from './workload.js'

/** Bytes of the partition of `table` dated `day` (snapshot tables: of the one version, whatever the day). */
export function partitionBytesOn(tables: WorkloadTables, table: number, day: Day): number {
  if (tables.snapshot[table] === 1) return tables.partitionBytes[table]!
  let low = tables.sizeStart[table]!
  let high = tables.sizeStart[table + 1]!
  while (low < high) {
    const middle = (low + high) >>> 1
    if (tables.sizeDay[middle]! < day) low = middle + 1
    else high = middle
  }
  return low < tables.sizeStart[table + 1]! && tables.sizeDay[low] === day
    ? tables.sizeBytes[low]!
    : tables.defaultPartitionBytes[table]!
}

/** Bytes of all partitions of a daily `table` dated `fromDay … toDay`, both included; 0 where the span is empty. */
export function partitionBytesBetween(tables: WorkloadTables, table: number, fromDay: Day, toDay: Day): number {
  if (toDay < fromDay) return 0
  const usual = tables.defaultPartitionBytes[table]!
  let bytes = usual * (toDay - fromDay + 1)
  for (let i = tables.sizeStart[table]!; i < tables.sizeStart[table + 1]!; i++) {
    const day = tables.sizeDay[i]!
    if (day >= fromDay && day <= toDay) bytes += tables.sizeBytes[i]! - usual
  }
  return bytes
}

/** Bytes that a window of ages [fromAge, toAge) holds on `day` (formats.md 3.6). */
export function windowStoredBytes(
  tables: WorkloadTables,
  table: number,
  fromAge: number,
  toAge: number,
  day: Day,
): number {
  if (tables.snapshot[table] === 1) return fromAge === 0 ? tables.partitionBytes[table]! : 0
  return partitionBytesBetween(tables, table, day - toAge + 1, day - fromAge)
}

/** Bytes over the days `fromDay … toDay` that a window starting at `fromAge` refreshes (formats.md 3.5). */
export function windowRefreshBytes(
  tables: WorkloadTables,
  table: number,
  fromAge: number,
  fromDay: Day,
  toDay: Day,
): number {
  if (tables.snapshot[table] === 1)
    return fromAge === 0 ? tables.partitionBytes[table]! * tables.writtenDays[table]! : 0
  return partitionBytesBetween(tables, table, fromDay - fromAge, toDay - fromAge)
}
