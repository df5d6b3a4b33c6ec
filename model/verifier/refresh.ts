import type {Day} from '../days.js'
import type {History} from '../history.js'
import type {Decisions} from './decisions.js'
import {cheapestFeeding} from './feeding.js'
import type {Holders} from './holders.js'
import type {Sizes} from './sizes.js'
import type {Tally} from './tally.js'

/**
 * Sends every partition, on the day that its age equals `fromAge`, to the windows that begin at that age, read or not
 * (spec: formats.md 3.5); a snapshot table on every day that it was written. Returns the bytes that crossed into each
 * window, in the order of the plan.
 */
export function replayRefresh(
  history: History,
  decisions: Decisions,
  holders: Holders,
  sizes: Sizes,
  tally: Tally,
): Float64Array {
  const refreshBytes = new Float64Array(decisions.windows.count)
  const feeds = new FeedCache(history)
  for (const table of new Set(Int32Array.from(decisions.windows.table).sort())) {
    for (const [fromAge, starting] of windowsByFirstAge(table, decisions, holders)) {
      if (sizes.isSnapshot(table) && fromAge > 0) continue
      const present = presentHolders(table, fromAge, sizes.isSnapshot(table), decisions, holders)
      const targets = starting.map(window => decisions.windows.region[window]!)
      const sources = feeds.find(present, targets)
      for (let day = history.fromDay; day <= history.toDay; day++) {
        const bytes = bytesDue(table, fromAge, day, sizes)
        if (bytes === 0) continue
        starting.forEach((window, i) => {
          tally.cross('refresh', day, sources[i]!, targets[i]!, bytes)
          refreshBytes[window]! += bytes
        })
      }
    }
  }
  return refreshBytes
}

/** Windows of a table away from home, by `fromAge`; those of one age by region index. */
function windowsByFirstAge(table: number, decisions: Decisions, holders: Holders): Map<number, number[]> {
  const {windows, tableHome} = decisions
  const groups = new Map<number, number[]>()
  const away = [...holders.windowsOf(table)].filter(window => windows.region[window] !== tableHome[table])
  away.sort((a, b) => windows.fromAge[a]! - windows.fromAge[b]! || windows.region[a]! - windows.region[b]!)
  for (const window of away) {
    const age = windows.fromAge[window]!
    const group = groups.get(age)
    if (group === undefined) groups.set(age, [window])
    else group.push(window)
  }
  return groups
}

/** Home, and then the regions that hold `age` since an earlier day, by region index. A snapshot has age 0 only: home alone. */
function presentHolders(
  table: number,
  age: number,
  snapshot: boolean,
  decisions: Decisions,
  holders: Holders,
): number[] {
  const {windows, tableHome} = decisions
  const home = tableHome[table]!
  const present = new Set<number>()
  for (const window of holders.windowsOf(table)) {
    if (!snapshot && windows.fromAge[window]! < age && age < windows.toAge[window]!)
      present.add(windows.region[window]!)
  }
  present.delete(home)
  return [home, ...[...present].sort((a, b) => a - b)]
}

function bytesDue(table: number, fromAge: number, day: Day, sizes: Sizes): number {
  if (!sizes.isSnapshot(table)) return sizes.partitionBytes(table, day - fromAge)
  return sizes.isWrittenOn(table, day) ? sizes.versionBytes(table) : 0
}

/** Remembers feeding trees: they depend on who has and who wants a partition, not on the table or the day. */
class FeedCache {
  readonly #history: History
  readonly #known = new Map<string, readonly number[]>()

  constructor(history: History) {
    this.#history = history
  }

  find(present: readonly number[], targets: readonly number[]): readonly number[] {
    const key = `${present.join(' ')}>${targets.join(' ')}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const sources = cheapestFeeding(this.#history.topology, present, targets)
    this.#known.set(key, sources)
    return sources
  }
}
