import {formatDay} from '../../../model/days.js'
import type {Placement} from '../../../model/placement.js'
import type {Plan} from '../../../model/plan.js'
import type {Workload} from '../../../model/workload.js'
import type {MemoryHistorySpec} from '../../support/memory-history.js'
import {type RandomHistoryOptions, randomHistorySpec, randomPlan, seededDraw} from '../../support/random-history.js'

export interface SmallCaseOptions extends RandomHistoryOptions {
  readonly unit?: 'project' | 'table'
  /** Partitions keep the sizes that differ by day. */
  readonly unevenPartitions?: boolean
}

/** A random history in which no run failed: even link prices and partitions unless told otherwise. */
export function smallSpec(seed: number, options: SmallCaseOptions = {}): MemoryHistorySpec {
  const spec = randomHistorySpec(seed, {unevenPrices: false, ...options})
  const draw = seededDraw(seed + 5)
  const even = options.unevenPartitions !== true
  const {partitions: _, ...rest} = spec
  return {
    ...(even ? rest : spec),
    unit: options.unit ?? 'project',
    tables: even ? spec.tables.map(table => ({...table, partitionBytes: 1 + draw(50)})) : spec.tables,
    runs: spec.runs.map(run => ({...run, failed: false})),
  }
}

/** The same history with pins, allowed regions, budgets, storage and CPU capacities that bite. */
export function limitedSpec(seed: number, options: SmallCaseOptions = {}): MemoryHistorySpec {
  const spec = smallSpec(seed, options)
  const draw = seededDraw(seed + 11)
  const names = spec.regions.map(region => (typeof region === 'string' ? region : region.name))
  return {
    ...spec,
    regions: names.map(name => ({
      name,
      ...(draw(3) === 0 ? {replicaBudgetBytes: draw(120)} : {}),
      ...(draw(3) === 0 ? {replicaBudgetRatio: draw(8) / 8} : {}),
      ...(draw(3) === 0 ? {storageCapacityBytes: draw(1500)} : {}),
      ...(draw(3) === 0 ? {computeCapacityCpuHours: [draw(40)]} : {}),
      ...(draw(4) === 0 ? {computeCapacityCpuHours: Array.from({length: 24}, () => draw(6))} : {}),
    })),
    projects: spec.projects.map(row => ({
      ...row,
      pinned: draw(4) === 0,
      ...(draw(3) === 0 ? {allowed: names.filter(() => draw(2) === 0)} : {}),
    })),
    runs: spec.runs.map(run => ({...run, priority: draw(6) === 0 ? 'gold' : 'silver'})),
    ...(draw(2) === 0 ? {replicaBudgetRatio: draw(10) / 20} : {}),
  }
}

/** A placement as a plan file without claims: what the verifier is asked about. */
export function planOfPlacement(workload: Workload, spec: MemoryHistorySpec, placement: Placement): Plan {
  const {projects, tables, topology} = workload
  const nameOf = (region: number) => topology.regions[region].name
  const projectMoves = projects.names.flatMap((project, p) => {
    const move = {project, from: nameOf(projects.region[p]), to: nameOf(placement.projectRegion[p]), bytes: 0}
    return placement.projectMoved[p] === 1 ? [move] : []
  })
  const tableMoves = tables.names.flatMap((table, t) => {
    const to = placement.tableRegion[t]
    const move = {table, from: nameOf(projects.region[tables.project[t]]), to: nameOf(to), bytes: 0}
    return to === placement.projectRegion[tables.project[t]] ? [] : [move]
  })
  const {windows} = placement
  return {
    ...randomPlan(0, spec),
    asOf: formatDay(workload.toDay + 1),
    moves: [...projectMoves, ...tableMoves],
    jobs: [...placement.jobRegion].map(([job, region]) => ({job, region: nameOf(region), savedBytesPerDay: 0})),
    replicas: Array.from({length: windows.count}, (_, w) => ({
      table: tables.names[windows.table[w]],
      region: nameOf(windows.region[w]),
      fromAge: windows.fromAge[w],
      toAge: windows.toAge[w],
      storedBytes: 0,
      refreshBytesPerDay: 0,
      savedBytesPerDay: 0,
    })),
  }
}
