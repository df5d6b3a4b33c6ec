import {type Day, parseDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {StreamFormat} from '../synthetic/fact-file.js'

/** What a SWIM trace does not say and the adapter composes, and how the history is written. */
export interface SwimOptions {
  /** Whole number; the same trace, seed and options give the same bytes. Default 1. */
  readonly seed?: number
  /** Number of regions, 2 to 100. Default 4. */
  readonly regions?: number
  /** Number of projects, from twice the regions to 100 000. Default 24. */
  readonly projects?: number
  /** UTC day of the trace's first hour, `YYYY-MM-DD`. Default 2010-10-01. */
  readonly firstDay?: string
  /** Share of the reads, 0 to 1, of tables of another project. Default 0.6 (Yugong: papers.md 1.1). */
  readonly crossProjectShare?: number
  /** Share of the reads, 0 to `crossProjectShare`, of tables of another region. Default 0.3 (Yugong: papers.md 1.1), at most `crossProjectShare`. */
  readonly crossRegionShare?: number
  /** Format of the fact tables. Default csv. */
  readonly format?: StreamFormat
  /** Replaces a folder that isthmus generated. Default false. */
  readonly force?: boolean
}

/** Checked options. */
export interface SwimSettings {
  readonly seed: number
  readonly regions: number
  readonly projects: number
  readonly firstDay: Day
  readonly crossProjectShare: number
  readonly crossRegionShare: number
  readonly format: StreamFormat
  readonly force: boolean
}

const formats: readonly StreamFormat[] = ['csv', 'csv.gz', 'ndjson']

/** Fills in the defaults. @throws IsthmusError (usage) for an option out of range */
export function swimSettings(options: SwimOptions): SwimSettings {
  const {seed = 1, regions = 4, projects = Math.max(24, 2 * regions), firstDay = '2010-10-01'} = options
  const {crossProjectShare = 0.6, format = 'csv', force = false} = options
  const {crossRegionShare = Math.min(0.3, crossProjectShare)} = options
  if (!Number.isSafeInteger(seed)) throw outOfRange('seed', seed, 'a whole number')
  if (!isWhole(regions, 2, 100)) throw outOfRange('regions', regions, 'a whole number from 2 to 100')
  if (!isWhole(projects, 2 * regions, 100_000))
    throw outOfRange('projects', projects, `a whole number from ${2 * regions}, twice the regions, to 100000`)
  const day = parseDay(firstDay)
  if (Number.isNaN(day)) throw outOfRange('firstDay', firstDay, 'a date as YYYY-MM-DD')
  if (!(crossProjectShare >= 0 && crossProjectShare <= 1))
    throw outOfRange('crossProjectShare', crossProjectShare, 'a number from 0 to 1')
  if (!(crossRegionShare >= 0 && crossRegionShare <= crossProjectShare))
    throw outOfRange('crossRegionShare', crossRegionShare, `a number from 0 to crossProjectShare, ${crossProjectShare}`)
  if (!formats.includes(format)) throw outOfRange('format', format, `one of ${formats.join(', ')}`)
  return {seed, regions, projects, firstDay: day, crossProjectShare, crossRegionShare, format, force}
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function outOfRange(option: string, value: unknown, wanted: string): IsthmusError {
  return new IsthmusError('usage', `option ${option} is ${String(value)}`, `Give ${wanted}.`)
}
