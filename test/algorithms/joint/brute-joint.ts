import {wanCost} from '../../../model/account.js'
import {objective} from '../../../model/objective.js'
import type {Placement} from '../../../model/placement.js'
import type {Workload} from '../../../model/workload.js'
import type {MemoryHistorySpec} from '../../support/memory-history.js'

export interface BruteLimits {
  readonly mostMoves?: number
  readonly mostMoveBytes?: number
  readonly placeGold?: boolean
  readonly moveHorizonDays?: number
}

/** Least cost a day over all homes, job regions and sets of kept ages, each priced by `objective`, read from formats.md 3.9. */
export function bruteJoint(workload: Workload, spec: MemoryHistorySpec, limits: BruteLimits = {}) {
  const {projects, tables, topology} = workload
  const regions = topology.regions.map((_, r) => r)
  const jobNames = [...new Set(workload.jobs.names)]
  const homesOf = (p: number) =>
    regions.filter(
      r => r === projects.region[p] || (projects.pinned[p] === 0 && projects.allowed[p * regions.length + r] === 1),
    )
  const jobChoices = jobNames.map(name => {
    const runs = spec.runs.filter(run => run.job === name && Number(run.day) >= workload.fromDay)
    const mayMove = runs.every(run => run.movable !== false && (limits.placeGold || run.priority !== 'gold'))
    return mayMove ? [-1, ...regions] : [-1]
  })
  let best = Infinity
  let candidates = 0
  for (const projectRegion of product(projects.names.map((_, p) => homesOf(p)))) {
    const tableHomes =
      topology.unit === 'table'
        ? product(tables.names.map((_, t) => homesOf(tables.project[t])))
        : [tables.names.map((_, t) => projectRegion[tables.project[t]])]
    for (const tableRegion of tableHomes) {
      const windowSets = product(tables.names.flatMap((_, t) => ageSets(workload, t, tableRegion[t])))
      for (const jobRegion of product(jobChoices)) {
        for (const windows of windowSets) {
          const placement = placementOf(workload, projectRegion, tableRegion, jobNames, jobRegion, windows)
          candidates++
          const account = objective(workload, placement, workload.toDay + 1)
          const oneOff =
            limits.moveHorizonDays === undefined ? 0 : movePrice(workload, placement) / limits.moveHorizonDays
          const cost = wanCost(account.traffic) / workload.dayCount + oneOff
          if (cost < best && isAllowed(workload, spec, placement, account, limits)) best = cost
        }
      }
    }
  }
  return {costPerDay: best, candidates}
}

type Window = readonly [table: number, region: number, fromAge: number, toAge: number]

/** For each region but the home, all ways to keep some of the ages up to the last that is read. */
function ageSets({tables, reads, topology}: Workload, table: number, home: number): Window[][][] {
  if (tables.replicable[table] === 0) return []
  let ageCount = 0
  for (let i = 0; i < reads.table.length; i++) {
    if (reads.table[i] === table) ageCount = Math.max(ageCount, reads.ageDays[i] + 1)
  }
  return topology.regions.flatMap((_, region) => {
    if (region === home) return []
    const sets: Window[][] = []
    for (let bits = 0; bits < 2 ** ageCount; bits++) {
      const windows: Window[] = []
      for (let age = 0; age < ageCount; age++) {
        if (((bits >> age) & 1) === 0) continue
        const from = age
        while (((bits >> (age + 1)) & 1) === 1) age++
        windows.push([table, region, from, age + 1])
      }
      sets.push(windows)
    }
    return [sets]
  })
}

function placementOf(
  workload: Workload,
  projectRegion: readonly number[],
  tableRegion: readonly number[],
  jobNames: readonly string[],
  jobRegion: readonly number[],
  windows: readonly (readonly Window[])[],
): Placement {
  const rows = windows.flat()
  return {
    projectRegion,
    projectMoved: projectRegion.map((region, p) => Number(region !== workload.projects.region[p])),
    tableRegion,
    jobRegion: new Map(jobNames.flatMap((name, n) => (jobRegion[n] < 0 ? [] : [[name, jobRegion[n]]]))),
    windows: {
      count: rows.length,
      table: rows.map(row => row[0]),
      region: rows.map(row => row[1]),
      fromAge: rows.map(row => row[2]),
      toAge: rows.map(row => row[3]),
    },
  }
}

function movePrice({tables, projects, topology}: Workload, placement: Placement): number {
  return tables.names.reduce((sum, _, t) => {
    const from = projects.region[tables.project[t]]
    const price = topology.linkPricePerByte[from * topology.regions.length + placement.tableRegion[t]]
    return sum + tables.homeBytes[t] * price
  }, 0)
}

function isAllowed(
  workload: Workload,
  spec: MemoryHistorySpec,
  placement: Placement,
  account: ReturnType<typeof objective>,
  {mostMoves = Infinity, mostMoveBytes = Infinity}: BruteLimits,
): boolean {
  const {topology, tables, projects, dayCount} = workload
  const {replicaBytes, homeBytes, moveBytes} = account
  const projectMoves = projects.names.filter((_, p) => placement.projectMoved[p] === 1).length
  const tableMoves = tables.names.filter(
    (_, t) => placement.tableRegion[t] !== placement.projectRegion[tables.project[t]],
  )
  if (projectMoves + tableMoves.length > mostMoves || moveBytes > mostMoveBytes) return false
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0)
  const homeBefore = topology.regions.map((_, e) =>
    sum(tables.names.map((_, t) => (projects.region[tables.project[t]] === e ? tables.homeBytes[t] : 0))),
  )
  const ratio = spec.replicaBudgetRatio ?? Infinity
  if (ratio < Infinity && sum(replicaBytes) > ratio * sum(homeBytes)) return false
  return topology.regions.every((region, e) => {
    if (replicaBytes[e] > region.replicaBudgetBytes) return false
    if (region.replicaBudgetRatio < Infinity && replicaBytes[e] > region.replicaBudgetRatio * homeBytes[e]) return false
    if (homeBytes[e] + replicaBytes[e] > Math.max(region.storageCapacityBytes, homeBefore[e])) return false
    return region.computeCapacityCpuHours.every((allowed, hour, {length}) => {
      let before = 0
      let after = 0
      for (const run of spec.runs) {
        if (length > 1 && (run.hour ?? 0) !== hour) continue
        const project = projects.names.indexOf(run.project)
        const recorded = topology.regions.findIndex(({name}) => name === run.region)
        const from = recorded < 0 ? projects.region[project] : recorded
        const moved = placement.projectMoved[project] === 1 ? placement.projectRegion[project] : from
        if (from === e) before += run.cpu ?? 0
        if ((placement.jobRegion.get(run.job) ?? moved) === e) after += run.cpu ?? 0
      }
      return after / dayCount <= Math.max(allowed, before / dayCount) + 1e-9
    })
  })
}

function product<T>(choices: readonly (readonly T[])[]): T[][] {
  return choices.reduce<T[][]>((rows, options) => rows.flatMap(row => options.map(option => [...row, option])), [[]])
}
