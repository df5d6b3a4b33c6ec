import {groupBy} from '../algorithms/serving/derive-serving.js'
import type {ServingProblem} from '../algorithms/serving/problem.js'

export interface WorldSize {
  readonly projects: number
  readonly tables: number
  readonly jobs: number
  /** Facts (job, table, age). */
  readonly facts: number
  readonly regions: number
  /** Links have different prices. */
  readonly unevenPrices: boolean
}

const ages = [0, 1, 2, 3, 6, 7, 13, 29]

/** A serving problem of any size, drawn in memory: 40 % of the reads are of the own project's tables, the rest follow popularity. */
export function servingWorld({projects, tables, jobs, facts, regions, unevenPrices}: WorldSize): ServingProblem {
  const draw = drawing(1)
  const tableProject = Int32Array.from({length: tables}, () => skewed(draw(), projects))
  const tablesOfProject = groupBy(tableProject, tables, projects)
  const rowProject = Int32Array.from({length: jobs}, () => skewed(draw(), projects))
  const projectRegion = Int32Array.from({length: projects}, () => Math.floor(draw() * regions))
  const ageStart = new Int32Array(tables + 1)
  for (let t = 0; t < tables; t++) ageStart[t + 1] = ageStart[t] + 1 + Math.floor(draw() * ages.length)
  const ageDays = new Int32Array(ageStart[tables])
  for (let t = 0; t < tables; t++) {
    for (let k = ageStart[t]; k < ageStart[t + 1]; k++) ageDays[k] = ages[k - ageStart[t]]
  }
  const partitionBytes = Float64Array.from({length: tables}, () => Math.floor(1e6 * Math.exp(6 * draw())))

  const readStart = Int32Array.from({length: jobs + 1}, (_, row) => Math.floor((row / jobs) * facts))
  const readTable = new Int32Array(facts)
  const readAge = new Int32Array(facts)
  const readBytes = new Float64Array(facts)
  for (let row = 0; row < jobs; row++) {
    const own = tablesOfProject.start[rowProject[row]]
    const ownCount = tablesOfProject.start[rowProject[row] + 1] - own
    for (let f = readStart[row]; f < readStart[row + 1]; ) {
      const isOwn = ownCount > 0 && draw() < 0.4
      const table = isOwn ? tablesOfProject.item[own + Math.floor(draw() * ownCount)] : skewed(draw(), tables)
      const spread = Math.min(1 + Math.floor(draw() * 5), ageStart[table + 1] - ageStart[table], readStart[row + 1] - f)
      for (let k = 0; k < spread; k++, f++) {
        readTable[f] = table
        readAge[f] = ageStart[table] + k
        readBytes[f] = Math.floor(partitionBytes[table] * (5 + 25 * draw()))
      }
    }
  }
  const writeTable = Int32Array.from(rowProject, project => {
    const own = tablesOfProject.start[project]
    const ownCount = tablesOfProject.start[project + 1] - own
    return ownCount === 0 ? 0 : tablesOfProject.item[own + Math.floor(draw() * ownCount)]
  })
  const each = Int32Array.from({length: jobs + 1}, (_, row) => row)
  const dayCount = 30
  return {
    regionCount: regions,
    tableCount: tables,
    projectCount: projects,
    rowCount: jobs,
    jobCount: jobs,
    dayCount,
    linkPrice: Float64Array.from({length: regions * regions}, (_, link) =>
      link % (regions + 1) === 0 ? 0 : unevenPrices ? 1 + Math.floor(8 * draw()) / 4 : 1,
    ),
    tablesMove: false,
    tableProject,
    ageStart,
    ageDays,
    partitionBytes,
    refreshBytes: partitionBytes.map(bytes => bytes * dayCount),
    homeBytes: partitionBytes.map(bytes => bytes * 60),
    replicable: new Uint8Array(tables).fill(1),
    rowJob: each.subarray(0, jobs),
    rowProject,
    rowRegion: Int32Array.from(rowProject, project => projectRegion[project]),
    readStart,
    readTable,
    readAge,
    readBytes,
    writeStart: each,
    writeTable,
    writeBytes: Float64Array.from(writeTable, table => Math.floor((partitionBytes[table] * dayCount) / 10)),
    cpuStart: each,
    cpuHour: Int32Array.from({length: jobs}, () => Math.floor(24 * draw())),
    cpuHoursPerDay: Float64Array.from({length: jobs}, () => draw()),
    jobNames: Array.from({length: jobs}, (_, j) => `j${j}`),
    jobRowStart: each,
    jobPriority: new Int32Array(jobs).fill(1),
    jobMovable: new Uint8Array(jobs).fill(1),
    jobRuns: new Int32Array(jobs).fill(dayCount),
    rowsOfProject: groupBy(rowProject, jobs, projects),
    tablesOfProject,
    writersOfTable: groupBy(writeTable, jobs, tables),
    writerRow: each.subarray(0, jobs),
    projectRegion,
    projectPinned: new Uint8Array(projects),
    projectAllowed: new Uint8Array(projects * regions).fill(1),
    homeStoragePrice: new Float64Array(regions),
    computePrice: new Float64Array(regions),
    storageCapacityBytes: new Float64Array(regions).fill(Infinity),
    computeCapacity: Array.from({length: regions}, () => []),
  }
}

/** Low numbers are drawn far more often than high ones. */
function skewed(share: number, count: number): number {
  return Math.floor(share ** 2 * count)
}

function drawing(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
