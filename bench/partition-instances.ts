import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {deriveServing} from '../algorithms/serving/derive-serving.js'
import type {ServingProblem} from '../algorithms/serving/problem.js'
import {openHistoryFolder} from '../datasets/history/index.js'
import {generateHistory, writeHistory} from '../datasets/synthetic/index.js'

/** What a replica's refresh costs beside the reads: as recorded, more than any reads (nobody replicates), or less than those of any one project. */
export type Refresh = 'as recorded' | 'never worth it' | 'always worth it'

/** Share by which a region may hold more CPU than its even share. */
export const imbalance = 0.03

/**
 * The same demand as a problem of partitioning alone: storage is free and has no capacity, every byte between regions costs the same,
 * every project may live anywhere and its jobs run where it lives. CPU-hours are whole numbers, and no region takes more than
 * `imbalance` above its even share; projects are laid out evenly to begin with, heaviest first, each to the region with least.
 */
export function openProblem(problem: ServingProblem, regionCount: number, refresh: Refresh): ServingProblem {
  const {projectCount, tableCount, rowCount, jobCount, readTable} = problem
  const cpuHoursPerDay = problem.cpuHoursPerDay.map(hours => Math.ceil(1000 * hours))
  const {projectRegion, mostCpu} = evenLayout(weightsOf({...problem, cpuHoursPerDay}), regionCount)
  return {
    ...problem,
    regionCount,
    linkPrice: Float64Array.from({length: regionCount ** 2}, (_, link) => (link % (regionCount + 1) === 0 ? 0 : 1)),
    tablesMove: false,
    replicable: new Uint8Array(tableCount).fill(refresh === 'never worth it' ? 0 : 1),
    readBytes:
      refresh === 'always worth it'
        ? Float64Array.from(readTable as Int32Array, table => problem.refreshBytes[table])
        : problem.readBytes,
    rowRegion: Int32Array.from({length: rowCount}, (_, row) => projectRegion[problem.rowProject[row]]),
    cpuHoursPerDay,
    jobMovable: new Uint8Array(jobCount),
    projectRegion,
    projectPinned: new Uint8Array(projectCount),
    projectAllowed: new Uint8Array(projectCount * regionCount).fill(1),
    homeStoragePrice: new Float64Array(regionCount),
    computePrice: new Float64Array(regionCount),
    storageCapacityBytes: new Float64Array(regionCount).fill(Infinity),
    computeCapacity: Array.from({length: regionCount}, () => [mostCpu]),
  }
}

/** CPU-hours a day of each project. */
export function weightsOf({
  projectCount,
  rowCount,
  rowProject,
  cpuStart,
  cpuHoursPerDay,
}: ServingProblem): Float64Array {
  const weights = new Float64Array(projectCount)
  for (let row = 0; row < rowCount; row++) {
    for (let i = cpuStart[row]; i < cpuStart[row + 1]; i++) weights[rowProject[row]] += cpuHoursPerDay[i]
  }
  return weights
}

function evenLayout(weights: Float64Array, regionCount: number) {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mostCpu = Math.floor((1 + imbalance) * Math.ceil(total / regionCount))
  const load = new Float64Array(regionCount)
  const projectRegion = new Int32Array(weights.length)
  const heaviestFirst = Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a] || a - b)
  for (const project of heaviestFirst) {
    const region = load.indexOf(Math.min(...load))
    projectRegion[project] = region
    load[region] += weights[project]
  }
  const fullest = Math.max(...load)
  if (fullest > mostCpu) {
    throw new Error(
      `no even layout: a region would have ${fullest} CPU-hours of at most ${mostCpu}; take fewer regions`,
    )
  }
  return {projectRegion, mostCpu}
}

/** The serving problem of a generated history, through the history folder as any other. */
export async function presetProblem(preset: string, scale: number, seed: number): Promise<ServingProblem> {
  const scratch = await mkdtemp(join(tmpdir(), 'isthmus-partition-'))
  try {
    const folder = join(scratch, 'history')
    await writeHistory(folder, generateHistory({preset, seed, scale}), 'csv')
    const loaded = await openHistoryFolder(folder)
    try {
      return deriveServing(await loaded.workload())
    } finally {
      loaded.close()
    }
  } finally {
    await rm(scratch, {recursive: true, force: true})
  }
}
