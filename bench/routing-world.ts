import type {RoutingArrivals} from '../algorithms/routing/index.js'
import type {Plan} from '../model/plan.js'
import type {Topology} from '../model/topology.js'
import type {Workload} from '../model/workload.js'
import type {RoutingRequest} from '../planner/router/index.js'

/** Shares in [0, 1) from a seed (mulberry32). */
export function seededShare(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export interface RoutingWorldShape {
  readonly regions: number
  readonly projects: number
  readonly tables: number
  readonly jobs: number
  /** Replica windows of the plan. */
  readonly windows: number
}

/** A topology, a workload of recurring jobs with three inputs each, and a plan over it. Deterministic. */
export function routingWorld(seed: number, shape: RoutingWorldShape): {workload: Workload; plan: Plan} {
  const share = seededShare(seed)
  const below = (n: number): number => Math.floor(share() * n)
  const {regions, projects, tables, jobs} = shape
  const names = (prefix: string, n: number): string[] => Array.from({length: n}, (_, i) => `${prefix}_${i}`)
  const regionNames = names('region', regions)
  const topology: Topology = {
    currency: 'USD',
    unit: 'project',
    regions: regionNames.map(name => ({
      name,
      replicaBudgetBytes: Infinity,
      replicaBudgetRatio: Infinity,
      storageCapacityBytes: Infinity,
      computeCapacityCpuHours: [2.4e9],
      storagePricePerGBMonth: 0,
      computePricePerCpuHour: 0.05,
      labels: {},
    })),
    linkPricePerByte: Float64Array.from({length: regions * regions}, (_, link) =>
      Math.floor(link / regions) === link % regions ? 0 : 1e-11 * (1 + below(5)),
    ),
    linkCapacityBytesPerDay: new Float64Array(regions * regions).fill(Infinity),
    replicaBudgetRatio: Infinity,
  }
  const tableNames = names('warehouse.events', tables)
  const count = jobs * 3
  const filled = (value: number, length: number) => new Float64Array(length).fill(value)
  const starts = (each: number, n: number) => Int32Array.from({length: n + 1}, (_, i) => i * each)
  const readTable = Int32Array.from({length: count}, () => below(tables))
  const workload: Workload = {
    fingerprint: 'bench',
    topology,
    fromDay: 20000,
    toDay: 20029,
    dayCount: 30,
    projects: {
      names: names('project', projects),
      region: Int32Array.from({length: projects}, () => below(regions)),
      pinned: new Uint8Array(projects),
      allowed: new Uint8Array(projects * regions).fill(1),
    },
    tables: {
      names: tableNames,
      project: Int32Array.from({length: tables}, () => below(projects)),
      replicable: new Uint8Array(tables).fill(1),
      snapshot: new Uint8Array(tables),
      partitionBytes: Float64Array.from({length: tables}, () => 1e8 + below(1e9)),
      homeBytes: filled(1e10, tables),
      writtenDays: filled(30, tables),
      defaultPartitionBytes: filled(1e8, tables),
      sizeStart: new Int32Array(tables + 1),
      sizeDay: new Int32Array(0),
      sizeBytes: new Float64Array(0),
    },
    jobs: {
      names: names('pipeline.step', jobs).sort(),
      project: Int32Array.from({length: jobs}, () => below(projects)),
      region: Int32Array.from({length: jobs}, () => below(regions)),
      priority: Uint8Array.from({length: jobs}, () => 1 + below(2)),
      movable: new Uint8Array(jobs).fill(1),
      runs: filled(30, jobs),
      cpuStart: starts(1, jobs),
      cpuHour: new Uint8Array(jobs),
      cpuHours: Float64Array.from({length: jobs}, () => 30 * share()),
    },
    reads: {
      start: starts(3, jobs),
      table: readTable,
      ageDays: Int32Array.from({length: count}, () => below(7)),
      bytes: filled(3e9, count),
      demandBytes: filled(3e9, count),
      demandBytesSquared: filled(3e17, count),
      count: filled(30, count),
    },
    writes: {
      start: starts(1, jobs),
      table: Int32Array.from({length: jobs}, () => below(tables)),
      bytes: filled(3e8, jobs),
    },
    lineage: {start: new Int32Array(tables + 1), upstream: new Int32Array(0), job: []},
  }
  const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}
  const plan: Plan = {
    formatVersion: '1.0',
    planId: 'bench',
    asOf: '2024-11-03',
    history: {from: '2024-10-04', to: '2024-11-02', fingerprint: 'bench'},
    algorithm: {caching: 'none', migration: 'stay', placement: 'home', options: {}, seed},
    moves: [],
    replicas: Array.from({length: shape.windows}, () => ({
      table: tableNames[below(tables)],
      region: regionNames[below(regions)],
      fromAge: 0,
      toAge: 7,
      storedBytes: 0,
      refreshBytesPerDay: 0,
      savedBytesPerDay: 0,
    })),
    jobs: workload.jobs.names
      .filter((_, j) => j % 10 === 0)
      .map(job => ({job, region: regionNames[below(regions)], savedBytesPerDay: 0})),
    claims: {
      before: nothing,
      after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
      oneOff: {moveBytes: 0, fillBytes: 0},
    },
    noop: false,
  }
  return {workload, plan}
}

/** Requests by name as a scheduler would send them: three inputs by date, half of them with known sizes; 1 job in 2 is ad hoc. */
export function routingRequests(seed: number, count: number, {tables, jobs, projects}: Workload): RoutingRequest[] {
  const share = seededShare(seed)
  const below = (n: number): number => Math.floor(share() * n)
  return Array.from({length: count}, (_, k) => {
    // Names are made anew, as if parsed from the wire: no string is shared with the index.
    const fresh = (name: string): string => Buffer.from(name).toString()
    const inputs = Array.from({length: 3}, () => ({
      table: fresh(tables.names[below(tables.names.length)]),
      partitions: [`2024-11-0${1 + below(3)}`],
      ...(below(2) === 0 ? {bytes: 1e8 + below(1e9)} : {}),
    }))
    return {
      project: fresh(projects.names[below(projects.names.length)]),
      ...(k % 2 === 0 ? {job: fresh(jobs.names[below(jobs.names.length)])} : {}),
      inputs,
      outputBytes: below(1e8),
      cpuHours: share(),
      priority: k % 3 === 0 ? 'bronze' : 'silver',
    } as const
  })
}

export interface ArrivalShape {
  readonly jobs: number
  readonly regions: number
  readonly slotsPerRegion: number
  /** Work that arrives over work that all slots can do. */
  readonly utilisation: number
  /** Currency an hour of waiting. */
  readonly waitPricePerHour: number
}

/**
 * Ad-hoc jobs for the simulation: Poisson arrivals, exponential service of 60 s mean; a third of the homes lie in region 0. A
 * job reads one large table at home and two others anywhere, some with a second copy; a byte costs 1e-11 on every link.
 */
export function routingArrivals(seed: number, shape: ArrivalShape): RoutingArrivals {
  const share = seededShare(seed)
  const {jobs, regions} = shape
  const meanService = 60
  const rate = (shape.utilisation * shape.slotsPerRegion * regions) / meanService
  const arrivalSeconds = new Float64Array(jobs)
  const serviceSeconds = new Float64Array(jobs)
  const homeRegion = new Int32Array(jobs)
  const wanBytes = new Float64Array(jobs * regions)
  let now = 0
  for (let j = 0; j < jobs; j++) {
    now += -Math.log(1 - share()) / rate
    arrivalSeconds[j] = now
    serviceSeconds[j] = -Math.log(1 - share()) * meanService
    const home = share() < 1 / 3 ? 0 : Math.floor(share() * regions)
    homeRegion[j] = home
    for (let input = 0; input < 3; input++) {
      const bytes = Math.round(1e9 * Math.exp(2 * share()))
      const at = input === 0 ? home : Math.floor(share() * regions)
      const copy = share() < 0.4 ? Math.floor(share() * regions) : at
      for (let e = 0; e < regions; e++) if (e !== at && e !== copy) wanBytes[j * regions + e] += bytes
    }
  }
  return {
    jobCount: jobs,
    arrivalSeconds,
    serviceSeconds,
    homeRegion,
    wanBytes,
    wanCost: wanBytes.map(bytes => bytes * 1e-11),
    waitPricePerSecond: shape.waitPricePerHour / 3600,
  }
}
