import {NO_DATE} from '../../model/history.js'
import {fitDecay, hubEdgeShare, loneAgeShare, shareOf, topShare} from './statistics.js'
import type {SyntheticHistory} from './synthetic-history.js'
import {storedPartitions} from './tables.js'

/** What a history looks like, measured read by read: the numbers that presets are calibrated to. Shares are 0 to 1. */
export interface HistoryDescription {
  readonly projects: number
  readonly tables: number
  readonly recurringJobs: number
  readonly runs: number
  readonly reads: number
  readonly readBytes: number
  readonly writtenBytes: number
  readonly storedBytes: number
  readonly crossProjectBytesShare: number
  readonly crossProjectReadsShare: number
  readonly crossRegionBytesShare: number
  readonly crossRegionReadsShare: number
  /** Slope of ln(reads) over ages 0 to 20 days of dated partitions, weekly ages left out: -0.2 means a fifth less per day. */
  readonly ageDecayPerDay: number
  /** Share of the variance of ln(reads) that this straight line explains. */
  readonly ageDecayFit: number
  /** Share of read bytes of the most-read 1 % of the tables, and of stored bytes of the largest 10 % of the projects. */
  readonly topTablesReadShare: number
  readonly topProjectsStoredShare: number
  readonly adhocBytesShare: number
  readonly adhocRunsShare: number
  readonly failedRunsShare: number
  readonly writtenToReadRatio: number
  /** Share of reads that take less than 90 % of a partition's typical bytes. */
  readonly partialReadsShare: number
  /** Share of inputs with more than one age, or with an old one only, whose ages are no prefix [0, n). */
  readonly loneAgeInputsShare: number
  /** Share of the (recurring job, table) edges of the tables with most readers that hold at most 0.2 % of the stored bytes. */
  readonly hubEdgeShare: number
}

/** Measures a history in one pass over its days. */
export function describeHistory(history: SyntheticHistory): HistoryDescription {
  const {projects, tables, jobs} = history
  const readBytesOf = new Float64Array(tables.names.length)
  const readsByAge = new Float64Array(21)
  let runs = 0
  let failedRuns = 0
  let adhocRuns = 0
  let reads = 0
  let partialReads = 0
  let crossProjectReads = 0
  let crossRegionReads = 0
  let readBytes = 0
  let writtenBytes = 0
  let adhocBytes = 0
  let crossProjectBytes = 0
  let crossRegionBytes = 0
  for (const {day, runs: dayRuns, reads: dayReads, writes} of history.days()) {
    runs += dayRuns.count
    reads += dayReads.length
    for (let i = 0; i < dayRuns.count; i++) {
      failedRuns += dayRuns.failed[i]!
      if (dayRuns.job[i]! < 0) adhocRuns++
    }
    for (let i = 0; i < dayReads.length; i++) {
      const run = dayReads.run[i]!
      const table = dayReads.table[i]!
      const bytes = dayReads.bytes[i]!
      const owner = tables.project[table]!
      readBytes += bytes
      readBytesOf[table]! += bytes
      if (bytes < 0.9 * tables.typicalBytes[table]!) partialReads++
      if (dayRuns.job[run]! < 0) adhocBytes += bytes
      if (owner !== dayRuns.project[run]) {
        crossProjectReads++
        crossProjectBytes += bytes
      }
      if (projects.region[owner] !== dayRuns.region[run]) {
        crossRegionReads++
        crossRegionBytes += bytes
      }
      const partition = dayReads.partitionDay[i]!
      if (partition !== NO_DATE && day - partition <= 20) readsByAge[day - partition]!++
    }
    for (let i = 0; i < writes.length; i++) writtenBytes += writes.bytes[i]!
  }
  const storedByProject = new Float64Array(projects.names.length)
  for (let t = 0; t < tables.names.length; t++) {
    storedByProject[tables.project[t]!]! += tables.typicalBytes[t]! * storedPartitions(tables, t, history.dayCount)
  }
  const storedBytes = storedByProject.reduce((a, b) => a + b, 0)
  const decay = fitDecay(readsByAge)
  return {
    projects: projects.names.length,
    tables: tables.names.length,
    recurringJobs: jobs.names.length,
    runs,
    reads,
    readBytes,
    writtenBytes,
    storedBytes,
    crossProjectBytesShare: shareOf(crossProjectBytes, readBytes),
    crossProjectReadsShare: shareOf(crossProjectReads, reads),
    crossRegionBytesShare: shareOf(crossRegionBytes, readBytes),
    crossRegionReadsShare: shareOf(crossRegionReads, reads),
    ageDecayPerDay: decay.slope,
    ageDecayFit: decay.fit,
    topTablesReadShare: topShare(readBytesOf, 0.01),
    topProjectsStoredShare: topShare(storedByProject, 0.1),
    adhocBytesShare: shareOf(adhocBytes, readBytes),
    adhocRunsShare: shareOf(adhocRuns, runs),
    failedRunsShare: shareOf(failedRuns, runs),
    writtenToReadRatio: shareOf(writtenBytes, readBytes),
    partialReadsShare: shareOf(partialReads, reads),
    loneAgeInputsShare: loneAgeShare(history),
    hubEdgeShare: hubEdgeShare(history, storedBytes),
  }
}
