import type {Account} from '../../model/account.js'
import {homePlacement} from '../../model/decode-plan.js'
import {objective, regionOfJob} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'

export interface ShedLinks {
  readonly windows: Placement['windows']
  /** Windows that were given up so that links keep their capacity. */
  readonly shedCount: number
}

/** Relative difference of byte sums that is only rounding. */
const rounding = 1e-9

/**
 * Gives up replicas until no link carries more than its capacity, or than it carried before any plan where that was more
 * already (formats.md 3.9).
 *
 * Keeping a table at its reader never loads the link from its home more, if it saves anything. But a replica serves other
 * regions too, because reads and refreshes take the cheapest holder, and so puts their traffic on the links that lead away
 * from it; and a relay is refreshed from home for the sake of others. So for an overloaded link d → e the windows at d that are not
 * at home there, and the relays at e of tables at home in d, are given up, those first that save least for each byte that they
 * put on the link, until the excess is gone; then everything is counted again.
 *
 * Terminates: every round gives up a window or ends. A link that is still too full then is so by moves or placed jobs, not by replicas. O(rounds · facts).
 */
export function shedLinks(workload: Workload, placement: Placement, asOfDay: number): ShedLinks {
  const {regions, linkCapacityBytesPerDay} = workload.topology
  if (linkCapacityBytesPerDay.every(capacity => capacity === Infinity)) {
    return {windows: placement.windows, shedCount: 0}
  }
  const allowed = allowedLinkBytes(workload, asOfDay)
  let windows = placement.windows
  for (;;) {
    const account = objective(workload, {...placement, windows}, asOfDay)
    const excess = excessLinkBytes(account.traffic.linkBytes, allowed)
    const worstFirst = Array.from(excess.keys())
      .filter(link => excess[link]! > 0)
      .sort((x, y) => excess[y]! - excess[x]! || x - y)
    const saved = (w: number) => account.windows.localBytes[w]! - account.windows.refreshBytes[w]!
    const shed = new Set<number>()
    for (const link of worstFirst) {
      const loads = loadsOnLink(
        workload,
        {...placement, windows},
        account,
        Math.floor(link / regions.length),
        link % regions.length,
      )
      const candidates = Array.from(loads.keys()).filter(w => loads[w]! > 0)
      candidates.sort((x, y) => saved(x) / loads[x]! - saved(y) / loads[y]! || x - y)
      let relieved = 0
      for (const w of candidates) {
        if (relieved >= excess[link]!) break
        shed.add(w)
        relieved += loads[w]!
      }
      if (shed.size > 0) break
    }
    if (shed.size === 0) return {windows, shedCount: placement.windows.count - windows.count}
    windows = without(windows, shed)
  }
}

/** Most bytes that each link may carry over the span: its capacity, or what it carried before any plan (formats.md 3.9). */
export function allowedLinkBytes(workload: Workload, asOfDay: number): Float64Array {
  const before = objective(workload, homePlacement(workload), asOfDay).traffic.linkBytes
  const {linkCapacityBytesPerDay} = workload.topology
  return before.map((bytes, link) => Math.max(linkCapacityBytesPerDay[link]! * workload.dayCount, bytes))
}

/** Bytes over the span that each link carries beyond what it may. */
export function excessLinkBytes(linkBytes: Float64Array, allowed: Float64Array): Float64Array {
  return linkBytes.map((bytes, link) => (bytes > allowed[link]! * (1 + rounding) ? bytes - allowed[link]! : 0))
}

/**
 * At most what each window puts on the link, in bytes over the span: one at `from`, away from home, what it sends to `to` (reads
 * there and the refresh of windows there); one at `to` of a table at home in `from`, a relay, its refresh beyond what it makes local.
 */
function loadsOnLink(
  workload: Workload,
  placement: Placement,
  account: Account,
  from: number,
  to: number,
): Float64Array {
  const {jobs, reads, tables} = workload
  const {count, table, region, fromAge, toAge} = placement.windows
  const loads = new Float64Array(count)
  const feeding = new Map<number, number[]>()
  const fedStarts = new Map<number, number[]>()
  for (let w = 0; w < count; w++) {
    const of = region[w] === from && placement.tableRegion[table[w]!] !== from ? feeding : undefined
    of?.set(table[w]!, [...(of.get(table[w]!) ?? []), w])
    if (region[w] === to && placement.tableRegion[table[w]!] === from) {
      loads[w] = Math.max(0, account.windows.refreshBytes[w]! - account.windows.localBytes[w]!)
    }
    if (region[w] === to) fedStarts.set(table[w]!, [...(fedStarts.get(table[w]!) ?? []), fromAge[w]!])
  }
  const windowAt = (t: number, age: number) => feeding.get(t)?.find(w => fromAge[w]! <= age && age < toAge[w]!)
  for (const [t, ages] of fedStarts) {
    for (const age of ages) {
      const w = windowAt(t, age)
      if (w !== undefined) loads[w]! += tables.partitionBytes[t]! * workload.dayCount
    }
  }
  for (let j = 0; j < jobs.names.length; j++) {
    if (regionOfJob(workload, placement, j) !== to) continue
    for (let i = reads.start[j]!; i < reads.start[j + 1]!; i++) {
      const w = windowAt(reads.table[i]!, reads.ageDays[i]!)
      if (w !== undefined) loads[w]! += reads.bytes[i]!
    }
  }
  return loads
}

function without(windows: Placement['windows'], shed: ReadonlySet<number>): Placement['windows'] {
  const kept = Array.from({length: windows.count}, (_, w) => w).filter(w => !shed.has(w))
  const pick = (column: Placement['windows']['table']) => Int32Array.from(kept, w => column[w]!)
  return {
    count: kept.length,
    table: pick(windows.table),
    region: pick(windows.region),
    fromAge: pick(windows.fromAge),
    toAge: pick(windows.toAge),
  }
}
