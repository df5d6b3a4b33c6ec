import type {ColumnPack, PackableColumn} from './column-pack.js'
import type {NameColumns} from './name-table.js'

/** Hours of a day. */
export const HOURS = 24

/** What a router knows of the world, whatever the plan. Dense indices; typed arrays in shared memory; never written. */
export interface RouterCatalogue {
  readonly pack: ColumnPack
  readonly regionNames: readonly string[]
  readonly regionCount: number
  /** Currency per byte at `from * regionCount + to`. */
  readonly linkPricePerByte: Float64Array
  /** CPU-hours that a region has in an hour of the day, at `region * 24 + hour`; Infinity where unlimited. */
  readonly hourCapacityCpuHours: Float64Array
  readonly computePricePerCpuHour: Float64Array
  readonly projects: NameColumns
  /** Home region before the plan. */
  readonly projectRegion: Int32Array
  /** 1 at `project * regionCount + region` where it may run away from home. */
  readonly projectAllowed: Uint8Array
  readonly tables: NameColumns
  /** −1 where unknown. */
  readonly tableProject: Int32Array
  /** Home region before the plan; −1 where unknown. */
  readonly tableHome: Int32Array
  readonly tableSnapshot: Uint8Array
  /** Typical bytes of one partition; NaN where unknown. */
  readonly tablePartitionBytes: Float64Array
  /** Mean bytes that one read of one partition took, over all jobs; NaN where the history has no read. */
  readonly tableReadBytes: Float64Array
  /** Mean CPU-hours of one run of the job that makes the table; NaN where unknown. */
  readonly tableMakerCpuHours: Float64Array
  /** Table t is made from `upstream[upstreamStart[t] … upstreamStart[t + 1]]`. */
  readonly upstreamStart: Int32Array
  readonly upstream: Int32Array
  readonly jobs: NameColumns
  readonly jobProject: Int32Array
  /** Region where it was seen to run most often. */
  readonly jobRegion: Int32Array
  readonly jobMovable: Uint8Array
  readonly jobPriority: Uint8Array
  /** Mean of one run. */
  readonly jobCpuHours: Float64Array
  /** Reads of job j are `readStart[j] … readStart[j + 1]`, by table, then age. */
  readonly readStart: Int32Array
  readonly readTable: Int32Array
  readonly readAge: Int32Array
  /** Mean bytes of one read of one partition. */
  readonly readBytes: Float64Array
  /** Mean number of such reads in one run. */
  readonly readsPerRun: Float64Array
  /** Writes of job j are `writeStart[j] … writeStart[j + 1]`, by table. */
  readonly writeStart: Int32Array
  readonly writeTable: Int32Array
  /** Mean bytes of one run. */
  readonly writeBytes: Float64Array
}

/** What one plan decides over a catalogue's indices. */
export interface RouterPlan {
  readonly pack: ColumnPack
  readonly planId: string
  /** First day that the plan is meant for, as days since 1970-01-01. */
  readonly asOfDay: number
  /** Home of each project and table under the plan; −1 where unknown. */
  readonly projectRegion: Int32Array
  readonly projectMoved: Uint8Array
  readonly tableHome: Int32Array
  /** Windows of table t are `windowStart[t] … windowStart[t + 1]`, by region name, then fromAge. */
  readonly windowStart: Int32Array
  readonly windowRegion: Int32Array
  readonly windowFromAge: Int32Array
  readonly windowToAge: Int32Array
  /** Region that the plan gives to a job of the catalogue; −1 = not placed. */
  readonly jobRegion: Int32Array
  /** Jobs that the plan places and the catalogue does not know. */
  readonly otherJobs: NameColumns
  readonly otherJobRegion: Int32Array
}

/** A catalogue and a plan over it: all that a router needs to answer. Threads may share both buffers. */
export interface RouterIndex {
  readonly catalogue: RouterCatalogue
  readonly plan: RouterPlan
}

export function catalogueOf(pack: ColumnPack): RouterCatalogue {
  const regionNames = pack.facts.regionNames as readonly string[]
  return {
    pack,
    regionNames,
    regionCount: regionNames.length,
    linkPricePerByte: numbers(pack, 'linkPricePerByte'),
    hourCapacityCpuHours: numbers(pack, 'hourCapacityCpuHours'),
    computePricePerCpuHour: numbers(pack, 'computePricePerCpuHour'),
    projects: namesOf(pack, 'projects'),
    projectRegion: integers(pack, 'projectRegion'),
    projectAllowed: flags(pack, 'projectAllowed'),
    tables: namesOf(pack, 'tables'),
    tableProject: integers(pack, 'tableProject'),
    tableHome: integers(pack, 'tableHome'),
    tableSnapshot: flags(pack, 'tableSnapshot'),
    tablePartitionBytes: numbers(pack, 'tablePartitionBytes'),
    tableReadBytes: numbers(pack, 'tableReadBytes'),
    tableMakerCpuHours: numbers(pack, 'tableMakerCpuHours'),
    upstreamStart: integers(pack, 'upstreamStart'),
    upstream: integers(pack, 'upstream'),
    jobs: namesOf(pack, 'jobs'),
    jobProject: integers(pack, 'jobProject'),
    jobRegion: integers(pack, 'jobRegion'),
    jobMovable: flags(pack, 'jobMovable'),
    jobPriority: flags(pack, 'jobPriority'),
    jobCpuHours: numbers(pack, 'jobCpuHours'),
    readStart: integers(pack, 'readStart'),
    readTable: integers(pack, 'readTable'),
    readAge: integers(pack, 'readAge'),
    readBytes: numbers(pack, 'readBytes'),
    readsPerRun: numbers(pack, 'readsPerRun'),
    writeStart: integers(pack, 'writeStart'),
    writeTable: integers(pack, 'writeTable'),
    writeBytes: numbers(pack, 'writeBytes'),
  }
}

export function routerPlanOf(pack: ColumnPack): RouterPlan {
  return {
    pack,
    planId: pack.facts.planId as string,
    asOfDay: pack.facts.asOfDay as number,
    projectRegion: integers(pack, 'projectRegion'),
    projectMoved: flags(pack, 'projectMoved'),
    tableHome: integers(pack, 'tableHome'),
    windowStart: integers(pack, 'windowStart'),
    windowRegion: integers(pack, 'windowRegion'),
    windowFromAge: integers(pack, 'windowFromAge'),
    windowToAge: integers(pack, 'windowToAge'),
    jobRegion: integers(pack, 'jobRegion'),
    otherJobs: namesOf(pack, 'otherJobs'),
    otherJobRegion: integers(pack, 'otherJobRegion'),
  }
}

/** The columns of a name table under the pack's names for them. */
export function nameColumns(name: string, {slots, start, units}: NameColumns): Record<string, PackableColumn> {
  return {[`${name}.slots`]: slots, [`${name}.start`]: start, [`${name}.units`]: units}
}

function namesOf(pack: ColumnPack, name: string): NameColumns {
  return {
    slots: integers(pack, `${name}.slots`),
    start: integers(pack, `${name}.start`),
    units: pack.columns[`${name}.units`] as Uint16Array,
  }
}

function numbers(pack: ColumnPack, name: string): Float64Array {
  return pack.columns[name] as Float64Array
}

function integers(pack: ColumnPack, name: string): Int32Array {
  return pack.columns[name] as Int32Array
}

function flags(pack: ColumnPack, name: string): Uint8Array {
  return pack.columns[name] as Uint8Array
}
