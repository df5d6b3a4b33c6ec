import {type AccessBatch, type History, NO_DATE} from '../../model/history.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import type {HourLoad} from '../../viz/index.js'
import {windowsByTableAndRegion} from '../windows-by-region.js'

/**
 * Bytes of reads and write-backs that cross the WAN in each hour of the day (UTC, by the start of the run), without and with a
 * plan. Replays the rows of the history, since a workload does not know hours. Refreshes have none.
 */
export async function hourLoad(
  history: History,
  workload: Workload,
  placement: Placement,
  home: Placement,
): Promise<HourLoad> {
  const tallies = [tallyOf(history, workload, home), tallyOf(history, workload, placement)]
  for await (const batch of history.reads()) for (const tally of tallies) tally.addReads(batch)
  for await (const batch of history.writes()) for (const tally of tallies) tally.addWrites(batch)
  const [before, after] = tallies.map(({bytes}) => Array.from(bytes, sum => sum / workload.dayCount))
  return {before: before!, after: after!}
}

/** Bytes by hour of one placement, summed batch by batch. */
interface Tally {
  readonly bytes: Float64Array
  addReads(batch: AccessBatch): void
  addWrites(batch: AccessBatch): void
}

function tallyOf(history: History, workload: Workload, placement: Placement): Tally {
  const {runs, fromDay, toDay} = history
  const regions = workload.topology.regions.length
  const regionOfRun = runRegions(history, placement)
  const windowsOf = windowsByTableAndRegion(workload, placement)
  const {fromAge, toAge} = placement.windows
  const bytes = new Float64Array(24)
  return {
    bytes,
    addReads(batch) {
      for (let i = 0; i < batch.length; i++) {
        const run = batch.run[i]!
        const table = batch.table[i]!
        const region = regionOfRun[run]!
        if (placement.tableRegion[table] === region) continue
        const day = batch.partitionDay[i]!
        const age = day === NO_DATE ? 0 : runs.day[run]! - day
        if (windowsOf.get(table * regions + region)?.some(w => fromAge[w]! <= age && age < toAge[w]!)) continue
        bytes[runs.hour[run]!]! += batch.bytes[i]!
      }
    },
    addWrites(batch) {
      for (let i = 0; i < batch.length; i++) {
        const run = batch.run[i]!
        if (runs.day[run]! < fromDay || runs.day[run]! > toDay) continue
        if (placement.tableRegion[batch.table[i]!] !== regionOfRun[run]) bytes[runs.hour[run]!]! += batch.bytes[i]!
      }
    },
  }
}

/** Where each run runs (formats.md 3.1). */
function runRegions({runs}: History, placement: Placement): Int32Array {
  const placed = Int32Array.from(runs.jobNames, name => placement.jobRegion.get(name) ?? -1)
  return Int32Array.from({length: runs.count}, (_, run) => {
    const own = placed[runs.job[run]!]!
    if (own >= 0) return own
    const project = runs.project[run]!
    return placement.projectMoved[project] === 1 ? placement.projectRegion[project]! : runs.region[run]!
  })
}
