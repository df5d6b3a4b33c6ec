import type {Workload} from '../../model/workload.js'
import type {MixedProgramBuilder, Term} from '../lp/mixed-program.js'
import type {HomeColumns} from './exact-joint-homes.js'
import type {JobColumns} from './exact-joint-jobs.js'
import type {ReplicaColumns} from './exact-joint-replicas.js'

/** What a plan may use (formats.md 3.9), of one workload. */
export interface PlanLimits {
  /** Most replica bytes over all regions; Infinity where unlimited. */
  readonly totalReplicaBytes: number
  /** Most home and replica bytes by region: the capacity, or what is there before. */
  readonly storageBytes: Float64Array
  readonly compute: readonly ComputeLimit[]
}

/** CPU-hours a day, on average, of the runs that start in one hour of the day (or in any) and run in one region. */
export interface ComputeLimit {
  readonly region: number
  /** −1: all hours together. */
  readonly hour: number
  readonly cpuHoursPerDay: number
}

const hoursPerDay = 24

export function planLimits(workload: Workload, replicaBudgetRatio?: number): PlanLimits {
  const {topology, tables, projects, jobs} = workload
  const homeBytes = new Float64Array(topology.regions.length)
  for (let t = 0; t < tables.names.length; t++) homeBytes[projects.region[tables.project[t]]] += tables.homeBytes[t]
  const ratio = replicaBudgetRatio ?? topology.replicaBudgetRatio
  const allHomeBytes = homeBytes.reduce((sum, bytes) => sum + bytes, 0)
  const compute = topology.regions.flatMap(({computeCapacityCpuHours: capacity}, region) =>
    capacity.map((allowed, i): ComputeLimit => {
      const hour = capacity.length === 1 ? -1 : i
      let before = 0
      for (let row = 0; row < jobs.names.length; row++) {
        if (jobs.region[row] === region) before += cpuHoursPerDay(workload, row, hour)
      }
      return {region, hour, cpuHoursPerDay: Math.max(allowed, before)}
    }),
  )
  return {
    totalReplicaBytes: ratio === Infinity ? Infinity : ratio * allHomeBytes,
    storageBytes: Float64Array.from(topology.regions, (region, e) =>
      Math.max(region.storageCapacityBytes, homeBytes[e]),
    ),
    compute,
  }
}

/** CPU-hours a day of the runs of a job row that start in `hour` (−1: at any hour). */
export function cpuHoursPerDay({jobs, dayCount}: Workload, row: number, hour: number): number {
  let cpuHours = 0
  for (let i = jobs.cpuStart[row]; i < jobs.cpuStart[row + 1]; i++) {
    if (hour < 0 || jobs.cpuHour[i] % hoursPerDay === hour) cpuHours += jobs.cpuHours[i]
  }
  return cpuHours / dayCount
}

/**
 * Adds the limits as rows. Budgets that are a share of the bytes at home, and storage capacities, hold for the homes chosen.
 *
 * @param tightening share by which replicas are counted larger than they are; 0 = as they are
 */
export function addLimits(
  builder: MixedProgramBuilder,
  workload: Workload,
  {homes, jobs, replicas}: {homes: HomeColumns; jobs: JobColumns; replicas: ReplicaColumns},
  limits: PlanLimits,
  tightening: number,
): void {
  const {topology, tables} = workload
  const stored = topology.regions.map((_, e) => storedTerms(workload, replicas, e, 1 + tightening))
  topology.regions.forEach((region, e) => {
    const homeBytes = (factor: number) =>
      tables.names.map((_, t): Term => [homes.unit[homes.unitOfTable[t]][e], factor * tables.homeBytes[t]])
    if (region.replicaBudgetBytes < Infinity) builder.addScaledRow(stored[e], region.replicaBudgetBytes)
    if (region.replicaBudgetRatio < Infinity) {
      builder.addScaledRow([...stored[e], ...homeBytes(-region.replicaBudgetRatio)], 0)
    }
    if (limits.storageBytes[e] < Infinity) {
      builder.addScaledRow([...stored[e], ...homeBytes(1)], limits.storageBytes[e])
    }
  })
  if (limits.totalReplicaBytes < Infinity) builder.addScaledRow(stored.flat(), limits.totalReplicaBytes)
  for (const {region, hour, cpuHoursPerDay: allowed} of limits.compute) {
    const used = jobs.groups.flatMap(group => {
      const cpuHours = group.rows.reduce((sum, row) => sum + cpuHoursPerDay(workload, row, hour), 0)
      return group.at[region].map((column): Term => [column, cpuHours])
    })
    builder.addScaledRow(used, allowed)
  }
}

function storedTerms({topology}: Workload, {segments, keep}: ReplicaColumns, region: number, factor: number): Term[] {
  const regionCount = topology.regions.length
  return segments.flatMap((own, t) =>
    own.flatMap(({storedBytes}, s) =>
      topology.regions.flatMap((_, home): Term[] => {
        const column = keep[t][s][home * regionCount + region]
        return column < 0 ? [] : [[column, factor * storedBytes]]
      }),
    ),
  )
}
