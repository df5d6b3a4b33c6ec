import type {Workload} from '../../model/workload.js'
import type {PackableColumn} from './column-pack.js'

/** The recurring jobs of a workload by name, with the means of one run. */
export interface JobTemplates {
  readonly names: readonly string[]
  readonly columns: Record<string, PackableColumn> & {readonly jobCpuHours: Float64Array}
}

interface Sums {
  bytes: number
  count: number
}

/**
 * Joins the job rows of one name, which the workload lists together: sums over all of them, divided by their runs. Project
 * and region are those of the row with most runs, ties to the first; a job is movable only where all its rows are.
 */
export function jobTemplates({jobs, reads, writes, tables}: Workload): JobTemplates {
  const names: string[] = []
  const facts = {
    jobProject: [] as number[],
    jobRegion: [] as number[],
    jobMovable: [] as number[],
    jobPriority: [] as number[],
    jobCpuHours: [] as number[],
    readStart: [0],
    readTable: [] as number[],
    readAge: [] as number[],
    readBytes: [] as number[],
    readsPerRun: [] as number[],
    writeStart: [0],
    writeTable: [] as number[],
    writeBytes: [] as number[],
  }
  const tableCount = Math.max(1, tables.names.length)
  for (let first = 0, next = 0; first < jobs.names.length; first = next) {
    next = first + 1
    while (next < jobs.names.length && jobs.names[next] === jobs.names[first]) next += 1
    let runs = 0
    let cpuHours = 0
    let usual = first
    let movable = 1
    let priority = jobs.priority[first]
    const read = new Map<number, Sums>()
    const written = new Map<number, number>()
    for (let j = first; j < next; j++) {
      runs += jobs.runs[j]
      for (let i = jobs.cpuStart[j]; i < jobs.cpuStart[j + 1]; i++) cpuHours += jobs.cpuHours[i]
      if (jobs.runs[j] > jobs.runs[usual]) usual = j
      if (jobs.movable[j] === 0) movable = 0
      priority = Math.min(priority, jobs.priority[j])
      for (let i = reads.start[j]; i < reads.start[j + 1]; i++) {
        const key = reads.ageDays[i] * tableCount + reads.table[i]
        const sums = read.get(key) ?? {bytes: 0, count: 0}
        sums.bytes += reads.bytes[i]
        sums.count += reads.count[i]
        read.set(key, sums)
      }
      for (let i = writes.start[j]; i < writes.start[j + 1]; i++) {
        written.set(writes.table[i], (written.get(writes.table[i]) ?? 0) + writes.bytes[i])
      }
    }
    const each = Math.max(1, runs)
    names.push(jobs.names[first])
    facts.jobProject.push(jobs.project[usual])
    facts.jobRegion.push(jobs.region[usual])
    facts.jobMovable.push(movable)
    facts.jobPriority.push(priority)
    facts.jobCpuHours.push(cpuHours / each)
    const rows = [...read].map(([key, sums]) => ({table: key % tableCount, age: Math.floor(key / tableCount), sums}))
    rows.sort((a, b) => a.table - b.table || a.age - b.age)
    for (const {table, age, sums} of rows) {
      facts.readTable.push(table)
      facts.readAge.push(age)
      facts.readBytes.push(sums.bytes / Math.max(1, sums.count))
      facts.readsPerRun.push(sums.count / each)
    }
    for (const [table, bytes] of [...written].sort(([a], [b]) => a - b)) {
      facts.writeTable.push(table)
      facts.writeBytes.push(bytes / each)
    }
    facts.readStart.push(facts.readTable.length)
    facts.writeStart.push(facts.writeTable.length)
  }
  return {
    names,
    columns: {
      jobProject: Int32Array.from(facts.jobProject),
      jobRegion: Int32Array.from(facts.jobRegion),
      jobMovable: Uint8Array.from(facts.jobMovable),
      jobPriority: Uint8Array.from(facts.jobPriority),
      jobCpuHours: Float64Array.from(facts.jobCpuHours),
      readStart: Int32Array.from(facts.readStart),
      readTable: Int32Array.from(facts.readTable),
      readAge: Int32Array.from(facts.readAge),
      readBytes: Float64Array.from(facts.readBytes),
      readsPerRun: Float64Array.from(facts.readsPerRun),
      writeStart: Int32Array.from(facts.writeStart),
      writeTable: Int32Array.from(facts.writeTable),
      writeBytes: Float64Array.from(facts.writeBytes),
    },
  }
}
