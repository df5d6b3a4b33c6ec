import {type Account, wanCost} from '../../model/account.js'
import type {Column} from '../../model/columns.js'
import type {Day} from '../../model/days.js'
import {objective} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'

/** The part of a workload that one decision touches: few facts, so that the objective prices it at once. */
export interface Touched {
  account(placement: Placement): Account
  /** WAN cost a day of these facts, and of the windows of the tables among them. */
  costPerDay(placement: Placement): number
}

/**
 * @param keeps whether a read or write of a table by a job row counts
 * @param hasWindows whether a table's replicas count
 */
export function touched(
  workload: Workload,
  asOfDay: Day,
  keeps: (row: number, table: number) => boolean,
  hasWindows: (table: number) => boolean,
): Touched {
  const part = factsOf(workload, keeps)
  const account = (placement: Placement) =>
    objective(
      part,
      {...placement, windows: windowsOf(placement.windows, w => hasWindows(placement.windows.table[w]!))},
      asOfDay,
    )
  return {account, costPerDay: placement => wanCost(account(placement).traffic) / workload.dayCount}
}

/** The windows that are kept. */
export function windowsOf(windows: Placement['windows'], keeps: (window: number) => boolean): Placement['windows'] {
  const kept = Array.from({length: windows.count}, (_, w) => w).filter(keeps)
  const pick = (column: Column) => Int32Array.from(kept, w => column[w]!)
  return {
    count: kept.length,
    table: pick(windows.table),
    region: pick(windows.region),
    fromAge: pick(windows.fromAge),
    toAge: pick(windows.toAge),
  }
}

/** The windows with one more for each span of ages. */
export function withSpans(
  windows: Placement['windows'],
  table: number,
  region: number,
  spans: readonly (readonly [fromAge: number, toAge: number])[],
): Placement['windows'] {
  const join = (column: Column, added: readonly number[]) =>
    Int32Array.from({length: windows.count + added.length}, (_, w) =>
      w < windows.count ? column[w]! : added[w - windows.count]!,
    )
  return {
    count: windows.count + spans.length,
    table: join(
      windows.table,
      spans.map(() => table),
    ),
    region: join(
      windows.region,
      spans.map(() => region),
    ),
    fromAge: join(
      windows.fromAge,
      spans.map(([fromAge]) => fromAge),
    ),
    toAge: join(
      windows.toAge,
      spans.map(([, toAge]) => toAge),
    ),
  }
}

function factsOf(workload: Workload, keeps: (row: number, table: number) => boolean): Workload {
  const {reads, writes, jobs} = workload
  const chosen = ({start, table}: {readonly start: Column; readonly table: Column}) => {
    const kept: number[] = []
    const starts = new Int32Array(jobs.names.length + 1)
    for (let row = 0; row < jobs.names.length; row++) {
      for (let i = start[row]!; i < start[row + 1]!; i++) if (keeps(row, table[i]!)) kept.push(i)
      starts[row + 1] = kept.length
    }
    return {start: starts, pick: (column: Column) => Float64Array.from(kept, i => column[i]!)}
  }
  const read = chosen(reads)
  const written = chosen(writes)
  return {
    ...workload,
    reads: {
      start: read.start,
      table: read.pick(reads.table),
      ageDays: read.pick(reads.ageDays),
      bytes: read.pick(reads.bytes),
      demandBytes: read.pick(reads.demandBytes),
      demandBytesSquared: read.pick(reads.demandBytesSquared),
      count: read.pick(reads.count),
    },
    writes: {start: written.start, table: written.pick(writes.table), bytes: written.pick(writes.bytes)},
  }
}
