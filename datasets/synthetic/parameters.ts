/** A region of a preset. */
export interface RegionParameters {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Weight by which business units (and projects that stray from theirs) choose it. */
  readonly projectWeight: number
  /** Tables of a project here, relative to a project elsewhere. */
  readonly tableWeight: number
  /** How eagerly jobs here read from other regions, relative to jobs elsewhere. */
  readonly remoteTilt: number
  /** True where compute capacity is given as 24 numbers, one for each hour of the day. */
  readonly hourlyCapacity: boolean
}

export interface LinkParameters {
  readonly from: string
  readonly to: string
  readonly pricePerGB: number
}

/** How recurring jobs look back in time: weights of the kinds of age sets that one input is read with. */
export interface LookBackParameters {
  /** Age 0 only. */
  readonly today: number
  /** Ages 0 … n-1 with P(n > a) = exp(-a / decayDays): reads that fall off exponentially with age. */
  readonly prefix: number
  /** Ages 0 and 7. */
  readonly weekOnWeek: number
  /** Age 0 and one of 28, 29, 30. */
  readonly monthOnMonth: number
  /** One lone age of the past week or fortnight (6, 7 or 13), or the month's end (27, 28 and 29). */
  readonly isolated: number
  readonly decayDays: number
}

/** Tables that most jobs read (Moirai's hubs). They belong to the first project. */
export interface HubParameters {
  readonly count: number
  /** Share of the (job, table) edges that lead to a hub. */
  readonly edgeShare: number
  /** Share of all stored bytes that the hubs have together. */
  readonly storedShare: number
}

/** Everything that a preset may set. Counts are those of scale 1. */
export interface PresetParameters {
  /** Equals its key in the registry and its file name. */
  readonly name: string
  readonly summary: string
  readonly regions: readonly RegionParameters[]
  readonly links: readonly LinkParameters[]
  readonly defaultPricePerGB: number
  readonly replicaBudgetRatio: number
  /** Least and most storage capacity of a region, as a multiple of the bytes at home there; room for replicas and for moves. */
  readonly storageSlack: readonly [number, number]
  readonly projects: number
  readonly tables: number
  /** Recurring jobs. */
  readonly jobs: number
  /** Jobs that only read (reports, features) are spread over projects evenly instead of by their number of tables. */
  readonly evenReports: boolean
  /** Mean number of inputs of a job beyond the first, relative to the usual. */
  readonly inputFactor: number
  /** Tail exponent of tables per project and of bytes per partition. */
  readonly projectExponent: number
  readonly sizeExponent: number
  /** Share of projects that live in the region of their business unit. */
  readonly alignment: number
  /** Share of read bytes (and about of reads) of tables of other projects, and of tables at home in another region. */
  readonly crossProjectShare: number
  readonly crossRegionShare: number
  readonly lookBack: LookBackParameters
  readonly hubs?: HubParameters
  /** Share of read bytes by runs of jobs that never recur. */
  readonly adhocShare: number
  /** Share of inputs of which only some columns are read. */
  readonly prunedShare: number
  /** Share of job inputs that change to another table during the history. */
  readonly driftShare: number
  /** Share of daily tables whose partitions are uneven (growth, noise, weekends): these have rows in `partitions`. */
  readonly unevenShare: number
  readonly failedShare: number
  readonly pinnedShare: number
}

/** Region parameters with the usual values filled in. */
export function region(name: string, country: string, rest: Partial<RegionParameters> = {}): RegionParameters {
  return {
    name,
    labels: {country},
    projectWeight: 1,
    tableWeight: 1,
    remoteTilt: 1,
    hourlyCapacity: false,
    ...rest,
  }
}
