import {type Day, parseDay} from '../../model/days.js'
import {type AccessBatch, type History, NO_DATE, type Priority, priorities} from '../../model/history.js'
import type {Region} from '../../model/topology.js'

/** A day as a number (days since 1970-01-01; small numbers are fine) or as `YYYY-MM-DD`. */
export type DayText = Day | string

/** [table, day of the partition or null for a snapshot, bytes] */
export type AccessRow = readonly [table: string, partitionDay: DayText | null, bytes: number]

export interface MemoryRun {
  /** For the reader of the test; a History does not keep the names of runs. */
  readonly run?: string
  readonly job: string
  readonly project: string
  /** Default: the home region of the project. */
  readonly region?: string
  readonly day: DayText
  readonly hour?: number
  readonly cpu?: number
  readonly priority?: Priority
  readonly movable?: boolean
  readonly failed?: boolean
  readonly reads?: readonly AccessRow[]
  readonly writes?: readonly AccessRow[]
}

/** A history written down in a test. */
export interface MemoryHistorySpec {
  readonly unit?: 'project' | 'table'
  readonly regions: readonly (string | (Partial<Region> & {readonly name: string}))[]
  /** Price of one byte by `from>to`, e.g. `{'a>b': 2}`; pairs that are not named cost `defaultPrice`. */
  readonly prices?: Readonly<Record<string, number>>
  /** Default 1. */
  readonly defaultPrice?: number
  /** Most bytes a day by `from>to`; unlimited where not named. */
  readonly capacities?: Readonly<Record<string, number>>
  readonly replicaBudgetRatio?: number
  readonly projects: readonly {
    readonly project: string
    readonly region: string
    readonly pinned?: boolean
    /** Default: all regions. */
    readonly allowed?: readonly string[]
  }[]
  readonly tables: readonly {
    readonly table: string
    readonly project: string
    readonly partitionBytes?: number
    readonly retentionDays?: number
    readonly replicable?: boolean
  }[]
  readonly runs: readonly MemoryRun[]
  readonly partitions?: readonly (readonly [table: string, day: DayText, bytes: number])[]
  /** Default: the first day of a run. */
  readonly fromDay?: DayText
  /** Default: the last day of a run. */
  readonly toDay?: DayText
  /** Rows of a batch of reads or writes. Default 1000. */
  readonly batchRows?: number
}

/** Builds a History in memory. Runs after `toDay` are left out, reads before `fromDay` too. Throws on unknown names. */
export function memoryHistory(spec: MemoryHistorySpec): History {
  const regions = spec.regions.map(region => completeRegion(typeof region === 'string' ? {name: region} : region))
  const regionAt = indexer(
    'region',
    regions.map(region => region.name),
  )
  const projectAt = indexer(
    'project',
    spec.projects.map(row => row.project),
  )
  const tableAt = indexer(
    'table',
    spec.tables.map(row => row.table),
  )
  const runDays = spec.runs.map(run => toDay(run.day))
  const fromDay = spec.fromDay === undefined ? Math.min(...runDays) : toDay(spec.fromDay)
  const lastDay = spec.toDay === undefined ? Math.max(...runDays) : toDay(spec.toDay)
  const runs = spec.runs.filter((_, i) => runDays[i]! <= lastDay)
  const jobNames = [...new Set(runs.map(run => run.job))]
  const jobAt = indexer('job', jobNames)
  const projectRegion = Int32Array.from(spec.projects, row => regionAt(row.region))
  const links = linkMatrix(
    regions.map(region => region.name),
    spec,
  )
  const rows = (which: 'reads' | 'writes', firstDay: Day): Row[] =>
    runs.flatMap((run, i) =>
      toDay(run.day) < firstDay
        ? []
        : (run[which] ?? []).map(
            ([table, day, bytes]) => [i, tableAt(table), day === null ? NO_DATE : toDay(day), bytes] as const,
          ),
    )
  const batchRows = spec.batchRows ?? 1000
  const undatedTables = new Set(
    spec.runs
      .flatMap(run => [...(run.reads ?? []), ...(run.writes ?? [])])
      .filter(([, partitionDay]) => partitionDay === null)
      .map(([table]) => table),
  )
  return {
    topology: {
      currency: 'USD',
      unit: spec.unit ?? 'project',
      regions,
      linkPricePerByte: links.price,
      linkCapacityBytesPerDay: links.capacity,
      replicaBudgetRatio: spec.replicaBudgetRatio ?? Number.POSITIVE_INFINITY,
    },
    projects: {
      names: spec.projects.map(row => row.project),
      region: projectRegion,
      pinned: Uint8Array.from(spec.projects, row => Number(row.pinned ?? false)),
      allowed: Uint8Array.from(
        spec.projects.flatMap(row => regions.map(region => Number(row.allowed?.includes(region.name) ?? true))),
      ),
    },
    tables: {
      names: spec.tables.map(row => row.table),
      project: Int32Array.from(spec.tables, row => projectAt(row.project)),
      partitionBytes: Float64Array.from(spec.tables, row => row.partitionBytes ?? Number.NaN),
      retentionDays: Float64Array.from(spec.tables, row => row.retentionDays ?? Number.NaN),
      replicable: Uint8Array.from(spec.tables, row => Number(row.replicable ?? true)),
      snapshot: Uint8Array.from(spec.tables, ({table}) => Number(undatedTables.has(table))),
    },
    partitions: {
      table: Int32Array.from(spec.partitions ?? [], row => tableAt(row[0])),
      day: Int32Array.from(spec.partitions ?? [], row => toDay(row[1])),
      bytes: Float64Array.from(spec.partitions ?? [], row => row[2]),
    },
    runs: {
      count: runs.length,
      jobNames,
      job: Int32Array.from(runs, run => jobAt(run.job)),
      project: Int32Array.from(runs, run => projectAt(run.project)),
      region: Int32Array.from(runs, run =>
        run.region === undefined ? projectRegion[projectAt(run.project)]! : regionAt(run.region),
      ),
      day: Int32Array.from(runs, run => toDay(run.day)),
      hour: Uint8Array.from(runs, run => run.hour ?? 0),
      cpuHours: Float64Array.from(runs, run => run.cpu ?? 0),
      priority: Uint8Array.from(runs, run => priorities.indexOf(run.priority ?? 'silver')),
      movable: Uint8Array.from(runs, run => Number(run.movable ?? true)),
      failed: Uint8Array.from(runs, run => Number(run.failed ?? false)),
    },
    fromDay,
    toDay: lastDay,
    reads: () => batches(rows('reads', fromDay), batchRows),
    writes: () => batches(rows('writes', Number.NEGATIVE_INFINITY), batchRows),
  }
}

type Row = readonly [run: number, table: number, partitionDay: Day, bytes: number]

async function* batches(rows: readonly Row[], batchRows: number): AsyncGenerator<AccessBatch> {
  for (let start = 0; start < rows.length; start += batchRows) {
    const part = rows.slice(start, start + batchRows)
    yield {
      length: part.length,
      run: Int32Array.from(part, row => row[0]),
      table: Int32Array.from(part, row => row[1]),
      partitionDay: Int32Array.from(part, row => row[2]),
      bytes: Float64Array.from(part, row => row[3]),
    }
  }
}

function toDay(day: DayText): Day {
  return typeof day === 'number' ? day : parseDay(day)
}

function completeRegion(given: Partial<Region> & {readonly name: string}): Region {
  return {
    replicaBudgetBytes: Number.POSITIVE_INFINITY,
    replicaBudgetRatio: Number.POSITIVE_INFINITY,
    storageCapacityBytes: Number.POSITIVE_INFINITY,
    computeCapacityCpuHours: [],
    storagePricePerGBMonth: 0,
    computePricePerCpuHour: 0,
    labels: {},
    ...given,
  }
}

function linkMatrix(names: readonly string[], spec: MemoryHistorySpec): {price: Float64Array; capacity: Float64Array} {
  const count = names.length
  const price = new Float64Array(count * count)
  const capacity = new Float64Array(count * count).fill(Number.POSITIVE_INFINITY)
  const pairs = new Set(names.flatMap(from => names.map(to => `${from}>${to}`)))
  for (const pair of [...Object.keys(spec.prices ?? {}), ...Object.keys(spec.capacities ?? {})]) {
    if (!pairs.has(pair)) throw new Error(`memoryHistory: no link '${pair}'; write 'from>to' with the regions' names`)
  }
  for (let from = 0; from < count; from++) {
    for (let to = 0; to < count; to++) {
      if (from === to) continue
      const pair = `${names[from]}>${names[to]}`
      price[from * count + to] = spec.prices?.[pair] ?? spec.defaultPrice ?? 1
      capacity[from * count + to] = spec.capacities?.[pair] ?? Number.POSITIVE_INFINITY
    }
  }
  return {price, capacity}
}

function indexer(kind: string, names: readonly string[]): (name: string) => number {
  const index = new Map(names.map((name, i) => [name, i]))
  return name => {
    const at = index.get(name)
    if (at === undefined) throw new Error(`memoryHistory: no ${kind} '${name}' among ${names.join(', ')}`)
    return at
  }
}
