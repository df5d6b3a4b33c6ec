import {type History, NO_DATE} from '../history.js'
import type {Decisions} from './decisions.js'
import {Holders} from './holders.js'
import {replayRefresh} from './refresh.js'
import {Sizes} from './sizes.js'
import {Tally} from './tally.js'

/** What the raw rows add up to, without and with the plan. */
export interface Replayed {
  readonly before: Tally
  readonly after: Tally
  readonly sizes: Sizes
  /** Rows read that are remote before and local after. */
  readonly localisedReads: number
  /** By window, in the order of the plan. */
  readonly localBytes: Float64Array
  readonly refreshBytes: Float64Array
  /** Region of every run under the plan. */
  readonly runRegion: Int32Array
}

/**
 * Replays all writes, all reads and the refresh of all windows: one pass over the rows (spec: formats.md 3.1 to 3.5).
 *
 * @param runRegions region of single runs; −1 = by formats.md 3.1
 */
export async function replay(history: History, decisions: Decisions, runRegions: Int32Array): Promise<Replayed> {
  const runRegion = regionsUnderPlan(history, decisions, runRegions)
  const holders = new Holders(history.topology, decisions)
  const sizes = new Sizes(history, decisions)
  const before = new Tally(history)
  const after = new Tally(history)
  await replayWrites(history, decisions, runRegion, sizes, before, after)
  sizes.settle()
  const reads = await replayReads(history, decisions, runRegion, holders, before, after)
  const refreshBytes = replayRefresh(history, decisions, holders, sizes, after)
  return {before, after, sizes, ...reads, refreshBytes, runRegion}
}

/** The region of the run itself if it has one; else formats.md 3.1: that of its placed job, else the new home of its moved project, else as recorded. */
function regionsUnderPlan(history: History, decisions: Decisions, runRegions: Int32Array): Int32Array {
  const {runs} = history
  const regions = new Int32Array(runs.count)
  for (let run = 0; run < runs.count; run++) {
    const placed = decisions.jobRegion[runs.job[run]!]!
    const project = runs.project[run]!
    if (runRegions[run]! >= 0) regions[run] = runRegions[run]!
    else if (placed >= 0) regions[run] = placed
    else regions[run] = decisions.projectMoved[project] === 1 ? decisions.projectHome[project]! : runs.region[run]!
  }
  return regions
}

async function replayWrites(
  history: History,
  {tableHome, tableHomeBefore}: Decisions,
  runRegion: Int32Array,
  sizes: Sizes,
  before: Tally,
  after: Tally,
): Promise<void> {
  const {runs} = history
  for await (const batch of history.writes()) {
    for (let row = 0; row < batch.length; row++) {
      const run = batch.run[row]!
      const table = batch.table[row]!
      const bytes = batch.bytes[row]!
      const day = runs.day[run]!
      sizes.addWrite(table, batch.partitionDay[row]!, day, bytes)
      if (day < history.fromDay) continue
      const recorded = runs.region[run]!
      const homeBefore = tableHomeBefore[table]!
      if (recorded !== homeBefore) before.cross('writeBack', day, recorded, homeBefore, bytes)
      const region = runRegion[run]!
      const home = tableHome[table]!
      if (region !== home) after.cross('writeBack', day, region, home, bytes)
    }
  }
}

async function replayReads(
  history: History,
  {tableHome, tableHomeBefore, windows}: Decisions,
  runRegion: Int32Array,
  holders: Holders,
  before: Tally,
  after: Tally,
): Promise<{localisedReads: number; localBytes: Float64Array}> {
  const {runs} = history
  const localBytes = new Float64Array(windows.count)
  let localisedReads = 0
  for await (const batch of history.reads()) {
    before.reads += batch.length
    after.reads += batch.length
    for (let row = 0; row < batch.length; row++) {
      const run = batch.run[row]!
      const table = batch.table[row]!
      const partitionDay = batch.partitionDay[row]!
      const bytes = batch.bytes[row]!
      const day = runs.day[run]!

      const recorded = runs.region[run]!
      const homeBefore = tableHomeBefore[table]!
      const remoteBefore = recorded !== homeBefore
      if (remoteBefore) {
        before.remoteReads += 1
        before.cross('remoteRead', day, homeBefore, recorded, bytes)
      }

      const region = runRegion[run]!
      const age = partitionDay === NO_DATE ? 0 : day - partitionDay
      const away = region !== tableHome[table]!
      const window = away ? holders.windowHolding(table, region, age) : -1
      if (window >= 0) localBytes[window]! += bytes
      if (away && window < 0) {
        after.remoteReads += 1
        after.cross('remoteRead', day, holders.cheapestSource(table, region, age), region, bytes)
      } else if (remoteBefore) localisedReads += 1
    }
  }
  return {localisedReads, localBytes}
}
