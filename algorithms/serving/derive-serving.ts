import type {Column} from '../../model/columns.js'
import {partitionBytesOn, windowRefreshBytes} from '../../model/partition-sizes.js'
import {storageCostPerDay} from '../../model/units.js'
import type {Workload} from '../../model/workload.js'
import type {Grouped, ServingProblem} from './problem.js'

/**
 * The serving problem of a workload: plans for `demandBytes`. Linear in the facts but for short sorts of a table's ages.
 *
 * @param countsTable 1 for tables whose reads count; all count where absent
 */
export function deriveServing(workload: Workload, countsTable?: Uint8Array): ServingProblem {
  const {tables, jobs, reads, writes, topology, projects, dayCount} = workload
  const regionCount = topology.regions.length
  const rowCount = jobs.names.length
  const tableCount = tables.names.length
  const demand = demandFacts(workload)
  const {ageStart, ageDays, readAge} = agesOfTables(demand, tableCount)
  const sizes = tableSizes(workload, ageStart, ageDays)

  const rowJob = new Int32Array(rowCount)
  const jobNames: string[] = []
  const jobRowStart: number[] = []
  for (let row = 0; row < rowCount; row++) {
    if (row === 0 || jobs.names[row] !== jobs.names[row - 1]) {
      jobNames.push(jobs.names[row])
      jobRowStart.push(row)
    }
    rowJob[row] = jobNames.length - 1
  }
  jobRowStart.push(rowCount)
  const overRows = (pick: (row: number) => number, join: (a: number, b: number) => number) =>
    Int32Array.from(jobNames, (_, j) => {
      let value = pick(jobRowStart[j])
      for (let row = jobRowStart[j] + 1; row < jobRowStart[j + 1]; row++) value = join(value, pick(row))
      return value
    })

  const writerRow = new Int32Array(writes.table.length)
  for (let row = 0; row < rowCount; row++) writerRow.fill(row, writes.start[row], writes.start[row + 1])
  return {
    regionCount,
    tableCount,
    projectCount: projects.names.length,
    rowCount,
    jobCount: jobNames.length,
    dayCount,
    linkPrice: topology.linkPricePerByte,
    tablesMove: topology.unit === 'table',
    tableProject: tables.project,
    ageStart,
    ageDays,
    ...sizes,
    homeBytes: tables.homeBytes,
    replicable: tables.replicable,
    rowJob,
    rowProject: jobs.project,
    rowRegion: jobs.region,
    readStart: demand.start,
    readTable: demand.table,
    readAge,
    readBytes: demand.bytes,
    writeStart: writes.start,
    writeTable: writes.table,
    writeBytes: writes.bytes,
    cpuStart: jobs.cpuStart,
    cpuHour: jobs.cpuHour,
    cpuHoursPerDay: Float64Array.from({length: jobs.cpuHours.length}, (_, i) => jobs.cpuHours[i] / dayCount),
    jobNames,
    jobRowStart: Int32Array.from(jobRowStart),
    jobPriority: overRows(row => jobs.priority[row], Math.min),
    jobMovable: overRows(row => jobs.movable[row], Math.min),
    jobRuns: overRows(
      row => jobs.runs[row],
      (a, b) => a + b,
    ),
    rowsOfProject: groupBy(jobs.project, rowCount, projects.names.length),
    tablesOfProject: groupBy(tables.project, tableCount, projects.names.length),
    writersOfTable: groupBy(writes.table, writes.table.length, tableCount),
    writerRow,
    projectRegion: projects.region,
    projectPinned: projects.pinned,
    projectAllowed: projects.allowed,
    homeStoragePrice: Float64Array.from(topology.regions, r => storageCostPerDay(1, r.storagePricePerGBMonth)),
    computePrice: Float64Array.from(topology.regions, r => r.computePricePerCpuHour),
    storageCapacityBytes: Float64Array.from(topology.regions, r => r.storageCapacityBytes),
    computeCapacity: topology.regions.map(r => r.computeCapacityCpuHours),
  }

  /** Facts with demand only, by row: what failed runs read is no demand. */
  function demandFacts({reads: {start, table, ageDays: days, demandBytes}}: Workload) {
    let kept = 0
    const counts = (i: number) => demandBytes[i] > 0 && (countsTable === undefined || countsTable[table[i]] === 1)
    for (let i = 0; i < demandBytes.length; i++) if (counts(i)) kept++
    if (kept === demandBytes.length) return {start, table, days, bytes: demandBytes}
    const facts = {
      start: new Int32Array(rowCount + 1),
      table: new Int32Array(kept),
      days: new Int32Array(kept),
      bytes: new Float64Array(kept),
    }
    let at = 0
    for (let row = 0; row < rowCount; row++) {
      for (let i = reads.start[row]; i < reads.start[row + 1]; i++) {
        if (!counts(i)) continue
        facts.table[at] = table[i]
        facts.days[at] = days[i]
        facts.bytes[at++] = demandBytes[i]
      }
      facts.start[row + 1] = at
    }
    return facts
  }
}

/** Items 0 … count − 1 by owner, rising within each: a counting sort. */
export function groupBy(ownerOf: Column, count: number, owners: number): Grouped {
  const start = new Int32Array(owners + 1)
  for (let i = 0; i < count; i++) start[ownerOf[i] + 1]++
  for (let o = 0; o < owners; o++) start[o + 1] += start[o]
  const next = start.slice(0, owners)
  const item = new Int32Array(count)
  for (let i = 0; i < count; i++) item[next[ownerOf[i]]++] = i
  return {start, item}
}

/** The distinct ages of each table, and for every fact the place of its age among them. */
function agesOfTables(facts: {readonly table: Column; readonly days: Column}, tableCount: number) {
  const {start, item} = groupBy(facts.table, facts.table.length, tableCount)
  const ageStart = new Int32Array(tableCount + 1)
  const readAge = new Int32Array(facts.table.length)
  const ageDays: number[] = []
  for (let t = 0; t < tableCount; t++) {
    const ages = new Set<number>()
    for (let i = start[t]; i < start[t + 1]; i++) ages.add(facts.days[item[i]])
    const sorted = [...ages].sort((a, b) => a - b)
    const placeOf = new Map(sorted.map((age, k) => [age, ageDays.length + k]))
    for (let i = start[t]; i < start[t + 1]; i++) readAge[item[i]] = placeOf.get(facts.days[item[i]])!
    for (const age of sorted) ageDays.push(age)
    ageStart[t + 1] = ageDays.length
  }
  return {ageStart, ageDays: Int32Array.from(ageDays), readAge}
}

function tableSizes({tables, fromDay, toDay}: Workload, ageStart: Column, ageDays: Column) {
  const tableCount = tables.names.length
  const partitionBytes = new Float64Array(tableCount)
  const refreshBytes = new Float64Array(tableCount)
  for (let t = 0; t < tableCount; t++) {
    const first = ageStart[t]
    const last = ageStart[t + 1]
    let bytes = 0
    for (let k = first; k < last; k++) bytes += partitionBytesOn(tables, t, toDay - ageDays[k])
    partitionBytes[t] = last > first ? bytes / (last - first) : tables.partitionBytes[t]
    refreshBytes[t] = windowRefreshBytes(tables, t, last > first ? ageDays[first] : 0, fromDay, toDay)
  }
  return {partitionBytes, refreshBytes}
}
