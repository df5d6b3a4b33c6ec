import {priorities} from '../../../model/history.js'
import {objective, regionOfJob} from '../../../model/objective.js'
import type {Placement} from '../../../model/placement.js'
import type {Workload} from '../../../model/workload.js'
import {type Case, placementOf} from './cases.js'

/** Remote reads, write-backs and CPU a day, by the objective. */
export function judgedCost(workload: Workload, placement: Placement): number {
  const {traffic} = objective(workload, placement, workload.toDay + 1)
  const {jobs, topology, dayCount} = workload
  let cpu = 0
  for (let row = 0; row < jobs.names.length; row++) {
    const price = topology.regions[regionOfJob(workload, placement, row)].computePricePerCpuHour
    for (let i = jobs.cpuStart[row]; i < jobs.cpuStart[row + 1]; i++) cpu += jobs.cpuHours[i] * price
  }
  return (traffic.remoteReadCost + traffic.writeBackCost + cpu) / dayCount
}

/**
 * Least cost of all placements of the jobs that may be placed, by trying them all: costs by the objective, CPU limits
 * added up here from the workload's own columns. Infinity where none keeps the limits.
 */
export function cheapestPlacement(own: Case, settings: {placeGold: boolean; leastRuns: number}): number {
  const {workload, start} = own
  const {jobs, topology} = workload
  const base = placementOf(own, start)
  const rowsOf = new Map<string, number[]>()
  jobs.names.forEach((name, row) => {
    rowsOf.set(name, [...(rowsOf.get(name) ?? []), row])
  })
  const gold = priorities.indexOf('gold')
  const free = [...rowsOf].filter(
    ([, rows]) =>
      rows.every(row => jobs.movable[row] === 1 && (settings.placeGold || jobs.priority[row] !== gold)) &&
      rows.reduce((sum, row) => sum + jobs.runs[row], 0) >= settings.leastRuns,
  )
  const baseCost = judgedCost(workload, base)
  const choices = [undefined, ...topology.regions.map((_, e) => e)]
  const deltas = free.map(([name]) =>
    choices.map(region =>
      region === undefined
        ? 0
        : judgedCost(workload, {...base, jobRegion: new Map(base.jobRegion).set(name, region)}) - baseCost,
    ),
  )
  const slots = topology.regions.flatMap(({computeCapacityCpuHours: capacity}, region) =>
    capacity.map((hours, i) => ({region, hour: capacity.length === 1 ? -1 : i, hours})),
  )
  const use = (row: number, hour: number) => {
    let cpu = 0
    for (let i = jobs.cpuStart[row]; i < jobs.cpuStart[row + 1]; i++) {
      if (hour < 0 || jobs.cpuHour[i] === hour) cpu += jobs.cpuHours[i]
    }
    return cpu
  }
  const total = (slot: {region: number; hour: number}, regionOf: (row: number) => number) =>
    jobs.names.reduce((sum, _, row) => sum + (regionOf(row) === slot.region ? use(row, slot.hour) : 0), 0)
  const limits = slots.map(slot =>
    Math.max(
      slot.hours * workload.dayCount,
      total(slot, row => jobs.region[row]),
    ),
  )
  const follow = jobs.names.map((_, row) => regionOfJob(workload, base, row))
  const region = [...follow]
  let best = Infinity
  const search = (at: number, cost: number) => {
    if (at === free.length) {
      const isKept = slots.every((slot, i) => total(slot, row => region[row]) <= limits[i] * (1 + 1e-9))
      if (isKept && cost < best) best = cost
      return
    }
    choices.forEach((choice, c) => {
      for (const row of free[at][1]) region[row] = choice ?? follow[row]
      if (cost + deltas[at][c] < best || deltas.slice(at + 1).some(own => own.some(delta => delta < 0))) {
        search(at + 1, cost + deltas[at][c])
      }
    })
  }
  search(0, baseCost)
  return best
}
