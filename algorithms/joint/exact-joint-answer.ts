import {objective, regionOfJob} from '../../model/objective.js'
import type {Placement} from '../../model/placement.js'
import type {Workload} from '../../model/workload.js'
import type {HomeColumns, MoveLimits} from './exact-joint-homes.js'
import {type JobColumns, rowsByName} from './exact-joint-jobs.js'
import {cpuHoursPerDay, type PlanLimits} from './exact-joint-limits.js'
import {isEven, type ReplicaColumns} from './exact-joint-replicas.js'

/**
 * The decisions behind 0/1 columns, tidied where that costs nothing: a job is listed only where its runs would not go there anyhow,
 * and windows hold nothing at their ends that nobody reads. Undefined where a project, table or job has not exactly one region.
 */
export function placementOf(
  workload: Workload,
  {homes, jobs, replicas}: {homes: HomeColumns; jobs: JobColumns; replicas: ReplicaColumns},
  x: Uint8Array,
): Placement | undefined {
  const regionOf = (columns: readonly number[]) => {
    const chosen = columns.flatMap((column, r) => (x[column] === 1 ? [r] : []))
    return chosen.length === 1 ? chosen[0] : -1
  }
  const projectRegion = Int32Array.from(homes.project, regionOf)
  const unitRegion = Int32Array.from(homes.unit, regionOf)
  if (projectRegion.includes(-1) || unitRegion.includes(-1)) return undefined
  const bare: Placement = {
    projectRegion,
    projectMoved: Uint8Array.from(projectRegion, (region, p) => Number(region !== workload.projects.region[p])),
    tableRegion: Int32Array.from(homes.unitOfTable, unit => unitRegion[unit]),
    jobRegion: new Map(),
    windows: windowColumns([]),
  }
  const jobRegion = new Map<string, number>()
  const rows = rowsByName(workload)
  for (const [name, {regions}] of jobs.placed) {
    const chosen = regions.flatMap((column, r) => (x[column] === 1 ? [r] : []))
    if (chosen.length > 1) return undefined
    const isPlaced = chosen.length === 1 && rows.get(name)!.some(row => regionOfJob(workload, bare, row) !== chosen[0])
    if (isPlaced) jobRegion.set(name, chosen[0])
  }
  const placed = {...bare, jobRegion}
  return {...placed, windows: windowColumns(windowsOf(workload, placed, replicas, x))}
}

type Window = readonly [table: number, region: number, fromAge: number, toAge: number]

function windowsOf(
  workload: Workload,
  placement: Placement,
  {segments, keep}: ReplicaColumns,
  x: Uint8Array,
): Window[] {
  const {reads, jobs, topology} = workload
  const regionCount = topology.regions.length
  const key = (table: number, region: number, age: number) => `${table} ${region} ${age}`
  const wanted = new Set<string>()
  for (let j = 0; j < jobs.names.length; j++) {
    const region = regionOfJob(workload, placement, j)
    for (let i = reads.start[j]; i < reads.start[j + 1]; i++) {
      if (reads.demandBytes[i] > 0) wanted.add(key(reads.table[i], region, reads.ageDays[i]))
    }
  }
  const windows: Window[] = []
  for (let t = 0; t < segments.length; t++) {
    const home = placement.tableRegion[t]
    const own = segments[t]
    for (let e = 0; e < regionCount; e++) {
      const isKept = (s: number) =>
        keep[t][s][home * regionCount + e] >= 0 && x[keep[t][s][home * regionCount + e]] === 1
      const isWanted = (s: number) => wanted.has(key(t, e, own[s].fromAge))
      for (let s = 0; s < own.length; s++) {
        if (!isKept(s)) continue
        let first = s
        while (s + 1 < own.length && isKept(s + 1) && own[s + 1].fromAge === own[s].toAge) s++
        let last = s
        while (last >= first && !isWanted(last)) last--
        while (isEven(workload.tables, t) && first <= last && !isWanted(first)) first++
        if (first <= last) windows.push([t, e, own[first].fromAge, own[last].toAge])
      }
    }
  }
  return windows
}

function windowColumns(windows: readonly Window[]): Placement['windows'] {
  return {
    count: windows.length,
    table: Int32Array.from(windows, window => window[0]),
    region: Int32Array.from(windows, window => window[1]),
    fromAge: Int32Array.from(windows, window => window[2]),
    toAge: Int32Array.from(windows, window => window[3]),
  }
}

/** Relative, as the verifier has it. */
const TOLERANCE = 1e-9

/** Whether a placement keeps every limit, counted from its decisions (pins and the like are columns that were never there). */
export function keepsLimits(
  workload: Workload,
  placement: Placement,
  limits: PlanLimits,
  {mostMoves = Infinity, mostMoveBytes = Infinity}: MoveLimits,
): boolean {
  const {topology, jobs, tables} = workload
  const {replicaBytes, homeBytes, moveBytes} = objective(workload, placement, workload.toDay + 1)
  const fits = (actual: number, allowed: number) => actual <= allowed * (1 + TOLERANCE)
  const share = (ratio: number, bytes: number) => (ratio === Infinity ? Infinity : ratio * bytes)
  const projectMoves = workload.projects.names.filter((_, p) => placement.projectMoved[p] === 1).length
  const tableMoves = tables.names.filter(
    (_, t) => placement.tableRegion[t] !== placement.projectRegion[tables.project[t]],
  ).length
  return (
    projectMoves + tableMoves <= mostMoves &&
    fits(moveBytes, mostMoveBytes) &&
    fits(
      replicaBytes.reduce((sum, bytes) => sum + bytes, 0),
      limits.totalReplicaBytes,
    ) &&
    topology.regions.every(
      (region, e) =>
        fits(replicaBytes[e], region.replicaBudgetBytes) &&
        fits(replicaBytes[e], share(region.replicaBudgetRatio, homeBytes[e])) &&
        fits(homeBytes[e] + replicaBytes[e], limits.storageBytes[e]),
    ) &&
    limits.compute.every(({region, hour, cpuHoursPerDay: allowed}) => {
      let used = 0
      for (let row = 0; row < jobs.names.length; row++) {
        if (regionOfJob(workload, placement, row) === region) used += cpuHoursPerDay(workload, row, hour)
      }
      return fits(used, allowed)
    })
  )
}
