import type {Column} from '../../model/columns.js'
import type {Day} from '../../model/days.js'

/**
 * Every read of a history in the order of time, as the online family replays it: by day, hour, run and row. An *item* is
 * one partition of a daily table, or the one version of a snapshot table, whose content changes at its rewrites. Access
 * columns are row-aligned; bytes are whole numbers.
 */
export interface ReadTrace {
  readonly regionCount: number
  /** Price of one byte from region d to region e at `d * regionCount + e`, in currency. */
  readonly linkPricePerByte: Column
  /** Price of keeping one byte for one day in each region, in currency; 0 where none is set. */
  readonly storagePricePerByteDay: Column
  /** First and last day of the history, both included. */
  readonly fromDay: Day
  readonly toDay: Day
  readonly accessCount: number
  readonly day: Column
  /** Region that reads, after the placement. */
  readonly region: Column
  readonly item: Column
  /** Bytes that the run read. */
  readonly readBytes: Column
  /** Bytes of the item at that time; the same for all reads of one version. 0 where unknown. */
  readonly itemBytes: Column
  /** 1 = read by a failed run: traffic, and no demand (formats.md section 1). */
  readonly failed: Column
  readonly itemCount: number
  /** Home region of each item's table, after the placement. */
  readonly itemHome: Column
  /** 1 = the table may be replicated. */
  readonly itemReplicable: Column
  /** Snapshot versions rewritten, by rising position: every copy of `item` is stale from the access at `position` on. */
  readonly rewrites: {readonly count: number; readonly position: Column; readonly item: Column}
}
